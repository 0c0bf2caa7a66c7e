"""Read files in worker processes that can be stopped: a bad document costs itself only.

Each worker has a limit of memory and each document a limit of time; a worker that dies or overruns is replaced and its
document named. Workers import the readers alone, no model.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path

from assistant import readers
from assistant.datatypes import Reading
from assistant.errors import UnreadableDocument

MEMORY = 1 << 30  # bytes for one worker; five hundred pages take a fifth of it
SECONDS = 18.0  # for a document, and as much again for every further 2 MB
SECONDS_PER_BYTE = SECONDS / (2 << 20)
_SPAWN = multiprocessing.get_context("spawn")


class _Worker:
    """A process that reads one file after another."""

    def __init__(self) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self.path: Path | None = None
        self.deadline = 0.0

    def begin(self, path: Path) -> None:
        """Hand the worker a file; a slow start of the process is not held against the file."""
        self.path = path
        self.deadline = time.monotonic() + SECONDS + path.stat().st_size * SECONDS_PER_BYTE
        self.pipe.send(str(path))

    def stop(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def read_many(
    paths: Sequence[Path], progress: Callable[[int], None] | None = None
) -> Iterator[tuple[Path, Reading | UnreadableDocument]]:
    """Read files over all cores and yield the outcomes in the order of the paths."""
    done: dict[Path, Reading | UnreadableDocument] = {}
    waiting = list(reversed(paths))
    workers = [_Worker() for _ in range(min(len(paths), os.cpu_count() or 1))]
    try:
        for path in paths:
            while path not in done:
                _step(workers, waiting, done)
            if progress:
                progress(1)
            yield path, done.pop(path)
    finally:
        for worker in workers:
            worker.stop()


def _step(workers: list[_Worker], waiting: list[Path], done: dict[Path, Reading | UnreadableDocument]) -> None:
    """Hand out files, then take what the first workers to finish have found."""
    for worker in workers:
        if worker.path is None and waiting:
            worker.begin(waiting.pop())
    busy = [(worker, worker.path) for worker in workers if worker.path is not None]
    soonest = min(worker.deadline for worker, _ in busy)
    ready = wait([worker.pipe for worker, _ in busy], timeout=max(0.0, soonest - time.monotonic()))
    for worker, path in busy:
        if worker.pipe in ready:
            try:
                done[path] = worker.pipe.recv()
                worker.path = None
                continue
            except (EOFError, OSError):
                problem = "stops the reader; save it anew as PDF or DOCX"
        elif time.monotonic() >= worker.deadline:
            problem = "takes too long to read; save it anew as PDF or DOCX"
        else:
            continue
        done[path] = UnreadableDocument(f"{path.name} {problem}")
        worker.stop()
        workers[workers.index(worker)] = _Worker()


def _serve(pipe: Connection) -> None:
    """Read the files named on the pipe until it closes."""
    _limit_memory()
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            path = Path(pipe.recv())
            try:
                outcome: Reading | UnreadableDocument = readers.read(path)
            except UnreadableDocument as error:
                outcome = error
            pipe.send(outcome)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.setrecursionlimit(3_000)
