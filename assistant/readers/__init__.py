"""Read policy files of any common format into blocks.

In: a path. Out: a Reading, or UnreadableDocument saying what is wrong with the file and what to do. No other exception
leaves this room: the libraries that read PDF and Word raise many kinds on damaged files.
"""

from __future__ import annotations

import importlib
import math
import re
from collections.abc import Callable
from pathlib import Path

from assistant.datatypes import Reading
from assistant.errors import UnreadableDocument

_READERS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
}
SUFFIXES = frozenset(_READERS)
MAX_BYTES = 50 * 2**20  # a policy with photographs has five
AGAIN = "save it again as PDF or DOCX"
_PDF, _ZIP = b"%PDF-", b"PK\x03\x04"


def read(path: Path, tell: Callable[[float], None] = lambda share: None) -> Reading:
    """Read one file in this process; of a large one, `tell` is given the share that is done since the last call.

    Raises UnreadableDocument, whatever is wrong with the file.
    """
    name = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", path.name)
    try:
        _check(path, name)
        suffix = path.suffix.lower()
        module = importlib.import_module(f"assistant.readers.{_READERS[suffix]}")
        reading: Reading = module.read(path, tell) if suffix == ".pdf" else module.read(path)
    except UnreadableDocument:
        raise
    except (MemoryError, RecursionError) as error:
        raise UnreadableDocument(f"{name} is too complicated to read; {AGAIN}") from error
    except Exception as error:  # see above: no common base, and a bad document must cost itself only
        raise UnreadableDocument(f"{name} is damaged ({type(error).__name__}); {AGAIN}") from error
    if not reading.blocks:
        raise UnreadableDocument(f"{name} has no text; if it is a scan, run OCR on it")
    return reading


def _check(path: Path, name: str) -> None:
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        raise UnreadableDocument(f"{name} is of an unsupported type; save it as PDF or DOCX")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocument(f"{name} is empty; put the real file in its place")
    if size > MAX_BYTES:
        megabytes = math.ceil(size / 2**20)
        raise UnreadableDocument(f"{name} is {megabytes} MB; files of up to {MAX_BYTES >> 20} MB are read")
    with path.open("rb") as file:
        start = file.read(1024)
    if suffix == ".pdf" and _PDF not in start:
        raise UnreadableDocument(f"{name} is not a PDF in spite of its name; save it again as PDF")
    if suffix == ".docx" and not start.startswith(_ZIP):
        raise UnreadableDocument(f"{name} is not a Word document (or has a password); {AGAIN}")
