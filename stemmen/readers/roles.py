"""Which role a speaker has: settled by the researcher, told by the label, or asked for."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from stemmen.errors import Problem
from stemmen.readers.found import Proposal
from stemmen.readers.talk import roles_in_talk
from stemmen.transcript import Role, Utterance

_WORDS = {
    word: role
    for role, words in {
        Role.INTERVIEWER: "i int iv interviewer interviewster onderzoeker onderzoekster vraag vraagsteller "
        "vragensteller v q question gespreksleider gespreksleidster gesprekleider moderator researcher "
        "student-onderzoeker",
        Role.RESPONDENT: "r resp respondent respondente deelnemer deelneemster participant geïnterviewde "
        "geinterviewde interviewee cliënt client cliënte bewoner bewoonster inwoner klant burger "
        "man vrouw a antwoord answer mevrouw mevr mw mvr meneer mijnheer dhr hr informant "
        "ervaringsdeskundige",
        Role.PROFESSIONAL: "professional medewerker medewerkster consulent consulente klantmanager "
        "hulpverlener hulpverleenster schuldhulpverlener schuldhulpverleenster wijkcoach jobcoach werkcoach "
        "budgetcoach casemanager klantbegeleider inkomensconsulent beleidsmedewerker beleidsmedewerkster "
        "beleidsadviseur teamleider teammanager bewindvoerder trajectbegeleider "
        "wijkagent agent deurwaarder gerechtsdeurwaarder jurist bezwaarbehandelaar huisarts ambtenaar "
        "wethouder burgemeester handhaver toezichthouder sociaalwerker",
        Role.OTHER: "tolk voorzitter vz notulist notuliste griffier begeleider begeleidster verslaglegger "
        "observator",
    }.items()
    for word in words.split()
}
# Before a name these tell nothing: the name may be anybody's in a meeting.
_TITLES = frozenset(["mevrouw", "mevr", "mw", "mvr", "meneer", "mijnheer", "dhr", "hr"])
_ENDINGS = ("medewerker", "medewerkster", "consulent", "consulente", "coach", "adviseur", "hulpverlener")
_SHOWN = 3  # speakers that a note names
_AGENCY_WORDS = """
gemeente uwv svb cak duo belastingdienst kredietbank provincie ministerie wijkteam woningcorporatie
woningbouw woonstichting woningstichting stichting vereniging waterschap ggd ggz stadsbank voedselbank
politie zorgverzekeraar energieleverancier deurwaarderskantoor
"""
_AGENCIES = frozenset(_AGENCY_WORDS.split())
_LONGEST = 200  # characters of a label; what is longer tells no role
_TAIL = re.compile(r"^(?P<name>.*?\S)[ ]*[(\[](?P<tail>[^()\[\]]{1,60})[)\]]$")


@dataclass(frozen=True, slots=True)
class Roles:
    """The role of each speaker label.

    Args:
        roles: by label.
        reasons: by label, why it is that role: "omdat …"; not for those whose role is unknown.
        notes: what was proposed, for the user to check.
        unknown: the labels whose role must be asked.
    """

    roles: dict[str, Role]
    reasons: dict[str, str]
    notes: tuple[str, ...]
    unknown: tuple[str, ...]


@lru_cache(maxsize=10_000)
def label_key(label: str) -> str:
    """Labels that differ in capitals or spacing are one label.

    >>> label_key("Spreker  1") == label_key("spreker 1")
    True
    """
    return " ".join(label.split()).casefold()


def without_tail(label: str) -> tuple[str, str]:
    """A label and what stands in brackets behind it.

    >>> without_tail("Mevr. (58)"), without_tail("R1")
    (('Mevr.', '58'), ('R1', ''))
    """
    match = _TAIL.match(label)
    return (match["name"], match["tail"]) if match else (label, "")


@lru_cache(maxsize=10_000)
def role_word(label: str) -> Role | None:
    """The role that a label tells by itself, if any; capitals do not matter.

    One letter is a role only by itself or with a number: "R. de Boer" may be anybody. "Mevrouw" is a
    respondent, "Mevrouw De Vries" may be anybody.

    >>> [role_word(label) for label in ("R. de Boer", "Mevrouw De Vries")], role_word("Mevr. (58)")
    ([None, None], <Role.RESPONDENT: 'respondent'>)
    """
    if len(label) > _LONGEST:
        return None
    name, tail = without_tail(label.casefold())
    return _tail_role(tail) or _name_role(name)


def _tail_role(tail: str) -> Role | None:
    words = [word for word in re.findall(r"[\w-]+", tail) if len(word) > 2 or word == "vz"]
    if any(word in _AGENCIES for word in words):
        return Role.PROFESSIONAL
    roles = [_WORDS[word] for word in words if word in _WORDS and word not in ("man", "vrouw")]
    return roles[0] if roles else None


def _name_role(name: str) -> Role | None:
    words = name.removeprefix("de ").split()
    whole = re.fullmatch(r"(\D+?)[ ._-]*(?:\d{1,3}[a-z]?)?\.?", " ".join(words))
    if whole and whole[1] in _WORDS:
        return _WORDS[whole[1]]
    first, last = (words[0].rstrip("."), words[-1]) if words else ("", "")
    if len(first) > 3 and first in _WORDS and first not in _TITLES:
        return _WORDS[first]
    if len(last) > 4 and last in _WORDS and last not in _TITLES:  # "Juridisch medewerker"
        return _WORDS[last]
    return Role.PROFESSIONAL if len(words) == 1 and first.endswith(_ENDINGS) else None


def give_roles(
    labels: Sequence[str],
    settled: Mapping[str, Role],
    transcript: str,
    proposed: Mapping[str, Proposal] | None = None,
    utterances: Sequence[Utterance] = (),
) -> Roles:
    """Roles of all speaker `labels` of a transcript.

    Args:
        labels: as they stand in the file.
        settled: what the researcher said, by label in any capitals and spacing; "*" is for all others.
        transcript: id, for the lines that a note tells to put in `studie.yaml`.
        proposed: what the file itself says.
        utterances: what was said: who asks is likely an interviewer.

    >>> give_roles(["I", "Anna"], {}, "p01").roles["Anna"]
    <Role.RESPONDENT: 'respondent'>
    """
    by_key = {label_key(key): role for key, role in settled.items()}
    known = {label: by_key.get(label_key(label), by_key.get("*")) for label in labels}
    here = {label_key(label): proposal for label, proposal in (proposed or {}).items()}
    reasons = {
        label: here[label_key(label)] for label in labels if not known[label] and label_key(label) in here
    }
    told = {
        label: role or (reasons[label].role if label in reasons else _told(label, labels))
        for label, role in known.items()
    }
    guessed = _guessed(told, known, utterances)
    reasons |= guessed
    roles = {
        label: role or (guessed[label].role if label in guessed else None) for label, role in told.items()
    }
    unknown = tuple(label for label, role in roles.items() if role is None)
    why = {
        label: "omdat studie.yaml dat zegt"
        if known[label]
        else f"omdat {reasons[label].reason}"
        if label in reasons
        else "omdat de naam dat zegt"
        for label, role in roles.items()
        if role
    }
    notes = tuple(_notes(reasons, transcript))
    return Roles({label: role or Role.UNKNOWN for label, role in roles.items()}, why, notes, unknown)


def _guessed(
    told: Mapping[str, Role | None], known: Mapping[str, Role | None], utterances: Sequence[Utterance]
) -> dict[str, Proposal]:
    """What the talk shows of those who were not settled: settling one of them changes no other."""
    free = {label: role for label, role in told.items() if not known[label]}
    guessed = roles_in_talk(free, utterances)
    if Role.INTERVIEWER in {*free.values(), *(proposal.role for proposal in guessed.values())}:
        return guessed
    asking = {label: role for label, role in known.items() if role is Role.INTERVIEWER}
    return roles_in_talk(free | asking, utterances)


def _notes(reasons: Mapping[str, Proposal], transcript: str) -> Iterator[str]:
    """What was proposed, each reason with the speakers that it holds for, and how to settle it."""
    groups: dict[Proposal, list[str]] = {}
    for label, proposal in reasons.items():
        groups.setdefault(proposal, []).append(label)
    if not groups:
        return
    told = " ".join(
        f"{_named(labels)} {proposal.role.value} genoemd, omdat {proposal.reason}."
        for proposal, labels in groups.items()
    )
    blocks = {label: proposal.role for proposal, labels in groups.items() for label in labels[:_SHOWN]}
    lines = _yaml({transcript: blocks})
    yield f"{told} Klopt dat niet? Zet dit in studie.yaml, met de goede rol:\n{lines}"


def _named(labels: Sequence[str]) -> str:
    named = ", ".join(f"'{label}'" for label in labels[:_SHOWN])
    more = f" en {len(labels) - _SHOWN} anderen" if len(labels) > _SHOWN else ""
    return f"{named}{more} {'is' if len(labels) == 1 else 'zijn'}"


def _told(label: str, labels: Sequence[str]) -> Role | None:
    """The role that a label tells among the others: V and A are question and answer only together."""
    key = label.casefold()
    if key not in ("v", "q", "a", "hij", "zij") and key.split()[0].rstrip(".") not in _TITLES:
        return role_word(label)
    keys = {other.casefold() for other in labels}
    if key in ("v", "q"):  # with M it is more likely a woman, next to I somebody else
        others = {role_word(other) for other in keys - {"v", "q"}}
        return None if "m" in keys or Role.INTERVIEWER in others else Role.INTERVIEWER
    if key == "a":
        return Role.RESPONDENT if keys & {"v", "vraag", "q"} else None
    if key in ("hij", "zij"):  # a couple
        return Role.RESPONDENT if Role.INTERVIEWER in {role_word(other) for other in keys} else None
    others = {role_word(other) for other in keys}  # a title: in a meeting anybody has one
    return Role.RESPONDENT if Role.INTERVIEWER in others and Role.OTHER not in others else role_word(label)


def yaml_lines(transcript: str, labels: Sequence[str], role: Role) -> str:
    """The lines for `studie.yaml` that give speakers of one transcript a role.

    >>> print(yaml_lines("p01", ["Anna"], Role.RESPONDENT))
    sprekers:
      "p01":
        "Anna": respondent
    """
    return _yaml({transcript: dict.fromkeys(labels, role)})


def ask_roles(where: str, unknown: Mapping[str, Mapping[str, int]]) -> Problem:
    """The question for the roles of all speakers whose role is unknown.

    Args:
        where: the file or folder that they are in.
        unknown: per transcript, the labels with the number of their first turn.
    """
    files: dict[str, list[str]] = {}
    for transcript, labels in unknown.items():
        for label in labels:
            files.setdefault(label, []).append(transcript)
    blocks: dict[str, dict[str, Role]] = {}
    for label, transcripts in files.items():
        block = blocks.setdefault(transcripts[0] if len(transcripts) == 1 else "*", {})
        block[label] = Role.UNKNOWN
    places = "; ".join(
        f"'{label}', vanaf beurt {unknown[transcripts[0]][label]}{_elsewhere(transcripts)}"
        for label, transcripts in files.items()
    )
    what = f"Welke rol heeft {'deze spreker' if len(files) == 1 else 'elk van deze sprekers'}? {places}."
    repair = (
        "Zet in studie.yaml deze regels, met voor elke spreker de goede rol (interviewer, respondent, "
        f"professional, overig of onbekend):\n{_yaml(blocks)}\n"
        "Met 'onbekend' of 'overig' telt iemand niet mee."
    )
    return Problem(where, what, "Zonder rol wordt er niets van gecodeerd.", repair)


def _elsewhere(transcripts: Sequence[str]) -> str:
    return f" van {transcripts[0]}, en in {len(transcripts) - 1} andere" if len(transcripts) > 1 else ""


def _yaml(blocks: Mapping[str, Mapping[str, Role]]) -> str:
    lines = ["sprekers:"]
    for transcript, roles in blocks.items():
        lines += [f"  {_quoted(transcript)}:"]
        lines += [f"    {_quoted(label)}: {role.value}" for label, role in roles.items()]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
