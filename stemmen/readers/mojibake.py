"""Letters that went wrong on the way, such as "tweeÃ«n": UTF-8 that was once read as something else."""

import re
from collections import Counter

# Wrong letters come in twos at least (but "één" is in every talk), or as control characters that nobody
# types; a fixed space may have become a plain one.
_SUSPECT = re.compile(r"(?!éé)[^\x00-\x7f]{2}|[\x80-\x9f]|Ã ")
_CONTROL = re.compile("[\x80-\x9f]")
# What a repair may come to: letters of Dutch and its neighbours, signs, emoji. Else "CAFÉ“" would be bent.
_OURS = re.compile(
    "[\u00a0-\u017f\u0218-\u021b\u0300-\u036f\u1e00-\u1eff\u2000-\u2bff\ufb00-\ufb06\ufe0f\ufeff\ufffd"
    "\U0001f000-\U0001faff]*"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_EXAMPLES = 3
_LETTERS = 4  # characters that may show in a note


def mend(text: str, mended: Counter[tuple[str, str]]) -> str:
    """One line with its letters repaired; each repair is counted in `mended`, as (was, is).

    Only what ftfy is sure of, and only into our own alphabet: quotes and ligatures stay as they are.

    >>> counted = Counter()
    >>> mend("Met z’n tweeÃ«n in cafÃ© “é”.", counted)
    'Met z’n tweeën in café “é”.'
    >>> mending_notes(counted)
    ("Op 2 plaatsen verminkte letters hersteld: 'Ã©' is nu 'é' (1 keer), 'Ã«' is nu 'ë' (1 keer).",)
    """
    if text.isascii() or not _SUSPECT.search(text):
        return text
    from ftfy import fix_encoding

    better = fix_encoding(text).replace("â€", "”")  # its third byte is one that Windows-1252 lacks
    if better.count("\ufffd") > text.count("\ufffd"):  # a letter would be lost
        return text
    new = "".join(letter for letter in set(better) - set(text) if not letter.isascii())
    if better == text or not _OURS.fullmatch(new):
        return text
    mended.update(_repairs(text, better))
    return better


def from_windows(line: bytes) -> str | None:
    """A line in Windows-1252; None when it has bytes that nothing can be made of.

    Bytes that it lacks are kept where `mend` repairs them: in a line of UTF-8 with one wrong letter.
    """
    import ftfy.bad_codecs  # noqa: F401 - it makes the codec known

    text = line.decode("sloppy-windows-1252")
    return None if _CONTROL.search(mend(text, Counter())) else text


def _repairs(was: str, now: str) -> list[tuple[str, str]]:
    """What was repaired, piece by piece where the pieces can be told apart."""
    before, after = _FOREIGN.findall(was), _FOREIGN.findall(now)
    if len(before) != len(after):
        before, after = was.split(" "), now.split(" ")
    if len(before) != len(after):
        before, after = [was.strip()[:40]], [now.strip()[:40]]
    return [(old, new) for old, new in zip(before, after, strict=True) if old != new]


def mending_notes(mended: Counter[tuple[str, str]]) -> tuple[str, ...]:
    """What was repaired, as a note for the user with the commonest repairs; none when nothing was."""
    if not mended:
        return ()
    total = sum(mended.values())
    kinds = sorted(mended.items(), key=lambda kind: (-kind[1], kind[0]))
    letters = [kind for kind in kinds if len(kind[0][0]) <= _LETTERS][:_EXAMPLES]  # longer ones are words
    examples = [f"'{_shown(was)}' is nu '{_shown(now)}' ({n} keer)" for (was, now), n in letters]
    more = ["nog andere" if examples else "zie de tekst"] if len(kinds) > len(examples) else []
    places = "1 plaats" if total == 1 else f"{total} plaatsen"
    told = ", en ".join([", ".join(examples), *more] if examples else more)
    return (f"Op {places} verminkte letters hersteld: {told}.",)


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "·" for c in text)
