"""Whether what is said to differ between schools, or to conflict within one, does so to a reader.

differences.jsonl lists topics of the sample schools and differences_real.jsonl those of two real policies, with what a
reader found; conflicts.jsonl has pairs of invented clauses that stand in two policies of one school.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.answer import Answerer
from assistant.build import build
from assistant.settings import Settings, Workspace
from evaluation.score import load_questions


def table(folder: Path, sample: Answerer, real: Path) -> str:
    """Return the section of the report; `real` is a corpus of the two real policies, left out if it is not there."""
    rows = [
        "\n## Differences between schools, conflicts within one\n",
        "A reader's list of topics, and of pairs of clauses, beside what the assistant says of them. The bounds were set on",
        "these lists.\n",
        "| | reviewed | truly so | said | rightly | precision |",
        "|---|---|---|---|---|---|",
    ]
    rows.append(_row("differ: sample schools", _differ(sample, folder / "differences.jsonl")))
    with tempfile.TemporaryDirectory() as place:
        if real.is_dir():
            workspace = Workspace(Path(place) / "real", Settings())
            shutil.copytree(real, workspace.corpus)
            build(workspace)
            rows.append(
                _row("differ: two real policies", _differ(Answerer.open(workspace), folder / "differences_real.jsonl"))
            )
        rows.append(_row("conflict: invented pairs", _conflict(folder / "conflicts.jsonl", Path(place) / "pairs")))
    return "\n".join(rows) + "\n"


def _row(name: str, told: Sequence[tuple[bool, bool]]) -> str:
    said, right = sum(says for says, _ in told), sum(says and true for says, true in told)
    return f"| {name} | {len(told)} | {sum(true for _, true in told)} | {said} | {right} | {right / max(1, said):.2f} |"


def _differ(answerer: Answerer, reviewed: Path) -> list[tuple[bool, bool]]:
    return [(answerer.ask(entry["question"]).differ, entry["differ"]) for entry in load_questions(reviewed)]


def _conflict(reviewed: Path, root: Path) -> list[tuple[bool, bool]]:
    pairs = load_questions(reviewed)
    workspace = Workspace(root, Settings())
    for number, pair in enumerate(pairs):
        school = workspace.corpus / f"school-{number}"
        school.mkdir(parents=True)
        for name in ("one", "other"):
            text = f"# {name.capitalize()} Policy\n\n## Rules\n\n{pair[name]}\n"
            (school / f"{name}.md").write_text(text, encoding="utf-8")
    build(workspace)
    answerer = Answerer.open(workspace)
    answers = [answerer.ask(pair["question"], [f"school-{number}"]).answers for number, pair in enumerate(pairs)]
    return [
        (any(part.conflicts for part in found), pair["conflict"]) for pair, found in zip(pairs, answers, strict=True)
    ]
