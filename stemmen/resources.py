"""The sample study and the codebook that come with the package."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """Path of a shipped file or folder, such as ``codebooks/50-stemmen.yaml``.

    A wheel carries them in the package; in a checkout they stand beside it.

    >>> shipped("codebooks/50-stemmen.yaml").name
    '50-stemmen.yaml'
    """
    inside = _PACKAGE / "voorbeeld" / name
    return inside if inside.exists() else _PACKAGE.parent / name
