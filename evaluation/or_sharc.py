"""Rank the passages of OR-ShARC, another domain, to show that tuning did not narrow the encoder.

By the encoder alone a passage is one vector; by the whole search it is a document of one organisation, as good as its
best clause. OR-ShARC: Gao et al., Open-Retrieval Conversational Machine Reading, arXiv 2102.08633, 2021.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.answer import Answerer
from assistant.build import build
from assistant.encoder.export import MINILM
from assistant.question import understand
from assistant.search import encode
from assistant.settings import SHIPPED_ENCODER, Settings, Workspace


def table(folder: Path, encoders: Sequence[str] = (MINILM, SHIPPED_ENCODER)) -> str:
    """Return the section of the report."""
    passages: dict[str, str] = json.loads((folder / "id2snippet.json").read_text(encoding="utf-8"))
    asked = [json.loads(line) for line in (folder / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    gold = [(entry["question"], entry["gold_snippet_id"]) for entry in asked]
    rows = [
        "\n## OR-ShARC, development part, question alone\n",
        "One passage is the answer to an eighth of the questions; macro: each passage counted once.\n",
        "| | accuracy at 1 | at 5 | macro at 1 | at 5 |",
        "|---|---|---|---|---|",
    ]
    for name in encoders:
        for how, ranked in _ranked(name, passages, list(dict.fromkeys(question for question, _ in gold))).items():
            figures = _figures([(key, [*ranked[question], key].index(key)) for question, key in gold])
            rows.append(f"| {name}, {how} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")
    return "\n".join(rows)


def _ranked(name: str, passages: dict[str, str], questions: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """Return for each way of ranking and each question the passages, best first."""
    keys = list(passages)
    ranked: dict[str, dict[str, list[str]]] = {"encoder alone": {}, "whole search": {}}
    with tempfile.TemporaryDirectory() as place:
        workspace = Workspace(Path(place), Settings(encoder=name))
        (workspace.corpus / "rules").mkdir(parents=True)
        for key, text in passages.items():
            (workspace.corpus / "rules" / f"{key}.md").write_text(text, encoding="utf-8")
        build(workspace)
        answerer = Answerer.open(workspace)
        vectors = answerer.encoder.encode(list(passages.values()))
        for question in questions:
            nearest = np.argsort(-(vectors @ answerer.encoder.encode([question])[0]), kind="stable")
            ranked["encoder alone"][question] = [keys[row] for row in nearest]
            query = understand(question, answerer.index, "")
            found = answerer.retriever.find(query, encode(answerer.encoder, query), ("rules",), len(passages))
            ranked["whole search"][question] = list(dict.fromkeys(each.clause.document.split("/")[1] for each in found))
        answerer.index.close()
    return ranked


def _figures(places: Sequence[tuple[str, int]]) -> list[float]:
    """Return accuracy at 1 and at 5, of questions and of passages, from each gold passage and the place it was given."""
    by_passage: dict[str, list[int]] = {}
    for key, place in places:
        by_passage.setdefault(key, []).append(place)
    questions = [float(np.mean([place < within for _, place in places])) for within in (1, 5)]
    macro = [
        float(np.mean([np.mean([place < within for place in each]) for each in by_passage.values()]))
        for within in (1, 5)
    ]
    return [*questions, *macro]
