"""The codes of a codebook as the screen shows them, and which codes are above which."""

from typing import Any

from stemmen.codebook import Code, Codebook

Row = dict[str, Any]


class Codes:
    """A codebook, laid out once: searching the tree again and again would be slow."""

    def __init__(self, codebook: Codebook) -> None:
        self.version = codebook.version
        self.by_key = {code.key: code for code in codebook.walk()}
        self._above: dict[str, tuple[str, ...]] = {}
        for code in codebook.codes:
            self._lay_out(code, ())

    def _lay_out(self, code: Code, above: tuple[str, ...]) -> None:
        self._above[code.key] = above
        for subcode in code.subcodes:
            self._lay_out(subcode, (*above, code.key))

    def above(self, key: str) -> tuple[str, ...]:
        """The keys above a code, top first; none for a code that the codebook does not have."""
        return self._above.get(key, ())

    def name(self, key: str) -> str:
        """The name of a code; its key when the codebook does not have it (any more)."""
        return self.by_key[key].name if key in self.by_key else key

    def rows(self) -> list[Row]:
        """What the screen shows of each code, parents before children."""
        return [self._row(code, self.above(key)) for key, code in self.by_key.items()]

    def _row(self, code: Code, above: tuple[str, ...]) -> Row:
        examples = [{"text": e.text, "comment": e.comment, "counts": e.counts} for e in code.examples]
        return {
            "key": code.key,
            "name": code.name,
            "definition": code.definition,
            "include": list(code.include),
            "exclude": list(code.exclude),
            "examples": examples,
            "colour": code.colour,
            "valence": code.has_valence,
            "parent": above[-1] if above else "",
            "depth": len(above),
        }
