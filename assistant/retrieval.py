"""Both stages of search with the models they need: candidates for a question, best first.

In: a Query, its vector and a scope. Out: Candidates scored with all evidence. One Retriever serves many threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Generic, TypeVar

from assistant.encoder import Encoder, Vectors
from assistant.encoder.cross import CrossEncoder
from assistant.index import Index
from assistant.question import Query
from assistant.rerank import SHORTLIST, rerank
from assistant.search import Candidate, search

CROWD = 50  # more candidates than wanted, where clauses of deleted documents may stand before the others
Made = TypeVar("Made")


class Retriever:
    """Finds the clauses of one generation of the index that may answer."""

    def __init__(self, index: Index, encoder: Encoder | None = None) -> None:
        """Search in `index`; `encoder` is the one it was made with, where that is already loaded."""
        self._index = index
        self._encoder = _Later(lambda: encoder or Encoder(index.encoder_folder))
        self._cross_encoder = _Later(CrossEncoder)

    @property
    def encoder(self) -> Encoder:
        """The encoder that made the index's vectors, loaded on first use."""
        return self._encoder()

    def load(self) -> None:
        """Load both models side by side, which takes three quarters of the time of one after the other."""
        with ThreadPoolExecutor(1) as other:
            cross_encoder = other.submit(self._cross_encoder)
            self._encoder()
        cross_encoder.result()

    def find(
        self,
        query: Query,
        vector: Vectors,
        scope: Sequence[str],
        count: int,
        gone: Set[str] = frozenset(),
        read: int = SHORTLIST,
    ) -> list[Candidate]:
        """Return up to `count` candidates without those of documents that are `gone`; `read` are read again."""
        found = search(self._index, vector, query, scope, count + (CROWD if gone else 0))
        there = [candidate for candidate in found if candidate.clause.document not in gone]
        return rerank(self._index, self._cross_encoder(), query, there, read)[:count]


class _Later(Generic[Made]):
    """Something that is made on first use, once, whichever thread asks first."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: Made | None = None
        self._lock = Lock()

    def __call__(self) -> Made:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made
