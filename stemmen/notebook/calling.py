"""A command from the browser -> a method with arguments of the right kind, or a refusal."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypedDict, get_type_hints

from stemmen.errors import StudyError
from stemmen.notebook.refusing import refusal

_ENVELOPE = {"id", "do"}


class Stretch(TypedDict):
    """Words within a turn: offsets in code points of the turn's own text."""

    turn: int
    start: int
    end: int


def call(method: Callable[..., Any], command: Mapping[str, Any]) -> Any:
    """Call `method` with what the command holds; a refusal when its signature does not allow that."""
    given = {name: value for name, value in command.items() if name not in _ENVELOPE}
    try:
        inspect.signature(method).bind(**given)
    except TypeError:
        raise not_understood(command) from None
    kinds = get_type_hints(method)
    if not all(_fits(value, kinds[name]) for name, value in given.items()):
        raise not_understood(command)
    return method(**given)


def not_understood(command: Mapping[str, Any]) -> StudyError:
    """The refusal of a command that does not exist, or that is not put together well."""
    what = f"Het scherm vroeg iets dat niet kan ({str(command.get('do'))[:40]})."
    return refusal(what, "Voer de cel met het codeerscherm opnieuw uit.")


def _fits(value: object, kind: object) -> bool:
    if kind == list[str]:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if kind == list[Stretch]:
        return isinstance(value, list) and all(_is_stretch(item) for item in value)
    return type(value) is kind  # a bool is no int here


def _is_stretch(value: object) -> bool:
    names = set(Stretch.__annotations__)
    return isinstance(value, dict) and set(value) == names and all(type(v) is int for v in value.values())
