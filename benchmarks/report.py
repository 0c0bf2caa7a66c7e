"""Measure speed and write docs/performance.md.

    python -m benchmarks.report [--runs N]

Whole processes are timed in turn, A B C A B C …, so that a machine that is busier for a while is so for all of them;
medians are compared as ratios.
"""

from __future__ import annotations

import argparse
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from assistant.answer import Answerer
from assistant.build import build
from assistant.datatypes import Reading
from assistant.readers.isolate import read_many
from assistant.settings import Settings, Workspace
from benchmarks import chat
from evaluation.score import load_questions
from samples.make_samples import SOURCES

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "docs" / "performance.md"
QUESTION = "can I friend a parent?"
DOCUMENTS, CLAUSES = 200, 50
PAGES = 500
IMPORTS = "import numpy, faiss, onnxruntime"


def main() -> None:
    """Write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    runs: int = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "corpus", Path(folder) / "corpus")
        workspace = Workspace(Path(folder), Settings())
        (workspace.root / "assistant.toml").touch()
        build(workspace)
        cold = _cold(workspace, runs)
        warm = _warm(workspace)
        rebuild = _rebuild(Path(folder) / "trust")
        pages = _pages(Path(folder) / "handbook.pdf")
        talk = _chat(workspace, runs)
    REPORT.write_text("\n".join([_introduction(runs), cold, warm, rebuild, pages, talk]), encoding="utf-8")
    print(f"Wrote {REPORT}")


def _introduction(runs: int) -> str:
    names = ("faiss-cpu", "onnxruntime", "sentence-transformers", "torch", "numpy")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"""# Performance

Made by `make bench` (Python {platform.python_version()}, {versions}); do not edit by hand. Times are medians of {runs}
interleaved runs of whole processes on one machine; only the ratios carry over to another.
"""


def _cold(workspace: Workspace, runs: int) -> str:
    ask = str(Path(sys.executable).parent / "ask")
    commands = {
        "`ask`": [ask, "--workspace", str(workspace.root), QUESTION],
        "sentence-transformers script": [sys.executable, "-m", "benchmarks.naive", str(workspace.index), QUESTION],
        f"`{IMPORTS}`": [sys.executable, "-c", IMPORTS],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
            if run:  # the first warms the page cache
                times[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(values) for name, values in times.items()}
    base = medians["`ask`"]
    rows = ["## A question, whole process\n", "| command | seconds | of `ask` |", "|---|---|---|"]
    rows += [f"| {name} | {median:.2f} | {median / base:.1f} × |" for name, median in medians.items()]
    return "\n".join(rows) + "\n"


def _rebuild(root: Path) -> str:
    """Build 200 documents of 50 clauses, change one clause, and compare a rebuild with the full build."""
    rules = [
        line[4:].strip() for path in SOURCES.rglob("*.md") for line in path.read_text().splitlines() if " must " in line
    ]
    rng = random.Random(1)
    for school in range(DOCUMENTS // 4):
        for policy in range(4):
            _write_policy(root / "corpus" / f"school-{school:03}" / f"policy-{policy}.txt", rng, rules)
    workspace = Workspace(root, Settings())
    times: dict[str, list[float]] = {"full build": [], "one clause changed": []}
    for run in range(3):
        for name, full in (("full build", True), ("one clause changed", False)):
            if not full:
                changed = root / "corpus" / "school-000" / "policy-0.txt"
                text = changed.read_text(encoding="utf-8")
                changed.write_text(text.replace(" must ", f" must in case {run} ", 1), encoding="utf-8")
            started = time.perf_counter()
            report = build(workspace, full=full)
            times[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(values) for name, values in times.items()}
    ratio = medians["full build"] / medians["one clause changed"]
    rows = [f"## Rebuild of {DOCUMENTS} documents, {report.clauses:,} clauses\n", "| build | seconds |", "|---|---|"]
    rows += [f"| {name} | {median:.1f} |" for name, median in medians.items()]
    return "\n".join([*rows, "", f"The rebuild takes 1/{ratio:.0f} of the full build's time."]) + "\n"


def _pages(path: Path) -> str:
    """Time the reading of a PDF of at least 500 pages, made of the sample policy again and again."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    while len(writer.pages) < PAGES:
        writer.append(str(ROOT / "corpus" / "quillhaven-academy" / "acceptable-use-and-social-media.pdf"))
    writer.write(str(path))
    started = time.perf_counter()
    ((_, reading),) = read_many([path])
    seconds = time.perf_counter() - started
    if not isinstance(reading, Reading):
        raise reading
    count = reading.pages or 0
    return f"## A PDF of {count} pages\n\nRead in {seconds:.1f} s, {count / seconds:.0f} pages a second.\n"


def _chat(workspace: Workspace, runs: int) -> str:
    """Measure how soon the chat takes a key and how long its interface is ever held up."""
    ready, empty = chat.start(workspace, runs)
    rows = [
        "## The chat\n",
        f"The prompt takes a key after {ready:.2f} s, {ready / empty:.2f} times as long as an empty application's.\n",
        "| while | longest hold-up of the interface, ms |",
        "|---|---|",
    ]
    held = chat.lag(workspace, chat.prepare(workspace, PAGES))
    rows += [f"| {name} | {milliseconds:.0f} |" for name, milliseconds in held.items()]
    return "\n".join(rows) + "\n"


def _write_policy(path: Path, rng: random.Random, rules: list[str]) -> None:
    """Write a policy whose sentences are put together from our own policies' halves, so that its words are theirs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    halves = [rule.split(" must ", 1) for rule in rules]
    made = [f"{rng.choice(halves)[0]} must {rng.choice(halves)[1]}" for _ in range(CLAUSES)]
    body = "\n\n".join(f"1.{number} {rule}" for number, rule in enumerate(made, start=1))
    path.write_text(f"{path.stem.title()} Policy\n\nApproved by: Governors\n\n1 Rules\n\n{body}\n", encoding="utf-8")


def _warm(workspace: Workspace) -> str:
    answerer = Answerer.open(workspace)
    asked = load_questions(ROOT / "evaluation" / "questions.jsonl")
    times = []
    for question in [*asked[:5], *asked]:
        started = time.perf_counter()
        answerer.ask(question["question"], [], question["history"])
        times.append((time.perf_counter() - started) * 1000)
    times = sorted(times[5:])
    middle, last = statistics.median(times), times[int(len(times) * 0.99)]
    figures = f"median {middle:.0f} ms, 99th percentile {last:.0f} ms over {len(times)} questions."
    return f"## A question, policies open\n\n{figures}\n"


if __name__ == "__main__":
    main()
