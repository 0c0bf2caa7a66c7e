"""How asking grows with the number of clauses: made corpora of 300 to a million clauses; writes docs/growth.md.

    python -m benchmarks.growth [--sizes 300 10000 100000 1000000]

A made clause is the beginning of one of our own rules and the end of another, under one of our own headings; its
vector is the mean of theirs, moved a little. So words and vectors fall as those of real policies do, and a million
clauses need no hours of embedding, which is measured apart (docs/tradeoffs.md).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant import generations
from assistant.answer import Answerer
from assistant.build import build
from assistant.datatypes import Clause, Document, Sentence, Span
from assistant.encoder import Vectors
from assistant.encoder.export import prepare
from assistant.force import judge
from assistant.notices import examples
from assistant.settings import Settings, Workspace
from evaluation.score import load_questions

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "docs" / "growth.md"
SIZES = (300, 10_000, 100_000, 1_000_000)
PER_DOCUMENT, PER_SCHOOL = 100, 2  # clauses, documents
MOVED = 0.35  # length of the random part of a vector, of which the rest has length 1
QUESTION = "can I friend a parent?"
PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], capture_output=True); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
ASKED, RUNS, NEIGHBOURS = 40, 7, 10


def main() -> None:
    """Make, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        seed = Seed(Path(folder) / "sample")
        for size in parser.parse_args().sizes:
            rows.append(_measure(seed, size, Path(folder) / str(size)))
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    REPORT.write_text(_report(rows), encoding="utf-8")
    print(f"Wrote {REPORT}")


class Seed:
    """The rules of the sample policies in halves, with their vectors."""

    def __init__(self, root: Path) -> None:
        workspace = Workspace(root, Settings())
        import shutil

        shutil.copytree(ROOT / "corpus", workspace.corpus)
        build(workspace)
        self.encoder = prepare(workspace.settings.encoder, workspace.index / "encoders")
        opened = Answerer.open(workspace)
        self.manifest = opened.index.manifest
        self.examples = opened.index.examples() if examples(workspace.settings) else {}
        self.clauses: list[Clause] = []
        vectors = []
        for document in opened.index.documents():
            clauses = opened.index.document_clauses(document.id)
            whole: dict[int, Vectors] = {}
            for place, _, vector in opened.index.embedded(document.id):
                whole.setdefault(place, vector)
            for place, vector in whole.items():
                if not clauses[place].about and len(clauses[place].text.split()) > 5:
                    self.clauses.append(clauses[place])
                    vectors.append(vector)
        self.vectors = np.stack(vectors)


def make(seed: Seed, size: int, root: Path) -> tuple[Workspace, Vectors, float]:
    """Make an index of `size` clauses; return it with its vectors, shape (size, dim), and the seconds of writing."""
    rng, noise = random.Random(size), np.random.default_rng(size)
    documents: list[Document] = []
    clauses: list[Clause] = []
    spans: list[tuple[int, Span]] = []
    picked = np.empty((size, 2), dtype=np.int32)
    for first in range(0, size, PER_DOCUMENT):
        number = first // PER_DOCUMENT
        school, name = f"school-{number // PER_SCHOOL:05}", f"policy-{number % PER_SCHOOL}"
        identity, offset, texts = f"{school}/{name}", 0, []
        for row in range(first, min(first + PER_DOCUMENT, size)):
            one, other = picked[row] = rng.randrange(len(seed.clauses)), rng.randrange(len(seed.clauses))
            begin, end = seed.clauses[one].text.split(), seed.clauses[other].text.split()
            text = " ".join([*begin[: len(begin) // 2], *end[len(end) // 2 :]])
            span = (0, len(text))
            force = judge(text).force
            clauses.append(
                replace(
                    seed.clauses[one], id=f"{identity}#{row:08x}", document=identity, number=f"{row - first + 1}",
                    text=text, span=(offset, offset + len(text)), lead_in=None, force=force, page=None,
                    sentences=(Sentence(span, force),),
                )
            )  # fmt: skip
            spans.append((row, span))
            offset += len(text) + 1
            texts.append(text)
        title = f"{name} of {school}"
        documents.append(Document(identity, school, title, f"{identity}.txt", "\n".join(texts), "0" * 64))
    vectors = np.empty((size, seed.vectors.shape[1]), dtype=np.float32)
    for start in range(0, size, 100_000):
        part = picked[start : start + 100_000]
        mixed = seed.vectors[part[:, 0]] + seed.vectors[part[:, 1]]
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        moved = noise.standard_normal(mixed.shape, dtype=np.float32)
        mixed += MOVED * moved / np.linalg.norm(moved, axis=1, keepdims=True)
        vectors[start : start + len(part)] = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    workspace = Workspace(root, Settings())
    entry = seed.manifest["sources"][0]
    sources = [entry | {"source": document.source, "document": document.id} for document in documents]
    (root / "index" / "encoders").mkdir(parents=True)
    os.symlink(seed.encoder, root / "index" / "encoders" / seed.encoder.name)
    folder = root / "index" / "generations" / "made"
    folder.mkdir(parents=True)
    (root / "assistant.toml").touch()
    started = time.perf_counter()
    manifest = seed.manifest | {"sources": sources, "skipped": []}
    contents = generations.Contents(documents, clauses, spans, vectors, seed.examples)
    generations.write(folder, contents, manifest)
    seconds = time.perf_counter() - started
    generations.put_in_force(root / "index", "made")
    return workspace, vectors, seconds


def _measure(seed: Seed, size: int, root: Path) -> dict[str, float]:
    workspace, vectors, seconds = make(seed, size, root)
    folder = workspace.index / "generations" / "made"
    cold, peak = _cold(workspace, [])
    cold_scoped, _ = _cold(workspace, ["--scope", "school-00000"])
    answerer = Answerer.open(workspace)
    asked = [entry["question"] for entry in load_questions(ROOT / "evaluation" / "questions.jsonl")[:ASKED]]
    warm = _warm(answerer, asked, [])
    scoped = _warm(answerer, asked, ["school-00000"])
    everywhere, inside = _recall(answerer, vectors, asked)
    answerer.index.close()
    return {
        "clauses": size,
        "schools": len(answerer.index.organisations()),
        "write s": round(seconds, 1),
        "MB": round(sum(path.stat().st_size for path in folder.iterdir()) / 1e6, 1),
        "cold s": round(cold, 3),
        "cold, one school s": round(cold_scoped, 3),
        "peak MB": round(peak, 0),
        "warm p50 ms": round(statistics.median(warm), 1),
        "warm p99 ms": round(sorted(warm)[int(len(warm) * 0.99)], 1),
        "one school p50 ms": round(statistics.median(scoped), 1),
        "recall@10": round(everywhere, 3),
        "recall@10, one school": round(inside, 3),
    }


def _cold(workspace: Workspace, options: list[str]) -> tuple[float, float]:
    ask = [str(Path(sys.executable).parent / "ask"), "--workspace", str(workspace.root), *options, QUESTION]
    times, peaks = [], []
    for run in range(RUNS + 1):
        started = time.perf_counter()
        subprocess.run(ask, capture_output=True, check=False)
        if run:  # the first warms the page cache
            times.append(time.perf_counter() - started)
        measured = subprocess.run([sys.executable, "-c", PEAK, *ask], capture_output=True, text=True, check=True)
        peaks.append(int(measured.stdout) / 1024)
    return statistics.median(times), max(peaks)


def _warm(answerer: Answerer, asked: list[str], scope: list[str]) -> list[float]:
    times = []
    for question in [*asked[:5], *asked]:
        started = time.perf_counter()
        answerer.ask(question, scope)
        times.append((time.perf_counter() - started) * 1000)
    return times[5:]


def _recall(answerer: Answerer, vectors: Vectors, asked: list[str]) -> tuple[float, float]:
    """Return the share of the ten truly nearest that are found, over all schools and inside one."""
    organisations = answerer.index.organisations()
    rows = PER_DOCUMENT * PER_SCHOOL
    shares: tuple[list[float], list[float]] = ([], [])
    for query in answerer.encoder.encode(asked):
        for sink, scope, part in ((shares[0], organisations, vectors), (shares[1], organisations[:1], vectors[:rows])):
            exact = np.argpartition(-(part @ query), min(NEIGHBOURS, len(part) - 1))[:NEIGHBOURS]
            found = {hit.clause for hit in answerer.index.near(query, scope, NEIGHBOURS)}
            sink.append(len(found & set(exact.tolist())) / len(exact))
    return statistics.mean(shares[0]), statistics.mean(shares[1])


def _report(rows: list[dict[str, float]]) -> str:
    names = list(rows[0])
    lines = ["# Growth", "", "Made by `python -m benchmarks.growth`; do not edit by hand.", ""]
    lines += [f"{(__doc__ or '').split('[--sizes', 1)[1].split(chr(10), 2)[2].strip()}", ""]
    lines += ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(f"{row[name]:,}" for name in names) + " |" for row in rows]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
