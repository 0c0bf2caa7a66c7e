"""A rebuild that is killed at any moment leaves a whole index in force."""

import json
import os
import signal
import subprocess
import sys

import pytest

from assistant.answer import Answerer
from assistant.build import build
from assistant.index import open_index
from tests.conftest import ROOT, write_policy

# Runs a build with the fake encoder and kills itself at the file operation number KILL_AT; prints how many there were.
DRIVER = """
import json, os, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.conftest import FakeEncoder
import assistant.build as build_module
from assistant import embedding
from assistant.settings import Settings, Workspace
workspace = Workspace(Path(sys.argv[1]), Settings())
build_module.prepare = lambda name, encoders: encoders / "fake"
embedding.Encoder = lambda folder: FakeEncoder()
state = {{"count": 0, "renames": []}}
def hook(event, arguments):
    if event in ("open", "os.rename", "os.mkdir", "os.remove", "sqlite3.connect", "os.rmdir") and str(workspace.index) in str(arguments[0]):
        state["count"] += 1
        if event == "os.rename":
            state["renames"].append(state["count"])
        if state["count"] == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
build_module.build(workspace)
print(json.dumps(state))
"""
POINTS = 50


def run(workspace, kill_at):
    return subprocess.run(
        [sys.executable, "-c", DRIVER.format(root=str(ROOT)), str(workspace.root), str(kill_at)],
        capture_output=True, text=True, cwd=ROOT, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_rebuild_killed_at_fifty_points_leaves_a_whole_generation_and_the_next_succeeds(small):
    write_policy(small, "north", "conduct", ["The rule before anything was killed."])
    done = json.loads(run(small, 0).stdout)
    points = sorted({*done["renames"], *(1 + at * done["count"] // POINTS for at in range(POINTS))})
    for round_, point in enumerate(points):
        write_policy(small, "north", "conduct", [f"This is rule number {round_} of the school."])
        killed = run(small, point)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        index = open_index(small.index)
        Answerer(index, None).ask("rule of the school", ["north"])
        texts = {clause.text for clause in index.document_clauses("north/conduct")}
        assert len(texts & {f"This is rule number {n} of the school." for n in range(len(points))}) <= 1
        index.close()
    build(small)
    assert (
        open_index(small.index).document_clauses("north/conduct")[-1].text
        == f"This is rule number {len(points) - 1} of the school."
    )
