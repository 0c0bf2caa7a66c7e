"""Fit the scale and bias that turn a ranking score into a probability.

    python -m training.calibrate QUESTIONS --workspace DIR [--name SHORT=DOCUMENT]...

The weights of the evidence stand in assistant/ranking.json and were chosen from the plateaus of the experiments in
docs/evaluation.md; this fits only how sure a score is, by Platt's method (1999): a logistic curve from the score of the
best clause to whether that clause answers. Questions about the documents themselves are left out.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
from collections.abc import Sequence
from pathlib import Path

from assistant import conversation
from assistant.encoder import Encoder
from assistant.encoder.cross import CrossEncoder
from assistant.index import Index, open_index
from assistant.question import understand
from assistant.ranking import WEIGHTS, score
from assistant.rerank import SHORTLIST, rerank
from assistant.search import encode, search
from assistant.settings import find_workspace
from evaluation.score import load_questions, plain

STEPS = 50


def main() -> None:
    """Fit on a question file and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--name", action="append", default=[], metavar="SHORT=DOCUMENT")
    options = parser.parse_args()
    index = open_index(find_workspace(options.workspace).index)
    names = dict(pair.split("=") for pair in options.name)
    pairs = outcomes(index, Encoder(index.encoder_folder), options.questions, names)
    scale, bias = platt([value for value, _ in pairs], [right for _, right in pairs])
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8")) | {"scale": round(scale, 4), "bias": round(bias, 4)}
    WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    print(f"{len(pairs)} best clauses, {sum(right for _, right in pairs)} right: scale {scale:.3f}, bias {bias:.3f}")


def outcomes(index: Index, encoder: Encoder, questions: Path, names: dict[str, str]) -> list[tuple[float, bool]]:
    """Return for every question and school in its scope the score of the best clause and whether it answers."""
    pairs = []
    cross_encoder = CrossEncoder()
    for entry in load_questions(questions):
        query = understand(entry["question"], index, conversation.context_of(entry["question"], entry["history"]))
        if query.about:
            continue
        gold = [(names.get(g["doc"], g["doc"]), plain(g["quote"])) for g in entry["gold"]]
        scope = names.get(entry["scope"], entry["scope"]).split("/")[0]
        for organisation in index.organisations() if entry["scope"] == "both" else [scope]:
            found = search(index, encode(encoder, query), query, [organisation], SHORTLIST)
            for candidate in rerank(index, cross_encoder, query, found)[:1]:
                assert candidate.evidence is not None
                clause = candidate.clause
                right = any(clause.document == name and words in plain(clause.text) for name, words in gold)
                pairs.append((score(candidate.evidence), right))
    return pairs


def platt(scores: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Fit scale and bias by Newton's method, with Platt's targets that keep a small sample from certainty.

    The scores are standardised first, from where the method does not run away.
    """
    middle, spread = statistics.fmean(scores), statistics.pstdev(scores) or 1.0
    scores = [(value - middle) / spread for value in scores]
    many, few = sum(right), len(right) - sum(right)
    targets = [(many + 1) / (many + 2) if yes else 1 / (few + 2) for yes in right]
    scale, bias = 1.0, 0.0
    for _ in range(STEPS):
        gradient, curve = [0.0, 0.0], [1e-6, 0.0, 1e-6]
        for value, target in zip(scores, targets, strict=True):
            likely = 1 / (1 + math.exp(-max(-30.0, min(30.0, scale * value + bias))))
            slope = likely * (1 - likely)
            gradient = [gradient[0] + (likely - target) * value, gradient[1] + likely - target]
            curve = [curve[0] + slope * value * value, curve[1] + slope * value, curve[2] + slope]
        determinant = curve[0] * curve[2] - curve[1] ** 2
        scale -= (curve[2] * gradient[0] - curve[1] * gradient[1]) / determinant
        bias -= (curve[0] * gradient[1] - curve[1] * gradient[0]) / determinant
    return scale / spread, bias - scale * middle / spread


if __name__ == "__main__":
    main()
