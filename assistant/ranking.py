"""Turn the evidence for a clause into the probability that it answers.

A logistic model of a few measurements, fitted by `python -m training.calibrate` on policies that the encoder never saw;
its weights stand in ranking.json beside this file. It both orders the candidates and says when none is good enough
(Platt, 1999).
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

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


def probability(evidence: Evidence) -> float:
    """Return the probability in [0, 1] that the clause answers the question."""
    weights = _weights()
    total = weights["bias"] + sum(weights[name] * value for name, value in asdict(evidence).items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return weights
