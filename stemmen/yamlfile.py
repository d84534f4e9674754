"""YAML files that a researcher writes: read into a pydantic model, or all errors at once in Dutch."""

from collections.abc import Iterator, Sequence
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
    except (yaml.YAMLError, ValueError) as wrong:  # a ValueError is a date such as 30 February
        raise error(_syntax_problem(wrong, source)) from None
    if node is None or not isinstance(data, dict):
        repair = "Vergelijk het met hetzelfde bestand in data/voorbeeldstudie."
        raise error(Problem(source, "In dit bestand staan geen velden.", repair=repair))
    problems = list(_double_keys(node, source))
    try:
        valid = model.model_validate(data, by_alias=True, by_name=False)  # in a file the Dutch names only
    except ValidationError as invalid:
        wrong_parts = [details for details in invalid.errors() if not _follows_from_another(details)]
        problems += [_problem(details, data, node, source) for details in wrong_parts]
    if problems:
        raise error(*problems)
    return valid


def _syntax_problem(error: Exception, source: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = f"{source}, regel {mark.line + 1}" if mark else source
    if isinstance(error, ValueError):
        what = "Hier staat een datum of een getal dat niet bestaat."
        return Problem(where, what, repair="Verbeter het, of zet er aanhalingstekens om.")
    repair = "Kijk op deze regel en de regel erboven naar inspringing, aanhalingstekens en dubbele punten."
    return Problem(where, "De opmaak (YAML) klopt niet.", repair=repair)


def _double_keys(node: yaml.Node, source: str) -> Iterator[Problem]:
    """Fields that stand twice in one block: YAML itself would silently keep only the last."""
    seen = set()
    for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
        if key.value in seen:
            where = f"{source}, regel {key.start_mark.line + 1}"
            what = f"'{key.value}' staat hier twee keer in hetzelfde blok."
            yield Problem(where, what, repair="Zet wat eronder staat bij elkaar onder de eerste.")
        seen.add(key.value)
        yield from _double_keys(value, source)
    for item in node.value if isinstance(node, yaml.SequenceNode) else []:
        yield from _double_keys(item, source)


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
    "literal_error": ("'{value}' kan niet bij '{field}'.", "Kies uit: {expected}."),
    "enum": ("'{value}' kan niet bij '{field}'.", "Kies uit: {expected}."),
    "bool_parsing": ("'{value}' kan niet bij '{field}'.", "Kies uit: true of false."),
    "int_parsing": ("'{value}' bij '{field}' is geen heel getal.", "Vul een heel getal in."),
    "int_from_float": ("'{value}' bij '{field}' is geen heel getal.", "Vul een heel getal in."),
    "greater_than_equal": ("'{value}' is te weinig bij '{field}'.", "Kies {ge} of meer."),
    "less_than_equal": ("'{value}' is te veel bij '{field}'.", "Kies {le} of minder."),
    "dict_type": ("'{field}' moet een blok zijn.", "Zet eronder, ingesprongen, regels als 'naam: waarde'."),
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
        details["type"], ("'{value}' kan niet bij '{field}'.", "Verbeter de waarde.")
    )
    expected = str(context.get("expected", "")).replace(" or ", " of ")
    in_key = location[-1:] == ("[key]",)  # the name of a field itself is wrong, not what it holds
    named = [str(part) for part in location if isinstance(part, str)] if not in_key else [str(location[-2])]
    words = {
        **context,
        "field": named[-1] if named else "bestand",
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
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
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
