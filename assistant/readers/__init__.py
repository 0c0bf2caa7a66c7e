"""Read policy files of any common format into blocks.

In: a path. Out: a Reading, or UnreadableDocument saying what is wrong with the file and what to do. No other exception
leaves this room: the libraries that read PDF and Word raise many kinds on damaged files.
"""

from __future__ import annotations

import importlib
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
        raise UnreadableDocument(
            f"{name} is built in a way that no policy is ({type(error).__name__}); save it anew"
        ) from error
    except Exception as error:  # see above: no common base, and a bad document must cost itself only
        raise UnreadableDocument(f"{name} is damaged ({type(error).__name__}); save it anew as PDF or DOCX") from error
    if not reading.blocks:
        raise UnreadableDocument(f"{name} has no text")
    return reading


def _check(path: Path, name: str) -> None:
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        raise UnreadableDocument(f"{name} is of an unsupported type; save it as PDF or DOCX")
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocument(f"{name} is empty")
    if size > MAX_BYTES:
        raise UnreadableDocument(f"{name} has {size >> 20} MB, more than {MAX_BYTES >> 20}; is it a policy?")
    with path.open("rb") as file:
        start = file.read(1024)
    if suffix == ".pdf" and _PDF not in start:
        raise UnreadableDocument(f"{name} is not a PDF in spite of its name; save it anew as PDF")
    if suffix == ".docx" and not start.startswith(_ZIP):
        raise UnreadableDocument(f"{name} is not a Word document (or has a password); save it anew as DOCX or PDF")
