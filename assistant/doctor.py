"""Check a workspace from top to bottom and say what to do about each fault.

In: a workspace. Out: Findings, one per check. Unlike opening the index, this reads every file in full.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from assistant import generations
from assistant.encoder import Encoder, cross, described
from assistant.errors import AssistantError
from assistant.freshness import files, freshness
from assistant.index import Index, open_index
from assistant.ingest import remarks
from assistant.passages import embedded_text
from assistant.settings import Workspace
from assistant.wording import counted

Verdict = Literal["ok", "advice", "fault"]
SAMPLE = 20  # passages encoded again
SAME = 0.97  # cosine of a passage with its stored vector; 8-bit arithmetic depends a little on what shares a batch


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check."""

    check: str
    verdict: Verdict
    message: str


def examine(workspace: Workspace) -> list[Finding]:
    """Run every check; one that fails does not keep the others from running."""
    findings = [_environment(), _permissions(workspace.index)]
    try:
        index = open_index(workspace.index)
    except AssistantError as error:
        return [*findings, Finding("index", "fault", str(error))]
    for name, check in _CHECKS.items():
        try:
            findings.append(check(workspace, index))
        except AssistantError as error:
            findings.append(Finding(name, "fault", str(error)))
    return findings


def _environment() -> Finding:
    missing = [name for name in ("pypdf", "docx", "lxml", "markdown_it") if find_spec(name) is None]
    if missing:
        advice = (
            f"This machine can ask but not read policies, without {', '.join(missing)}: "
            "run `pip install policy-assistant[build]`."
        )
        return Finding("environment", "advice", advice)
    return Finding("environment", "ok", "Everything for reading policies and for asking is installed.")


def _permissions(root: Path) -> Finding:
    if root.is_dir() and not os.access(root, os.W_OK):
        return Finding("permissions", "advice", f"{root} is read-only here: asking works, reading policies does not.")
    return Finding("permissions", "ok", f"{root} can be written to.")


def _checksums(workspace: Workspace, index: Index) -> Finding:
    for name, expected in index.manifest["files"].items():
        generations.check_file(index.folder / name, expected)
    return Finding("checksums", "ok", "Every file of the index is what was written.")


def _model(workspace: Workspace, index: Index) -> Finding:
    model = described(index.encoder_folder)
    return Finding("model", "ok", f"The search model {model['name']} ({model['fingerprint']}) is complete.")


def _second_model(workspace: Workspace, index: Index) -> Finding:
    model = cross.shipped()
    return Finding("second model", "ok", f"The search model {model['name']} ({model['fingerprint']}) is complete.")


def _vectors(workspace: Workspace, index: Index) -> Finding:
    encoder = Encoder(index.encoder_folder)
    stored = []
    for document in index.documents()[:SAMPLE]:
        clauses = index.document_clauses(document.id)
        stored += [
            (embedded_text(clauses[place], span, document.title), vector)
            for place, span, vector in index.embedded(document.id)
        ]
    sample = stored[:: max(1, len(stored) // SAMPLE)]
    again = encoder.encode([text for text, _ in sample])
    worst = min(float(vector @ other) for (_, vector), other in zip(sample, again, strict=True))
    if worst < SAME:
        return Finding("vectors", "fault", "The index no longer fits its search model. Run `assistant index --full`.")
    return Finding("vectors", "ok", f"The index fits its search model ({counted(len(sample), 'passage')} tried).")


def _corpus(workspace: Workspace, index: Index) -> Finding:
    fresh = freshness(index.manifest, workspace.corpus, index.organisations())
    skipped = {entry["source"]: entry["reason"] for entry in index.manifest["skipped"]}
    stale = [name for name in files(index.manifest, fresh.changed | fresh.gone) if name not in skipped]
    told = [f"Changed or deleted since they were read: {', '.join(stale)}. Run `assistant index`."] if stale else []
    if skipped:
        told.append(f"Could not be used: {'; '.join(f'{name} ({reason})' for name, reason in skipped.items())}.")
    if told:
        return Finding("corpus", "advice", " ".join(told))
    return Finding("corpus", "ok", "The index is up to date with the policies.")


def _policies(workspace: Workspace, index: Index) -> Finding:
    found = [f"{entry['source']}: {remark}" for entry in index.manifest["sources"] for remark in remarks(entry)]
    if found:
        return Finding("policies", "advice", "To look at: " + "; ".join(found) + ".")
    return Finding("policies", "ok", "Numbering, references and dates of every policy are in order.")


_CHECKS: dict[str, Callable[[Workspace, Index], Finding]] = {
    "checksums": _checksums,
    "model": _model,
    "second model": _second_model,
    "vectors": _vectors,
    "corpus": _corpus,
    "policies": _policies,
}
