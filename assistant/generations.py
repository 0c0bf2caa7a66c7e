"""A generation of the index on disk: written once, aside, swapped in whole.

index/current names the generation in force; index/generations/<name>/ holds manifest.json, clauses.sqlite and
vectors.faiss; index/encoders/<fingerprint>/ the encoder that made the vectors. Nothing in a generation ever changes.
Rows of clauses and vectors are ordered by organisation, so a scope is a range of rows.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import lexical
from assistant import vectors as vector_store
from assistant.datatypes import Clause, Document, Span
from assistant.encoder import Vectors
from assistant.errors import AssistantError, DamagedIndex, IndexMismatch, IndexMissing
from assistant.rows import clause_row, document_row

SCHEMA = 7  # of a generation on disk: raise it whenever an older one could not be read as it is
MANIFEST, CLAUSES, VECTORS, CURRENT = "manifest.json", "clauses.sqlite", "vectors.faiss", "current"
REBUILD = "Run `assistant index --full` to build it again."

_TABLES = """
CREATE TABLE organisations (
    name TEXT PRIMARY KEY, first_clause INT, last_clause INT, first_vector INT, last_vector INT);
CREATE TABLE documents (
    id TEXT PRIMARY KEY, organisation TEXT, title TEXT, source TEXT, text TEXT, sha256 TEXT, pages INT,
    approved TEXT, review_due TEXT, approved_by TEXT, warnings TEXT);
CREATE TABLE clauses (
    row INTEGER PRIMARY KEY, id TEXT UNIQUE, document TEXT, section TEXT, number TEXT, page INT, line INT,
    lead_in TEXT, text TEXT, start INT, stop INT, force TEXT, sentences TEXT, about TEXT);
CREATE INDEX documents_of_organisation ON documents (organisation);
CREATE INDEX clauses_of_document ON clauses (document);
CREATE TABLE spans (vector INTEGER PRIMARY KEY, clause INT, start INT, stop INT);
CREATE INDEX spans_of_clause ON spans (clause);
CREATE TABLE examples (topic TEXT, vector BLOB);
CREATE TABLE words (word TEXT PRIMARY KEY, count INT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a generation beside its manifest."""

    documents: Sequence[Document]
    clauses: Sequence[Clause]
    """Ordered by organisation."""
    spans: Sequence[tuple[int, Span]]
    """For each vector row the clause row and the part embedded, in the order of the clauses."""
    vectors: Vectors
    """Shape (spans, dim)."""
    examples: Mapping[str, Vectors]
    """Of example questions by topic."""


def current(root: Path) -> str:
    """Return the name of the generation in force.

    Raises IndexMissing if none was built, DamagedIndex if the name is no generation.
    """
    try:
        name = (root / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexMissing(f"No policies have been read yet in {root.parent}. Run `assistant index` there.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DamagedIndex(f"{root / CURRENT} cannot be read. {REBUILD}") from error
    if not re.fullmatch(r"[\w-]+", name) or not (root / "generations" / name).is_dir():
        raise DamagedIndex(f"{root / CURRENT} names a version of the index that is not there. {REBUILD}")
    return name


def in_force(root: Path) -> str | None:
    """Return the name of the generation in force, None if there is none that can be told."""
    try:
        return current(root)
    except AssistantError:
        return None


def previous(root: Path) -> str | None:
    """Return the generation that was in force before the current one, if it is still there."""
    name: str | None = read_manifest(root / "generations" / current(root)).get("previous")
    return name if name and (root / "generations" / name).is_dir() else None


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a generation.

    Raises DamagedIndex if it is not there or not whole, IndexMismatch if another version wrote it.
    """
    path = folder / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
        manifest: dict[str, Any] = json.loads(text)
        schema = manifest["schema"]
        sealed = manifest.pop("seal")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndex(f"{path} is missing or damaged. {REBUILD}") from error
    if schema != SCHEMA:
        raise IndexMismatch(f"The index was written by another version of Policy Assistant. {REBUILD}")
    if sealed != _seal(text.replace(f'"{sealed}"', '""')):
        raise DamagedIndex(f"{path} was changed after it was written. {REBUILD}")
    return manifest


def check_file(path: Path, expected: dict[str, Any], most: int | None = None) -> None:
    """Check a file of a generation against the manifest: its size, and its checksum if it has at most `most` bytes.

    Raises DamagedIndex if it is not what was written.
    """
    try:
        size = path.stat().st_size
        same = size == expected.get("bytes") and (
            (most is not None and size > most) or file_sha256(path) == expected.get("sha256")
        )
    except OSError as error:
        raise DamagedIndex(f"{path} cannot be read. {REBUILD}") from error
    if not same:
        raise DamagedIndex(f"{path} is not what was written. {REBUILD}")


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def add(root: Path, contents: Contents, manifest: dict[str, Any]) -> str:
    """Write a generation aside, put it in force, delete those that are no longer needed, and return its name.

    Raises AssistantError if the disk does not take it; then the former one stays in force.
    """
    digest = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode() + os.urandom(8)).hexdigest()
    name = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{digest[:4]}"
    folder = root / "generations"
    aside = folder / f".making-{name}"
    try:
        aside.mkdir(parents=True)
        write(aside, contents, manifest)
        aside.rename(folder / name)
        sync(folder)
        put_in_force(root, name)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        raise AssistantError(
            f"The new index could not be written to {root} ({error.strerror or error}). The former one stays in force."
        ) from error
    _prune(root)
    return name


def write(folder: Path, contents: Contents, manifest: dict[str, Any]) -> None:
    """Write a generation into an empty folder.

    `manifest` gains schema, counts and the checksums of the files. Raises OSError if the disk does not take it.
    """
    try:
        _write_clauses(folder / CLAUSES, contents)
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error
    vector_store.write(contents.vectors, folder / VECTORS)
    manifest = manifest | {
        "schema": SCHEMA,
        "counts": {name: len(getattr(contents, name)) for name in ("documents", "clauses", "vectors")},
        "files": {
            name: {"bytes": (folder / name).stat().st_size, "sha256": file_sha256(folder / name)}
            for name in (CLAUSES, VECTORS)
        },
    }
    text = json.dumps(manifest | {"seal": ""}, indent=1, ensure_ascii=False)
    unsealed = '"seal": ""'
    (folder / MANIFEST).write_text(text.replace(unsealed, f'"seal": "{_seal(text)}"'), encoding="utf-8")
    for name in (CLAUSES, VECTORS, MANIFEST):
        sync(folder / name)


def put_in_force(root: Path, name: str) -> None:
    """Make a finished generation the one that is asked, in one step that cannot be half done."""
    aside = root / f".{CURRENT}-{os.getpid()}"
    aside.write_text(f"{name}\n", encoding="utf-8")
    sync(aside)
    aside.replace(root / CURRENT)
    sync(root)


def sync(path: Path) -> None:
    """Have the disk keep what was written to a file or folder."""
    if os.name == "nt" and path.is_dir():  # Windows does not open folders
        return
    # Windows flushes only what may be written to.
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(root: Path) -> None:
    """Delete all generations but the one in force and the one before, to which the owner may go back."""
    kept = {in_force(root), previous(root)}
    for folder in (root / "generations").iterdir():
        if folder.name not in kept:
            # A reader on Windows holds its files open; they go with the next build.
            shutil.rmtree(folder, ignore_errors=True)


def _write_clauses(path: Path, contents: Contents) -> None:
    organisation_of = {document.id: document.organisation for document in contents.documents}
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(_TABLES + lexical.TABLE)
        db.executemany(
            "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (
                (*row[:4], document.text, *row[4:])
                for document in contents.documents
                for row in [document_row(document)]
            ),
        )
        db.executemany(
            "INSERT INTO clauses VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            ((row, *clause_row(clause)) for row, clause in enumerate(contents.clauses)),
        )
        db.executemany(
            "INSERT INTO spans VALUES (?,?,?,?)", ((v, c, *span) for v, (c, span) in enumerate(contents.spans))
        )
        db.executemany(
            lexical.INSERT,
            ((row, *lexical.texts(clause)) for row, clause in enumerate(contents.clauses) if clause.about != "title"),
        )
        stored = (
            (topic, vector.astype("<f4").tobytes())
            for topic, vectors in contents.examples.items()
            for vector in vectors
        )
        db.executemany("INSERT INTO examples VALUES (?,?)", stored)
        counts: dict[str, int] = {}
        for document in contents.documents:
            for word in lexical.words_of(document.text):
                counts[word] = counts.get(word, 0) + 1
        db.executemany("INSERT INTO words VALUES (?,?)", sorted(counts.items()))
        ranges = _ranges(
            [organisation_of[c.document] for c in contents.clauses], [clause for clause, _ in contents.spans]
        )
        db.executemany("INSERT INTO organisations VALUES (?,?,?,?,?)", ranges)


def _ranges(organisations: Sequence[str], clause_of_vector: Sequence[int]) -> list[tuple[str, int, int, int, int]]:
    ranges: dict[str, list[int]] = {}
    for row, name in enumerate(organisations):
        ranges.setdefault(name, [row, row + 1])[1] = row + 1
    vectors: dict[str, list[int]] = {}
    for vector, clause in enumerate(clause_of_vector):
        vectors.setdefault(organisations[clause], [vector, vector + 1])[1] = vector + 1
    none = [0, 0]
    return [
        (name, rows[0], rows[1], vectors.get(name, none)[0], vectors.get(name, none)[1])
        for name, rows in ranges.items()
    ]


def _seal(text: str) -> str:
    """Return the checksum of a manifest's own text, with an empty seal in it."""
    return hashlib.sha256(text.encode()).hexdigest()
