"""What each step of the way to an answer is worth: the ranking alone, nothing declined.

In: a question file and the clauses it is about. Out: a table of hit@1 and hit@3, overall and by kind, from the plain
search that any ready-made pipeline gives to the one that ships.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from unittest.mock import patch

import numpy as np

from assistant import conversation
from assistant.encoder import Encoder
from assistant.encoder.cross import CrossEncoder
from assistant.index import Index
from assistant.lexical import words_of
from assistant.question import Query, understand
from assistant.rerank import SHORTLIST, rerank
from assistant.search import encode, search
from evaluation.score import plain

SHOWN = 3
DENSE_SHARE = 0.6  # of a plain fusion, the best seen
KINDS = ("direct", "paraphrase", "scenario", "typo", "keyword", "followup")
Ranker = Callable[[str, str, list[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Bench:
    """Clauses with their vectors under one encoder, by organisation."""

    index: Index
    encoder: Encoder
    rows: dict[str, list[int]]
    vectors: dict[str, Any]

    @classmethod
    def over(cls, index: Index, encoder: Encoder) -> Bench:
        """Take every clause that may be quoted, whole."""
        rows: dict[str, list[int]] = {}
        vectors: dict[str, Any] = {}
        found = index.clauses(range(index.clause_count()))
        for organisation in index.organisations():
            kept = [row for row, clause in found.items() if clause.document.startswith(f"{organisation}/")]
            kept = [row for row in kept if found[row].about != "title"]
            spans, values = index.span_vectors(kept)
            first: dict[int, int] = {}
            for place, (row, _) in enumerate(spans):
                first.setdefault(row, place)
            rows[organisation] = list(first)
            vectors[organisation] = values[list(first.values())]
        return cls(index, encoder, rows, vectors)

    def dense(self, text: str, organisation: str) -> dict[int, float]:
        """Return the cosine of every clause."""
        scores = self.vectors[organisation] @ self.encoder.encode([text])[0]
        return dict(zip(self.rows[organisation], map(float, scores), strict=True))

    def lexical(self, words: Sequence[str], organisation: str) -> dict[int, float]:
        """Return the BM25 score of every clause that has one of the words."""
        return dict(self.index.with_words(words, [organisation], len(self.rows[organisation])))


def table(plain_bench: Bench, tuned: Bench, questions: Sequence[dict[str, Any]], names: dict[str, str]) -> list[str]:
    """Return the table, a step a line."""
    texts = {
        clause.id: plain(clause.text) for clause in tuned.index.clauses(range(tuned.index.clause_count())).values()
    }
    rows = ["| step | hit@1 | hit@3 | " + " | ".join(KINDS) + " |", "|---|---|---|" + "---|" * len(KINDS)]
    for name, ranker in _steps(plain_bench, tuned):
        hits = [(entry["kind"], _place(entry, ranker, names, texts)) for entry in questions if entry["answerable"]]
        cells = [_share([place < count for _, place in hits]) for count in (1, SHOWN)]
        cells += [_share([place < 1 for kind, place in hits if kind == wanted]) for wanted in KINDS]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return rows


def _steps(plain_bench: Bench, tuned: Bench) -> Iterator[tuple[str, Ranker]]:
    def order(bench: Bench, scores: dict[int, float]) -> list[str]:
        best = sorted(scores, key=lambda row: -scores[row])[:SHOWN]
        return [clause.id for clause in map(bench.index.clauses(best).__getitem__, best)]

    def query(text: str) -> Query:
        return understand(text, tuned.index)

    def fused(bench: Bench, text: str, words: Sequence[str], organisation: str) -> list[str]:
        dense, lexical = (
            _scaled(each) for each in (bench.dense(text, organisation), bench.lexical(words, organisation))
        )
        return order(
            bench, {row: DENSE_SHARE * dense[row] + (1 - DENSE_SHARE) * lexical.get(row, 0.0) for row in dense}
        )

    cross_encoder = CrossEncoder()

    def ours(text: str, organisation: str, history: list[str], *, second_stage: bool = False) -> list[str]:
        asked = understand(text, tuned.index, conversation.context_of(text, history))
        found = search(tuned.index, encode(tuned.encoder, asked), asked, [organisation], SHORTLIST)
        found = rerank(tuned.index, cross_encoder, asked, found) if second_stage else found
        return [candidate.clause.id for candidate in found[:SHOWN]]

    def whole(text: str, organisation: str, history: list[str]) -> list[str]:
        with patch("assistant.search.situation", lambda asked: ("", asked)):
            return ours(text, organisation, [])

    def expanded(text: str) -> list[str]:
        return [word for group in query(text).terms for word in group]

    yield "plain MiniLM", lambda text, org, _: order(plain_bench, plain_bench.dense(text, org))
    yield "BM25", lambda text, org, _: order(plain_bench, plain_bench.lexical(words_of(text), org))
    yield "fusion of both", lambda text, org, _: fused(plain_bench, text, words_of(text), org)
    yield (
        "+ spelling",
        lambda text, org, _: fused(plain_bench, query(text).mended, words_of(query(text).mended), org),
    )
    yield "+ staff words", lambda text, org, _: fused(plain_bench, query(text).mended, expanded(text), org)
    yield "+ tuned encoder", lambda text, org, _: fused(tuned, query(text).mended, expanded(text), org)
    yield "+ evidence of every part, weighed", whole
    yield "+ situation apart from the question", lambda text, org, _: ours(text, org, [])
    yield "+ conversation", ours
    yield "+ second stage (as shipped)", partial(ours, second_stage=True)


def _place(entry: dict[str, Any], ranker: Ranker, names: dict[str, str], texts: dict[str, str]) -> int:
    gold = [(names.get(g["doc"], g["doc"]), plain(g["quote"])) for g in entry["gold"] if g["grade"] == 2]
    scopes = (
        sorted({document.split("/")[0] for document, _ in gold})
        if entry["scope"] == "both"
        else [names.get(entry["scope"], entry["scope"]).split("/")[0]]
    )
    best = SHOWN
    for organisation in scopes:
        for place, name in enumerate(ranker(entry["question"], organisation, entry["history"])):
            if any(name.startswith(f"{document}#") and words in texts[name] for document, words in gold):
                best = min(best, place)
    return best


def _scaled(scores: dict[int, float]) -> dict[int, float]:
    low, high = min(scores.values(), default=0.0), max(scores.values(), default=1.0)
    return {row: (score - low) / (high - low or 1.0) for row, score in scores.items()}


def _share(values: Sequence[bool]) -> str:
    return f"{np.mean(values):.3f}" if values else "–"
