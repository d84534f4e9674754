"""A colour for a new code: far from those that are there, and dark enough to read on white."""

import colorsys
from collections.abc import Collection, Iterator

_LEGIBLE = 4.5  # contrast with white that WCAG asks of text
Lab = tuple[float, float, float]


def contrast_with_white(colour: str) -> float:
    """From 1 (white) to 21 (black), as WCAG 2 counts it.

    >>> round(contrast_with_white("#000000")), round(contrast_with_white("#FFFFFF"))
    (21, 1)
    """
    red, green, blue = _linear(colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def distance(one: str, other: str) -> float:
    """How different two colours look: about 0.02 is just seen, black and white are 1 (Oklab)."""
    pairs = zip(_oklab(one), _oklab(other), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def fresh(used: Collection[str]) -> str:
    """The legible colour that is farthest from all of these; always the same for the same.

    >>> fresh(["#0072B2"]) == fresh(["#0072B2"]) != "#0072B2"
    True
    """
    return max(_CANDIDATES, key=lambda new: min((distance(new, old) for old in used), default=0.0))


def _candidates() -> Iterator[str]:
    for hue in range(0, 360, 10):
        for lightness in (0.25, 0.32, 0.4, 0.48):
            for saturation in (0.9, 0.6):
                parts = colorsys.hls_to_rgb(hue / 360, lightness, saturation)
                colour = "#" + "".join(f"{round(part * 255):02X}" for part in parts)
                if contrast_with_white(colour) >= _LEGIBLE:
                    yield colour


def _linear(colour: str) -> Lab:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def _oklab(colour: str) -> Lab:
    """Björn Ottosson, "A perceptual color space for image processing" (2020)."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


_CANDIDATES = tuple(_candidates())
