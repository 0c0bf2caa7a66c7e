"""Read files in processes of their own that can be stopped: a bad document costs itself only.

Each worker has a limit of memory and each document a limit of time; a worker that dies or overruns is replaced and its
document named. Workers import the readers alone, no model, and answer in JSON, so nothing a document does to them
reaches this process.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant import readers
from assistant.datatypes import Reading
from assistant.errors import UnreadableDocument
from assistant.readers.parts import block_of

MEMORY = 1 << 30  # bytes for one worker; five hundred pages take a fifth of it
SECONDS = 18.0  # for a document, and as much again for every further 2 MB
SECONDS_PER_BYTE = SECONDS / (2 << 20)
_SHARE = b"share "


class _Worker:
    """A process that reads one file after another."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assistant.readers.isolate"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"},
        )

    def read(self, path: Path, tell: Callable[[float], None]) -> Reading | UnreadableDocument:
        """Have a file read, in no more than its time; `tell` is given each share of it that is done."""
        try:
            size = path.stat().st_size
        except OSError as error:
            return UnreadableDocument(f"{path.name} could not be opened ({error.strerror}); was it moved meanwhile?")
        overran = threading.Event()
        timer = threading.Timer(SECONDS + size * SECONDS_PER_BYTE, self._overrun, [overran])
        timer.start()
        try:
            assert self._process.stdin and self._process.stdout
            self._process.stdin.write(json.dumps(str(path)).encode() + b"\n")
            self._process.stdin.flush()
            told = 0.0
            while (outcome := self._process.stdout.readline()).startswith(_SHARE):
                told += float(outcome[len(_SHARE) :])
                tell(float(outcome[len(_SHARE) :]))
            tell(1 - told)
        except OSError:
            outcome = b""
        finally:
            timer.cancel()
        if outcome.endswith(b"\n"):
            return _outcome(json.loads(outcome))
        why = "takes too long to read" if overran.is_set() else "makes the reading program crash"
        return UnreadableDocument(f"{path.name} {why}; {readers.AGAIN}")

    @property
    def alive(self) -> bool:
        """Whether the process can read another file."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.communicate()

    def _overrun(self, overran: threading.Event) -> None:
        overran.set()
        self._process.kill()


def read_many(
    paths: Sequence[Path], tell: Callable[[float], None] = lambda share: None
) -> Iterator[tuple[Path, Reading | UnreadableDocument]]:
    """Read files over all cores and yield the outcomes in the order of the paths.

    `tell` is given each share of a file that is done, from any thread.
    """
    if not paths:
        return
    count = min(len(paths), os.cpu_count() or 1)
    idle = [_Worker() for _ in range(count)]

    def read(path: Path) -> Reading | UnreadableDocument:
        worker = idle.pop()
        try:
            return worker.read(path, tell)
        finally:
            if not worker.alive:
                worker.stop()
                worker = _Worker()
            idle.append(worker)

    pool = ThreadPoolExecutor(count)
    try:
        yield from zip(paths, pool.map(read, paths), strict=True)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in list(idle):
            worker.stop()


def _outcome(answer: dict[str, Any]) -> Reading | UnreadableDocument:
    if "error" in answer:
        return UnreadableDocument(answer["error"])
    blocks = tuple(block_of(block) for block in answer["blocks"])
    return Reading(blocks, answer["pages"], answer["title"], tuple(answer["warnings"]), tuple(answer["empty_pages"]))


def _serve() -> None:
    """Read the files named on standard input, a JSON line each, until it closes."""
    limit_memory()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # Libraries that print must not be taken for answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def tell(share: float) -> None:
        answers.write(f"{_SHARE.decode()}{share}\n")
        answers.flush()

    for line in sys.stdin:
        try:
            answer = asdict(readers.read(Path(json.loads(line)), tell))
        except UnreadableDocument as error:
            answer = {"error": str(error)}
        # ASCII, so that not even half a surrogate from a damaged file can break the line.
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def limit_memory() -> None:
    """Keep this process from taking the machine's memory, or its stack."""
    if sys.platform != "win32":
        import resource

        # macOS refuses a limit on the address space; the time limit still holds there.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.setrecursionlimit(3_000)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        _serve()
