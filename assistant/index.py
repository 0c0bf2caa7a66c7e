"""The index as it is asked: a generation, open, read by anyone."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from assistant import lexical
from assistant import vectors as vector_store
from assistant.datatypes import Clause, Document, Fact, Span
from assistant.encoder import Vectors
from assistant.errors import DamagedIndex
from assistant.generations import CLAUSES, REBUILD, VECTORS, check_file, current, read_manifest
from assistant.glossary import Glossary
from assistant.pins import Pin
from assistant.rows import clause_of, document_of

CHECKED_BYTES = 64 * 2**20  # a larger file is checked by size at opening and by `assistant doctor` in full
KEPT_COUNTS = 4_096  # of how many words it is remembered how many clauses have them
MOST_COUNTED = 30_000  # clauses; a word that more have is as common as one can be
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
