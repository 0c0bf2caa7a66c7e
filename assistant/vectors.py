"""The nearest vectors to a question, inside a scope: the only room that knows FAISS.

In: unit vectors, row by row. Out: rows and inner products (cosines), best first. Rows of one organisation are
contiguous, so a scope is a few row ranges and is applied inside the search.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss as _faiss
import numpy as np

from assistant.datatypes import Span
from assistant.encoder import Vectors
from assistant.errors import DamagedIndex

faiss: Any = _faiss  # its own type stubs do not know the keyword arguments of its search parameters
EXACT_LIMIT = 60_000  # rows; above it, scanning every vector costs more than the rest of a question
NARROW = 5_000  # rows of a scope that are fetched and compared one by one
PROBES = 48  # inverted lists visited


class VectorIndex:
    """Vectors on disk, searched by inner product."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 -- faiss has no types
        """Wrap an open FAISS index."""
        self._index = index

    def __len__(self) -> int:
        """Return the number of rows."""
        return int(self._index.ntotal)

    @classmethod
    def open(cls, path: Path) -> VectorIndex:
        """Open the file memory-mapped.

        Raises DamagedIndex if it cannot be read.
        """
        try:
            return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY))
        except RuntimeError as error:
            raise DamagedIndex(f"{path} cannot be read. Run `assistant index --full` to build it again.") from error

    def search(self, query: Vectors, ranges: Sequence[Span], count: int) -> list[tuple[int, float]]:
        """Return up to `count` rows inside `ranges` nearest to one query vector, with their cosines, best first."""
        if not ranges or not len(self):
            return []
        if isinstance(self._index, faiss.IndexIVF) and sum(end - start for start, end in ranges) <= NARROW:
            return self._exact(query, np.concatenate([np.arange(*each) for each in ranges]), count)
        selector = _selector(ranges)
        scores, rows = self._index.search(query.reshape(1, -1), count, params=self._parameters(selector, ranges))
        return [(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0]

    def _exact(self, query: Vectors, rows: Any, count: int) -> list[tuple[int, float]]:  # noqa: ANN401 -- int64
        # As exact as the school by itself, and without a look into every list.
        scores = self.rows(rows) @ query
        best = np.argsort(-scores, kind="stable")[:count]
        return [(int(rows[place]), float(scores[place])) for place in best]

    def rows(self, rows: Sequence[int]) -> Vectors:
        """Return the vectors of some rows, shape (len(rows), dim)."""
        vectors: Vectors = self._index.reconstruct_batch(np.asarray(rows, dtype=np.int64))
        return vectors

    def _parameters(self, selector: Any, ranges: Sequence[Span]) -> Any:  # noqa: ANN401 -- faiss
        if isinstance(self._index, faiss.IndexIVF):
            # A narrow scope is searched whole, so that one school out of thousands is as exact as by itself.
            narrow = sum(end - start for start, end in ranges) <= EXACT_LIMIT
            return faiss.SearchParametersIVF(sel=selector, nprobe=self._index.nlist if narrow else PROBES)
        return faiss.SearchParameters(sel=selector)


def write(vectors: Vectors, path: Path) -> None:
    """Write vectors, shape (rows, dim), as a searchable file: exact while that is fast, else inverted lists.

    Beyond EXACT_LIMIT rows they stand in half precision in √rows × 4 inverted lists (Jégou et al., PAMI 2011).
    Raises OSError if the disk does not take it.
    """
    rows, dim = vectors.shape
    if rows <= EXACT_LIMIT:
        index: Any = faiss.IndexFlatIP(dim)
    else:
        lists = int(4 * rows**0.5)
        index = faiss.index_factory(dim, f"IVF{lists},SQfp16", faiss.METRIC_INNER_PRODUCT)
        sample = np.random.default_rng(0).choice(rows, size=min(rows, lists * 40), replace=False)
        index.train(vectors[sample])
    index.add(vectors)
    if isinstance(index, faiss.IndexIVF):
        index.make_direct_map()
    try:
        faiss.write_index(index, str(path))
    except RuntimeError as error:
        raise OSError(f"{path.name} could not be written") from error


def _selector(ranges: Sequence[Span]) -> Any:  # noqa: ANN401 -- faiss has no types
    selector = faiss.IDSelectorRange(*ranges[0])
    for start, end in ranges[1:]:
        # FAISS keeps only a pointer to each part; the attribute keeps the parts alive as long as the whole.
        joined = faiss.IDSelectorOr(selector, faiss.IDSelectorRange(start, end))
        selector = joined
    return selector
