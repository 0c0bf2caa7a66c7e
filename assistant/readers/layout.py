"""Put the pieces of text of a PDF page into lines in reading order, and find what repeats on every page.

In: fragments with their place, size and weight. Out: lines, columns one after the other, running headers, footers and
page numbers set aside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.readers.clean import clean
from assistant.readers.grid import Grid
from assistant.readers.paragraphs import Line, Table, join
from assistant.readers.tables import Row

MARGIN = 34.0  # points; twelve millimetres, which printers and word processors keep free
EDGE_LINES = 4  # at the top and at the bottom of a page, where running lines stand
_PAGE_NUMBER = re.compile(
    r"^(?:page\s*)?[-–|]?\s*\d{1,4}\s*[-–|]?(?:\s*(?:of|/)\s*\d{1,4})?$|^[ivxl]{1,6}$|^page\s*\|\s*\d+.*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text as the page sets it; the origin is the bottom left, units are points."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    width: float


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in reading order, with where they stand; `size` still in points."""

    lines: tuple[Line, ...]
    tops: tuple[float, ...]
    """Height of each line's base above the bottom of the page."""


def page_of(
    fragments: Sequence[Fragment], number: int, width: float, height: float, tables: Sequence[Grid] = ()
) -> Page:
    """Return the lines of one page; columns are read one after the other, a ruled table is one line.

    What stands in the margin, nearer to the edge than any body text, is left out.
    """
    body = [fragment for fragment in fragments if fragment.text.strip()]
    pieces = [piece for piece in body if MARGIN < piece.y < height - MARGIN] or body
    set_apart: list[tuple[Line, float]] = []
    for grid in tables:
        inside = [piece for piece in pieces if grid.cell(piece.x, piece.y)]
        table = _table(grid, inside, number)
        if table:
            pieces = [piece for piece in pieces if not grid.cell(piece.x, piece.y)]
            set_apart.append((table, grid.rows[0]))
    page = _text_of(pieces, number, width)
    for line, top in set_apart:
        at = next((at for at, height in enumerate(page.tops) if height < top), len(page.tops))
        page = Page(
            (
                *page.lines[:at],
                line,
                *(replace(below, gap=True) for below in page.lines[at : at + 1]),
                *page.lines[at + 1 :],
            ),
            (*page.tops[:at], top, *page.tops[at:]),
        )
    return page


def _table(grid: Grid, pieces: Sequence[Fragment], number: int) -> Line | None:
    """Return a table as one line that holds its rows, None for a grid that is a frame around text."""
    cells: dict[tuple[int, int], list[Fragment]] = {}
    for piece in pieces:
        cells.setdefault(grid.cell(piece.x, piece.y) or (0, 0), []).append(piece)
    if len({column for _, column in cells}) < 2 or len({row for row, _ in cells}) < 2:
        return None
    rows = []
    for row in range(len(grid.rows) - 1):
        blocks = []
        for column in range(len(grid.columns) - 1):
            printed = _rows(cells.get((row, column), []))
            lines = _gapped([_line(line, number) for line in printed], [line[0].y for line in printed])
            blocks.append(tuple(join(lines)))
        if any(blocks):
            rows.append(Row(tuple(blocks)))
    words = " ".join(block.text for cell in rows[0].cells for block in cell)
    return Line(words, page=number, x=grid.columns[0], gap=True, table=Table(grid.columns, tuple(rows)))


def _text_of(pieces: Sequence[Fragment], number: int, width: float) -> Page:
    rows = _rows(pieces)
    gutter = _gutter(rows, width)
    if gutter is None:
        lines = [_line(row, number) for row in rows]
        tops = [row[0].y for row in rows]
        return Page(tuple(_gapped(lines, tops)), tuple(tops))
    return _columns(rows, gutter, number)


def running_lines(pages: Sequence[Page]) -> set[tuple[int, int]]:
    """Return (page, line) of headers, footers and page numbers: what stands near an edge of many pages alike."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_pattern(page.lines[at].text) for at in _edges(page)})
    least = max(2, min((len(pages) + 1) // 2, 4))
    return {
        (index, at)
        for index, page in enumerate(pages)
        for at in _edges(page)
        if (len(pages) > 1 and counts[_pattern(page.lines[at].text)] >= least) or _is_page_number(page, at)
    }


def _rows(fragments: Sequence[Fragment]) -> list[list[Fragment]]:
    """Group fragments on one base line, top first, left to right."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda piece: (-piece.y, piece.x)):
        if rows and abs(rows[-1][0].y - fragment.y) <= max(2.0, 0.35 * max(fragment.size, rows[-1][0].size)):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda piece: piece.x) for row in rows]


def _gutter(rows: Sequence[Sequence[Fragment]], width: float) -> float | None:
    """Return the x of the second column if the page has two: many rows have a piece that begins right of the middle."""
    starts = Counter(round(piece.x / 4) * 4 for row in rows for piece in row if 0.4 * width < piece.x < 0.7 * width)
    if not starts or len(rows) < 12:
        return None
    start, _ = starts.most_common(1)[0]
    near = sum(count for x, count in starts.items() if abs(x - start) <= 8)
    crossing = sum(any(piece.x < start - 12 and piece.x + piece.width > start + 24 for piece in row) for row in rows)
    # Words that go on across the place are one line set in pieces.
    touching = sum(
        any(abs(piece.x - start) <= 8 and piece.x - other.x > 0 and piece.x - other.x - other.width < 0.4 * piece.size
            for piece in row for other in row)
        for row in rows
    )  # fmt: skip
    return start - 6 if near >= 0.3 * len(rows) and crossing <= 0.25 * len(rows) and touching <= 0.2 * near else None


def _columns(rows: Sequence[Sequence[Fragment]], gutter: float, number: int) -> Page:
    """Read the left column, then the right; a line across both ends the columns above it."""
    lines: list[Line] = []
    tops: list[float] = []
    left: list[list[Fragment]] = []
    right: list[list[Fragment]] = []

    def flush() -> None:
        starts = [min((row[0].x for row in column), default=0.0) for column in (left, right)]
        for column, start in zip((left, right), starts, strict=True):
            # Set as if there were one column, so that a paragraph goes on from the foot of one to the top of the next.
            shift = start - starts[0] if left else 0.0
            found = [replace(line, x=line.x - shift) for line in (_line(row, number) for row in column)]
            heights = [row[0].y for row in column]
            lines.extend(_gapped(found, heights))
            tops.extend(heights)
            column.clear()

    for row in rows:
        across = any(piece.x < gutter and piece.x + piece.width > gutter + 30 for piece in row)
        if across and not any(piece.x >= gutter for piece in row):
            flush()
            lines.append(replace(_line(row, number), gap=True))
            tops.append(row[0].y)
            continue
        sides = [[p for p in row if p.x < gutter], [p for p in row if p.x >= gutter]]
        for side, column in zip(sides, (left, right), strict=True):
            if side:
                column.append(side)
    flush()
    return Page(tuple(lines), tuple(tops))


def _line(row: Sequence[Fragment], page: int) -> Line:
    text = ""
    bold_lead = 0
    lead_open = True
    end = row[0].x
    for piece in row:
        apart = piece.x - end > 0.15 * piece.size
        text += (
            " " if apart and text and not text.endswith(" ") and not piece.text.startswith(" ") else ""
        ) + piece.text
        end = piece.x + piece.width
        if piece.bold and lead_open:
            bold_lead = len(clean(text))
        elif piece.text.strip():
            lead_open = False
    words = [piece for piece in row if piece.text.strip()]
    size = Counter({round(p.size, 1): 0 for p in words})
    for piece in words:
        size[round(piece.size, 1)] += len(piece.text)
    bold = all(piece.bold for piece in words if any(char.isalnum() for char in piece.text))
    return Line(
        clean(text),
        page=page,
        x=row[0].x,
        width=max(piece.x + piece.width for piece in words) - row[0].x,
        size=size.most_common(1)[0][0],
        bold=bold,
        bold_lead=0 if bold else bold_lead,
    )


def _gapped(lines: Sequence[Line], tops: Sequence[float]) -> list[Line]:
    """Mark the lines with more space above than usual between lines of their size."""
    steps = sorted(round(above - below, 1) for above, below in pairwise(tops) if 0 < above - below < 60)
    usual = steps[len(steps) // 3] if steps else 0.0
    marked = []
    for at, line in enumerate(lines):
        step = tops[at - 1] - tops[at] if at else 0.0
        expected = max(usual, 1.15 * min(line.size, lines[at - 1].size)) if at else 0.0
        marked.append(replace(line, gap=at > 0 and (step > 1.3 * expected or step < 0)))
    return marked


def _edges(page: Page) -> list[int]:
    """Return the lines at the top and the bottom of a page."""
    order = sorted((at for at, line in enumerate(page.lines) if not line.table), key=lambda at: -page.tops[at])
    return list(dict.fromkeys([*order[:EDGE_LINES], *order[-EDGE_LINES:]]))


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def _is_page_number(page: Page, at: int) -> bool:
    order = _edges(page)
    return at in (order[0], order[-1]) and bool(_PAGE_NUMBER.match(page.lines[at].text))
