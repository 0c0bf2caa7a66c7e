"""Resolve Word's automatic numbers: they are not in the text, only in the numbering definitions.

In: a paragraph's list (numId) and level. Out: the mark that Word prints, counted as Word counts (ECMA-376, part 1, 17.9).
"""

from __future__ import annotations

import re
from typing import Any

from assistant.readers.marks import BULLET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
MAX_LEVELS = 9


class Numbering:
    """The lists of a document, each counting on as its paragraphs are met in order."""

    def __init__(self, root: Any | None) -> None:  # noqa: ANN401 -- an lxml element
        """Read the definitions below w:numbering; None means the document has no lists."""
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._counters: dict[str, list[int | None]] = {}
        if root is None:
            return
        abstracts = {node.get(f"{W}abstractNumId"): node for node in root.findall(f"{W}abstractNum")}
        for num in root.findall(f"{W}num"):
            identifier = num.get(f"{W}numId")
            link = num.find(f"{W}abstractNumId")
            abstract: str | None = link.get(f"{W}val") if link is not None else None
            if identifier is None or abstract is None or abstract not in abstracts:
                continue
            self._abstract[identifier] = abstract
            self._levels[identifier] = self._read_levels(abstracts[abstract], identifier)
            restarts = False
            for override in num.findall(f"{W}lvlOverride"):
                level = int(override.get(f"{W}ilvl", "0"))
                start = override.find(f"{W}startOverride")
                if start is not None and level in self._levels[identifier]:
                    form, text, _ = self._levels[identifier][level]
                    self._levels[identifier][level] = (form, text, int(start.get(f"{W}val", "1")))
                    restarts = True
            if restarts:
                self._abstract[identifier] = f"{abstract}/{identifier}"

    def of_style(self, style: str | None) -> tuple[str, int] | None:
        """Return the list and level that a paragraph style is linked to."""
        return self._styles.get(style or "")

    def next_mark(self, number: str, level: int) -> str | None:
        """Count a paragraph and return its mark; None if the list does not exist or prints nothing."""
        levels = self._levels.get(number)
        if not levels or level not in levels:
            return None
        counters = self._counters.setdefault(self._abstract[number], [None] * MAX_LEVELS)
        before = counters[level]
        counters[level] = levels[level][2] if before is None else before + 1
        for deeper in range(level + 1, MAX_LEVELS):
            counters[deeper] = None
        form, text, _ = levels[level]
        if form == "bullet":
            return BULLET
        if form == "none" or not text.strip():
            return None

        def printed(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            own_form, _, start = levels.get(at, ("decimal", "", 1))
            value = counters[at]
            return _format(start if value is None else value, own_form)

        return (
            re.sub(r"%(\d)", printed, text).strip().rstrip(".:").removesuffix(")")
            if "(" not in text
            else re.sub(r"%(\d)", printed, text).strip()
        )

    def _read_levels(self, abstract: Any, number: str) -> dict[int, tuple[str, str, int]]:  # noqa: ANN401
        levels: dict[int, tuple[str, str, int]] = {}
        for node in abstract.findall(f"{W}lvl"):
            level = int(node.get(f"{W}ilvl", "0"))
            form, text, start = (_value(node, name) for name in ("numFmt", "lvlText", "start"))
            levels[level] = (form or "decimal", text or "", int(start or 1))
            style = _value(node, "pStyle")
            if style:
                self._styles.setdefault(style, (number, level))
        return levels


def _value(node: Any, name: str) -> str | None:  # noqa: ANN401
    child = node.find(f"{W}{name}")
    value: str | None = child.get(f"{W}val") if child is not None else None
    return value


def _format(value: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = ""
        for amount, letters in _ROMAN:
            roman += letters * (value // amount)
            value %= amount
        return roman if form == "lowerRoman" else roman.upper()
    return f"{value:02d}" if form == "decimalZero" else str(value)
