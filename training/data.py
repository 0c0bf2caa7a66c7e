"""The training pairs: clauses of invented policies with the questions staff would type.

Each line of training/pairs/*.jsonl is a clause {policy, section, lead_in?, clause, questions, topic}, the questions
that no clause of a policy answers {policy, unanswered}, or more questions for a clause of another file {file, n,
questions}.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.passages import passage
from assistant.sentences import split
from training.misspelling import misspell

PAIRS = Path(__file__).parent / "pairs"
MISSPELT = 0.35  # share of questions misspelt
RATES = (0.2, 0.4, 0.8)  # of their words that are: a slip now and then, or a hand that spells by ear
HELD_OUT = frozenset({
    "school_staff_a: Media, Publicity and Outside Speaking Policy (trust)",
    "school_staff_a: Safer Working Practice Guidance (primary school)",
    "school_staff_a: Staff Code of Conduct (secondary school)",
    "school_staff_b: Digital Conduct Policy (boys' comprehensive school)",
    "school_staff_b: E-Safety, ICT and Social Media Policy for Employees (community primary school)",
    "school_staff_b: Online Reputation and Digital Footprint Guidance (secondary school)",
    "school_staff_b: Personal Use of Social Networking Sites (primary school)",
    "school_staff_b: Relationships with Former Pupils, Parents and the Community Policy (academy)",
})  # fmt: skip
"""The policies that nothing is trained on, to measure on."""


@dataclass(slots=True)
class TrainingClause:
    """A clause with the questions it answers."""

    policy: str
    topic: str
    section: str
    lead_in: str | None
    text: str
    questions: list[str]


@dataclass(slots=True)
class TrainingPolicy:
    """An invented policy: its clauses, and near questions it does not answer."""

    name: str
    clauses: list[TrainingClause] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)


def load_policies(folder: Path = PAIRS) -> list[TrainingPolicy]:
    """Read every policy, in a stable order."""
    policies: dict[str, TrainingPolicy] = {}
    by_place: dict[tuple[str, int], TrainingClause] = {}
    more: list[tuple[str, int, list[str]]] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            entry = json.loads(line)
            if "n" in entry:
                more.append((entry["file"], entry["n"], entry["questions"]))
                continue
            name = f"{path.stem}: {entry['policy']}"
            policy = policies.setdefault(name, TrainingPolicy(name))
            if "unanswered" in entry:
                policy.unanswered += entry["unanswered"]
            else:
                clause = TrainingClause(
                    name,
                    entry.get("topic", ""),
                    entry["section"],
                    entry.get("lead_in"),
                    entry["clause"],
                    list(entry["questions"]),
                )
                policy.clauses.append(clause)
                by_place[path.stem, number] = clause
    for stem, number, questions in more:
        by_place[stem, number].questions += questions
    return list(policies.values())


def split_off(policies: Sequence[TrainingPolicy]) -> tuple[list[TrainingPolicy], list[TrainingPolicy]]:
    """Split into the policies to train on and those held out."""
    return (
        [policy for policy in policies if policy.name not in HELD_OUT],
        [policy for policy in policies if policy.name in HELD_OUT],
    )


def clause_passage(clause: TrainingClause, rng: random.Random | None = None) -> str:
    """Return the passage of a clause; with `rng`, sometimes without its heading, so that this is not leant on."""
    without = rng is not None and rng.random() < (0.15 if len(split(clause.text)) == 1 else 0.1)
    return passage(() if without else (clause.section,), clause.lead_in, clause.text)


def varied(question: str, rng: random.Random) -> str:
    """Return the question as another hand might have typed it: often misspelt, often in small letters."""
    if rng.random() < MISSPELT:
        question = misspell(question, rng, rng.choice(RATES))
    return question.lower().rstrip("?.! ") if rng.random() < 0.3 else question
