"""What the saved questions leave out, and what one school rules and another does not.

In: an open index. Out: clauses. Only clauses that tell somebody what to do count: background needs no question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answer import Answerer
from assistant.checks import SavedQuestion
from assistant.datatypes import Clause, Force
from assistant.encoder import Vectors
from assistant.index import Index

COUNTERPART = 0.6  # cosine from which a clause of another school is on the same matter


@dataclass(frozen=True, slots=True)
class Missing:
    """A section of one school's policies of which the other's have no counterpart."""

    document: str
    section: tuple[str, ...]
    clauses: tuple[Clause, ...]
    """Those of its clauses that stand alone, in reading order."""


def unreached(answerer: Answerer, questions: Sequence[SavedQuestion]) -> list[Clause]:
    """Return the rules that no saved question brings up, in reading order."""
    reached = set()
    for question in questions:
        answer = answerer.ask(question.ask, [question.school] if question.school else [])
        reached |= {quote.clause.id for part in answer.answers for quote in part.quotes}
    index = answerer.index
    return [
        clause
        for document in index.documents()
        for clause, _ in _embedded_rules(index, document.id)
        if clause.id not in reached
    ]


def only_in(index: Index, one: str, other: str) -> list[Missing]:
    """Return the sections of which most rules have no counterpart at the other school, in reading order."""
    mine, theirs = (
        [pair for document in index.documents(name) for pair in _embedded_rules(index, document.id)]
        for name in (one, other)
    )
    against = np.stack([vector for _, vector in theirs]) if theirs else None
    sections: dict[tuple[str, tuple[str, ...]], list[tuple[Clause, bool]]] = {}
    for clause, vector in mine:
        alone = against is None or float((against @ vector).max()) < COUNTERPART
        sections.setdefault((clause.document, clause.section), []).append((clause, alone))
    return [
        Missing(document, section, tuple(clause for clause, alone in rules if alone))
        for (document, section), rules in sections.items()
        if 2 * sum(alone for _, alone in rules) > len(rules)
    ]


def _embedded_rules(index: Index, document: str) -> list[tuple[Clause, Vectors]]:
    """Return the clauses of a document that rule something, with their vectors, shape (dim,)."""
    clauses = index.document_clauses(document)
    whole: dict[int, Vectors] = {}
    for place, _, vector in index.embedded(document):
        whole.setdefault(place, vector)  # the first embedded part of a clause is the whole of it
    found = [(clauses[place], vector) for place, vector in whole.items()]
    return [pair for pair in found if pair[0].force is not Force.INFORMATIONAL and not pair[0].about]
