"""Clauses and documents as they are stored, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from assistant.datatypes import Clause, Document, Force, Sentence


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
