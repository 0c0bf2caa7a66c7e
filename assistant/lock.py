"""The only right to build: held by one process at a time, given up by the operating system when it dies."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import AssistantError, IndexBusy

_LOCK, _HOLDER = ".lock", ".lock-holder.json"


@contextmanager
def build_lock(root: Path) -> Iterator[None]:
    """Hold the right to build the index in `root`, a folder that is made if need be.

    Raises IndexBusy, naming the holder, if another process has it; AssistantError if the folder cannot be written to.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(root / _LOCK)
        lock.acquire(timeout=0)
        described = {"pid": os.getpid(), "since": time.strftime("%H:%M:%S")}
        (root / _HOLDER).write_text(json.dumps(described), encoding="utf-8")
    except Timeout:
        raise IndexBusy(
            f"The policies are being read at this moment{_holder(root)}. Please try again in a minute."
        ) from None
    except OSError as error:
        raise AssistantError(f"{root} cannot be written to ({error.strerror or error}).") from error
    try:
        yield
    finally:
        (root / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(root: Path) -> str:
    try:
        holder = json.loads((root / _HOLDER).read_text(encoding="utf-8"))
        return f" (since {holder['since']}, process {holder['pid']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
