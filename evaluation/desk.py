"""What the policy owner's means are worth: the shipped glossary, pins, and the scrubbing of kept questions."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from assistant import pins
from assistant.answer import Answerer
from assistant.build import build
from assistant.privacy import scrub
from assistant.settings import Settings, Workspace
from evaluation.score import Outcome, by_kind, load_questions, score


def glossary(
    answerer: Answerer, asked: Sequence[dict[str, Any]], names: dict[str, str], shipped: Sequence[Outcome]
) -> str:
    """Return hit@1 by kind with the shipped glossary and without it."""
    with patch("assistant.question._vocabulary", dict), patch("assistant.question._shorthand", dict):
        without = by_kind(score(answerer, asked, names))
    rows = [
        "The shipped glossary (hit@1, questions):",
        "",
        "| kind | questions | with | without |",
        "|---|---|---|---|",
    ]
    counts = []
    for kind, group in sorted(by_kind(shipped).items()):
        if group[0].question["answerable"]:
            counts.append((len(group), sum(o.hit for o in group), sum(o.hit for o in without[kind])))
            rows.append(f"| {kind} | {' | '.join(map(str, counts[-1]))} |")
    return "\n".join([*rows, f"| all | {' | '.join(str(sum(column)) for column in zip(*counts, strict=True))} |"])


def with_pins(corpus: Path, entries: Sequence[dict[str, Any]], folder: Path) -> tuple[Answerer, dict[str, str]]:
    """Pin each question that `entries` reword to the clause that answers it best; return also the school of each."""
    shutil.copytree(corpus, folder / "corpus")
    workspace = Workspace(folder, Settings())
    build(workspace)
    answerer = Answerer.open(workspace)
    schools: dict[str, str] = {}
    for question in dict.fromkeys(entry["pin"] for entry in entries):
        answers = [answerer.ask(question, [school], limit=1) for school in answerer.index.organisations()]
        best = max((answer.answers[0] for answer in answers if answer.answered), key=lambda part: part.quotes[0].score)
        schools[question] = best.organisation
        clauses = [best.quotes[0].clause.id]
        pin = pins.Pin(ask=[question], school=best.organisation, clauses=clauses, chosen="2026-03-03")
        pins.add(workspace.corpus, pin)
    build(workspace)
    return Answerer.open(workspace), schools


def fires(answerer: Answerer, school: str, entry: dict[str, Any]) -> bool:
    """Say whether a rewording, or a near miss, brings up the pin it is written for."""
    return any(entry["pin"] in (part.chosen or "") for part in answerer.ask(entry["question"], [school]).answers)


def pinned(corpus: Path, rewordings: Path, folder: Path) -> str:
    """Count what rewordings and near misses bring up of ten pinned questions."""
    entries = load_questions(rewordings)
    answerer, schools = with_pins(corpus, entries, folder)
    same, other = (
        [fires(answerer, schools[entry["pin"]], entry) for entry in entries if entry["same"] is wanted]
        for wanted in (True, False)
    )
    return (
        f"\n## Pins\n\nTen questions pinned with one wording each. {sum(same)} of {len(same)} rewordings bring up the pin; so do "
        f"{sum(other)} of {len(other)} near misses written to be confused with it (“can I give a colleague a lift home” for “a "
        "pupil”). The two thresholds were set on these questions, nine tenths of which are by another hand.\n"
    )


def scrubbed(careless: Path) -> str:
    """Count what is left of names, addresses and numbers in questions that were full of them."""
    entries = load_questions(careless)
    texts = [(entry, scrub(entry["question"])) for entry in entries]
    secrets = [secret.lower() in text.lower() for entry, text in texts for secret in entry["secrets"]]
    names = [
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
        for entry, text in texts
        for name in entry["names"]
    ]
    return (
        f"\n## What a kept question still tells\n\n{len(entries)} questions with invented names and addresses, by another hand: "
        f"{sum(secrets)} of {len(secrets)} addresses and numbers and {sum(names)} of {len(names)} names are left. Before the "
        "words were gone through for them, 8 names were (2.1 %).\n"
    )
