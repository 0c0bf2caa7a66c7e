"""What accuracy costs in time and memory; writes docs/tradeoffs.md, from which the defaults were chosen.

python -m benchmarks.tradeoffs
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from assistant import vectors as vector_store
from assistant.answer import Answerer
from assistant.build import build
from assistant.encoder import MODEL_FILE, Encoder
from assistant.encoder.export import MINILM, load, packaged_minilm
from assistant.passages import embedded_text, is_searched, spans
from assistant.settings import Settings, Workspace
from benchmarks.growth import ROOT, Seed, make
from evaluation.score import load_questions, score, summary
from training.ship import ship

REPORT = ROOT / "docs" / "tradeoffs.md"
RUNS, PROCESSES = 5, 40


def main() -> None:
    """Measure, and write the tables."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        sample = Workspace(root / "sample", Settings())
        shutil.copytree(ROOT / "corpus", sample.corpus)
        (sample.root / "assistant.toml").touch()
        build(sample)
        parts = [
            "# Accuracy, time and memory\n\nMade by `python -m benchmarks.tradeoffs`; do not edit by hand. hit@1 is that of the "
            "questions over the sample policies; times are medians on one machine, of which only the ratios carry over.\n",
            _encoding(sample),
            _precision(root),
            _candidates(sample),
            _probes(root),
            _many(sample),
        ]
    REPORT.write_text("\n".join(parts), encoding="utf-8")
    print(f"Wrote {REPORT}")


def _encoding(sample: Workspace) -> str:
    answerer = Answerer.open(sample)
    texts = [
        embedded_text(clause, span, document.title)
        for document in answerer.index.documents()
        for clause in answerer.index.document_clauses(document.id)
        if is_searched(clause)
        for span in spans(clause)
    ]
    model = load(str(packaged_minilm()))
    ways: dict[str, Callable[[], object]] = {
        "SentenceTransformer.encode": lambda: model.encode(texts, normalize_embeddings=True),
        "ours, shipped encoder": lambda: answerer.encoder.encode(texts),
    }
    rates = {name: [len(texts) / _seconds(way) for _ in range(RUNS)] for name, way in ways.items()}
    medians = {name: statistics.median(values) for name, values in rates.items()}
    base = medians["SentenceTransformer.encode"]
    rows = [f"| {name} | {rate:.0f} | {rate / base:.1f} |" for name, rate in medians.items()]
    return "\n".join(
        [f"## Embedding {len(texts):,} passages\n", "| | passages a second | ratio |", "|---|---|---|", *rows, ""]
    )


def _precision(root: Path) -> str:
    full, small = (
        Workspace(root / "full", Settings(encoder=MINILM)),
        Workspace(root / "small", Settings(encoder=MINILM)),
    )
    asked = load_questions(ROOT / "evaluation" / "questions.jsonl")
    rows = []
    for name, workspace in (("32 bits", full), ("8 bits", small)):
        shutil.copytree(ROOT / "corpus", workspace.corpus)
        build(workspace)
        if workspace is small:
            encoder = Answerer.open(workspace).index.encoder_folder
            ship(str(packaged_minilm()), encoder)
            build(workspace, full=True)
        answerer = Answerer.open(workspace)
        folder = answerer.index.encoder_folder
        loading = statistics.median(_seconds(partial(Encoder, folder)) for _ in range(RUNS))
        question = partial(answerer.encoder.encode, ["can I friend a parent?"])
        one = statistics.median(_seconds(question) for _ in range(50))
        hit = summary(score(answerer, asked, {}))["hit@3"][0]
        megabytes = (folder / MODEL_FILE).stat().st_size / 1e6
        rows.append(f"| {name} | {megabytes:.0f} | {loading * 1000:.0f} | {one * 1000:.1f} | {hit:.3f} |")
    head = ["| weights | MB | loading ms | a question ms | hit@3 |", "|---|---|---|---|---|"]
    return "\n".join(
        ["## Precision of the weights (the untuned encoder, of which both are at hand)\n", *head, *rows, ""]
    )


def _candidates(sample: Workspace) -> str:
    answerer = Answerer.open(sample)
    asked = load_questions(ROOT / "evaluation" / "questions.jsonl")
    rows = []
    for dense in (20, 40, 80, 160, 320):
        with patch("assistant.search.DENSE", dense):
            outcomes = score(answerer, asked, {})
        found = summary(outcomes)
        middle = statistics.median(outcome.milliseconds for outcome in outcomes)
        rows.append(f"| {dense} | {found['hit@1'][0]:.3f} | {found['hit@3'][0]:.3f} | {middle:.1f} |")
    return "\n".join(
        ["## Spans proposed by vector\n", "| spans | hit@1 | hit@3 | ms |", "|---|---|---|---|", *rows, ""]
    )


def _probes(root: Path) -> str:
    seed = Seed(root / "seed")
    workspace, vectors, _ = make(seed, 100_000, root / "large")
    answerer = Answerer.open(workspace)
    queries = answerer.encoder.encode([e["question"] for e in load_questions(ROOT / "evaluation" / "questions.jsonl")])
    exact = [set(np.argpartition(-(vectors @ query), 10)[:10].tolist()) for query in queries]
    rows = []
    for probes in (8, 16, 32, 48, 96):
        with patch.object(vector_store, "PROBES", probes):
            times, shares = [], []
            for query, nearest in zip(queries, exact, strict=True):
                started = time.perf_counter()
                hits = answerer.index.near(query, answerer.index.organisations(), 10)
                times.append((time.perf_counter() - started) * 1000)
                shares.append(len({hit.clause for hit in hits} & nearest) / 10)
        rows.append(f"| {probes} | {statistics.mean(shares):.3f} | {statistics.median(times):.1f} |")
    head = ["| lists | recall@10 | ms |", "|---|---|---|"]
    return "\n".join(["## Lists probed, 100,000 made clauses, every school\n", *head, *rows, ""])


def _many(sample: Workspace) -> str:
    """Have forty processes ask one index at once."""
    command = [str(Path(sys.executable).parent / "ask"), "--jsonl", "--workspace", str(sample.root)]
    line = json.dumps({"question": "can I friend a parent?"}) + "\n"
    started = time.perf_counter()
    asking = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)
    ]
    answers = [_ask(process, line) for process in asking]
    first = time.perf_counter() - started
    started = time.perf_counter()
    for process in asking:
        _ask(process, line)
    second = time.perf_counter() - started
    memory = [_memory(process.pid) for process in asking]
    for process in asking:
        process.communicate()
    same = all(answer["answers"] == answers[0]["answers"] for answer in answers)
    alone, shared = (sum(each[kind] for each in memory) / len(memory) for kind in ("Rss", "Pss"))
    return (
        f"## {PROCESSES} processes at once\n\nAll started together had their first answer after {first:.1f} s on "
        f"{os.cpu_count()} cores ({first / PROCESSES:.2f} s each), {'all the same' if same else 'NOT all the same'}; then one after the "
        f"other {second / PROCESSES * 1000:.0f} ms each. Memory of each: {alone:.0f} MB, of which shared pages "
        f"counted once leave {shared:.0f} MB.\n"
    )


def _ask(process: subprocess.Popen[str], line: str) -> dict[str, Any]:
    assert process.stdin and process.stdout
    process.stdin.write(line)
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def _memory(pid: int) -> dict[str, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    found = (line.split() for line in lines if line.startswith(("Rss:", "Pss:")))
    return {words[0].rstrip(":"): int(words[1]) / 1000 for words in found}


def _seconds(way: Callable[[], object]) -> float:
    started = time.perf_counter()
    way()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
