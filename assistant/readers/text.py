"""Read plain text: UTF-8, UTF-16 or Windows-1252, hard-wrapped or a paragraph a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from assistant.datatypes import Block, Reading
from assistant.errors import UnreadableDocument
from assistant.readers.clean import clean
from assistant.readers.paragraphs import Line, join
from assistant.readers.tables import Row, table_blocks

_UNDERLINE = re.compile(r"^\s*([=\-~_*])\1{2,}\s*$")
_FOOTER = re.compile(r"^\W*page\s+\d+(?:\s*(?:of|/)\s*\d+.{0,40})?\W*$", re.IGNORECASE)
_BAR = re.compile(r"\S\s\|\s\S")
_BOLD = re.compile(r"(?<!\w)\*\*(?=\S)(.+?)(?<=\S)\*\*(?!\w)")
MAX_STRANGE = 0.02  # share of control characters above which a file is no text


def read(path: Path) -> Reading:
    """Read a text file.

    Raises UnreadableDocument if it is not text.
    """
    return Reading(tuple(blocks_of(decode(path))))


def decode(path: Path) -> str:
    """Return the text of a file in whichever of the usual encodings it is.

    Raises UnreadableDocument if it is not text.
    """
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    strange = sum(char < " " and char not in "\t\n\r\f\x1b" for char in text)
    if "\x00" in text or strange > len(text) * MAX_STRANGE:
        raise UnreadableDocument(f"{path.name} is not a text file; save it as PDF, DOCX or text")
    return text


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a text; a line under-ruled with = or - is a heading."""
    lines: list[Line] = []
    headings: set[int] = set()
    gap, turned = True, False
    raw = text.splitlines()
    for number, line in enumerate(raw, start=1):
        if _UNDERLINE.match(line):
            if lines and lines[-1].line == number - 1:
                headings.add(number - 1)
            gap = True
            continue
        plain = clean(_BOLD.sub(r"\1", line))
        if not plain or _FOOTER.match(plain):
            turned = turned or bool(plain)
            gap = True
            continue
        # The sentence over the foot of a page goes on below it.
        gap = gap and not (turned and plain[0].islower())
        turned = False
        bold = bool(re.fullmatch(r"\s*\*\*.+\*\*\s*", line)) and line.count("**") == 2
        lines.append(
            Line(plain, line=number, x=len(line) - len(line.lstrip()), width=len(line.rstrip()), gap=gap, bold=bold)
        )
        gap = (number in headings) or _UNDERLINE.match(raw[number]) is not None if number < len(raw) else False
    return list(_blocks(lines, headings))


def _blocks(lines: list[Line], headings: set[int]) -> Iterator[Block]:
    """Yield headings, paragraphs and the rows of tables whose columns are parted by bars."""
    for is_table, run in groupby(lines, key=lambda line: _BAR.search(line.text) is not None):
        part = list(run)
        if is_table and len(part) > 1:
            yield from table_blocks([_row(line) for line in part])
            continue
        for block in join(part):
            level = 1 if block.text.isupper() else 2
            yield replace(block, kind="heading", level=level) if block.line in headings else block


def _row(line: Line) -> Row:
    cells = (clean(cell) for cell in line.text.strip("| ").split("|"))
    return Row(tuple((Block(cell, line=line.line),) if cell else () for cell in cells))
