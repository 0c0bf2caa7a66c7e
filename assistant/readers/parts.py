"""Read the pages of a large PDF on all cores: every part in a process of its own, the first in this one.

A helper is given its part on the command line and answers in JSON. It ends by itself after its time, so none outlives
a reading that was killed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.datatypes import Block
from assistant.readers.layout import Page
from assistant.readers.paragraphs import Line, Table
from assistant.readers.tables import Row

FEWEST_PAGES = 60  # below, starting a process costs more than it saves
SECONDS_PER_PAGE = 2.0  # twenty times what a page takes

ReadPage = Callable[[int], Page | None]


def read_pages(path: Path, count: int, read_page: ReadPage, tell: Callable[[float], None]) -> list[Page | None]:
    """Return the pages of a document, in order; `tell` is given the share that is done since the last call."""
    processes = min(os.cpu_count() or 1, count // (FEWEST_PAGES // 2)) if count >= FEWEST_PAGES else 1
    bounds = [count * part // processes for part in range(processes + 1)]
    helpers = [_start(path, *bound) for bound in list(pairwise(bounds))[1:]]
    try:
        pages = []
        for at in range(bounds[1]):
            pages.append(read_page(at))
            tell(1 / bounds[1])
        for helper, (first, last) in zip(helpers, list(pairwise(bounds))[1:], strict=True):
            answer, _ = helper.communicate()
            # A helper that died costs time, not pages.
            pages += _decoded(answer) if helper.returncode == 0 else [read_page(at) for at in range(first, last)]
    finally:
        for helper in helpers:
            helper.kill()
    return pages


def _start(path: Path, first: int, last: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "assistant.readers.parts", str(path), str(first), str(last)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def _decoded(answer: bytes) -> list[Page | None]:
    return [_page(page) if page else None for page in json.loads(answer)]


def _page(page: dict[str, Any]) -> Page:
    return Page(tuple(_line(line) for line in page["lines"]), tuple(page["tops"]))


def _line(line: dict[str, Any]) -> Line:
    table = line.pop("table")
    return Line(**line, table=table and Table(tuple(table["columns"]), tuple(_row(row) for row in table["rows"])))


def _row(row: dict[str, Any]) -> Row:
    return Row(tuple(tuple(block_of(block) for block in cell) for cell in row["cells"]), row["header"])


def block_of(block: dict[str, Any]) -> Block:
    """Return a block that came as JSON."""
    return Block(**block | {"cells": tuple(block["cells"])})


def _serve(path: str, first: int, last: int) -> None:
    from assistant.readers import pdf
    from assistant.readers.isolate import limit_memory

    limit_memory()
    threading.Timer((last - first) * SECONDS_PER_PAGE, os._exit, [1]).start()
    reader = pdf.opened(Path(path))
    pages = [pdf.read_page(reader, at) for at in range(first, last)]
    print(json.dumps([page and asdict(page) for page in pages]), flush=True)
    os._exit(0)


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
