"""What a build takes in: a policy whose file is unchanged as it was, a changed one read anew, a broken one as it was.

In: the files of the corpus and the index before. Out: the policies to index, and what is said of every file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant import corpus, ingest
from assistant.corpus import Policy, Skipped, Source
from assistant.embedding import Progress
from assistant.index import Index
from assistant.versions import newest, replaced

NEVER_READ = {"mtime_ns": 0, "sha256": ""}
"""In the entry of a document whose file is broken: it is read again at every build, and counts as changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What there is to index, in order of the documents."""

    policies: list[Policy]
    entries: list[dict[str, Any]]
    """What the manifest says of each."""
    skipped: list[Skipped]
    read: int
    """How many were read anew."""
    as_they_were: frozenset[str]
    """Documents that are taken from the index before."""


def take(sources: Sequence[Source], former: Index | None, tell: Progress, *, full: bool = False) -> Intake:
    """Return what to index; nothing if no file can be read. `full` reads every file again."""
    known = {} if full else unchanged(sources, former)
    read, unread = _read(sources, known, tell)
    taken = known | read
    readable = [(source, taken[source.name]) for source in sources if source.name in taken]
    kept = [each for each in _kept(sources, unread, former) if not replaced(each, readable)] if taken else []
    policies, superseded = newest([*readable, *kept])
    unread |= {source.name: _told(unread[source.name]) for source, _ in kept}
    lines, broken = _entries(former), {source.name for source, _ in kept}

    def entry(source: Source, policy: Policy) -> dict[str, Any]:
        if source.name in read:
            return ingest.entry(source, policy)
        seen = NEVER_READ if source.name in broken else {"mtime_ns": source.mtime_ns}
        return lines[source.document] | {"source": source.name} | seen

    policies.sort(key=lambda each: (each[0].organisation, each[0].document))
    return Intake(
        policies=[policy for _, policy in policies],
        entries=[entry(source, policy) for source, policy in policies],
        skipped=[*unread.values(), *superseded],
        read=len(read),
        as_they_were=frozenset(source.document for source, _ in policies if source.name not in read),
    )


def unchanged(sources: Sequence[Source], former: Index | None) -> dict[str, Policy]:
    """Return the policies, by their files, that the former index has as this version would read them again."""
    if former is None or former.manifest.get("parser") != corpus.parser_version():
        return {}
    lines = _entries(former)
    known: dict[str, Policy] = {}
    for source in sources:
        entry = lines.get(source.document)
        if entry and entry["source"] == source.name and _same_file(source, entry):
            known[source.name] = _as_it_was(former, entry)
    return known


def _read(
    sources: Sequence[Source], known: dict[str, Policy], tell: Progress
) -> tuple[dict[str, Policy], dict[str, Skipped]]:
    """Return the policies that are not in `known`, by their files, and the files of which none could be made."""
    changed = [source for source in sources if source.name not in known]
    done = 0.0

    def step(share: float) -> None:
        nonlocal done
        done += share
        tell("Reading policies", done, len(changed))

    step(0)
    read: dict[str, Policy] = {}
    unread: dict[str, Skipped] = {}
    for source, outcome in corpus.read_policies(changed, step):
        if isinstance(outcome, Skipped):
            unread[source.name] = outcome
        else:
            read[source.name] = outcome
    return read, unread


def _kept(
    sources: Sequence[Source], unread: Mapping[str, Skipped], former: Index | None
) -> Iterator[tuple[Source, Policy]]:
    """Yield what the former index holds of documents whose files can no longer be read.

    Such a file is more likely a copy that failed than a policy that was withdrawn, which would be deleted.
    """
    lines = _entries(former)
    for source in sources:
        if former and source.document in lines and source.name in unread and unread[source.name].unreadable:
            policy = _as_it_was(former, lines[source.document])
            yield source, replace(policy, document=replace(policy.document, source=source.name))


def _told(skip: Skipped) -> Skipped:
    told = "what it said when it could be read is quoted until it is mended or deleted"
    return replace(skip, reason=f"{skip.reason}; {told}")


def _entries(former: Index | None) -> dict[str, dict[str, Any]]:
    return {entry["document"]: entry for entry in former.manifest["sources"]} if former else {}


def _as_it_was(former: Index, entry: dict[str, Any]) -> Policy:
    document = entry["document"]
    clauses = tuple(former.document_clauses(document))
    return Policy(former.document(document), clauses, entry["headings"], entry["omitted_words"])


def _same_file(source: Source, entry: dict[str, Any]) -> bool:
    if source.bytes != entry["bytes"]:
        return False
    same_time: bool = source.mtime_ns == entry["mtime_ns"]
    try:
        return same_time or corpus.file_sha256(source.path) == entry["sha256"]
    except OSError:  # which reading it will tell
        return False
