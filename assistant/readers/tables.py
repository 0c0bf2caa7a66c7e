"""Turn tables into blocks: rows that keep their header cells, or plain paragraphs where the table is mere layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.datatypes import Block
from assistant.readers.marks import split_mark

MAX_HEADER_WORDS = 6
LAYOUT_WORDS = 40  # a cell with more is a page laid out in a table
LABELLED = 0.7  # of the rows begin with a few words: a table, however much the other cells hold
_LABEL = re.compile(
    r"(?:approved|ratified|adopted|review|date|version|author|owner|by|status|policy|title|name)\b", re.IGNORECASE
)
_VERSION = re.compile(r"(?:version|revision|issue|rev\.?|ver\.?)(?:\s+(?:no\.?|number))?$", re.IGNORECASE)
_OF_VERSION = re.compile(
    r"\b(?:date|author|chang\w+|amend\w+|description|status|reason|comments?|details?|by|reviewer|owner)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells, each the blocks in it; `header` where the file says that it is one."""

    cells: tuple[tuple[Block, ...], ...]
    header: bool = False


def table_blocks(rows: Sequence[Row]) -> Iterator[Block]:
    """Yield a table's blocks in reading order."""
    filled = [row for row in rows if any(row.cells)]
    if not filled:
        return
    if _is_history(filled):
        for row in filled:
            first = next(block for cell in row.cells for block in cell)
            text = " | ".join(text for cell in row.cells if (text := _cell_text(cell)))
            yield Block(text, "history", page=first.page, line=first.line)
        return
    if _is_layout(filled):
        for row in filled:
            yield from _unwound(row)
        return
    header = _header(filled)
    if header:
        place = next(block for cell in filled[0].cells for block in cell)
        yield Block(" | ".join(header), "header", page=place.page, line=place.line)
    for row in filled[1:] if header else filled:
        texts = [_cell_text(cell) for cell in row.cells]
        joined = " | ".join(text for text in texts if text)
        first = next(block for cell in row.cells for block in cell)
        mark, rest = split_mark(texts[0]) if len(texts) > 1 and not texts[0].isdigit() else (None, "")
        text = joined if not mark or not rest else joined[len(joined) - len(joined.split(rest, 1)[1]) - len(rest) :]
        yield Block(text, "row", mark=mark if rest else None, page=first.page, line=first.line, cells=header)


def _is_history(rows: Sequence[Row]) -> bool:
    """The record of a document's versions: its first row, or the one under a title, names version and date."""
    heads = [[_cell_text(cell) for cell in row.cells if cell] for row in rows[:2]]
    return len(rows) > 1 and any(
        len(head) > 1 and _VERSION.match(head[0]) and all(_OF_VERSION.search(text) for text in head[1:])
        for head in heads
    )


def _is_layout(rows: Sequence[Row]) -> bool:
    """One column, or cells that hold pages, or a column of marks: no table but a way to place text."""
    filled = [[cell for cell in row.cells if cell] for row in rows]
    if all(len(cells) <= 1 for cells in filled):
        return True
    labelled = sum(0 < len(_cell_text(row.cells[0]).split()) <= MAX_HEADER_WORDS for row in rows if len(row.cells) > 1)
    if labelled < max(3, LABELLED * len(rows)) and any(
        len(cell) > 2 and sum(len(block.text.split()) for block in cell) > LAYOUT_WORDS
        for cells in filled
        for cell in cells
    ):
        return True
    marked = sum(
        bool(cells and split_mark(_cell_text(cells[0]) + " x")[0] and len(_cell_text(cells[0])) <= 6)
        for cells in filled
    )
    return marked > len(rows) / 2


def _unwound(row: Row) -> Iterator[Block]:
    waiting: str | None = None
    for cell in row.cells:
        for block in cell:
            mark, rest = split_mark(f"{block.text} x")
            if mark and rest == "x" and block.mark is None:
                waiting = mark
                continue
            yield replace(block, mark=waiting, kind="item") if waiting and block.mark is None else block
            waiting = None


def _header(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the header cells, empty if the first row is a row like the others."""
    if len(rows) < 2:
        return ()
    first = [_cell_text(cell) for cell in rows[0].cells]
    bold = all(block.bold for cell in rows[0].cells for block in cell)
    others_bold = all(block.bold for row in rows[1:] for cell in row.cells for block in cell)
    short = all(0 < len(text.split()) <= MAX_HEADER_WORDS and not text.endswith(".") for text in first)
    facts = len(first) == 2 and bool(_LABEL.match(first[0])) and bool(_LABEL.match(_cell_text(rows[1].cells[0])))
    if facts and not rows[0].header:
        return ()
    stated = rows[0].header or (bold and not others_bold)
    # "Term | Definition" over sentences.
    bare = all(len(text.split()) <= 2 for text in first) and all(
        len(_cell_text(row.cells[-1]).split()) > MAX_HEADER_WORDS for row in rows[1:]
    )
    wide = len(first) > 2  # a table of three columns hardly ever comes without a header
    return tuple(first) if short and len(first) > 1 and (stated or wide or bare) else ()


def _cell_text(cell: Sequence[Block]) -> str:
    return " ".join(f"{block.mark} {block.text}" if block.mark and block.mark != "•" else block.text for block in cell)
