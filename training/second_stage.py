"""Train the cross-encoder that reads a question and a clause together, starting from the tuned encoder.

    python -m training.second_stage [--encoder FOLDER] [--output FILE]

A listwise softmax (Cao et al., ICML 2007) over the clause that answers, the nearest clauses of its policy and "none of
these" with a learned score. The score starts as what the encoder knows: the cosine of the mean token vectors of
question and clause, now each with the other in sight. A linear layer over their product and difference learns the rest
(as in InferSent; Conneau et al., EMNLP 2017). Started so, some twenty thousand questions are enough.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from assistant.rerank import SHORTLIST
from training.data import TrainingPolicy, clause_passage, load_policies, split_off, varied
from training.descent import DEVICE, Descent

BATCH_QUESTIONS = 32
NEGATIVES = 4  # clauses of the same policy beside the one that answers
NEAREST = 8  # they are drawn from these, the nearest most often
PASSES = ((1.0, 5e-5), (0.4, 4e-5), (1.0, 4e-5))  # share of the questions and learning rate; each a warm restart
HEAD_RATE = 20  # times the rate of the body
PADDED = 40  # pairs of like length that are padded to one
MAX_TOKENS = 192
SHARES = (0.0, 0.5, 1.0, 2.0, 4.0)  # of the cross-encoder's score against twenty cosines, when measuring

Likeness = dict[str, np.ndarray]  # for each policy: cosine of each question (rows) and clause (columns)
Item = tuple[TrainingPolicy, str, int | None, int]  # policy, question, the clause that answers, its row


class PairReader(torch.nn.Module):
    """Score of question and passage pairs, segment 0 and 1 of one sequence: shape (pairs,)."""

    def __init__(self, encoder: SentenceTransformer) -> None:
        """Start from the encoder's weights."""
        super().__init__()
        self.tokenizer = encoder.tokenizer
        self.bert = encoder[0].auto_model
        self.cosine = torch.nn.Parameter(torch.tensor(10.0))
        self.learned = torch.nn.Linear(3 * self.bert.config.hidden_size, 1)
        self.none = torch.nn.Parameter(torch.tensor(5.0))
        torch.nn.init.zeros_(self.learned.weight)
        torch.nn.init.zeros_(self.learned.bias)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Return the scores, shape (pairs,)."""
        states = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state.float()
        asked = _mean(states, attention_mask * (1 - token_type_ids))
        told = _mean(states, attention_mask * token_type_ids)
        features = torch.cat([asked * told * 20, asked - told, told], dim=-1)
        return self.cosine * (asked * told).sum(-1) + self.learned(features).squeeze(-1)

    def read(self, questions: Sequence[str], passages: Sequence[str]) -> torch.Tensor:
        """Return the scores of pairs of texts, shape (pairs,), padding pairs of like length together."""
        order = sorted(range(len(questions)), key=lambda place: len(questions[place]) + len(passages[place]))
        scores = []
        for start in range(0, len(order), PADDED):
            part = order[start : start + PADDED]
            features = self.tokenizer(
                [questions[place] for place in part], [passages[place] for place in part],
                padding=True, truncation="longest_first", max_length=MAX_TOKENS, return_tensors="pt",
            ).to(self.none.device)  # fmt: skip
            scores.append(self(**features))
        return torch.cat(scores)[torch.tensor(order, device=self.none.device).argsort()]


def _mean(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weights = mask.unsqueeze(-1).float()
    total = (states * weights).sum(1) / weights.sum(1).clamp(min=1)
    return torch.nn.functional.normalize(total, dim=-1)


def main() -> None:
    """Train, measure on policies held out, and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", default="training/out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=Path("training/out/second_stage.pt"))
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    encoder = SentenceTransformer(options.encoder, device=DEVICE)
    policies = load_policies()
    likeness = {policy.name: _likeness(encoder, policy) for policy in policies}
    train, held_out = split_off(policies)
    reader = PairReader(encoder).to(DEVICE)
    rng = random.Random(options.seed)
    for share, rate in PASSES:
        fit(reader, train, likeness, rng, share, rate)
        print(json.dumps(measure(reader, held_out, likeness)), flush=True)
        torch.save(reader.state_dict(), options.output)


def _likeness(encoder: SentenceTransformer, policy: TrainingPolicy) -> np.ndarray:
    passages = encoder.encode([clause_passage(clause) for clause in policy.clauses], normalize_embeddings=True)
    questions = [question for clause in policy.clauses for question in clause.questions] + policy.unanswered
    likeness: np.ndarray = encoder.encode(questions, normalize_embeddings=True) @ passages.T
    return likeness


def items(policies: Sequence[TrainingPolicy]) -> list[Item]:
    """Return every question with the place of the clause that answers it, if one does."""
    found: list[Item] = []
    for policy in policies:
        gold: list[int | None] = [place for place, clause in enumerate(policy.clauses) for _ in clause.questions]
        questions = [question for clause in policy.clauses for question in clause.questions] + policy.unanswered
        gold += [None] * len(policy.unanswered)
        found += [(policy, *each) for each in zip(questions, gold, range(len(questions)), strict=True)]
    return found


def fit(
    reader: PairReader,
    policies: Sequence[TrainingPolicy],
    likeness: Likeness,
    rng: random.Random,
    share: float,
    rate: float,
) -> None:
    """Train in place on a share of the questions, the learning rate rising and falling once."""
    asked = items(policies)
    rng.shuffle(asked)
    steps = int(len(asked) * share) // BATCH_QUESTIONS
    body = list(reader.bert.parameters())
    head = [reader.cosine, reader.none, *reader.learned.parameters()]
    descent = Descent([{"params": body, "lr": rate}, {"params": head, "lr": HEAD_RATE * rate}], steps)
    reader.train()
    started, losses = time.monotonic(), []
    for step in range(steps):
        loss = _loss(reader, asked[step * BATCH_QUESTIONS : (step + 1) * BATCH_QUESTIONS], likeness, rng)
        descent.step(loss)
        losses.append(loss.item())
        if len(losses) % 50 == 0:
            report = {"step": step + 1, "of": steps, "loss": round(float(np.mean(losses[-50:])), 3)}
            print(json.dumps(report | {"seconds": round(time.monotonic() - started)}), flush=True)


def _loss(reader: PairReader, batch: Sequence[Item], likeness: Likeness, rng: random.Random) -> torch.Tensor:
    questions: list[str] = []
    passages: list[str] = []
    lengths: list[int] = []
    for policy, question, gold, row in batch:
        places = ([] if gold is None else [gold]) + negatives(likeness[policy.name][row], gold, rng)
        questions += [varied(question, rng)] * len(places)
        passages += [clause_passage(policy.clauses[place], rng) for place in places]
        lengths.append(len(places))
    with torch.autocast(DEVICE, dtype=torch.bfloat16):
        scores = reader.read(questions, passages)
    losses = []
    for (_, _, gold, _), part in zip(batch, scores.float().split(lengths), strict=True):
        target = torch.tensor([len(part) if gold is None else 0], device=DEVICE)
        losses.append(torch.nn.functional.cross_entropy(torch.cat([part, reader.none[None]])[None], target))
    return torch.stack(losses).mean()


def negatives(likeness: np.ndarray, gold: int | None, rng: random.Random) -> list[int]:
    """Return clauses other than the one that answers, drawn without repeating, the nearest most often."""
    pool = [int(place) for place in np.argsort(-likeness) if place != gold][:NEAREST]
    weights = [1 / (rank + 1.5) for rank in range(len(pool))]
    chosen: list[int] = []
    while pool and len(chosen) < NEGATIVES:
        (at,) = rng.choices(range(len(pool)), weights)
        chosen.append(pool.pop(at))
        weights.pop(at)
    return chosen


def measure(reader: PairReader, policies: Sequence[TrainingPolicy], likeness: Likeness) -> dict[str, list[float]]:
    """Return for each share of the cross-encoder hit@1, hit@3 and the area under the curve inside each policy.

    The curve is that of the best score as a sign that the question is answered at all.
    """
    reader.eval()
    ranks: dict[float, list[int]] = {share: [] for share in SHARES}
    best: dict[float, tuple[list[float], list[float]]] = {share: ([], []) for share in SHARES}
    for policy in policies:
        for _, question, gold, row in items([policy]):
            cosines = likeness[policy.name][row]
            top = np.argsort(-cosines)[:SHORTLIST]
            with torch.no_grad(), torch.autocast(DEVICE, dtype=torch.bfloat16):
                passages = [clause_passage(policy.clauses[place]) for place in top]
                read = reader.read([question] * len(top), passages).float().cpu().numpy()
            for share in SHARES:
                scores = np.full(len(cosines), -np.inf)
                scores[top] = 20 * cosines[top] + share * read
                best[share][gold is None].append(float(scores.max()))
                if gold is not None:
                    ranks[share].append(int((scores > scores[gold]).sum()) if gold in top else len(scores))
    return {
        f"share {share:g}": [
            round(float(np.mean(np.array(ranks[share]) < 1)), 3),
            round(float(np.mean(np.array(ranks[share]) < 3)), 3),
            round(float(np.mean([[yes > no for no in best[share][1]] for yes in best[share][0]])), 3),
        ]
        for share in SHARES
    }


if __name__ == "__main__":
    main()
