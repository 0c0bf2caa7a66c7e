"""Find the clauses that may answer a question, best first, with the evidence for each.

In: a Query and a scope. Out: Candidates. Dense and lexical search each propose clauses; every proposal is then measured
the same way, and a small learned combination of the measurements (assistant.ranking) orders them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.datatypes import Clause, Force, Span
from assistant.encoder import Encoder, Vectors
from assistant.index import Index
from assistant.question import Query
from assistant.ranking import Evidence, probability

DENSE, LEXICAL = 160, 40  # spans and clauses proposed; a clause has about two spans
ALONE_SHARE = 0.35  # weight of a follow-up's own words against those of the question it leans on


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may answer, the part of it that does best, and why."""

    clause: Clause
    span: Span
    evidence: Evidence | None
    """None for a line found because the question asks for that very fact."""
    score: float
    """Probability that the clause answers the question."""


def search(index: Index, encoder: Encoder, query: Query, scope: Sequence[str], count: int) -> list[Candidate]:
    """Return up to `count` candidates inside one scope, best first."""
    questions = encode(encoder, query)
    lexical = dict(index.with_words([word for group in query.terms for word in group], scope, LEXICAL))
    rows = {hit.clause for question in questions for hit in index.near(question, scope, DENSE)} | set(lexical)
    clauses = {row: clause for row, clause in index.clauses(sorted(rows)).items() if clause.about != "title"}
    if not clauses:
        return []
    spans, vectors = index.span_vectors(list(clauses))
    cosines = (vectors @ questions.T).max(axis=1)
    # The first embedded part of a clause is the whole of it.
    whole: dict[int, float] = {}
    for (row, _), cosine in zip(spans, map(float, cosines), strict=True):
        whole.setdefault(row, cosine)
    best: dict[int, float] = {}
    deciding: dict[int, tuple[float, Span]] = {}
    for (row, span), cosine in zip(spans, map(float, cosines), strict=True):
        best[row] = max(cosine, best.get(row, -1.0))
        sentences = {sentence.span for sentence in clauses[row].sentences}
        if span in sentences or len(sentences) == 1:
            deciding[row] = max(
                (cosine, span if span in sentences else next(iter(sentences))), deciding.get(row, (-1.0, span))
            )
    weights = {term: index.rarity(group) for term, group in ((group[0], group) for group in query.terms)}
    matches = index.matches(query.terms, list(clauses))
    top = max(best.values())
    top_lexical = max(lexical.values(), default=1.0)
    candidates = [
        _candidate(clauses[row], deciding[row][1], Evidence(
            cosine=cosine,
            whole=whole[row],
            gap=cosine - top,
            lexical=lexical.get(row, 0.0) / top_lexical,
            coverage=_share(weights, matches.get(row, ())),
            rule=float(clauses[row].force_of(deciding[row][1]) is not Force.INFORMATIONAL),
        ))
        for row, cosine in best.items()
    ]  # fmt: skip
    candidates.sort(key=lambda candidate: (-candidate.score, candidate.clause.id))
    return candidates[:count]


def encode(encoder: Encoder, query: Query) -> Vectors:
    """Return one unit vector per variant of the question, shape (variants, dim).

    A follow-up's vector is the weighted mean of its own and that of the question it leans on with it.
    """
    if not query.context:
        return encoder.encode(query.variants)
    joined = [f"{query.context} {variant}" for variant in query.variants]
    both = encoder.encode([*joined, *query.variants])
    mixed = (1 - ALONE_SHARE) * both[: len(joined)] + ALONE_SHARE * both[len(joined) :]
    normed: Vectors = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
    return normed


def _candidate(clause: Clause, span: Span, evidence: Evidence) -> Candidate:
    return Candidate(clause, span, evidence, probability(evidence))


def _share(weights: dict[str, float], matched: Iterable[str]) -> float:
    total = sum(weights.values())
    return sum(weights[term] for term in matched) / total if total else 0.0
