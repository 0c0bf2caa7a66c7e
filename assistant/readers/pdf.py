"""Read PDF files: lines from the page layout, headings from bookmarks, size and weight, scans reported."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic._font import Font  # the one place that knows the widths of letters; constraints.txt pins pypdf

from assistant.datatypes import Block, Reading
from assistant.errors import UnreadableDocument
from assistant.readers.clean import clean
from assistant.readers.grid import Rule, Strokes, grids
from assistant.readers.layout import Fragment, Page, page_of, running_lines
from assistant.readers.paragraphs import LEADERS, Line, join, with_levels
from assistant.readers.parts import read_pages

MAX_PAGES = 2_000  # a trust's whole handbook has five hundred
MAX_CONTENT = 20 * 2**20  # bytes of drawing instructions on one page; a dense page has 0.1 million
MEAN_ADVANCE = 0.48  # of a proportional letter, in ems, for a font that does not state its widths
SPACE = 0.25  # ems, of a usual space
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_GLUED_PAGE = re.compile(r"\s*\bPage\s+\d+\s+of\s+\d+\s*", re.IGNORECASE)

logging.getLogger("pypdf").setLevel(logging.ERROR)


def read(path: Path, tell: Callable[[float], None] = lambda share: None) -> Reading:
    """Read a PDF file; `tell` is given the share that is done since the last call.

    Raises UnreadableDocument if it has a password, too many pages, or no text on any of them.
    """
    reader = opened(path)
    pages = read_pages(path, len(reader.pages), partial(read_page, reader), tell)
    return _assembled(path, pages, _outline(reader), _title(reader))


def opened(path: Path) -> PdfReader:
    """Open a file, with an empty password if it has one.

    Raises UnreadableDocument if another password is needed or there are no or too many pages.
    """
    reader = PdfReader(str(path), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableDocument(f"{path.name} has a password; save a copy without one")
    count = len(reader.pages)
    if count == 0:
        raise UnreadableDocument(f"{path.name} has no pages; save it again as PDF")
    if count > MAX_PAGES:
        raise UnreadableDocument(f"{path.name} has {count} pages, more than {MAX_PAGES}; split it into its policies")
    return reader


def read_page(reader: PdfReader, at: int) -> Page | None:
    """Return the lines of a page, None for one that cannot be read."""
    try:
        page = reader.pages[at]
        pieces, rules = _drawn(page)
        return page_of(pieces, at + 1, *_size(page), grids(rules))
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError, ZeroDivisionError, AssertionError):
        # One broken page of many: it is reported with the pages that have no text.
        return None


def _assembled(path: Path, pages: Sequence[Page | None], bookmarks: dict[str, int], named: str | None) -> Reading:
    """Make a reading of the pages of a document.

    Raises UnreadableDocument if none has text.
    """
    empty = [number for number, page in enumerate(pages, start=1) if page is None or not page.lines]
    if len(empty) == len(pages):
        raise UnreadableDocument(f"{path.name} has no readable text (is it a scan?); run OCR, for example ocrmypdf")
    whole = [page or Page((), ()) for page in pages]
    running = running_lines(whole)
    lines = [
        line
        for index, page in enumerate(whole)
        for at, line in enumerate(page.lines)
        if (index, at) not in running and line.text
    ]
    warnings = (
        (f"{_ranges(empty)} {'has' if len(empty) == 1 else 'have'} no text; run OCR, for example ocrmypdf",)
        if empty
        else ()
    )
    return Reading(tuple(_blocks(_scaled(lines), bookmarks)), len(pages), named, warnings, tuple(empty))


def _outline(reader: PdfReader) -> dict[str, int]:
    """Return the bookmarks, in a form that compares, with their depth (1 outermost); the first of a name counts."""
    try:
        return dict(reversed(list(_bookmarks(reader.outline, 1))))
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _title(reader: PdfReader) -> str | None:
    """Return the title that the file states, unless it is only the name of the file it was made from."""
    try:
        stated = clean(str(reader.metadata.title or "")) if reader.metadata else ""
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError):
        return None
    junk = re.search(r"microsoft word|\.docx?\b|\.pdf\b|untitled|^\W*$|powerpoint", stated, re.IGNORECASE)
    return None if junk or len(stated.split()) < 2 else stated


def _bookmarks(entries: Any, depth: int) -> Iterator[tuple[str, int]]:  # noqa: ANN401 -- pypdf's nested lists
    for entry in entries:
        if isinstance(entry, list):
            yield from _bookmarks(entry, depth + 1)
        elif depth <= 9:
            yield _compared(str(entry.title)), depth


def _drawn(page: Any) -> tuple[list[Fragment], list[Rule]]:  # noqa: ANN401 -- pypdf's page
    """Return the pieces of text and the rules that a page's instructions draw."""
    contents = page.get_contents()
    if contents is None or len(contents.get_data()) > MAX_CONTENT:
        return [], []
    pieces: list[Fragment] = []
    strokes = Strokes()
    bottom = float(page.mediabox.bottom)
    advance = _Advance()

    def keep(text: str, cm: Sequence[float], tm: Sequence[float], font: dict[str, Any] | None, size: float) -> None:
        moved = advance.moved(len(text), size)
        if not text.strip():
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5] - bottom
        scale = (abs(tm[0]) + abs(tm[1]) or 1.0) * (abs(cm[0]) + abs(cm[1]) or 1.0)
        name = str(font.get("/BaseFont", "")) if font else ""
        # Code 127 is a bullet in the encoding most PDFs use (ISO 32000-1, annex D.2, note 3), but no character.
        lines = text.replace("\x7f", "•").split("\n")
        for row, line in enumerate(lines):
            if line.strip():
                points = max(1.0, size * scale)
                width = (advance.of(font, line.rstrip()) + moved) * points
                pieces.append(Fragment(line, x, y - row * points * 1.2, points, bool(_BOLD.search(name)), width))

    def see(operator: bytes, operands: Sequence[Any], cm: Sequence[float], _: Sequence[float]) -> None:
        strokes.visit(operator, operands, cm)
        advance.visit(operator, operands)

    page.extract_text(visitor_text=keep, visitor_operand_before=see)
    return pieces, strokes.rules


def _size(page: Any) -> tuple[float, float]:  # noqa: ANN401 -- pypdf's page
    return float(page.mediabox.width), float(page.mediabox.height)


class _Advance:
    """How wide a text is set, in ems, from the widths that its font states and the spacing of the page."""

    def __init__(self) -> None:
        self._spacing = 0.0
        self._outer: list[float] = []
        self._moved = 0.0
        self._widths: dict[int, dict[str, float]] = {}
        self._fonts: list[Any] = []  # kept, so that no two have one identity

    def visit(self, operator: bytes, operands: Sequence[Any]) -> None:
        """Take note of letter spacing and of what moves the pen inside a text (ISO 32000-1, 9.3 and 9.4.3)."""
        if operator == b"q":
            self._outer.append(self._spacing)
        elif operator == b"Q" and self._outer:
            self._spacing = self._outer.pop()
        elif operator == b"Tc" and operands:
            self._spacing = float(operands[0])
        elif operator == b"TJ" and operands:
            spaced = False
            for part in operands[0]:
                if isinstance(part, int | float):
                    move = -float(part) / 1000
                    # For a gap between letters pypdf puts a space into the text, whose width is counted there.
                    self._moved += move - SPACE if move >= SPACE / 2 and not spaced else move
                else:
                    spaced = str(part)[-1:] in (" ", "\x03")

    def moved(self, letters: int, size: float) -> float:
        """Return how far the pen went, beside the letters themselves, while the last text was shown."""
        moved, self._moved = self._moved + self._spacing * letters / (size or 1.0), 0.0
        return moved

    def of(self, font: Any, text: str) -> float:  # noqa: ANN401 -- pypdf's dictionary of a font
        """Return the sum of the widths of the letters."""
        if id(font) not in self._widths:
            self._fonts.append(font)
            try:
                self._widths[id(font)] = _widths(Font.from_font_resource(font))
            except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError):
                self._widths[id(font)] = {}
        widths = self._widths[id(font)]
        return sum(widths.get(letter, MEAN_ADVANCE) for letter in text)


def _widths(font: Font) -> dict[str, float]:
    """Return the widths of the letters a font has, in ems; it states them by its own codes."""
    letters: dict[str, str] = {}
    if isinstance(font.encoding, dict):
        letters = {chr(code): letter for code, letter in font.encoding.items()}
    letters |= {code: letter for code, letter in font.character_map.items() if isinstance(code, str)}
    return {
        letter: font.character_widths[code] / 1000 for code, letter in letters.items() if code in font.character_widths
    }


def _scaled(lines: Sequence[Line]) -> list[Line]:
    """Give sizes relative to the body's, which is the size most characters have."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if not line.table:
            sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 1.0
    scaled = [replace(line, size=round(line.size / body, 2)) for line in _tables_joined(lines)]
    # The first line of a page goes on the last of the page before unless it looks like a beginning.
    return [
        replace(line, gap=bool(line.table)) if at and line.page != scaled[at - 1].page else line
        for at, line in enumerate(scaled)
    ]


def _tables_joined(lines: Sequence[Line]) -> list[Line]:
    """Put together the parts of a table that goes on at the top of the next page; its header counts once."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before and before.table and line.table and before.table.goes_on(line.table):
            joined[-1] = replace(before, table=before.table.with_rows_of(line.table))
        else:
            joined.append(line)
    return joined


def _blocks(lines: Sequence[Line], bookmarks: dict[str, int]) -> list[Block]:
    contents = [line for line in lines if LEADERS.search(line.text)]
    body = [replace(line, text=clean(_GLUED_PAGE.sub(" ", line.text))) for line in lines]
    indents = {(line.page, line.text[:40]): line.x for line in reversed(body)}
    joined = join([replace(line, gap=True) if line in contents else line for line in body if line.text])
    placed = [indents.get((block.page, _start(block)), 0.0) for block in joined]
    return [_headed(block, bookmarks) for block in with_levels(joined, placed)]


def _start(block: Block) -> str:
    return (f"{block.mark} {block.text}" if block.mark else block.text)[:40]


def _headed(block: Block, bookmarks: dict[str, int]) -> Block:
    if LEADERS.search(block.text):
        return replace(block, kind="contents")
    depth = bookmarks.get(_compared(f"{block.mark or ''} {block.text}")) or bookmarks.get(_compared(block.text))
    if depth and len(block.text.split()) <= 20:
        return replace(block, kind="heading", level=depth)
    return block


def _compared(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _ranges(numbers: Sequence[int]) -> str:
    """Write page numbers as people do: "page 3", "pages 3–7, 9"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    written = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
    return f"page{'s' if len(numbers) > 1 else ''} {written}"
