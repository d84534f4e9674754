"""Which role a speaker has: settled by the researcher, told by the label, or asked for."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stemmen.errors import Problem
from stemmen.transcript import Role

_WORDS = {
    word: role
    for role, words in {
        Role.INTERVIEWER: "i int interviewer interviewster onderzoeker onderzoekster vraag vraagsteller "
        "vragensteller v gespreksleider gespreksleidster moderator",
        Role.RESPONDENT: "r resp respondent respondente deelnemer deelneemster geïnterviewde cliënt client "
        "cliënte a antwoord mevrouw mevr mw meneer mijnheer dhr",
        Role.PROFESSIONAL: "professional medewerker medewerkster consulent consulente hulpverlener",
    }.items()
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class Roles:
    """The role of each speaker label; `notes` say what was proposed, `unknown` what must be asked."""

    roles: dict[str, Role]
    notes: tuple[str, ...]
    unknown: tuple[str, ...]


def label_key(label: str) -> str:
    """Labels that differ in capitals or spacing are one label.

    >>> label_key("Spreker  1") == label_key("spreker 1")
    True
    """
    return " ".join(label.split()).casefold()


def role_word(label: str) -> Role | None:
    """The role that a label tells by itself, if any; capitals do not matter.

    One letter is a role only by itself or with a number: "R. de Boer" may be anybody.

    >>> role_word("Resp 2"), role_word("Mevrouw De Vries"), role_word("R. de Boer")
    (<Role.RESPONDENT: 'respondent'>, <Role.RESPONDENT: 'respondent'>, None)
    """
    words = label.casefold().split()
    whole = re.fullmatch(r"(\D+?)[ .]*\d{0,3}\.?", " ".join(words))
    if whole and whole[1] in _WORDS:
        return _WORDS[whole[1]]
    first = words[0].rstrip(".") if words else ""
    return _WORDS.get(first) if len(first) > 3 or first in ("mw", "dhr") else None


def give_roles(labels: Sequence[str], settled: Mapping[str, Role], transcript: str) -> Roles:
    """Roles of all speaker `labels` of a transcript.

    Args:
        labels: as they stand in the file.
        settled: what the researcher said, by label in any capitals and spacing; "*" is for all others.
        transcript: id, for the lines that a note tells to put in `studie.yaml`.

    >>> give_roles(["I", "Anna"], {}, "p01").roles["Anna"]
    <Role.RESPONDENT: 'respondent'>
    """
    by_key = {label_key(key): role for key, role in settled.items()}
    known = {label: by_key.get(label_key(label), by_key.get("*")) for label in labels}
    told = {label: role or _told(label, labels) for label, role in known.items()}
    unknown = [label for label, role in told.items() if role is None]
    interviewers = [label for label, role in told.items() if role is Role.INTERVIEWER]
    notes = []
    if len(labels) == 2 and len(interviewers) == 1 and len(unknown) == 1:
        other = unknown.pop()
        told[other] = Role.RESPONDENT
        notes.append(
            f"'{other}' is respondent genoemd, omdat er verder alleen een interviewer is "
            f"('{interviewers[0]}'). Klopt dat niet? Zet dan in studie.yaml de goede rol:\n"
            + yaml_lines(transcript, [other], Role.PROFESSIONAL)
        )
    return Roles({label: role or Role.UNKNOWN for label, role in told.items()}, tuple(notes), tuple(unknown))


def _told(label: str, labels: Sequence[str]) -> Role | None:
    """The role that a label tells among the others: V and A are question and answer only together."""
    keys = {other.casefold() for other in labels}
    key = label.casefold()
    if key == "v":  # with M it is more likely a woman, next to I somebody else
        others = {role_word(other) for other in keys - {"v"}}
        return None if "m" in keys or Role.INTERVIEWER in others else Role.INTERVIEWER
    if key == "a":
        return Role.RESPONDENT if keys & {"v", "vraag"} else None
    return role_word(label)


def yaml_lines(transcript: str, labels: Sequence[str], role: Role) -> str:
    """The lines for `studie.yaml` that give speakers of one transcript a role.

    >>> print(yaml_lines("p01", ["Anna"], Role.RESPONDENT))
    sprekers:
      "p01":
        "Anna": respondent
    """
    return _yaml({transcript: labels}, role)


def ask_roles(where: str, unknown: Mapping[str, Mapping[str, str]]) -> Problem:
    """The question for the roles of all speakers whose role is unknown.

    Args:
        where: the file or folder that they are in.
        unknown: per transcript, the labels with a line of the file as an example.
    """
    files: dict[str, list[str]] = {}
    for transcript, labels in unknown.items():
        for label in labels:
            files.setdefault(label, []).append(transcript)
    blocks: dict[str, list[str]] = {}
    for label, transcripts in files.items():
        blocks.setdefault(transcripts[0] if len(transcripts) == 1 else "*", []).append(label)
    examples = "; ".join(
        f"'{label}' in de regel {unknown[transcripts[0]][label]}{_elsewhere(transcripts)}"
        for label, transcripts in files.items()
    )
    what = f"Welke rol heeft {'deze spreker' if len(files) == 1 else 'elk van deze sprekers'}? {examples}."
    repair = (
        "Zet in studie.yaml deze regels, met voor elke spreker de goede rol (interviewer, respondent, "
        f"professional of onbekend):\n{_yaml(blocks, Role.RESPONDENT)}\n"
        "Is het geen spreker? Haal dan in het bestand de dubbele punt weg."
    )
    return Problem(where, what, "Zonder rol wordt er niets van gecodeerd.", repair)


def _elsewhere(transcripts: Sequence[str]) -> str:
    return f" van {transcripts[0]}, en in {len(transcripts) - 1} andere" if len(transcripts) > 1 else ""


def _yaml(blocks: Mapping[str, Sequence[str]], role: Role) -> str:
    lines = ["sprekers:"]
    for transcript, labels in blocks.items():
        lines += [f"  {_quoted(transcript)}:", *(f"    {_quoted(label)}: {role.value}" for label in labels)]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
