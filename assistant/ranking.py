"""Turn the evidence for a clause into the probability that it answers.

The evidence is weighed into a score, which orders the candidates, and a logistic curve makes the score a probability
(Platt, 1999), which says when none is good enough. Weights, scale and bias stand in ranking.json beside this file;
`python -m training.calibrate` fits the last two.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WEIGHTS = Path(__file__).parent / "ranking.json"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was measured of one clause for one question."""

    cosine: float
    """Of the best part of the clause."""
    whole: float
    """Cosine of the whole clause."""
    gap: float
    """`cosine` less that of the best clause in scope, at most 0."""
    lexical: float
    """BM25 score as a share of the best in scope."""
    coverage: float
    """Share of the question's telling words, by rarity, that the clause has under any of their names."""
    rule: float
    """1 if the best sentence lays something down, 0 if it only informs."""
    cross: float = 0.0
    """Score of the cross-encoder, which read question and clause together; 0 before it has."""


def score(evidence: Evidence) -> float:
    """Return the weighed sum of the evidence; only its order and its distance from others mean something."""
    return float(sum(weight * getattr(evidence, name) for name, weight in _ranking()["weights"].items()))


def probability(evidence: Evidence) -> float:
    """Return the probability in [0, 1] that the clause answers the question."""
    total = _ranking()["scale"] * score(evidence) + _ranking()["bias"]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _ranking() -> dict[str, Any]:
    ranking: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return ranking
