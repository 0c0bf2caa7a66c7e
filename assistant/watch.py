"""Rebuild whenever the corpus changes, once it has been quiet for a moment.

In: a workspace. Out: the report of each build, as it is made. A file that is still being written is waited for.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from watchfiles import watch as watch_files

from assistant.build import Report, build
from assistant.corpus import find_sources
from assistant.embedding import Progress
from assistant.errors import AssistantError
from assistant.settings import Workspace

QUIET_MS = 1_500  # without a change before a rebuild: saving a document takes several writes
SETTLE_SECONDS = 0.5


def watch(
    workspace: Workspace, stop: threading.Event | None = None, progress: Progress | None = None
) -> Iterator[Report | AssistantError]:
    """Build now and after every change until `stop` is set; a build that fails is told and the watch goes on."""
    stop = stop or threading.Event()
    yield _built(workspace, progress)
    for _ in watch_files(workspace.corpus, stop_event=stop, debounce=QUIET_MS, step=200, yield_on_timeout=False):
        yield _built(workspace, progress, settled=False)


def _built(workspace: Workspace, progress: Progress | None, *, settled: bool = True) -> Report | AssistantError:
    try:
        if not settled:
            _settle(workspace)
        return build(workspace, progress=progress)
    except AssistantError as error:
        return error


def _settle(workspace: Workspace) -> None:
    """Wait until no file grows any more: a copy over a slow network comes in pieces."""
    before = None
    while (now := [(source.name, source.bytes, source.mtime_ns) for source in find_sources(workspace)[0]]) != before:
        before = now
        time.sleep(SETTLE_SECONDS)
