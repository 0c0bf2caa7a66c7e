"""What an answer says, piece by piece and in order; every surface puts these pieces into its own form.

In: an Answer and its index. Out: the sentences around the quotes, and where each quote belongs. The terminal, the chat
and an exported file so say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from assistant.datatypes import UNSURE, Answer, Clause, Document, OrganisationAnswer, Quote
from assistant.freshness import is_overdue
from assistant.wording import NOT_COVERED, NOT_SURE, counted, listed, on_day, school_name

if TYPE_CHECKING:
    from assistant.index import Index

DIFFER = "These schools differ."

Kind = Literal[
    "first", "told", "understood", "differ", "school", "chosen", "quote", "also", "warning", "note",
    "related", "place", "contact",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of an answer, the quotes that stand under it, or both."""

    kind: Kind
    text: str = ""
    quotes: tuple[Quote, ...] = ()


def pieces(answer: Answer, index: Index, contact: str) -> Iterator[Piece]:
    """Yield what an answer says: what each school rules, or an honest no with whom to ask."""
    if answer.first:
        yield Piece("first", f"First: {answer.first}")
    if not answer.answered:
        yield Piece("told", NOT_SURE if answer.unsure else f"Not covered. {NOT_COVERED}")
    if answer.resolved != answer.question:
        yield Piece("understood", f"Understood as: {answer.resolved}")
    if not answer.answered:
        yield from _related(answer, index)
        yield Piece("contact", f"If you are unsure, ask {contact}.")
        return
    if answer.differ:
        yield Piece("differ", DIFFER)
    for part in answer.answers:
        yield from _school(part, index)
    if answer.note:
        yield Piece("note", f"Note: {answer.note}")


def footnotes(quote: Quote) -> list[tuple[str, str]]:
    """Return what a quote leans on, each with its name; what limits it first."""
    notes = [("Exception", f"“{limit.text}”") for limit in quote.limits]
    notes += [("Definition", f"“{definition.text}”") for definition in quote.definitions]
    if quote.references:
        notes.append(("Refers to", ", ".join(reference.text for reference in quote.references)))
    if quote.audience:
        notes.append(("For whom", listed(quote.audience)))
    return notes


def place(clause: Clause, document: Document) -> str:
    """Return where a clause stands: title, section, clause number, page or line."""
    parts = [document.title, *([" › ".join(clause.section)] if clause.section else [])]
    if clause.number:
        parts.append(f"clause {clause.number}")
    if clause.page:
        parts.append(f"page {clause.page}")
    elif clause.line:
        parts.append(f"line {clause.line}")
    return ", ".join(parts)


def chosen_line(part: OrganisationAnswer) -> str:
    """Return that and when the policy owner chose an answer."""
    return f"Chosen by the policy owner of {school_name(part.organisation)} {part.chosen}."


def contradictions(part: OrganisationAnswer, index: Index) -> list[str]:
    """Return which quoted clauses of an organisation do not agree, a sentence for each pair."""
    places = {quote.clause.id: _where(quote, index) for quote in part.quotes}
    told = []
    for conflict in part.conflicts:
        if conflict.one in places and conflict.other in places:
            line = f"These clauses do not agree: {places[conflict.one]}; {places[conflict.other]}."
            line += f" The newer is {places[conflict.newer]}." if conflict.newer else ""
            line += f" The more specific is {places[conflict.more_specific]}." if conflict.more_specific else ""
            told.append(f"{line} Please ask the policy owner before you rely on either.")
    return told


def _school(part: OrganisationAnswer, index: Index) -> Iterator[Piece]:
    yield Piece("school", school_name(part.organisation))
    if part.chosen:
        yield Piece("chosen", chosen_line(part))
    yield Piece("quote", quotes=part.quotes[:1])
    if more := part.quotes[1:]:
        yield Piece("also", f"See also: {counted(len(more), 'more clause')}", more)
    for warning in [*contradictions(part, index), *_overdue(part, index)]:
        yield Piece("warning", warning)


def _overdue(part: OrganisationAnswer, index: Index) -> list[str]:
    quoted = {quote.clause.document: index.document(quote.clause.document) for quote in part.quotes}
    return [
        f"{document.title} was due for review {on_day(document.review_due)}; it may be out of date."
        for document in quoted.values()
        if document.review_due and is_overdue(document.review_due, date.today())
    ]


def _related(answer: Answer, index: Index) -> Iterator[Piece]:
    if answer.unsure:
        related = tuple(quote for quote in answer.nearest if quote.score >= UNSURE)
        yield Piece("related", "These clauses may be related:", related)
    elif answer.nearest:
        yield Piece("related", "The nearest headings, which may be related:")
        for where in dict.fromkeys(_where(quote, index) for quote in answer.nearest):
            yield Piece("place", where)


def _where(quote: Quote, index: Index) -> str:
    return place(quote.clause, index.document(quote.clause.document))
