"""A generation of the index: written once, aside, swapped in whole, read by anyone.

index/current names the generation in force; index/generations/<name>/ holds manifest.json, clauses.sqlite and
vectors.faiss; index/encoders/<fingerprint>/ the encoder that made the vectors. Nothing in a generation ever changes.
Rows of clauses and vectors are ordered by organisation, so a scope is a range of rows.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from assistant import lexical
from assistant import vectors as vector_store
from assistant.datatypes import Clause, Document, Fact, Force, Sentence, Span
from assistant.encoder import Vectors
from assistant.errors import DamagedIndex, IndexMismatch, IndexMissing
from assistant.glossary import Glossary
from assistant.pins import Pin

SCHEMA = 7  # of a generation on disk: raise it whenever an older one could not be read as it is
MANIFEST, CLAUSES, VECTORS, CURRENT = "manifest.json", "clauses.sqlite", "vectors.faiss", "current"
CHECKED_BYTES = 64 * 2**20  # a larger file is checked by size at opening and by `assistant doctor` in full
KEPT_COUNTS = 4_096  # of how many words it is remembered how many clauses have them
MOST_COUNTED = 30_000  # clauses; a word that more have is as common as one can be
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


_DOCUMENT = (
    "SELECT id, organisation, title, source, sha256, pages, approved, review_due, approved_by, warnings FROM documents"
)


@dataclass(frozen=True, slots=True)
class SpanHit:
    """A vector near the question: which clause, which part of it, how near (cosine)."""

    clause: int
    span: Span
    cosine: float


class Store(Protocol):
    """What searching needs of an index; nothing else in the house knows how it is kept."""

    @property
    def generation(self) -> str:
        """Name of the generation."""

    def organisations(self) -> tuple[str, ...]:
        """Return the organisations that have clauses, in order."""

    def near(self, query: Vectors, scope: Sequence[str], count: int) -> list[SpanHit]:
        """Return the spans nearest to a vector inside a scope, best first."""

    def with_words(self, words: Sequence[str], scope: Sequence[str], count: int) -> list[tuple[int, float]]:
        """Return clause rows with any of the words and their BM25 scores (higher is better), best first."""

    def clauses(self, rows: Iterable[int]) -> dict[int, Clause]:
        """Return clauses by row."""


class Index:
    """An open generation."""

    def __init__(self, folder: Path) -> None:
        """Open the generation in `folder`.

        Raises IndexMismatch if it was written for another version, DamagedIndex if a file is not what was written.
        """
        self.folder = folder
        self.manifest = read_manifest(folder)
        for name in (CLAUSES, VECTORS):
            check_file(folder / name, self.manifest["files"].get(name, {}), CHECKED_BYTES)
        # Immutable: a generation never changes, so it needs no locks and works on a read-only share.
        uri = f"{(folder / CLAUSES).resolve().as_uri()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._vectors = vector_store.VectorIndex.open(folder / VECTORS)
        # A generation never changes, so what was counted once holds.
        self._count_having = lru_cache(KEPT_COUNTS)(self._counted)
        self._ranges = {row[0]: row[1:] for row in self._rows("SELECT * FROM organisations ORDER BY name")}
        counts = self.manifest["counts"]
        self._everything = ((0, int(counts["clauses"])), (0, int(counts["vectors"])))

    @property
    def generation(self) -> str:
        """Name of the generation."""
        return self.folder.name

    @property
    def encoder_folder(self) -> Path:
        """Folder of the encoder that made the vectors."""
        return self.folder.parent.parent / "encoders" / str(self.manifest["encoder"])

    def close(self) -> None:
        """Close the files."""
        self._db.close()

    def organisations(self) -> tuple[str, ...]:
        """Return the organisations that have clauses, in order."""
        return tuple(self._ranges)

    def near(self, query: Vectors, scope: Sequence[str], count: int) -> list[SpanHit]:
        """Return the spans nearest to a vector inside a scope, best first."""
        hits = self._vectors.search(query, self._scope(scope, 2), count)
        places = self._lookup(
            "SELECT vector, clause, start, stop FROM spans WHERE vector IN ({})", [row for row, _ in hits]
        )
        return [SpanHit(places[row][1], places[row][2:4], cosine) for row, cosine in hits if row in places]

    def with_words(self, words: Sequence[str], scope: Sequence[str], count: int) -> list[tuple[int, float]]:
        """Return clause rows with any of the words and their BM25 scores (higher is better), best first."""
        if not words:
            return []
        match = lexical.any_of(words)
        found: list[tuple[int, float]] = []
        for first, last in self._scope(scope, 0):
            found += self._rows(
                "SELECT rowid, -bm25(search, 0.6, 0.8, 1.0) AS score FROM search "
                "WHERE search MATCH ? AND rowid >= ? AND rowid < ? ORDER BY score DESC LIMIT ?",
                (match, first, last, count),
            )
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:count]

    def clauses(self, rows: Iterable[int]) -> dict[int, Clause]:
        """Return clauses by row."""
        found = self._lookup("SELECT * FROM clauses WHERE row IN ({})", list(rows))
        return {row: clause_of(values[1:]) for row, values in found.items()}

    def document_clauses(self, document: str) -> list[Clause]:
        """Return the clauses of a document in reading order."""
        rows = self._rows("SELECT * FROM clauses WHERE document = ? ORDER BY row", (document,))
        return [clause_of(row[1:]) for row in rows]

    def embedded(self, document: str) -> list[tuple[int, Span, Vectors]]:
        """Return the embedded parts of a document: place of the clause in reading order, from 0, span, and vector."""
        places = {
            row: place
            for place, (row,) in enumerate(
                self._rows("SELECT row FROM clauses WHERE document = ? ORDER BY row", (document,))
            )
        }
        spans, vectors = self.span_vectors(list(places))
        return [(places[row], span, vector) for (row, span), vector in zip(spans, vectors, strict=True)]

    def about(self, facts: Sequence[Fact], scope: Sequence[str]) -> list[Clause]:
        """Return the clauses that state some facts about the documents of a scope, in the order of the documents."""
        marks = ",".join("?" * len(facts))
        return [
            clause_of(row[1:])
            for first, last in self._scope(scope, 0)
            for row in self._rows(
                f"SELECT * FROM clauses WHERE about IN ({marks}) AND row >= ? AND row < ?", (*facts, first, last)
            )
        ]

    def document(self, name: str) -> Document:
        """Return a document with its text.

        Raises DamagedIndex if the index does not hold it.
        """
        for row in self._rows(f"{_DOCUMENT} WHERE id = ?", (name,)):
            ((text,),) = self._rows("SELECT text FROM documents WHERE id = ?", (name,))
            return document_of(row, text)
        raise DamagedIndex(f"The index has clauses of {name} but not the document. {REBUILD}")

    def clause(self, name: str) -> Clause | None:
        """Return a clause by its id, None if there is none."""
        rows = self._rows("SELECT * FROM clauses WHERE id = ?", (name,))
        return clause_of(rows[0][1:]) if rows else None

    def documents(self, organisation: str | None = None) -> list[Document]:
        """Return the documents of an organisation, or all, without their text, by id."""
        which = "" if organisation is None else " WHERE organisation = ?"
        rows = self._rows(f"{_DOCUMENT}{which} ORDER BY id", () if organisation is None else (organisation,))
        return [document_of(row, "") for row in rows]

    def examples(self) -> dict[str, Vectors]:
        """Return the vectors of the example questions by topic, shape (examples, dim) each."""
        found: dict[str, list[Vectors]] = {}
        for topic, vector in self._rows("SELECT topic, vector FROM examples ORDER BY rowid"):
            found.setdefault(topic, []).append(np.frombuffer(vector, dtype="<f4"))
        return {topic: np.stack(vectors) for topic, vectors in found.items()}

    @property
    def glossary(self) -> Glossary:
        """What the policy owner said staff words stand for when the index was built."""
        known: Glossary = self.manifest["glossary"]
        return known

    @property
    def pins(self) -> list[Pin]:
        """The answers the policy owner had chosen when the index was built."""
        known: list[Pin] = self.manifest["pins"]
        return known

    def word_counts(self) -> dict[str, int]:
        """Return every word the policies use, in lower case, with the number of times."""
        return dict(self._rows("SELECT word, count FROM words"))

    def knows_word(self, word: str) -> bool:
        """Say whether the policies use a word."""
        return bool(self._rows("SELECT 1 FROM words WHERE word = ?", (word,)))

    def span_vectors(self, rows: Sequence[int]) -> tuple[list[tuple[int, Span]], Vectors]:
        """Return every embedded part of some clauses, as (clause row, span), and their vectors, row by row."""
        found: list[tuple[int, int, int, int]] = []
        for start in range(0, len(rows), 500):
            part = rows[start : start + 500]
            marks = ",".join("?" * len(part))
            found += self._rows(f"SELECT * FROM spans WHERE clause IN ({marks}) ORDER BY vector", part)
        return [(clause, (start, stop)) for _, clause, start, stop in found], self._vectors.rows(
            [row[0] for row in found]
        )

    def rarity(self, group: Sequence[str]) -> float:
        """Return the inverse document frequency of a word together with what else it may be called, at least 0.

        ln((N + 1) / (n + 0.5)) over clauses (Spärck Jones, Journal of Documentation 1972).
        """
        return max(0.0, math.log((self.clause_count() + 1) / (self._having(group) + 0.5)))

    def _having(self, group: Sequence[str]) -> int:
        return self._count_having(lexical.any_of(group))

    def _counted(self, match: str) -> int:
        query = f"SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT {MOST_COUNTED})"
        return int(self._rows(query, (match,))[0][0])

    def clause_count(self) -> int:
        """Return the number of clauses."""
        return int(self.manifest["counts"]["clauses"])

    def _scope(self, scope: Sequence[str], first: int) -> list[Span]:
        """Return the rows of a scope as ranges, those that touch joined: all of five thousand schools are one."""
        if len(scope) == len(self._ranges):
            return [self._everything[first // 2]]
        joined: list[Span] = []
        for start, end in sorted(self._ranges[name][first : first + 2] for name in scope if name in self._ranges):
            if joined and joined[-1][1] == start:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return joined

    def _lookup(self, query: str, rows: Sequence[int]) -> dict[int, tuple[Any, ...]]:
        found: dict[int, tuple[Any, ...]] = {}
        for start in range(0, len(rows), 500):
            part = rows[start : start + 500]
            found.update((row[0], row) for row in self._rows(query.format(",".join("?" * len(part))), part))
        return found

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise DamagedIndex(f"{self.folder / CLAUSES} cannot be read ({error}). {REBUILD}") from error


def open_index(root: Path) -> Index:
    """Open the generation in force below `root`.

    Raises IndexMissing if none was built, DamagedIndex if it is not whole.
    """
    while True:
        name = current(root)
        try:
            return Index(root / "generations" / name)
        except DamagedIndex:
            # Between reading the name and opening the files, builds may have put others in force and pruned this one.
            if current(root) == name:
                raise


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
        raise DamagedIndex(f"{root / CURRENT} names a generation that is not there. {REBUILD}")
    return name


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


def write_generation(
    folder: Path,
    documents: Sequence[Document],
    clauses: Sequence[Clause],
    spans: Sequence[tuple[int, Span]],
    vectors: Vectors,
    examples: Mapping[str, Vectors],
    manifest: dict[str, Any],
) -> None:
    """Write a generation into an empty folder.

    `clauses` are ordered by organisation; `spans` give for each vector row the clause row and the part embedded, in
    the order of the clauses; `examples` are the vectors of example questions by topic. `manifest` gains schema, counts
    and the checksums of the files. Raises OSError if the disk does not take it.
    """
    try:
        _write_clauses(folder / CLAUSES, documents, clauses, spans, examples)
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error
    vector_store.write(vectors, folder / VECTORS)
    manifest = manifest | {
        "schema": SCHEMA,
        "counts": {"documents": len(documents), "clauses": len(clauses), "vectors": len(vectors)},
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


def generation_name(digest: str) -> str:
    """Return a name for a new generation: the time in UTC and four digits of what it holds."""
    return f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{digest[:4]}"


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, as the vocabulary and the spelling of questions count them."""
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower().replace("’", "'"))


def _seal(text: str) -> str:
    """Return the checksum of a manifest's own text, with an empty seal in it."""
    return hashlib.sha256(text.encode()).hexdigest()


def _write_clauses(
    path: Path,
    documents: Sequence[Document],
    clauses: Sequence[Clause],
    spans: Sequence[tuple[int, Span]],
    examples: Mapping[str, Vectors],
) -> None:
    organisation_of = {document.id: document.organisation for document in documents}
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(_TABLES + lexical.TABLE)
        db.executemany(
            "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            ((*row[:4], document.text, *row[4:]) for document in documents for row in [document_row(document)]),
        )
        db.executemany(
            "INSERT INTO clauses VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            ((row, *clause_row(clause)) for row, clause in enumerate(clauses)),
        )
        db.executemany("INSERT INTO spans VALUES (?,?,?,?)", ((v, c, *span) for v, (c, span) in enumerate(spans)))
        db.executemany(
            lexical.INSERT,
            ((row, *lexical.texts(clause)) for row, clause in enumerate(clauses) if clause.about != "title"),
        )
        stored = ((topic, vector.astype("<f4").tobytes()) for topic, vectors in examples.items() for vector in vectors)
        db.executemany("INSERT INTO examples VALUES (?,?)", stored)
        counts: dict[str, int] = {}
        for document in documents:
            for word in words_of(document.text):
                counts[word] = counts.get(word, 0) + 1
        db.executemany("INSERT INTO words VALUES (?,?)", sorted(counts.items()))
        ranges = _ranges([organisation_of[c.document] for c in clauses], [clause for clause, _ in spans])
        db.executemany("INSERT INTO organisations VALUES (?,?,?,?,?)", ranges)


def clause_row(clause: Clause) -> tuple[Any, ...]:
    """Return a clause as it is stored."""
    sentences = json.dumps([(each.span, each.force.value, each.exceptions) for each in clause.sentences])
    place = (clause.number, clause.page, clause.line, clause.lead_in, clause.text, *clause.span)
    return (clause.id, clause.document, json.dumps(clause.section), *place, clause.force.value, sentences, clause.about)


def document_row(document: Document) -> tuple[Any, ...]:
    """Return a document as it is stored, without its text."""
    dates = (document.approved, document.review_due, document.approved_by)
    place = (document.id, document.organisation, document.title, document.source, document.sha256, document.pages)
    return (*place, *dates, json.dumps(document.warnings))


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


def document_of(row: Sequence[Any], text: str) -> Document:
    """Return a document from the row that `document_row` makes of it."""
    return Document(
        id=row[0],
        organisation=row[1],
        title=row[2],
        source=row[3],
        text=text,
        sha256=row[4],
        pages=row[5],
        approved=row[6],
        review_due=row[7],
        approved_by=row[8],
        warnings=tuple(json.loads(row[9])),
    )


@lru_cache(maxsize=1000)  # the clauses of a section share one value
def _section(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def clause_of(row: Sequence[Any]) -> Clause:
    """Return a clause from the row that `clause_row` makes of it."""
    return Clause(
        id=row[0],
        document=row[1],
        section=_section(row[2]),
        number=row[3],
        page=row[4],
        line=row[5],
        lead_in=row[6],
        text=row[7],
        span=(row[8], row[9]),
        force=Force(row[10]),
        sentences=tuple(
            Sentence(tuple(span), Force(force), tuple(map(tuple, exceptions)))
            for span, force, exceptions in json.loads(row[11])
        ),
        about=row[12],
    )
