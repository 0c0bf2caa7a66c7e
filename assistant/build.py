"""Build the index: read what changed in the corpus, embed what is new, write a generation aside and swap it in.

In: a workspace. Out: the name of the generation now in force, and a report. A build that fails at any point leaves
the former generation in force.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant import corpus, generations, glossary, index, intake, notices, pins, stores
from assistant.corpus import Skipped, Source
from assistant.embedding import Progress, embed, embed_examples
from assistant.encoder.export import prepare
from assistant.errors import AssistantError, EmptyCorpus, IndexMissing
from assistant.lock import build_lock
from assistant.pins import Pin
from assistant.settings import Workspace
from assistant.updates import compare


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would do, by source."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    unchanged: tuple[str, ...]
    skipped: tuple[Skipped, ...]


@dataclass(slots=True)
class Report:
    """What a build did."""

    generation: str
    documents: list[dict[str, Any]] = field(default_factory=list)
    """One entry per document, as in the manifest."""
    skipped: list[Skipped] = field(default_factory=list)
    clauses: int = 0
    read: int = 0
    """Documents read anew; the others were unchanged."""
    embedded: int = 0
    """Passages embedded anew; the others were unchanged."""
    changes: int = 0
    """Clauses added, removed, reworded or moved since the generation before; 0 if there was none."""
    expired_pins: list[Pin] = field(default_factory=list)
    """Chosen answers of which a clause has changed, so that they no longer apply."""
    unchanged: bool = False
    """Nothing differed from the generation in force, which stays."""


def build(workspace: Workspace, *, full: bool = False, progress: Progress | None = None) -> Report:
    """Bring the index up to the state of the corpus.

    Raises EmptyCorpus if there is no readable policy, IndexBusy if another build is running.
    """
    tell = progress or (lambda step, done, total: None)
    with build_lock(workspace.index):
        sources, skipped = corpus.find_sources(workspace)
        if not sources:
            raise EmptyCorpus(_empty(workspace, skipped))
        encoder_folder = prepare(workspace.settings.encoder, workspace.index / "encoders")
        former = _former(workspace.index)
        try:
            return _build(workspace, sources, skipped, encoder_folder, former, full, tell)
        finally:
            if former:
                former.close()


def plan(workspace: Workspace, *, full: bool = False) -> Plan:
    """Say what a build would do, without doing it."""
    sources, skipped = corpus.find_sources(workspace)
    former = None if full else _former(workspace.index)
    known = intake.unchanged(sources, former)
    before = {entry["source"] for entry in former.manifest["sources"]} if former else set()
    names = [source.name for source in sources]
    return Plan(
        new=tuple(name for name in names if name not in before),
        changed=tuple(name for name in names if name in before and name not in known),
        gone=tuple(sorted(before - set(names))),
        unchanged=tuple(known),
        skipped=tuple(skipped),
    )


def rollback(workspace: Workspace) -> str:
    """Put the generation before the current one back in force, and return its name.

    Raises IndexMissing if there is none, DamagedIndex or IndexMismatch if it cannot be asked.
    """
    with build_lock(workspace.index):
        earlier = generations.previous(workspace.index)
        if earlier is None:
            raise IndexMissing("There is no earlier version of the index to go back to.")
        # A damaged one must not come into force.
        with closing(index.Index(workspace.index / "generations" / earlier)) as whole:
            stores.push(workspace, whole)
        generations.put_in_force(workspace.index, earlier)
        return earlier


def _build(
    workspace: Workspace,
    sources: Sequence[Source],
    skipped: list[Skipped],
    encoder_folder: Path,
    former: index.Index | None,
    full: bool,
    tell: Progress,
) -> Report:
    taken = intake.take(sources, former, tell, full=full)
    if not taken.policies:
        raise EmptyCorpus(_empty(workspace, [*skipped, *taken.skipped]))
    skipped = [*skipped, *taken.skipped]
    pinned = pins.read(workspace.corpus)
    examples = notices.examples(workspace.settings) | pins.examples(pinned)
    manifest: dict[str, Any] = {
        "previous": generations.in_force(workspace.index),
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "parser": corpus.parser_version(),
        "encoder": encoder_folder.name,
        "examples": _digest(examples),
        "pins": pinned,
        "glossary": glossary.read(workspace.corpus),
        "sources": taken.entries,
        "skipped": [{"source": skip.name, "reason": skip.reason} for skip in skipped],
    }
    clauses = [clause for policy in taken.policies for clause in policy.clauses]
    expired = pins.expired(pinned, {clause.id for clause in clauses})
    if former and not full and _same(former.manifest, manifest):
        return Report(former.generation, taken.entries, skipped, len(clauses), expired_pins=expired, unchanged=True)
    reused = None if full else former
    rows, vectors, embedded = embed(taken.policies, encoder_folder, reused, taken.as_they_were, tell)
    documents = [policy.document for policy in taken.policies]
    example_vectors = embed_examples(examples, manifest["examples"], encoder_folder, reused)
    contents = generations.Contents(documents, clauses, rows, vectors, example_vectors)
    name = generations.add(workspace.index, contents, manifest)
    changes = _changes(workspace.index, name, former)
    with closing(index.Index(workspace.index / "generations" / name)) as made:
        stores.push(workspace, made)
    return Report(name, taken.entries, skipped, len(clauses), taken.read, embedded, changes, expired)


def _digest(examples: Mapping[str, Sequence[str]]) -> str:
    return hashlib.sha256(json.dumps(examples, sort_keys=True).encode()).hexdigest()[:12]


def _changes(root: Path, name: str, former: index.Index | None) -> int:
    if former is None:
        return 0
    with closing(index.Index(root / "generations" / name)) as new:
        return len(compare(former, new))


def _same(former: dict[str, Any], manifest: dict[str, Any]) -> bool:
    return all(
        former.get(key) == manifest[key]
        for key in ("parser", "encoder", "examples", "glossary", "pins", "sources", "skipped")
    )


def _former(root: Path) -> index.Index | None:
    """Open the generation in force, if there is a whole one: a damaged one is simply built anew."""
    try:
        return index.open_index(root)
    except AssistantError:
        return None


def _empty(workspace: Workspace, skipped: Sequence[Skipped]) -> str:
    if skipped:
        reasons = "; ".join(f"{skip.name}: {skip.reason}" for skip in skipped[:5])
        more = f"; and {len(skipped) - 5} more" if len(skipped) > 5 else ""
        return f"No file in {workspace.corpus} could be used. {reasons}{more}"
    return (
        f"There are no policies in {workspace.corpus}. Put PDF, Word, Markdown, HTML or text files into a folder there "
        f"named after the school, such as {workspace.corpus / 'hill-top-school'}."
    )
