"""Find the clauses that may answer a question, best first, with the evidence for each.

In: a Query and a scope. Out: Candidates. Dense and lexical search each propose clauses; every proposal is then measured
the same way, and a small learned combination of the measurements (assistant.ranking) orders them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.datatypes import Clause, Force, Span
from assistant.encoder import Encoder, Vectors
from assistant.index import Index
from assistant.lexical import matches
from assistant.question import Query, situation
from assistant.ranking import Evidence, probability

DENSE, LEXICAL = 160, 40  # spans and clauses proposed; a clause has about two spans
WIDE, COMMON = 12, 10_000  # organisations beyond which words that more clauses have propose nothing
# Weights of the readings of a question; those of a situation are the ones found for scenarios in docs/evaluation.md.
ALONE = 0.1  # a follow-up's own words, against 0.9 for them after the question they lean on
WHOLE, ASKED, TOLD = 0.25, 0.5, 0.25  # all of a question, the sentences that ask, and the situation they are asked in
# "what about", "and": said to the question before, not about the matter.
_OPENING = re.compile(r"^\W*(?:(?:and|but|or|so)\s+)?(?:(?:what|how)\s+about|what\s+if|and|but|or)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may answer, the part of it that does best, and why."""

    clause: Clause
    span: Span
    evidence: Evidence | None
    """None for a line found because the question asks for that very fact."""
    score: float
    """Probability that the clause answers the question; before the second stage only its order means something."""
    vector: Vectors | None = field(default=None, compare=False)
    """Unit vector of the whole clause, shape (dim,)."""
    chosen: str | None = None
    """When and for what the policy owner chose it, if it was not found but chosen."""


def search(index: Index, question: Vectors, query: Query, scope: Sequence[str], count: int) -> list[Candidate]:
    """Return up to `count` candidates inside one scope, best first; `question` is the query's vector."""
    weights = {group[0]: index.rarity(group) for group in query.terms}
    # What very many clauses have tells little, and costs most where there are most clauses.
    rare = math.log(index.clause_count() / COMMON) if len(scope) > WIDE else 0.0
    telling = [group for group in query.terms if weights[group[0]] >= rare]
    lexical = dict(index.with_words([word for group in telling for word in group], scope, LEXICAL))
    rows = {hit.clause for hit in index.near(question, scope, DENSE)} | set(lexical)
    clauses = {row: clause for row, clause in index.clauses(sorted(rows)).items() if clause.about != "title"}
    if not clauses:
        return []
    spans, vectors = index.span_vectors(list(clauses))
    cosines = vectors @ question
    # The first embedded part of a clause is the whole of it.
    whole: dict[int, int] = {}
    for place, (row, _) in enumerate(spans):
        whole.setdefault(row, place)
    best: dict[int, float] = {}
    deciding: dict[int, tuple[float, Span]] = {}
    for (row, span), cosine in zip(spans, map(float, cosines), strict=True):
        best[row] = max(cosine, best.get(row, -1.0))
        sentences = {sentence.span for sentence in clauses[row].sentences}
        if span in sentences or len(sentences) == 1:
            deciding[row] = max(
                (cosine, span if span in sentences else next(iter(sentences))), deciding.get(row, (-1.0, span))
            )
    matched = matches(query.terms, clauses)
    top = max(best.values())
    top_lexical = max(lexical.values(), default=1.0)
    candidates = [
        _candidate(clauses[row], deciding[row][1], Evidence(
            cosine=cosine,
            whole=float(cosines[whole[row]]),
            gap=cosine - top,
            lexical=lexical.get(row, 0.0) / top_lexical,
            coverage=_share(weights, matched[row]),
            rule=float(clauses[row].force_of(deciding[row][1]) is not Force.INFORMATIONAL),
        ), vectors[whole[row]])
        for row, cosine in best.items()
    ]  # fmt: skip
    candidates.sort(key=lambda candidate: (-candidate.score, candidate.clause.id))
    return candidates[:count]


def encode(encoder: Encoder, query: Query) -> Vectors:
    """Return the unit vector of a question, shape (dim,): the weighted mean of what its readings say."""
    texts, weights = zip(*readings(query), strict=True)
    mixed = np.array(weights, dtype=np.float32) @ encoder.encode(texts)
    normed: Vectors = mixed / np.linalg.norm(mixed)
    return normed


def readings(query: Query) -> list[tuple[str, float]]:
    """Return the texts that stand for a question, with their weights.

    It is read as typed and with its spelling mended, a follow-up also after the question it leans on, and a question
    that tells a situation first once more as what is asked and what is told.
    """
    told, asked = situation(query.mended)
    whole = WHOLE if told else 1.0
    share = whole / len(query.variants)
    found = [(asked, ASKED), (told, TOLD)] if told else []
    for variant in query.variants:
        if query.context:
            found += [(in_full(query, variant), share * (1 - ALONE)), (variant, share * ALONE)]
        else:
            found.append((variant, share))
    return found


def in_full(query: Query, variant: str) -> str:
    """Return a variant of a question after the question it leans on, if it leans on one."""
    return f"{query.context} {_OPENING.sub('', variant)}" if query.context else variant


def _candidate(clause: Clause, span: Span, evidence: Evidence, vector: Vectors) -> Candidate:
    return Candidate(clause, span, evidence, probability(evidence), vector)


def _share(weights: dict[str, float], matched: Iterable[str]) -> float:
    total = sum(weights.values())
    return sum(weights[term] for term in matched) / total if total else 0.0
