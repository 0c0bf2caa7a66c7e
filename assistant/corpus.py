"""The policy files of a workspace, and each of them as a document with its clauses.

In: corpus/<organisation>/<policy>.<suffix>. Out: sources (what is there) and policies (what they say). A file that
cannot be used costs itself only: it comes out as a Skipped with the reason.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import readers
from assistant.clauses import Parsed, parse
from assistant.datatypes import Clause, Document, Reading
from assistant.errors import CorpusError, UnreadableDocument
from assistant.readers.isolate import read_many
from assistant.settings import Workspace

_NOT_POLICIES = {".toml", ".ini", ".lock", ".tmp", ".part", ".crdownload"}


@dataclass(frozen=True, slots=True)
class Source:
    """A file in the corpus."""

    path: Path
    name: str
    """Path relative to the corpus, with forward slashes."""
    organisation: str
    bytes: int
    mtime_ns: int

    @property
    def document(self) -> str:
        """Id of the document made from this file."""
        inside = self.name.removeprefix(f"{self.organisation}/")
        return f"{self.organisation}/{inside.rsplit('.', 1)[0]}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not among the policies, and why."""

    name: str
    reason: str
    unreadable: bool = False
    """It is a policy by its name, and what it says cannot be told."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A file as it will be quoted: the document, its clauses and what the reading found."""

    document: Document
    clauses: tuple[Clause, ...]
    headings: int
    omitted_words: int
    empty_pages: tuple[int, ...] = ()
    numbering_gaps: tuple[str, ...] = ()


def find_sources(workspace: Workspace) -> tuple[list[Source], list[Skipped]]:
    """List the policy files below corpus/, in order of name, and the files that cannot be used.

    Links and paths that leave the corpus are refused; hidden files and settings are passed over in silence. Raises
    CorpusError if a folder or file is out of reach: what cannot be seen must not count as deleted.
    """
    sources: list[Source] = []
    skipped: list[Skipped] = []
    root = workspace.corpus
    for path in sorted(_files(root)):
        name = path.relative_to(root).as_posix()
        suffix = path.suffix.lower()
        if path.name.startswith((".", "~$")) or suffix in _NOT_POLICIES:
            continue
        if not _is_text(name):
            skipped.append(Skipped(ascii(name), "its name is not text; give it a plain name"))
        elif path.is_symlink() or not path.resolve().is_relative_to(root.resolve()):
            skipped.append(Skipped(name, "it is a link; copy the document itself into the corpus"))
        elif suffix not in readers.SUFFIXES:
            skipped.append(
                Skipped(name, f"{suffix or 'a file without a suffix'} is not a supported type; save it as PDF or DOCX")
            )
        else:
            try:
                stat = path.stat()
            except FileNotFoundError:  # it went away since the folder was listed
                continue
            except OSError as error:
                raise _out_of_reach(error) from error
            organisation = name.split("/")[0] if "/" in name else workspace.settings.organisation
            sources.append(Source(path, name, organisation, stat.st_size, stat.st_mtime_ns))
    return _without_same_ids(sources, skipped)


def read_policies(
    sources: Sequence[Source], tell: Callable[[float], None] = lambda share: None
) -> Iterator[tuple[Source, Policy | Skipped]]:
    """Read sources into policies, in order; a file that cannot be read gives its reason instead.

    `tell` is given each share of a file that is done, from any thread.
    """
    by_path = {source.path: source for source in sources}
    for path, reading in read_many(list(by_path), tell):
        source = by_path[path]
        try:
            yield source, _policy(source, reading)
        except OSError as error:
            reason = f"it could not be opened ({error.strerror}); was it moved meanwhile?"
            yield source, Skipped(source.name, reason, unreadable=True)


def parser_version() -> str:
    """Return a digest of the code that turns files into clauses: part of what "unchanged" means at a rebuild."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    named = ("sentences.py", "passages.py", "notes.py", "ingest.py")
    for pattern in ("readers/*.py", "clauses/*.py", "force*.py", "false_friends.py", *named):
        for path in sorted(package.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _policy(source: Source, reading: Reading | UnreadableDocument) -> Policy | Skipped:
    if isinstance(reading, UnreadableDocument):
        return Skipped(source.name, str(reading), unreadable=True)
    parsed = parse(reading, source.document)
    if not any(not clause.about for clause in parsed.clauses):
        return Skipped(
            source.name, f"{source.path.name} has no text that could be a rule; is it a form or a cover page?"
        )
    return Policy(
        _document(source, reading, parsed), parsed.clauses, parsed.headings, parsed.omitted_words, reading.empty_pages
    )


def _document(source: Source, reading: Reading, parsed: Parsed) -> Document:
    return Document(
        id=source.document,
        organisation=source.organisation,
        title=parsed.title or source.path.stem.replace("-", " ").replace("_", " ").strip().capitalize(),
        source=source.name,
        text=parsed.text,
        sha256=file_sha256(source.path),
        pages=reading.pages,
        approved=parsed.facts.approved,
        review_due=parsed.facts.review_due,
        approved_by=parsed.facts.approved_by,
        warnings=reading.warnings,
    )


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root, onerror=_not_listed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder) / name for name in names)
        yield from (Path(folder) / name for name in folders if (Path(folder) / name).is_symlink())


def _not_listed(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise _out_of_reach(error) from error


def _out_of_reach(error: OSError) -> CorpusError:
    return CorpusError(
        f"{error.filename} is out of reach ({error.strerror}). The policies stay as they were last read; see that this "
        "account may read it, and try again."
    )


def _without_same_ids(sources: list[Source], skipped: list[Skipped]) -> tuple[list[Source], list[Skipped]]:
    """Keep one file of each document: two formats of a policy do not count twice."""
    kept: dict[str, Source] = {}
    for source in sources:
        first = kept.setdefault(source.document, source)
        if first is not source:
            skipped.append(Skipped(source.name, f"it has the same name as {first.name}, which is taken instead"))
    return list(kept.values()), skipped
