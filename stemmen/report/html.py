"""The report as one HTML file that needs nothing else: no requests, and a policy that forbids them."""

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache

import jinja2
from markupsafe import Markup

from stemmen.fragments import CUT
from stemmen.report.figures import draw
from stemmen.report.gate import CONTEXT_GAP
from stemmen.report.model import Figure, Report
from stemmen.report.words import METHODS

AROUND = 60  # words of context on either side
_VALENCE_WORDS = {"-": "negatief", "±": "positief en negatief", "+": "positief"}
_CHAPTERS = {
    "kern": "Kern",
    "aanleiding": "Aanleiding en vraag",
    "leeswijzer": "Leeswijzer",
    "themas": "De thema’s",
    "blinde-vlekken": "Blinde vlekken",
    "conclusies": "Conclusies",
    "citaten": "Alle beurten doorzoeken",
    "verantwoording": "Verantwoording",
    "bijlagen": "Bijlagen",
}


def render(report: Report) -> str:
    """The whole page."""
    environment = _environment()
    names = {entry.key: entry.name for entry in report.entries}
    lineages = _lineages(report)
    environment.filters["code_name"] = lambda key: names.get(key, key)
    environment.filters["lineages"] = lambda keys: list(
        dict.fromkeys(k for key in keys for k in lineages[key])
    )
    numbers = {name: place for place, (name, _) in enumerate(report.search, 1)}
    environment.filters["numbered"] = lambda groups: [
        (numbers[n], value) for n, value in groups if n in numbers
    ]
    searchable = any(theme.fragments for theme in report.themes)
    style = _shipped("stijl.css") + "".join(
        f".kleur-{entry.key} {{ --kleur: {entry.colour}; }}\n" for entry in report.entries
    )
    script = _shipped("rapport.js")
    page: str = environment.get_template("rapport.html.j2").render(
        report=report,
        chapters={key: title for key, title in _CHAPTERS.items() if searchable or key != "citaten"},
        searchable=searchable,
        silent=[theme.name for theme in report.themes if not theme.fragments and not theme.place],
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704 - our own files, and colours that the codebook checked
        script=Markup(script),  # noqa: S704
    )
    return page.strip() + "\n"


def _lineages(report: Report) -> dict[str, tuple[str, ...]]:
    """Each code with those above it, from the order and the levels of the codebook."""
    found, above = {}, list[str]()
    for entry in report.entries:
        above = [*above[: entry.level - 1], entry.key]
        found[entry.key] = tuple(above)
    return found


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("stemmen.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(draw=_picture, valence_words=_VALENCE_WORDS, context_gap=CONTEXT_GAP)
    environment.filters.update(
        last_words=last_words, first_words=first_words, method_words=METHODS.__getitem__, pieces=pieces
    )
    return environment


def _picture(figure: Figure) -> Markup:
    return Markup(draw(figure))  # noqa: S704 - built as XML, so its texts are escaped


@cache
def _shipped(name: str) -> str:
    """A file of `templates/`, as it goes into the page."""
    loader = jinja2.PackageLoader("stemmen.report")
    return loader.get_source(jinja2.Environment(autoescape=True), name)[0]


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def pieces(text: str, doubts: Sequence[str]) -> list[tuple[str, bool]]:
    """A text in pieces, with whether each is among the doubts: for the marks of a draft.

    >>> pieces("Toen belde Karin.", ["Karin"])
    [('Toen belde ', False), ('Karin', True), ('.', False)]
    """
    if not doubts:
        return [(text, False)]
    longest_first = sorted(doubts, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
    return [(part, bool(place % 2)) for place, part in enumerate(parts) if part]


def last_words(text: str) -> str:
    """The end of a text, whole when it is short.

    >>> last_words("een twee ") == "een twee "
    True
    """
    words = list(re.finditer(r"\S+", text))
    return text if len(words) <= AROUND else f"{CUT} {text[words[-AROUND].start() :]}"


def first_words(text: str) -> str:
    """The begin of a text, whole when it is short."""
    words = list(re.finditer(r"\S+", text))
    return text if len(words) <= AROUND else f"{text[: words[AROUND - 1].end()]} {CUT}"
