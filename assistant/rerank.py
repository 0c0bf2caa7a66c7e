"""The second stage: the likeliest clauses are read again, each together with the question, and put in order anew.

In: the candidates of the first stage, best first. Out: the same, with what the reading gave as evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.encoder.cross import CrossEncoder
from assistant.index import Index
from assistant.passages import embedded_text
from assistant.question import Query
from assistant.ranking import probability
from assistant.search import Candidate, in_full

SHORTLIST = 6  # of an organisation; more are read at a cost that grows with each and hardly find more
LONG = 700  # characters, beyond which a clause would be cut off; the part of it that was found is read instead


def rerank(
    index: Index, cross_encoder: CrossEncoder, query: Query, candidates: Sequence[Candidate], shortlist: int = SHORTLIST
) -> list[Candidate]:
    """Return the candidates with the first `shortlist` of them in their new order; those not read come after them."""
    read, unread = candidates[:shortlist], candidates[shortlist:]
    if not read:
        return []
    scores = cross_encoder.score(in_full(query, query.mended), [_passage(index, candidate) for candidate in read])
    found = [_rescored(candidate, float(score)) for candidate, score in zip(read, scores, strict=True)]
    found.sort(key=lambda candidate: (-candidate.score, candidate.clause.id))
    return found + [replace(candidate, score=min(candidate.score, found[-1].score)) for candidate in unread]


def _passage(index: Index, candidate: Candidate) -> str:
    clause = candidate.clause
    span = candidate.span if len(clause.text) > LONG else (0, len(clause.text))
    return embedded_text(clause, span, index.document(clause.document).title)


def _rescored(candidate: Candidate, score: float) -> Candidate:
    assert candidate.evidence is not None
    evidence = replace(candidate.evidence, cross=score)
    return replace(candidate, evidence=evidence, score=probability(evidence))
