"""The quote gate: nothing is shown as a quotation that does not stand so in its document.

In: a candidate. Out: a Quote whose words were compared, character by character, with the document they are said to be
from, at the place they are said to stand. Never fabricated, never put together from pieces, never misattributed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from assistant import notes
from assistant.datatypes import Clause, Document, Quote, Span
from assistant.errors import DamagedIndex
from assistant.generations import REBUILD
from assistant.search import Candidate


def quote(candidate: Candidate, document: Document, around: Sequence[Clause], documents: Sequence[Document]) -> Quote:
    """Make a quote of a candidate, proved against its document, with what it leans on.

    `around` are the clauses of its document, `documents` those of its organisation. Raises DamagedIndex if a single
    character differs.
    """
    clause = candidate.clause
    check(clause, candidate.span, document)
    force = clause.force_of(candidate.span)
    found = tuple(asdict(candidate.evidence).items()) if candidate.evidence else ()
    defined = notes.definitions(clause, around)
    referred = notes.references(clause, around, documents)
    return Quote(
        clause,
        candidate.span,
        candidate.score,
        force,
        defined,
        referred,
        notes.limits(clause, around),
        notes.audience(clause),
        found,
    )


def check(clause: Clause, highlight: Span, document: Document) -> None:
    """Compare a clause, its lead-in and its highlight with the document.

    Raises DamagedIndex if the document is another one or does not have these words at this place.
    """
    start, end = clause.span
    lead_ins = clause.lead_in.split("\n") if clause.lead_in else []
    faithful = (
        clause.document == document.id
        and clause.text != ""
        and document.text[start:end] == clause.text
        and 0 <= highlight[0] < highlight[1] <= len(clause.text)
        and all(line in document.text for line in lead_ins)
    )
    if not faithful:
        raise DamagedIndex(
            f"A clause of {document.source} is not what stands in the document, so it is not shown. {REBUILD}"
        )
