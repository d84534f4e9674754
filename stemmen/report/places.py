"""The researcher's own text: plain paragraphs and lists from `teksten/*.md`, and the places they go to."""

import re

from stemmen.codebook import Codebook
from stemmen.errors import Problem, StudyError
from stemmen.report.model import Block, Place

_INVITATIONS = {
    "kern": "Wat is het belangrijkste dat deze studie laat zien? Schrijf de duiding van de kern.",
    "aanleiding": "Waarom is dit onderzoek gedaan, en voor wie?",
    "vraag": "Welke vraag moet dit onderzoek beantwoorden?",
    "blinde-vlekken": "Wat betekenen deze onderwerpen? Vragen zij om een nieuwe code?",
    "conclusies": "Wat volgt uit deze studie, en wat niet?",
    "verantwoording": "Hoe zijn de respondenten gevonden? Wat is hun beloofd? Welke grenzen zijn er nog?",
}
_ITEM = re.compile(r"\s*(?:([-*•])|\d+[.)])\s+(.*)")


def place(name: str, texts: dict[str, str], folder: str, invitation: str = "") -> Place:
    """The place with this name and what the researcher wrote there, in a file of `folder`."""
    return Place(
        f"{folder}/{name}.md", invitation or _INVITATIONS[name], tuple(read_blocks(texts.get(name, "")))
    )


def theme_place(key: str, name: str, texts: dict[str, str], folder: str) -> Place:
    """The place for the reading of a theme."""
    return place(
        f"thema-{key}",
        texts,
        folder,
        f"Wat betekent dit voor {name[0].lower()}{name[1:]}? Schrijf de duiding.",
    )


def check_texts(texts: dict[str, str], folder: str, codebook: Codebook) -> None:
    """StudyError when a text belongs to no place: nothing that a person wrote is left out in silence."""
    known = [*_INVITATIONS, *(f"thema-{code.key}" for code in codebook.codes)]
    problems = [
        Problem(
            f"{folder}/{name}.md",
            "Deze tekst hoort bij geen plek in het rapport.",
            repair=f"Geef het een van deze namen: {', '.join(known)}. Of haal het uit de map {folder}.",
        )
        for name in sorted(texts)
        if name not in known
    ]
    if problems:
        raise StudyError(*problems)


def read_blocks(text: str) -> list[Block]:
    r"""Paragraphs (split by empty lines) and lists (lines with - or 1.); everything else is plain words.

    >>> read_blocks("Eerste zin\nloopt door.\n\n- een\n- twee")
    [Block(kind='p', items=('Eerste zin loopt door.',)), Block(kind='ul', items=('een', 'twee'))]
    """
    blocks: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        blocks += _blocks(paragraph.splitlines())
    return blocks


def _blocks(lines: list[str]) -> list[Block]:
    """The blocks of lines without an empty line between them; a line goes on with the item before it."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        item = _ITEM.fullmatch(line)
        kind = ("ul" if item[1] else "ol") if item else "p"
        words = item[2].strip() if item else line.strip()
        if item and found and found[-1][0] == kind:
            found[-1][1].append(words)
        elif not item and found:
            found[-1][1][-1] += f" {words}"
        else:
            found.append((kind, [words]))
    return [Block(kind, tuple(items)) for kind, items in found if any(items)]
