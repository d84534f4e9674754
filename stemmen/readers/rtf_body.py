"""A file in Rich Text Format cut down to its body: text, table cells and marks for letters that stand out."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field, replace

from stemmen.readers.pieces import BOLD, ITALIC, UNDERLINED

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)"
)
_FORMATS = {"b": BOLD, "i": ITALIC, "ul": UNDERLINED}
# Signs that no text may have, so that they cannot be mistaken for it (Unicode's "noncharacters").
FORMAT, CELL, ROW_ENDS, ROW_STARTS = 0xFDD0, "\ufde0", "\ufde1", "\ufde2"
_ENCODINGS = {10000: "mac_roman", 65001: "utf-8"}
# Why something is left out. What has no text was never text.
BESIDE, EDGE, DELETED, INVISIBLE, AFTER, _NO_TEXT = (
    "noot",
    "rand",
    "gewist",
    "verborgen",
    "erna",
    "geen tekst",
)
_LEFT_OUT = {
    **dict.fromkeys(("footnote", "annotation"), BESIDE),
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), EDGE),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), EDGE),
    **dict.fromkeys(("listtext", "pntext"), _NO_TEXT),  # numbers that Word itself puts in front of a list
}
_SPACE = " \r\n\t"


@dataclass(frozen=True, slots=True)
class _State:
    """What holds in a group: letters that stand out (bits of `_FORMATS`), and why it is left out, if so."""

    format: int = 0
    left_out: str = ""
    fonts: bool = False


@dataclass
class Body:
    """The body of a file, in RTF that holds nothing but text, cells and marks."""

    data: bytes
    parts: list[str] = field(default_factory=lambda: ["{\\rtf1 "])
    encoding: str = "cp1252"
    left_out: Counter[str] = field(default_factory=Counter)
    open: bool = True

    def __post_init__(self) -> None:
        from striprtf.striprtf import destinations, specialchars

        self._hidden, self._signs = destinations - {"fonttbl"}, specialchars
        self._stack: list[_State] = []
        self._state = _State()
        self._marked = 0
        self._last_left_out = ""
        self._font = ""
        self._utf8 = not self.data.isascii() and _is_utf8(self.data)
        self._cut()

    def _cut(self) -> None:
        text, position = self.data.lstrip(b"\xef\xbb\xbf \r\n\t").decode("latin-1"), 0
        while match := _TOKEN.match(text, position):
            position = match.end()
            if match["brace"]:
                self._brace(match["brace"])
            elif match["word"] == "bin":
                position += max(int(match["number"] or 0), 0)  # so many bytes of a picture
            elif match["word"]:
                self._word(match["word"], match["number"])
            elif match.lastgroup:
                self._letters(match)
            if not self._stack:
                break
        self.open = bool(self._stack)
        self.left_out[AFTER] = bool(text[position:].strip(" \r\n\t\0\x1a}"))
        self.parts.append("}")

    def _brace(self, brace: str) -> None:
        if brace == "{":
            self._stack.append(self._state)
        else:
            self._state = self._stack.pop()
        self.parts.append("{}" if not self._stack else brace)

    def _word(self, word: str, number: str | None) -> None:
        on = number != "0"
        state = self._state
        if word in _LEFT_OUT:
            self._leave_out(_LEFT_OUT[word])
        elif word == "fonttbl":
            self._state = replace(state, fonts=True)
        elif word == "shptxt" and state.left_out == _NO_TEXT:  # text in a box
            self._state = _State()
            self._emit("\\par ")
        elif word in self._hidden:
            self._leave_out(_NO_TEXT)
        elif word in ("deleted", "v") and state.left_out in ("", DELETED, INVISIBLE):
            reason = DELETED if word == "deleted" else INVISIBLE
            self._state = replace(state, left_out=reason if on else "")
        elif word == "plain":
            kept = state.left_out if state.left_out not in (DELETED, INVISIBLE) else ""
            self._state = replace(state, format=0, left_out=kept)
        elif word in _FORMATS or (word.startswith("ul") and word != "ulc"):
            self._set_format(word, on and word != "ulnone")
        elif word == "ansicpg":
            self.encoding = _encoding(int(number or 0))
        elif word == "mac":
            self.encoding = "mac_roman"
        else:
            self._text_word(word, number)

    def _set_format(self, word: str, on: bool) -> None:
        bit = _FORMATS.get(word, _FORMATS["ul"])
        old = self._state.format
        self._state = replace(self._state, format=old | bit if on else old & ~bit)

    def _leave_out(self, reason: str) -> None:
        if self._state.left_out in ("", _NO_TEXT):
            self._state = replace(self._state, left_out=reason)
            self.left_out[reason] += reason == BESIDE

    def _text_word(self, word: str, number: str | None) -> None:
        """Words that stand for text, or that say how letters are written."""
        if self._state.fonts:
            self._font_word(word, number)
        elif word == "trowd":
            self._emit("{}" + ROW_STARTS)
        elif word in ("cell", "row"):
            self._emit("{}" + (CELL if word == "cell" else ROW_ENDS))
        elif word == "nestcell":
            self._emit("\\tab ")
        elif word == "column":
            self._emit("\\par ")
        elif word == "u" and number:
            self._letter(f"\\u{int(number) % 0x10000} ")
        elif word == "uc":
            self.parts.append(f"\\uc{min(max(int(number or 1), 0), 9)} ")
        elif word in ("f", "deff") and number:
            self.parts.append(f"\\{word}{number} ")
        elif word in self._signs:
            self._emit(f"\\{word} ")

    def _font_word(self, word: str, number: str | None) -> None:
        """The letters of a font in a line of its own: striprtf's search in a long table takes very long."""
        if word == "f":
            self._font = number or ""
        elif word == "fcharset" and self._font and (number == "77" or int(number or 0) > 127):
            self.parts.insert(1, f"{{\\fonttbl{{\\f{self._font}\\fcharset{number} x;}}}}\n")

    def _letters(self, match: re.Match[str]) -> None:
        if match["hex"]:
            self._letter(match[0])
        elif match["sign"]:
            self._sign(match["sign"])
        elif self._utf8:
            # Not whole where a backslash stands before the first byte of a letter.
            self._letter(match["text"].encode("latin-1").decode("utf-8", "replace"))
        else:
            self._letter(re.sub("[\x80-\xff]", lambda high: f"\\'{ord(high[0]):02x}", match["text"]))

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._leave_out(_NO_TEXT)
        elif sign in "\r\n":
            self._emit("\\par ")
        elif sign in self._signs:
            self._letter(f"\\{sign}")

    def _letter(self, rtf: str) -> None:
        """Text that is kept, or counted when it is left out."""
        reason = self._state.left_out
        if reason and reason not in (BESIDE, self._last_left_out) and rtf.strip():
            self.left_out[reason] += 1
        self._last_left_out = reason
        if not reason and self._state.format != self._marked:
            self._marked = self._state.format
            self._emit("{}" + chr(FORMAT + self._marked))
        self._emit(rtf)

    def _emit(self, rtf: str) -> None:
        if not self._state.left_out and not self._state.fonts:
            self.parts.append(rtf)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _encoding(page: int) -> str:
    name = _ENCODINGS.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
