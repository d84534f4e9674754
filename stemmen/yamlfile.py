"""YAML files that a researcher writes: read into a pydantic model, or all errors at once in Dutch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from stemmen.errors import Problem, StemmenError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Part(BaseModel):
    """A block in a YAML file: its keys are Dutch aliases, unknown ones are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


Model = TypeVar("Model", bound=Part)


def read_text(path: Path, error: type[StemmenError]) -> str:
    """The text of a UTF-8 file; `error` when it is not there or is something else."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problem = Problem(str(path), "Dit bestand is geen UTF-8-tekst.", repair="Sla het op als UTF-8.")
    except OSError:
        repair = "Controleer de naam en de map. Staat het pad in studie.yaml? Verbeter het dan daar."
        problem = Problem(str(path), "Dit bestand is er niet of is niet te lezen.", repair=repair)
    raise error(problem) from None


def parse_model(model: type[Model], text: str, source: str, error: type[StemmenError]) -> Model:
    """Read YAML `text` as a `model`; `error` with every problem, each with its line in `source`."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as wrong:
        raise error(_syntax_problem(wrong, source)) from None
    if node is None or not isinstance(data, dict):
        repair = "Vergelijk het met hetzelfde bestand in data/voorbeeldstudie."
        raise error(Problem(source, "In dit bestand staan geen velden.", repair=repair))
    try:
        return model.model_validate(data)
    except ValidationError as invalid:
        wrong_parts = [details for details in invalid.errors() if not _follows_from_another(details)]
        raise error(*(_problem(details, data, node, source) for details in wrong_parts)) from None


def _syntax_problem(error: yaml.YAMLError, source: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = f"{source}, regel {mark.line + 1}" if mark else source
    repair = "Kijk op deze regel en de regel erboven naar inspringing, aanhalingstekens en dubbele punten."
    return Problem(where, "De opmaak (YAML) klopt niet.", repair=repair)


_MESSAGES = {
    "missing": ("'{field}' ontbreekt.", "Voeg '{field}:' toe."),
    "extra_forbidden": ("'{field}' is geen bekend veld.", "Verwijder het of verbeter de spelling."),
    "string_pattern_mismatch": (
        "'{value}' is niet goed als '{field}'.",
        "Een sleutel heeft kleine letters, cijfers en _; een kleur ziet eruit als #0072B2.",
    ),
    "string_type": ("'{field}' moet tekst zijn, niet {value}.", "Zet er aanhalingstekens om."),
    "string_too_short": ("'{field}' is leeg.", "Vul het in."),
    "too_short": ("'{field}' is leeg.", "Zet er ten minste één in."),
    "literal_error": ("'{value}' kan niet als '{field}'.", "Kies uit: {expected}."),
    "enum": ("'{value}' kan niet als '{field}'.", "Kies uit: {expected}."),
    "bool_parsing": ("'{value}' kan niet als '{field}'.", "Kies uit: true of false."),
    "tuple_type": ("'{field}' moet een lijst zijn.", "Begin elke regel eronder met een streepje."),
    "model_type": ("Hier moet een blok met velden staan.", "Vergelijk het met de voorbeeldstudie."),
}


def _follows_from_another(details: ErrorDetails) -> bool:
    """A list that lost its wrong items is not itself too short."""
    return details["type"] == "too_short" and bool(details["input"])


def _problem(details: ErrorDetails, data: Any, node: yaml.Node, source: str) -> Problem:
    """One pydantic error as a sentence with file, line and code."""
    location, context = details["loc"], details.get("ctx", {})
    error = str(context.get("error", ""))
    where = f"{source}, regel {_line(node, location)}"
    if details["type"] == "value_error":
        return Problem(where, _code_at(data, location) + error, repair="Verbeter dit en probeer opnieuw.")
    what, repair = _MESSAGES.get(
        details["type"], ("'{value}' kan niet als '{field}'.", "Verbeter de waarde.")
    )
    expected = str(context.get("expected", "")).replace(" or ", " of ")
    words = {
        "field": next((str(part) for part in reversed(location) if isinstance(part, str)), "bestand"),
        "value": str(details.get("input", ""))[:60],
        "expected": expected,
    }
    code = _code_at(data, location)
    return Problem(where, f"{code}{what.format(**words)}", repair=repair.format(**words))


def _line(node: yaml.Node, location: Sequence[int | str]) -> int:
    """The line (from 1) of the deepest part of `location` that is in the file."""
    line = node.start_mark.line
    for part in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == part), None)
            if found is None:
                break
            line, node = found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line
        else:
            break
    return int(line) + 1


def _code_at(data: Any, location: Sequence[int | str]) -> str:
    """'Code 'x': ' for the innermost code around `location`, or nothing."""
    key = ""
    for part in location:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(data, dict) and "sleutel" in data:
            key = str(data["sleutel"])
    return f"Code '{key}': " if key else ""
