"""A vector for everything that is searched, made only where the former generation has none.

In: policies in the order of the index. Out: for each vector row its clause and the part embedded, the vectors, and
how many were made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from pathlib import Path

import numpy as np

from assistant.corpus import Policy
from assistant.datatypes import Span
from assistant.encoder import Encoder, Vectors
from assistant.index import Index
from assistant.passages import embedded_text, is_searched, spans

Progress = Callable[[str, float, int], None]
"""Told the step ("Reading policies"), how much of it is done and how much there is."""


def embed(
    policies: Sequence[Policy], encoder_folder: Path, former: Index | None, unread: Set[str], tell: Progress
) -> tuple[list[tuple[int, Span]], Vectors, int]:
    """Embed every searched part of every clause.

    `unread` names the documents that were taken from `former` as they were: their vectors are taken, too. The other
    documents' parts are looked up by their text, so that a reworded document costs its new sentences only.
    """
    if former and former.encoder_folder != encoder_folder:
        former, unread = None, frozenset()
    stored = _stored(former, unread) if former else {}
    rows: list[tuple[int, Span]] = []
    texts: list[str | Vectors] = []
    first = 0
    for policy in policies:
        if former and policy.document.id in unread:
            for place, span, vector in former.embedded(policy.document.id):
                rows.append((first + place, span))
                texts.append(vector)
        else:
            for place, clause in enumerate(policy.clauses):
                for span in spans(clause) if is_searched(clause) else ():
                    rows.append((first + place, span))
                    texts.append(embedded_text(clause, span, policy.document.title))
        first += len(policy.clauses)
    new = sorted({text for text in texts if isinstance(text, str) and text not in stored})
    stored |= zip(new, _encode(new, encoder_folder, tell), strict=True)
    return rows, np.stack([stored[text] if isinstance(text, str) else text for text in texts]), len(new)


def embed_examples(
    examples: Mapping[str, Sequence[str]], version: str, encoder_folder: Path, former: Index | None
) -> dict[str, Vectors]:
    """Embed the example questions of every topic, or take them from the former generation if they are the same."""
    if former and former.encoder_folder == encoder_folder and former.manifest.get("examples") == version:
        return former.examples()
    encoder = Encoder(encoder_folder)
    return {topic: encoder.encode(questions) for topic, questions in examples.items()}


def _encode(texts: Sequence[str], encoder_folder: Path, tell: Progress) -> Sequence[Vectors] | Vectors:
    tell("Understanding clauses", 0, len(texts))
    if not texts:
        return []
    done = 0

    def step(count: int) -> None:
        nonlocal done
        done += count
        tell("Understanding clauses", done, len(texts))

    return Encoder(encoder_folder).encode(texts, step)


def _stored(former: Index, unread: Set[str]) -> dict[str, Vectors]:
    """Return the vectors of the documents that are changed or gone, by the text they stand for."""
    stored: dict[str, Vectors] = {}
    for document in former.documents():
        if document.id not in unread:
            clauses = former.document_clauses(document.id)
            for place, span, vector in former.embedded(document.id):
                stored[embedded_text(clauses[place], span, document.title)] = vector
    return stored
