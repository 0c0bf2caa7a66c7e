"""Score a question file against a workspace.

    python -m evaluation.score QUESTIONS [--workspace DIR] [--name SHORT=DOCUMENT]... [--misses] [--json]

A clause counts as a hit when its quoted text contains a grade-2 gold quote of the same document, white space and bold
markers set aside. An abstention is a miss. Scope "both" means every organisation; quotes of several organisations are
taken in turn, best first, as the answer shows them.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answer import THRESHOLD, Answerer
from assistant.datatypes import Answer, Quote
from assistant.settings import find_workspace


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question."""

    question: dict[str, Any]
    answered: bool
    certainty: float
    """Score of the best clause, whether or not it was enough to answer."""
    quotes: tuple[Quote, ...]
    ranks: tuple[int, ...]
    """Places, from 0, of the shown quotes that hold a grade-2 gold quote."""
    best_ranks: tuple[int, ...]
    """The same of the best clauses, whether or not they were shown as an answer."""
    force_right: bool
    milliseconds: float

    @property
    def hit(self) -> bool:
        """Whether the first quote is a gold one."""
        return self.answered and 0 in self.ranks

    @property
    def hit_if_answered(self) -> bool:
        """Whether the best clause is a gold one, shown or not."""
        return 0 in self.best_ranks

    def hit_within(self, count: int) -> bool:
        """Say whether a gold quote is among the first `count`."""
        return self.answered and any(rank < count for rank in self.ranks)


def score(
    answerer: Answerer, questions: Sequence[dict[str, Any]], names: dict[str, str], limit: int = 5
) -> list[Outcome]:
    """Ask every question; `names` maps the set's names of documents and scopes to document ids."""
    return [_outcome(answerer, question, names, limit) for question in questions]


def summary(outcomes: Sequence[Outcome]) -> dict[str, tuple[float, int]]:
    """Return each figure with the number of questions it is a share of."""
    answerable = [outcome for outcome in outcomes if outcome.question["answerable"]]
    unanswerable = [outcome for outcome in outcomes if not outcome.question["answerable"]]
    hits = [outcome for outcome in answerable if outcome.hit]
    declined = [outcome for outcome in outcomes if not outcome.answered]
    answered = [outcome for outcome in answerable if outcome.answered]
    wrong = [not outcome.question["answerable"] for outcome in declined]
    return {
        "hit@1": _share([outcome.hit for outcome in answerable]),
        "hit@3": _share([outcome.hit_within(3) for outcome in answerable]),
        "answered": _share([outcome.answered for outcome in answerable]),
        "abstention precision": _share(wrong),
        "abstention recall": _share([not outcome.answered for outcome in unanswerable]),
        "force": _share([outcome.force_right for outcome in answered]),
        "force, right clause": _share([outcome.force_right for outcome in hits]),
        "area under curve": (_area(answerable, unanswerable), len(outcomes)),
    }


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Group outcomes by the kind of question."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.question["kind"]].append(outcome)
    return dict(groups)


def load_questions(path: Path) -> list[dict[str, Any]]:
    """Read a question file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _outcome(answerer: Answerer, question: dict[str, Any], names: dict[str, str], limit: int) -> Outcome:
    scope = [] if question["scope"] == "both" else [names.get(question["scope"], question["scope"]).split("/")[0]]
    answer = answerer.ask(question["question"], scope, question["history"], limit)
    quotes = _in_turn(answer)
    gold = [(names.get(g["doc"], g["doc"]), plain(g["quote"])) for g in question["gold"] if g["grade"] == 2]

    def places(shown: Sequence[Quote]) -> tuple[int, ...]:
        return tuple(
            place
            for place, quote in enumerate(shown)
            if any(quote.clause.document == document and words in plain(quote.clause.text) for document, words in gold)
        )

    best = quotes[0].score if quotes else max((quote.score for quote in answer.nearest), default=0.0)
    force_right = bool(quotes) and quotes[0].force.value in _accepted(question, quotes[0], names)
    ranks, best_ranks = places(quotes), places(quotes or answer.nearest)
    return Outcome(question, answer.answered, best, quotes, ranks, best_ranks, force_right, answer.elapsed_ms)


def _accepted(question: dict[str, Any], quote: Quote, names: dict[str, str]) -> list[str]:
    accepted = question["verdict"]
    if "verdict_by_doc" in question:
        by_document = {names.get(name, name): value for name, value in question["verdict_by_doc"].items()}
        accepted = by_document.get(quote.clause.document, [])
    return [accepted] if isinstance(accepted, str) else list(accepted or [])


def _in_turn(answer: Answer) -> tuple[Quote, ...]:
    longest = max((len(part.quotes) for part in answer.answers), default=0)
    return tuple(part.quotes[place] for place in range(longest) for part in answer.answers if place < len(part.quotes))


def plain(text: str) -> str:
    """Return a text as quotes are compared: white space and bold markers set aside."""
    return " ".join(text.replace("**", "").split())


def _share(values: Sequence[bool]) -> tuple[float, int]:
    return (sum(values) / len(values) if values else float("nan"), len(values))


def _area(answerable: Sequence[Outcome], unanswerable: Sequence[Outcome]) -> float:
    """Area under the receiver operating characteristic of the certainty (Hanley and McNeil, Radiology 1982)."""
    yes, no = (np.array([outcome.certainty for outcome in group]) for group in (answerable, unanswerable))
    higher = (yes[:, None] > no) + 0.5 * (yes[:, None] == no)
    return float(higher.mean()) if higher.size else float("nan")


def main() -> None:
    """Print the figures, by kind, and the misses if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--name", action="append", default=[], metavar="SHORT=DOCUMENT")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    workspace = find_workspace(options.workspace)
    answerer = Answerer.open(workspace)
    outcomes = score(answerer, load_questions(options.questions), dict(pair.split("=") for pair in options.name))
    for name, (value, count) in summary(outcomes).items():
        print(f"{name:22} {value:.3f}  of {count}")
    for kind, group in by_kind(outcomes).items():
        figures = {
            "answered": sum(outcome.answered for outcome in group),
            "hit@1": sum(outcome.hit for outcome in group),
            "hit@3": sum(outcome.hit_within(3) for outcome in group),
        }
        print(f"{kind:18} {len(group):3} questions: " + ", ".join(f"{name} {count}" for name, count in figures.items()))
    if options.misses:
        for outcome in outcomes:
            _print_miss(outcome)
    print(f"threshold {THRESHOLD}, median {sorted(o.milliseconds for o in outcomes)[len(outcomes) // 2]} ms")


def _print_miss(outcome: Outcome) -> None:
    question = outcome.question
    if question["answerable"] and outcome.hit and outcome.force_right:
        return
    if not question["answerable"] and not outcome.answered:
        return
    got = outcome.quotes[0].clause.text[:100] if outcome.quotes else "(declined)"
    fault = "MISS" if not outcome.hit else "FORCE" if question["answerable"] else "ANSWERED"
    force = outcome.quotes[0].force.value if outcome.quotes else "-"
    place = f"{fault} {question['id']} {question['kind']} {outcome.certainty:.2f} {outcome.ranks} {force}"
    print(f"{place} | {question['question']} | {got}")


if __name__ == "__main__":
    main()
