"""Phone numbers and BSNs: runs of digits or number words, judged by length, beginning, check digit and cue.

Source of the number plan: Nummerplan telefoon- en ISDN-diensten (ACM): ten digits from 0, service numbers
0800 and 090x, mobile 06; a number from abroad has 8 to 15 digits after the + (ITU E.164).
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from stemmen.privacy.checkdigits import is_bsn
from stemmen.privacy.hits import Hit, Kind
from stemmen.privacy.marks import SPACES, cue_after, cue_before, is_count
from stemmen.privacy.spoken_numbers import Atom, runs, says_numbers, tight

BSN_CUE = rf"bsn|burger[{SPACES}]?service[{SPACES}-]?(?:nummer|nr)|sofi\w*|persoonsnummer"
_BSN = re.compile(rf"\b(?:{BSN_CUE})", re.IGNORECASE)
_PHONE_CUE = (
    r"tel(?=[.:])|tel(?:efoon)?(?:nummer|nr)|telefoon|telefoonnummers?|mobiel\w*|gsm\w*"
    r"|06(?=[\s-]?(?:nummer|nr)|\s(?:is|was)\b)|(?:vaste?|thuis)[\s-]*nummer|"
    r"whats?app\w*|appen|app|sms\w*|fax\w*|bel(?:len|t)?|gebeld|bereikbaar|bereiken|nul[\s-]zes"
)
_PHONE = re.compile(rf"\b(?:{_PHONE_CUE})\b", re.IGNORECASE)
_SERVICE = re.compile(r"0(?:800|90[0-9])")
_DATE_LIKE = re.compile(rf"0?\d[{SPACES}./-](?:0?[1-9]|1[0-2])[{SPACES}./-](?:19|20)\d\d(?!\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def find(text: str, lower: str) -> Iterator[Hit]:
    """Phone numbers and BSNs of a text; `lower` is the text in lower case."""
    for run in runs(text, says_numbers(lower)):
        if sum(len(atom.digits) for atom in run) >= 5:
            yield from _of_run(text, run)


def _of_run(text: str, run: tuple[Atom, ...]) -> Iterator[Hit]:
    position = 0
    while position < len(run):
        found = _at(text, run, position)
        if found:
            kind, last, reason = found
            yield _hit(text, run[position], run[last], kind, reason)
            position = last
        position += 1


def _at(text: str, run: tuple[Atom, ...], first: int) -> tuple[Kind, int, str] | None:
    """What begins at an atom, and at which atom it ends."""
    last = _whole_phone(text, run, first)
    if last is not None:
        return Kind.PHONE, last, "Dit is een telefoonnummer."
    last = _bsn_with_cue(text, run, first)
    if last is not None:
        return Kind.BSN, last, "Dit staat bij het woord BSN en is zo lang als een BSN."
    last = _bsn(text, run, first)
    if last is not None:
        return Kind.BSN, last, "Dit getal voldoet aan de elfproef, en kan een BSN zijn."
    last = _broken_phone(text, run, first)
    return None if last is None else (Kind.PHONE, last, "Dit lijkt een telefoonnummer.")


def _hit(text: str, first: Atom, last: Atom, kind: Kind, reason: str) -> Hit:
    start, end = first.start, last.end
    if kind is Kind.PHONE:
        start = _with_lead(text, start, end)
    return Hit(start, end, text[start:end], kind, 1, reason)


_LEAD = re.compile(r"(?P<bracket>\()?(?P<plus>\+\s?\(?|\bplus\s)?$", re.IGNORECASE)


def _with_lead(text: str, start: int, end: int) -> int:
    """The plus before a number belongs to it, and a bracket that closes within it."""
    lead = _LEAD.search(text[max(0, start - 6) : start])
    if not lead:
        return start
    bracket = lead["bracket"] and text.count(")", start, end) > text.count("(", start, end)
    return start - len(lead["plus"] or "") - (1 if bracket else 0)


def _plus(text: str, atom: Atom) -> bool:
    return bool(
        re.search(r"(?:\+|\bplus\s)[\s(]?$", text[max(0, atom.start - 6) : atom.start], re.IGNORECASE)
    )


def _totals(run: tuple[Atom, ...], first: int, most: int) -> Iterator[tuple[int, str]]:
    """The digits from an atom on, after each next one."""
    digits = ""
    for last in range(first, len(run)):
        digits += run[last].digits
        if len(digits) > most:
            return
        yield last, digits


def _whole_phone(text: str, run: tuple[Atom, ...], first: int) -> int | None:
    plus = _plus(text, run[first])
    if plus or re.match("00[1-9]|00$", run[first].digits):
        return _foreign(text, run, first, plus)
    if not _opens_phone(text, run, first):
        return None
    for last, digits in _totals(run, first, 11):
        if _SERVICE.match(digits):
            return None
        if len(digits) == 10:
            return last
    return None


def _opens_phone(text: str, run: tuple[Atom, ...], first: int) -> bool:
    """Whether an atom can be the beginning of a Dutch number: an area code, 06, or a single nul."""
    digits = run[first].digits
    if (
        not re.match("0(?!0)", digits)
        or re.search(r"\d[.,]$", text[: run[first].start][-2:])
        or _DATE_LIKE.match(text, run[first].start)
    ):
        return False
    if run[first].spoken or digits == "06" or len(digits) > 2:
        return True
    after = run[first + 1].digits[:1] if first + 1 < len(run) else ""
    return digits == "0" and after not in ("", "0") and tight(text, run[first], run[first + 1])


def _foreign(text: str, run: tuple[Atom, ...], first: int, plus: bool) -> int | None:
    """The last atom of a number with a country code: nine digits after +31 (0), else all that follow."""
    found = None
    for last, digits in _totals(run, first, 17):
        if last > first and not tight(text, run[last - 1], run[last]) and not run[last].spoken:
            break
        national = digits if plus else digits[2:]
        if re.fullmatch(r"310?[1-9]\d{8}", national):
            return last
        if len(national) in range(8, 16) and not national.startswith("31"):
            found = last
    return found


def _bsn_with_cue(text: str, run: tuple[Atom, ...], first: int) -> int | None:
    """The last atom of 9, else 8, else 7 or 10 digits near a cue."""
    found = {len(digits): last for last, digits in _totals(run, first, 10)}
    last = next((found[length] for length in (9, 8, 10, 7) if length in found), None)
    if last is None or is_count(text, run[first].start, run[last].end):
        return None
    near = cue_before(_BSN, text, run[first].start) or (
        first == 0 and cue_after(BSN_CUE, text, run[last].end)
    )
    return last if near else None


def _bsn(text: str, run: tuple[Atom, ...], first: int) -> int | None:
    """The last atom of digits that pass the 11-test: the whole run, or nine digits of it."""
    for last, digits in _totals(run, first, 9):
        parts = run[first : last + 1]
        whole = first == 0 and last == len(run) - 1
        if len(digits) < 8 or not is_bsn(digits) or not (whole or (len(digits) == 9 and _alike(parts))):
            continue
        if _said_or_tight(text, parts) and not _something_else(text, parts):
            return last
    return None


def _alike(parts: tuple[Atom, ...]) -> bool:
    """Whether atoms look like one number cut up: all of two digits and more, or all of one."""
    short = sum(len(part.digits) == 1 for part in parts)
    return short in (0, len(parts))


def _said_or_tight(text: str, parts: tuple[Atom, ...]) -> bool:
    said = sum(part.spoken for part in parts)
    if said:
        return said == len(parts) > 2
    return all(tight(text, one, two) for one, two in pairwise(parts))


def _something_else(text: str, parts: tuple[Atom, ...]) -> bool:
    """Whether these are rather an amount, a date or years."""
    start, end = parts[0].start, parts[-1].end
    if is_count(text, start, end) or text[max(0, start - 1) : start] in ("+", "-"):
        return True
    if _SERVICE.match("".join(part.digits for part in parts)):  # of a service, which the 11-test may pass
        return True
    years = len(parts) > 1 and all(_YEAR.fullmatch(part.digits) for part in parts)
    return years or (len(parts) == 3 and bool(_DATE.fullmatch(text, start, end)))


_DATE = re.compile(r"(?:\d{1,2}\D{1,3}\d{1,2}\D{1,3}(?:19|20)\d\d|(?:19|20)\d\d\D{1,3}\d{1,2}\D{1,3}\d{1,2})")


_MOST_PARTS = 12


def _broken_phone(text: str, run: tuple[Atom, ...], first: int) -> int | None:
    """A phone number with a digit too few or too many, or a local one after a cue."""
    if len(run) - first > _MOST_PARTS:
        return None
    found = {len(digits): last for last, digits in _totals(run, first, 11)}
    digits = "".join(atom.digits for atom in run[first:])
    if is_count(text, run[first].start, run[-1].end) or _SERVICE.match(digits):
        return None
    if (
        _opens_phone(text, run, first)
        and len(digits) in (9, 11)
        and (digits[1] == "6" or len(run) - first > 1)
    ):
        return len(run) - 1
    if not cue_before(_PHONE, text, run[first].start, 35) or _DATE.match(text, run[first].start):
        return None
    parts = [atom.digits for atom in run[first:]]
    if all(_YEAR.fullmatch(part) or (len(part) > 1 and part[-1] == "0") for part in parts) or digits.endswith(
        "0000"
    ):
        return None
    return next(
        (found[length] for length in (8, 9, 7, 6) if length in found and found[length] == len(run) - 1), None
    )
