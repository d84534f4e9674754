"""Who is who, as the lines above a talk tell it: "I = interviewer", "Interviewer: Anna de Vries (AV)"."""

import re
from collections.abc import Iterable, Iterator, Sequence

from stemmen.readers.found import Proposal
from stemmen.readers.labels import is_head
from stemmen.readers.roles import label_key, role_word, without_tail
from stemmen.transcript import Role

_ROLE_FIRST = re.compile(
    r"(?P<word>[^\W\d_][\w-]{3,})[ ]*\d?[ ]*(?:\(s\)|\(en\))?[ ]*(?:=|:|\(|\t|[-–][ ])(?P<who>.{1,100})"
)
_BEHIND = r"\.?[ ]*(?:=|:|\(|\t|→|[-–]|is)[ ]*(?:de |een )?(?P<what>[^;|\n]{1,60})"


def roles_in_header(introduction: str, labels: Sequence[str]) -> dict[str, Proposal]:
    r"""The role of each label that the lines above the talk name.

    >>> roles_in_header("Interviewer: Anna de Vries\nB = cliënt", ["AV", "B"])["AV"].role
    <Role.INTERVIEWER: 'interviewer'>
    """
    found: dict[str, Proposal] = {}
    names = {label: without_tail(label)[0] for label in labels}
    for line in introduction.splitlines()[:60]:
        people = list(_people(line[:300]))
        for label, name in names.items():
            # A file may have thousands of labels, and a line names few of them.
            role = _role(line[:300], name, people) if name in line or (people and name.isupper()) else None
            own = role_word(label) if role else None  # "R = wijkcoach": the wijkcoach is who is interviewed
            if role and label not in found and (own is None or role is Role.INTERVIEWER is not own):
                found[label] = Proposal(role, "dat boven het gesprek staat")
    return found


_TITLES = ("mevrouw", "meneer", "mevr", "heer")
_LEGEND = re.compile(
    r"(?P<label>[^\W\d_][\w.]{0,14}(?: \w{1,3})?)[ ]?(?:=|:|\()[ ]?(?P<what>[^,;=:()\n]{3,40})"
)


def named_in_header(lines: Sequence[str]) -> set[str]:
    """Labels (see `label_key`) that a line above the talk explains, two or more at once.

    >>> sorted(named_in_header(["I: interviewer, Zij: vrouw (44), Hij: man (47)"]))
    ['hij', 'i', 'zij']
    """
    for line in lines:
        named = {
            label_key(match["label"])
            for match in _LEGEND.finditer(line[:300])
            if _first_role(match["what"]) and len(match["what"].split()) <= 4 and not is_head(match["label"])
        }
        if len(named) > 1:
            return named
    return set()


def _people(line: str) -> Iterator[tuple[Role, str]]:
    """Each role that a line names before people, with these people."""
    for match in _ROLE_FIRST.finditer(line):
        word = match["word"].casefold()
        role = role_word(word) or role_word(word.removesuffix("s")) or role_word(word.removesuffix("en"))
        if role:
            yield role, match["who"]


def _role(line: str, name: str, people: Iterable[tuple[Role, str]]) -> Role | None:
    behind = re.search(rf"(?<!\w){re.escape(name)}(?!\w){_BEHIND}", line) if name in line else None
    if behind and (role := _first_role(behind["what"])):
        return role
    return next((role for role, who in people if _is_named(name, who)), None)


def _first_role(what: str) -> Role | None:
    """The first role word, of who it is about: "partner van de respondent" is no respondent."""
    about = re.split(r"\b(?:van|bij|met|voor|namens|uit)\b", what, maxsplit=1)[0]
    words = [word for word in re.findall(r"[\w-]+", about)[:5] if len(word) > 2 and word not in _TITLES]
    return next((role for word in words if (role := role_word(word))), None)


def _is_named(name: str, who: str) -> bool:
    """Whether a speaker is named among people, in full or by initials."""
    if name in who and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", who):
        return True
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", who)[:4] if word[0].isupper())
    return len(name) > 1 and name.isupper() and initials.startswith(name.replace(".", ""))
