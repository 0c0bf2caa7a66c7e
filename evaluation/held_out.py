"""Ask the whole product the questions of the training policies that nothing was trained on (training.data.HELD_OUT).

Each policy is written as a document of a school of its own and read like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.data import TrainingPolicy, load_policies, split_off

UNANSWERED = "unanswered"


def policies() -> list[TrainingPolicy]:
    """Return the policies that are held out."""
    return split_off(load_policies())[1]


def write(held_out: Sequence[TrainingPolicy], corpus: Path) -> None:
    """Write the policies into a corpus."""
    for number, policy in enumerate(held_out):
        folder = corpus / _school(number)
        folder.mkdir(parents=True)
        (folder / "policy.md").write_text(_markdown(policy), encoding="utf-8")


def questions(held_out: Sequence[TrainingPolicy]) -> list[dict[str, Any]]:
    """Return the questions in the form of a question file, of kind "answered" or "unanswered"."""
    asked = []
    for number, policy in enumerate(held_out):
        document = f"{_school(number)}/policy"
        for clause in policy.clauses:
            gold = [{"doc": document, "quote": " ".join(clause.text.split()), "grade": 2}]
            asked += [_question(document, "answered", question, gold) for question in clause.questions]
        asked += [_question(document, UNANSWERED, question, []) for question in policy.unanswered]
    return asked


def _school(number: int) -> str:
    return f"school-{number}"


def _question(document: str, kind: str, question: str, gold: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "scope": document,
        "question": question,
        "history": [],
        "kind": kind,
        "answerable": bool(gold),
        "gold": gold,
        "verdict": [],
    }


def _markdown(policy: TrainingPolicy) -> str:
    lines = [f"# {policy.name.split(': ', 1)[1]}"]
    section, lead_in, chapter, rule = "", None, 0, 0
    for clause in policy.clauses:
        if clause.section != section:
            section, lead_in, chapter, rule = clause.section, None, chapter + 1, 0
            lines.append(f"## {chapter}. {section}")
        if clause.lead_in and clause.lead_in != lead_in:
            lines.append(clause.lead_in)
        lead_in = clause.lead_in
        rule += not lead_in
        lines.append(f"{'-' if lead_in else f'{chapter}.{rule}'} {' '.join(clause.text.split())}")
    return "\n\n".join(lines) + "\n"
