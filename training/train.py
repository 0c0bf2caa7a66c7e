"""Fine-tune all-MiniLM-L6-v2 on the training pairs and write it as the shipped encoder.

    python -m training.train [--epochs 4] [--seeds 1] [--output FOLDER]

Contrastive learning with in-batch negatives (InfoNCE; van den Oord et al. 2018) where a batch is made of whole
neighbourhoods: several clauses of a few policies, so that near misses of one policy are the hard negatives. A clause of
another policy on the same topic is no negative, since it may well answer. One further choice, "none of these", with a
learned score teaches what is not answered at all (as in SQuAD 2.0 readers; Rajpurkar et al. 2018). The final weights
are the mean over the seeds (model soups; Wortsman et al., ICML 2022), which costs nothing when asking.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from assistant.encoder.export import load, packaged_minilm
from training.data import TrainingClause, TrainingPolicy, clause_passage, load_policies, split_off, varied
from training.descent import DEVICE, Descent
from training.misspelling import misspell

TEMPERATURE = 0.05
BATCH_QUESTIONS = 64
NEIGHBOURS = 8  # questions of one policy in a batch
UNANSWERED = 1  # further questions for each policy in a batch, that none of its passages answers
LEARNING_RATE = 4e-5
PADDED = 16  # texts of like length that are padded to one

Batch = tuple[list[str], list[str], torch.Tensor, torch.Tensor]


def main() -> None:
    """Train, measure on policies held out, and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--output", type=Path, default=Path("training/out"))
    options = parser.parse_args()
    policies = load_policies()
    train, measured = split_off(policies)
    model = load(str(packaged_minilm()))
    published = copy.deepcopy(model.state_dict())
    print(
        json.dumps({"policies": len(policies), "held out": len(measured), "before": measure(model, measured)}),
        flush=True,
    )
    tuned = []
    for seed in options.seeds:
        torch.manual_seed(seed)
        model.load_state_dict(published)
        fit(model, train, options.epochs, random.Random(seed), measured)
        tuned.append(copy.deepcopy(model.state_dict()))
        model.save(str(options.output / f"seed-{seed}"))
    model.load_state_dict({name: _mean([weights[name] for weights in tuned]) for name in published})
    print(json.dumps({"mean of the seeds": measure(model, measured)}), flush=True)
    model.save(str(options.output))


def _mean(values: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(values).mean(dim=0) if values[0].is_floating_point() else values[0]


def fit(
    model: SentenceTransformer,
    policies: list[TrainingPolicy],
    epochs: int,
    rng: random.Random,
    measured: list[TrainingPolicy],
) -> None:
    """Train in place, printing the loss and the figures on the held-out policies once an epoch."""
    model.to(DEVICE)
    none = torch.nn.Parameter(torch.tensor(0.45, device=DEVICE))
    questions = sum(len(clause.questions) for policy in policies for clause in policy.clauses)
    groups = [{"params": list(model.parameters()), "lr": LEARNING_RATE}, {"params": [none], "lr": 1e-3}]
    descent = Descent(groups, math.ceil(questions / BATCH_QUESTIONS) * epochs)
    started = time.monotonic()
    for epoch in range(epochs):
        model.train()
        losses = []
        for typed, passages, targets, allowed in batches(policies, rng):
            with torch.autocast(DEVICE, dtype=torch.bfloat16):
                sides = [embed(model, texts) for texts in (typed, passages)]
            scores = sides[0].float() @ sides[1].float().T
            scores = scores.masked_fill(~allowed.to(DEVICE), -1.0)
            logits = torch.cat([scores, none.expand(len(typed), 1)], dim=1) / TEMPERATURE
            loss = torch.nn.functional.cross_entropy(logits, targets.to(DEVICE))
            descent.step(loss)
            losses.append(loss.item())
            if len(losses) % 50 == 0:
                print(json.dumps({"step": len(losses), "loss": round(float(np.mean(losses[-50:])), 3)}), flush=True)
        report = {"epoch": epoch + 1, "loss": round(float(np.mean(losses)), 3), "none": round(none.item(), 3)}
        report |= {"seconds": round(time.monotonic() - started)} | measure(model, measured)
        print(json.dumps(report), flush=True)
    model.to("cpu")


def batches(policies: list[TrainingPolicy], rng: random.Random) -> Iterator[Batch]:
    """Yield questions, passages, the target column of each question and which columns may be its negatives.

    A question without an answer has the column after the last passage as its target.
    """
    heaps: dict[str, list[tuple[TrainingClause, str]]] = {}
    for policy in policies:
        pairs = [(clause, question) for clause in policy.clauses for question in clause.questions]
        rng.shuffle(pairs)
        heaps[policy.name] = pairs
    unanswered = {policy.name: list(policy.unanswered) for policy in policies}
    while any(heaps.values()):
        chosen: list[tuple[TrainingClause, str]] = []
        while len(chosen) < BATCH_QUESTIONS and any(heaps.values()):
            # A policy comes up as often as it has questions left, so that the last batches are as mixed as the first.
            name = rng.choices(list(heaps), weights=[len(heap) for heap in heaps.values()])[0]
            heap = heaps[name]
            chosen += [heap.pop() for _ in range(min(NEIGHBOURS, len(heap), BATCH_QUESTIONS - len(chosen)))]
        yield _batch(chosen, unanswered, rng)


def _batch(chosen: list[tuple[TrainingClause, str]], unanswered: dict[str, list[str]], rng: random.Random) -> Batch:
    clauses = list({id(clause): clause for clause, _ in chosen}.values())
    column = {id(clause): index for index, clause in enumerate(clauses)}
    names = dict.fromkeys(clause.policy for clause, _ in chosen)  # in order: one seed, one training
    lone = [
        (name, question)
        for name in names
        for question in rng.sample(unanswered[name], k=min(UNANSWERED, len(unanswered[name])))
    ]
    typed = [varied(question, rng) for question in [question for _, question in chosen] + [text for _, text in lone]]
    targets = torch.tensor([column[id(clause)] for clause, _ in chosen] + [len(clauses)] * len(lone))
    allowed = torch.ones(len(typed), len(clauses), dtype=torch.bool)
    for row, (clause, _) in enumerate(chosen):
        for other, index in column_items(clauses):
            allowed[row, index] = other is clause or other.policy == clause.policy or other.topic != clause.topic
    for row, (name, _) in enumerate(lone, start=len(chosen)):
        for other, index in column_items(clauses):
            allowed[row, index] = other.policy == name
    return typed, [clause_passage(clause, rng) for clause in clauses], targets, allowed


def column_items(clauses: list[TrainingClause]) -> Iterator[tuple[TrainingClause, int]]:
    """Yield the clauses of a batch with their columns."""
    yield from zip(clauses, range(len(clauses)), strict=True)


def embed(model: SentenceTransformer, texts: list[str]) -> torch.Tensor:
    """Return unit vectors with their gradient, shape (texts, dim)."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    parts = []
    for start in range(0, len(order), PADDED):
        part = [texts[place] for place in order[start : start + PADDED]]
        features = model.tokenizer(part, padding=True, truncation=True, max_length=160, return_tensors="pt").to(DEVICE)
        parts.append(model(dict(features))["sentence_embedding"])
    back = torch.tensor(order, device=DEVICE).argsort()
    return torch.nn.functional.normalize(torch.cat(parts)[back], dim=-1)


def measure(model: SentenceTransformer, policies: list[TrainingPolicy]) -> dict[str, float]:
    """Return hit@1 and hit@3 inside each held-out policy, plain and misspelt, and the area under the curve.

    The curve is that of the best score as a sign that the question is answered at all.
    """
    model.eval()
    rng = random.Random(5)
    ranks: list[int] = []
    misspelt: list[int] = []
    answered: list[float] = []
    unanswered: list[float] = []
    for policy in policies:
        passages = model.encode([clause_passage(clause) for clause in policy.clauses], normalize_embeddings=True)
        for sink, change in ((ranks, False), (misspelt, True)):
            pairs = [(row, question) for row, clause in enumerate(policy.clauses) for question in clause.questions]
            typed = [misspell(question, rng, 0.5) if change else question for _, question in pairs]
            scores = model.encode(typed, normalize_embeddings=True) @ passages.T
            sink += [int((score > score[row]).sum()) for (row, _), score in zip(pairs, scores, strict=True)]
            if not change:
                answered += list(scores.max(axis=1))
        unanswered += list((model.encode(policy.unanswered, normalize_embeddings=True) @ passages.T).max(axis=1))
    area = np.mean([[yes > no for no in unanswered] for yes in answered])
    return {
        "hit@1": round(float(np.mean(np.array(ranks) < 1)), 3),
        "hit@3": round(float(np.mean(np.array(ranks) < 3)), 3),
        "misspelt hit@1": round(float(np.mean(np.array(misspelt) < 1)), 3),
        "area": round(float(area), 3),
    }


if __name__ == "__main__":
    main()
