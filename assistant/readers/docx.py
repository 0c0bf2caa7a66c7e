"""Read Word documents: automatic numbers resolved, tracked changes as accepted, tables in place, headers left out."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx

from assistant.datatypes import Block, Reading
from assistant.errors import UnreadableDocument
from assistant.readers.clean import clean
from assistant.readers.marks import split_mark
from assistant.readers.numbering import Numbering, W
from assistant.readers.tables import Row, table_blocks

MAX_UNPACKED = 200 * 2**20  # bytes; a policy with photographs has about ten million
MAX_RATIO = 200  # unpacked to packed; text packs about ten to one
_SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pict")}
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    outline: int | None
    bold: bool
    number: tuple[str, int] | None


def read(path: Path) -> Reading:
    """Read a DOCX file.

    Raises UnreadableDocument if it would unpack to something huge; damaged ones raise what the libraries raise.
    """
    with zipfile.ZipFile(path) as package:
        unpacked = sum(entry.file_size for entry in package.infolist())
        if unpacked > MAX_UNPACKED or unpacked > max(path.stat().st_size, 1) * MAX_RATIO:
            raise UnreadableDocument(f"{path.name} unpacks to {unpacked >> 20} MB; save it again without its pictures")
    document = docx.Document(str(path))
    walker = _Walker(document)
    blocks = tuple(walker.blocks(document.element.body))
    title = clean(document.core_properties.title or "")
    return Reading((*blocks, *walker.footnotes()), title=title if len(title.split()) > 1 else None)


class _Walker:
    """Walks a document's body in order, counting its lists."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 -- python-docx has no types
        self._document = document
        self._styles = _styles(document)
        parts = {
            rel.reltype.rsplit("/", 1)[-1]: rel.target_part
            for rel in document.part.rels.values()
            if not rel.is_external
        }
        self._numbering = Numbering(parts["numbering"].element if "numbering" in parts else None)
        self._notes = parts.get("footnotes")

    def blocks(self, parent: Any) -> Iterator[Block]:  # noqa: ANN401 -- an lxml element
        """Yield the blocks of a body or content control, in reading order."""
        for node in parent:
            if node.tag == f"{W}p":
                yield from self._paragraph(node)
            elif node.tag == f"{W}tbl":
                yield from table_blocks([self._row(row) for row in node.iter(f"{W}tr")])
            elif node.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml"):
                yield from self.blocks(node)

    def footnotes(self) -> Iterator[Block]:
        """Yield the footnotes as paragraphs that begin with a star."""
        if self._notes is None:
            return
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        for note in etree.fromstring(self._notes.blob, parser).findall(f"{W}footnote"):
            text = clean(" ".join(_text(paragraph) for paragraph in note.iter(f"{W}p")))
            if text and note.get(f"{W}type") is None:
                yield Block(f"* {text}")

    def _paragraph(self, node: Any) -> Iterator[Block]:  # noqa: ANN401
        style = self._style(node)
        raw = _text(node)
        number = self._list_of(node, style)
        mark = self._numbering.next_mark(*number) if number and clean(raw) else None
        for part in raw.split("\n"):
            text = clean(part)
            if not text:
                continue
            written, rest = (None, text) if mark else split_mark(text)
            yield self._block(node, style, mark or written, rest or text, number[1] if number else 0)
            mark = None
        for box in _text_boxes(node):
            yield from self.blocks(box)

    def _block(self, node: Any, style: _Style | None, mark: str | None, text: str, level: int) -> Block:  # noqa: ANN401
        if style and re.match(r"toc\s*\d|table of (contents|figures)", style.name, re.IGNORECASE):
            return Block(text, "contents", mark=mark)
        outline = self._outline(node, style)
        bold_words = _bold_length(node, bool(style and style.bold))
        bold = bold_words >= len(clean(_text(node)))
        if outline is not None and len(text.split()) <= 30:
            return Block(text, "heading", outline + 1, mark, bold=bold)
        lead = 0 if bold else min(bold_words, len(text))
        return Block(text, "item" if mark else "paragraph", level, mark, bold=bold, bold_lead=lead)

    def _row(self, node: Any) -> Row:  # noqa: ANN401
        cells = []
        for cell in node.findall(f"{W}tc"):
            cells.append([block for block in self.blocks(cell) if block.text])
        header = node.find(f"{W}trPr/{W}tblHeader") is not None
        return Row(tuple(tuple(blocks) for blocks in cells), header)

    def _style(self, node: Any) -> _Style | None:  # noqa: ANN401
        found = node.find(f"{W}pPr/{W}pStyle")
        return self._styles.get(found.get(f"{W}val")) if found is not None else None

    def _list_of(self, node: Any, style: _Style | None) -> tuple[str, int] | None:  # noqa: ANN401
        own = node.find(f"{W}pPr/{W}numPr")
        if own is not None:
            level = own.find(f"{W}ilvl")
            number = own.find(f"{W}numId")
            at = int(level.get(f"{W}val", "0")) if level is not None else 0
            if number is not None:
                return None if number.get(f"{W}val") == "0" else (number.get(f"{W}val"), at)
        while style is not None:
            if style.number:
                return style.number
            style = self._styles.get(style.based_on or "")
        found = node.find(f"{W}pPr/{W}pStyle")
        return self._numbering.of_style(found.get(f"{W}val")) if found is not None else None

    def _outline(self, node: Any, style: _Style | None) -> int | None:  # noqa: ANN401
        own = node.find(f"{W}pPr/{W}outlineLvl")
        if own is not None:
            level = int(own.get(f"{W}val", "9"))
            return level if level < 9 else None
        for _ in range(10):
            if style is None:
                return None
            if style.outline is not None:
                return style.outline if style.outline < 9 else None
            named = re.match(r"heading (\d)", style.name, re.IGNORECASE)
            if named or style.name.lower() == "title":
                return int(named[1]) - 1 if named else 0
            style = self._styles.get(style.based_on or "")
        return None


def _styles(document: Any) -> dict[str, _Style]:  # noqa: ANN401
    found: dict[str, _Style] = {}
    for node in document.styles.element.iter(f"{W}style"):
        name, based = node.find(f"{W}name"), node.find(f"{W}basedOn")
        outline, number = node.find(f"{W}pPr/{W}outlineLvl"), node.find(f"{W}pPr/{W}numPr/{W}numId")
        level = node.find(f"{W}pPr/{W}numPr/{W}ilvl")
        found[node.get(f"{W}styleId")] = _Style(
            name=name.get(f"{W}val", "") if name is not None else "",
            based_on=based.get(f"{W}val") if based is not None else None,
            outline=int(outline.get(f"{W}val", "9")) if outline is not None else None,
            bold=_is_on(node.find(f"{W}rPr/{W}b")),
            number=(number.get(f"{W}val"), int(level.get(f"{W}val", "0")) if level is not None else 0)
            if number is not None
            else None,
        )
    return found


def _runs(node: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the runs of a paragraph that stand in the accepted text, those in text boxes apart."""
    for child in node:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{W}r":
            yield child
        elif child.tag in (
            f"{W}hyperlink",
            f"{W}ins",
            f"{W}moveTo",
            f"{W}smartTag",
            f"{W}sdt",
            f"{W}sdtContent",
            f"{W}fldSimple",
        ):
            yield from _runs(child)


def _text(node: Any) -> str:  # noqa: ANN401
    return "".join(_run_text(run) for run in _runs(node))


def _run_text(run: Any) -> str:  # noqa: ANN401
    parts = []
    for child in run:
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag in (f"{W}tab", f"{W}ptab"):
            parts.append(" ")
        elif child.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n" if child.get(f"{W}type") is None else " ")
        elif child.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif child.tag == f"{W}footnoteReference":
            parts.append("*")
    return "".join(parts)


def _bold_length(node: Any, by_style: bool) -> int:  # noqa: ANN401
    """Return how many characters at the start of a paragraph are bold."""
    text = ""
    for run in _runs(node):
        words = _run_text(run)
        own = run.find(f"{W}rPr/{W}b")
        if words.strip() and not (_is_on(own) if own is not None else by_style):
            break
        text += words
    return len(clean(text))


def _is_on(node: Any) -> bool:  # noqa: ANN401
    return node is not None and node.get(f"{W}val") not in ("0", "false", "off")


def _text_boxes(node: Any) -> Iterator[Any]:  # noqa: ANN401
    """Yield the contents of the text boxes anchored in a paragraph, each once though Word stores them twice."""
    for content in node.iter(f"{W}txbxContent"):
        if not any(parent.tag == f"{_MC}Fallback" for parent in content.iterancestors()):
            yield content
