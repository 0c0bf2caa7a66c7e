"""Read web pages: headings, paragraphs, lists, definitions and tables of the body; navigation and scripts set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
from lxml import etree

from assistant.datatypes import Block, Reading
from assistant.readers.clean import clean
from assistant.readers.marks import BULLET, split_mark
from assistant.readers.tables import Row, table_blocks
from assistant.readers.text import decode

_DROPPED = {"del", "s", "strike", "script", "style", "nav", "header", "footer", "aside", "form", "button", "select", "input", "textarea", "noscript", "template", "svg", "head", "iframe", "object"}  # fmt: skip
_INLINE = {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "tt"}  # fmt: skip
_BOLD = {"b", "strong"}
MAX_DEPTH = 200


def read(path: Path) -> Reading:
    """Read an HTML file.

    Raises UnreadableDocument if it is not text.
    """
    source = decode(path)
    title = re.search(r"<title[^>]*>(.*?)</title>", source, re.IGNORECASE | re.DOTALL)
    named = clean(lxml.html.fromstring(f"<p>{title[1]}</p>").text_content()) if title and title[1].strip() else ""
    return Reading(tuple(blocks_of(source)), title=named or None)


def blocks_of(source: str) -> Iterator[Block]:
    """Yield the blocks of an HTML text or fragment, in reading order."""
    if not source.strip():
        return
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return
    yield from _Walker().walk(root, 0)


class _Walker:
    """Walks the tree, gathering inline text into blocks."""

    def __init__(self) -> None:
        self._text = ""
        self._bold = 0
        self._lead_open = True
        self._mark: str | None = None
        self._lists = 0

    def walk(self, node: Any, depth: int) -> Iterator[Block]:  # noqa: ANN401
        """Yield the blocks inside an element."""
        if not isinstance(node.tag, str) or node.tag in _DROPPED or depth > MAX_DEPTH:
            return
        heading = re.fullmatch(r"h([1-6])", node.tag)
        if heading:
            yield from self._flush()
            text = clean(node.text_content())
            if text:
                mark, rest = split_mark(text)
                yield Block(rest, "heading", int(heading[1]), mark)
            return
        if node.tag == "table":
            yield from self._flush()
            yield from table_blocks([self._row(row, depth) for row in node.iter("tr")])
            return
        if node.tag == "br":
            yield from self._flush()
            return
        if node.tag in ("ul", "ol"):
            yield from self._list(node, depth)
            return
        block = node.tag not in _INLINE
        if block:
            yield from self._flush()
        yield from self._inside(node, depth, bold=node.tag in _BOLD or node.tag == "dt")
        if node.tag == "dt":
            self._add(": ", bold=True)
        elif block:
            yield from self._flush()

    def _inside(self, node: Any, depth: int, *, bold: bool) -> Iterator[Block]:  # noqa: ANN401
        self._add(node.text or "", bold=bold)
        for child in node:
            if child.tag == "dd":
                # A definition goes on the line of its term, so that it is one clause.
                yield from self._inside(child, depth + 1, bold=False)
                yield from self._flush()
            else:
                if child.tag == "dt":
                    yield from self._flush()
                yield from self.walk(child, depth + 1)
            self._add(child.tail or "", bold=bold and child.tag not in ("dt", "dd"))

    def _list(self, node: Any, depth: int) -> Iterator[Block]:  # noqa: ANN401
        yield from self._flush()
        self._lists += 1
        start = node.get("start", "1")
        count = int(start) if start.isdigit() else 1
        for child in node:
            if child.tag == "li":
                self._mark = _ordinal(count, node.get("type", "1")) if node.tag == "ol" else BULLET
                count += 1
                yield from self._inside(child, depth + 1, bold=False)
                yield from self._flush()
                self._mark = None
            else:
                yield from self.walk(child, depth + 1)
        self._lists -= 1

    def _row(self, row: Any, depth: int) -> Row:  # noqa: ANN401
        cells = []
        tags = set()
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            tags.add(cell.tag)
            inner = _Walker()
            cells.append(tuple([*inner._inside(cell, depth + 1, bold=False), *inner._flush()]))
        return Row(tuple(cells), tags == {"th"})

    def _add(self, text: str, *, bold: bool) -> None:
        self._text += text
        if bold and self._lead_open:
            self._bold = len(self._text)
        elif text.strip():
            self._lead_open = False

    def _flush(self) -> Iterator[Block]:
        text, lead = clean(self._text), len(clean(self._text[: self._bold]))
        self._text, self._bold, self._lead_open = "", 0, True
        if not text:
            return
        written, rest = split_mark(text)
        own = self._mark if self._mark and (self._mark != BULLET or not written or written == BULLET) else written
        kept = rest if own == written and written else text
        lead = max(0, lead - (len(text) - len(kept)))
        self._mark = None
        whole = lead >= len(kept)
        level = max(0, self._lists - 1)
        yield Block(kept, "item" if own else "paragraph", level, own, bold=whole, bold_lead=0 if whole else lead)


def _ordinal(count: int, form: str) -> str:
    if form in ("a", "A"):
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if form == "a" else letter.upper()
    if form in ("i", "I"):
        numerals = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
        roman = "x" * (count // 10) + numerals[count % 10]
        return roman if form == "i" else roman.upper()
    return str(count)
