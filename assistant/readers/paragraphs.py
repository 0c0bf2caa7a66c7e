"""Join printed lines into paragraphs: what plain text and PDF have in common.

In: lines as they stand, with where and how they are set. Out: blocks. A line goes on the one before unless something
says that it begins anew: a blank line or gap, a mark, an indent, another size or weight, or a line before it that ended
short of the edge.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.datatypes import Block
from assistant.readers.marks import split_mark
from assistant.readers.tables import Row, table_blocks

LEADERS = re.compile(r"(?:[.…·_]\s?){4,}\s*\d*\s*$")  # the dots of a contents line
SAME_EDGE = 6.0  # points between the columns of a table and those of its continuation
MANY_LINES = 30  # of fewer, the longest is taken for a full one
FULL = 0.88  # of the right edge; widths are estimated from the number of letters
_SENTENCE_END = re.compile(r"[.!?:;]['\"”’)]*$")
_HYPHENATED = re.compile(r"([^\W\d_]{2,})-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table between the lines of a page: where its columns begin and end, and its rows."""

    columns: tuple[float, ...]
    rows: tuple[Row, ...]

    def goes_on(self, other: Table) -> bool:
        """Say whether a table that follows at once has the same columns."""
        return len(self.columns) == len(other.columns) and all(
            abs(edge - its) <= SAME_EDGE for edge, its in zip(self.columns, other.columns, strict=True)
        )

    def with_rows_of(self, other: Table) -> Table:
        """Return both as one; a header that comes again on the next page counts once."""
        again = [[block.text for block in cell] for cell in other.rows[0].cells] == [
            [block.text for block in cell] for cell in self.rows[0].cells
        ]
        return replace(self, rows=(*self.rows, *other.rows[again:]))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, cleaned."""

    text: str
    page: int | None = None
    line: int | None = None
    x: float = 0.0
    """Left edge, in points (PDF) or characters (text)."""
    width: float = 0.0
    """Width in the same unit; for text its number of characters."""
    size: float = 1.0
    """Font size relative to the body text."""
    bold: bool = False
    gap: bool = False
    """More space above it than between the lines of a paragraph."""
    bold_lead: int = 0
    """Length of the bold words it starts with, if plain ones follow."""
    table: Table | None = None
    """The table that stands here instead of a line."""


def join(lines: Sequence[Line]) -> list[Block]:
    """Return the paragraphs of some lines, marks taken off and words divided at line ends mended."""
    edge = _right_edge(lines)
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, edge):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [block for group in groups for block in _blocks(group, words)]


def _right_edge(lines: Iterable[Line]) -> float:
    """Return where full lines end: the 90th percentile, since most lines of prose are full."""
    ends = sorted(line.x + line.width for line in lines if not LEADERS.search(line.text))
    return ends[int(len(ends) * 0.9) if len(ends) >= MANY_LINES else -1] if ends else 0.0


def _continues(group: Sequence[Line], line: Line, edge: float) -> bool:
    first, before = group[0], group[-1]
    if line.table or before.table or line.gap or (split_mark(line.text)[0] and not _mid_sentence(before, line)):
        return False
    if line.bold_lead and _SENTENCE_END.search(before.text):  # a run-in heading
        return False
    if abs(line.size - before.size) > 0.08 or line.bold != before.bold:
        return (
            not line.gap
            and line.bold != before.bold
            and not before.bold_lead
            and _wraps(before, line, edge)
            and line.text[:1].islower()
        )
    if line.text[:1].islower() and not _SENTENCE_END.search(before.text):
        return True
    marked = split_mark(first.text)[0] is not None
    if marked and len(group) == 1 and line.x < first.x - 1:
        return False
    return _wraps(before, line, edge) and before.x - 40 <= line.x <= before.x + 60


def _mid_sentence(before: Line, line: Line) -> bool:
    """A line that begins with what only looks like a mark, inside a sentence ("… see section / 4.2 of the policy")."""
    mark, rest = split_mark(line.text)
    return mark is not None and mark[0].isdigit() and rest[:1].islower() and not _SENTENCE_END.search(before.text)


def _wraps(line: Line, following: Line, edge: float) -> bool:
    """Say whether the first word of the following line would not have fitted on a line any more."""
    letter = line.width / max(1, len(line.text))
    return line.x + line.width + letter * (len(following.text.split()[0]) + 1) >= edge * FULL


def _blocks(group: Sequence[Line], words: Counter[str]) -> Iterator[Block]:
    if group[0].table:
        yield from table_blocks(group[0].table.rows)
        return
    text = group[0].text
    for line in group[1:]:
        text = _joined(text, line.text, words)
    mark, rest = split_mark(text)
    if not rest:
        return
    taken = len(text) - len(rest)
    first = group[0]
    yield Block(
        text=rest,
        kind="item" if mark else "paragraph",
        mark=mark,
        page=first.page,
        line=first.line,
        bold=all(line.bold for line in group),
        size=first.size,
        bold_lead=max(0, first.bold_lead - taken),
    )


def _joined(text: str, following: str, words: Counter[str]) -> str:
    """Append a line; a word divided by a hyphen is mended unless the document also writes it with one."""
    divided = _HYPHENATED.search(text)
    rest = re.match(r"[^\W\d_]+", following)
    if not divided or not rest or not rest.group()[0].islower():
        return f"{text} {following}" if not text.endswith(("-", "–", "/")) or not divided else text + following
    hyphened = f"{divided[1]}-{rest.group()}".lower()
    mended = f"{divided[1]}{rest.group()}".lower()
    keep = words[hyphened] > words[mended]
    return text + following if keep else text[:-1] + following


def with_levels(blocks: Sequence[Block], indents: Sequence[float]) -> list[Block]:
    """Give items their nesting from the indents they were set at; `indents` are in the order of the blocks."""
    levels: list[float] = []
    nested: list[Block] = []
    for block, indent in zip(blocks, indents, strict=True):
        if block.kind != "item":
            levels = []
            nested.append(block)
            continue
        levels = [level for level in levels if level < indent - 1]
        nested.append(replace(block, level=len(levels)))
        levels.append(indent)
    return nested
