"""Write an answer for a person (a terminal of any width, or a pipe) or for a program (JSON, schema 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.datatypes import UNSURE, Answer, Clause, Document, Force, OrganisationAnswer, Quote
from assistant.figures import figure_spans
from assistant.freshness import is_overdue

if TYPE_CHECKING:
    from assistant.index import Index
    from assistant.updates import Change

BADGES = {
    Force.PROHIBITED: ("MUST NOT", "bold white on red"),
    Force.ADVISED_AGAINST: ("SHOULD NOT", "bold black on yellow"),
    Force.REQUIRED: ("MUST", "bold white on blue"),
    Force.ADVISED: ("SHOULD", "bold black on cyan"),
    Force.PERMITTED: ("MAY", "bold black on green"),
    Force.CONDITIONAL: ("ONLY IF", "bold white on magenta"),
    Force.INFORMATIONAL: ("INFO", "bold black on white"),
}
"""The words of each badge, which are what it says, and their colours, which only help."""


def to_json(answer: Answer, index: Index, identifier: object = None, today: date | None = None) -> dict[str, Any]:
    """Return an answer as the schema-1 object; what must be said first and what contradicts itself stands in `note`."""
    chosen = [chosen_line(part) for part in answer.answers if part.chosen]
    contradictions = [line for part in answer.answers for line in _conflict_warnings(part, index)]
    return {
        "schema": 1,
        "id": identifier,
        "question": answer.question,
        "resolved": answer.resolved,
        "answered": answer.answered,
        "differ": answer.differ,
        "answers": [_organisation(part, index, today or date.today()) for part in answer.answers],
        "note": " ".join(filter(None, (answer.first, *chosen, answer.note, *contradictions))) or None,
        "generation": answer.generation,
        "elapsed_ms": answer.elapsed_ms,
    }


def summary_text(told: Sequence[str]) -> Text:
    """Return what a language model made of the quotes, said to be that."""
    return Text(f"In short, as a language model puts it (the quotes above are what counts): {' '.join(told)}")


def clause_json(clause: Clause) -> dict[str, Any]:
    """Return a clause by itself, outside an answer."""
    kept = ("id", "document", "section", "number", "page", "line", "lead_in", "text")
    return {key: getattr(clause, key) for key in kept} | {"section": list(clause.section), "force": clause.force.value}


def policy_json(document: Document) -> dict[str, Any]:
    """Return a policy as a list of policies has it."""
    dates = {"approved": document.approved, "review_due": document.review_due, "approved_by": document.approved_by}
    return {"policy": document.id, "school": document.organisation, "title": document.title, **dates}


def error_json(error: Exception, identifier: object = None) -> dict[str, Any]:
    """Return an error as the schema-1 object."""
    return {"schema": 1, "id": identifier, "error": {"kind": type(error).__name__, "message": str(error)}}


def to_text(answer: Answer, index: Index, contact: str, *, explain: bool = False) -> RenderableType:
    """Return an answer to print: a block per organisation, or an honest no with the nearest headings."""
    blocks: list[RenderableType] = []
    if answer.first:
        blocks += [Text(f"First: {answer.first}", style="bold red"), Text("")]
    if not answer.answered:
        return Group(*blocks, _not_covered(answer, index, contact, explain=explain))
    if answer.resolved != answer.question:
        blocks.append(Text(f"Taken as: {answer.resolved}", style="italic dim"))
    if answer.differ:
        blocks.append(Text("These schools differ.", style="bold"))
    for part in answer.answers:
        blocks.append(Text(organisation_name(part.organisation), style="bold underline"))
        if part.chosen:
            blocks.append(Text(chosen_line(part), style="italic"))
        for place, quote in enumerate(part.quotes):
            if place == 1:
                blocks.append(Text("See also", style="italic"))
            blocks += [_quote(quote, index.document(quote.clause.document), explain=explain), Text("")]
        blocks += [Text(warning, style="yellow") for warning in warnings(part, index)]
    if answer.note:
        blocks.append(Text(f"Note: {answer.note}", style="yellow"))
    if explain:
        blocks.append(_explained(answer))
    return Group(*blocks)


def side_by_side(answer: Answer, index: Index, organisations: Sequence[str]) -> RenderableType:
    """Return an answer as a table with a column for each organisation, also for one that rules nothing."""
    by_name = {part.organisation: part for part in answer.answers}
    table = Table(title="These schools differ." if answer.differ else None, expand=True)
    columns: list[RenderableType] = []
    for name in organisations:
        table.add_column(organisation_name(name), ratio=1)
        quotes = by_name[name].quotes if name in by_name else ()
        shown = [_quote(quote, index.document(quote.clause.document), explain=False) for quote in quotes]
        columns.append(Group(*shown) if shown else Text("No policy here covers this."))
    table.add_row(*columns)
    return table


def chosen_line(part: OrganisationAnswer) -> str:
    """Return that and when the policy owner chose an answer."""
    return f"Chosen by the policy owner of {organisation_name(part.organisation)} {part.chosen}."


def citation(quote: Quote, document: Document) -> str:
    """Return where a quote stands: title, section, clause number, page or line."""
    clause = quote.clause
    parts = [document.title, *([" › ".join(clause.section)] if clause.section else [])]
    if clause.number:
        parts.append(f"clause {clause.number}")
    if clause.page:
        parts.append(f"page {clause.page}")
    elif clause.line:
        parts.append(f"line {clause.line}")
    return ", ".join(parts)


def print_answer(console: Console, answer: Answer, index: Index, contact: str, *, explain: bool = False) -> None:
    """Print an answer so that it wraps at the width there is and keeps its words when piped."""
    console.print(to_text(answer, index, contact, explain=explain), highlight=False)


def _organisation(part: OrganisationAnswer, index: Index, today: date) -> dict[str, Any]:
    return {
        "organisation": part.organisation,
        "force": part.quotes[0].force.value,
        "quotes": [_quote_json(quote, index.document(quote.clause.document)) for quote in part.quotes],
        "document": {
            "approved": part.document.approved,
            "review_due": part.document.review_due,
            "overdue": is_overdue(part.document.review_due, today),
        },
    }


def _quote_json(quote: Quote, document: Document) -> dict[str, Any]:
    clause = quote.clause
    return {
        "clause": clause.id,
        "document": clause.document,
        "title": document.title,
        "source": document.source,
        "section": list(clause.section),
        "number": clause.number,
        "page": clause.page,
        "line": clause.line,
        "lead_in": clause.lead_in,
        "text": clause.text,
        "highlight": list(quote.highlight),
        "force": quote.force.value,
        "exceptions": [list(span) for span in clause.exceptions],
        "definitions": [asdict(definition) for definition in quote.definitions],
        # A sentence that limits the clause leads elsewhere as a reference does.
        "references": [
            *(asdict(limit) for limit in quote.limits),
            *({"text": reference.text, "clause": reference.clause} for reference in quote.references),
        ],
        "score": round(quote.score, 4),
    }


def quote_words(quote: Quote, document: Document) -> RenderableType:
    """Return a quote with its badge, what it continues and where it stands."""
    words, style = BADGES[quote.force]
    return Group(Text.assemble((f" {words} ", style)), *_words(quote, document))


def quote_footnotes(quote: Quote) -> list[tuple[str, Text]]:
    """Return what a quote leans on, each with its kind: limit, definition, reference or audience; limits first."""
    notes = [("limit", Text.assemble("But see: ", f"“{limit.text}”")) for limit in quote.limits]
    notes += [("definition", Text(f"“{definition.text}”", style="italic")) for definition in quote.definitions]
    if quote.references:
        named = ", ".join(reference.text for reference in quote.references)
        notes.append(("reference", Text(f"Refers to: {named}")))
    if quote.audience:
        notes.append(("audience", Text(f"For {' and '.join(quote.audience)}")))
    return notes


def _quote(quote: Quote, document: Document, *, explain: bool) -> RenderableType:
    lines = [quote_words(quote, document), *(Padding(text, (0, 0, 0, 4)) for _, text in quote_footnotes(quote))]
    if explain:
        measured = " ".join(f"{name}={value:.3f}" for name, value in (("score", quote.score), *quote.found))
        lines.append(Padding(Text(measured, style="dim"), (0, 0, 0, 2)))
    return Group(*lines)


def _words(quote: Quote, document: Document) -> list[RenderableType]:
    """Return the quoted words with what they continue and where they stand."""
    lines: list[RenderableType] = []
    if quote.clause.lead_in:
        lines.append(Padding(Text(quote.clause.lead_in, style="dim"), (0, 0, 0, 2)))
    start, end = quote.highlight
    text = quote.clause.text
    body = Text.assemble("“", text[:start], (text[start:end], "bold"), text[end:], "”")
    for first, last in figure_spans(text):
        body.stylize("underline", first + 1, last + 1)
    where = Text(f"— {citation(quote, document)}", style="dim")
    return [*lines, Padding(body, (0, 0, 0, 2)), Padding(where, (0, 0, 0, 2))]


def _not_covered(answer: Answer, index: Index, contact: str, *, explain: bool) -> RenderableType:
    told = "Not sure. No clause here clearly answers this."
    if not answer.unsure:
        told = "Not covered. No policy here answers this."
    lines: list[RenderableType] = [Text(told, style="bold")]
    if answer.resolved != answer.question:
        lines.append(Text(f"Taken as: {answer.resolved}", style="italic dim"))
    if answer.unsure:
        lines.append(Text("These clauses may be related:"))
        for quote in answer.nearest:
            if quote.score >= UNSURE:
                lines += _words(quote, index.document(quote.clause.document))
    elif answer.nearest:
        lines.append(Text("The nearest headings, which may be related:"))
        places = dict.fromkeys(citation(quote, index.document(quote.clause.document)) for quote in answer.nearest)
        lines += [Padding(Text(f"· {place}"), (0, 0, 0, 2)) for place in places]
    lines.append(Text(f"If you are unsure, ask {contact}."))
    if explain:
        lines += [_quote(quote, index.document(quote.clause.document), explain=True) for quote in answer.nearest]
        lines.append(_explained(answer))
    return Group(*lines)


def _conflict_warnings(part: OrganisationAnswer, index: Index) -> list[str]:
    places = {quote.clause.id: citation(quote, index.document(quote.clause.document)) for quote in part.quotes}
    told = []
    for conflict in part.conflicts:
        if conflict.one in places and conflict.other in places:
            line = f"These clauses do not agree: {places[conflict.one]}; {places[conflict.other]}."
            line += f" The newer is {places[conflict.newer]}." if conflict.newer else ""
            line += f" The more specific is {places[conflict.more_specific]}." if conflict.more_specific else ""
            told.append(f"{line} Ask before you rely on either.")
    return told


def warnings(part: OrganisationAnswer, index: Index) -> list[str]:
    """Return what to know before relying on an organisation's quotes: contradictions, and policies out of date."""
    quoted = {quote.clause.document: index.document(quote.clause.document) for quote in part.quotes}
    overdue = [
        f"{document.title} was due for review in {document.review_due}; it may be out of date."
        for document in quoted.values()
        if is_overdue(document.review_due, date.today())
    ]
    return [*_conflict_warnings(part, index), *overdue]


def _explained(answer: Answer) -> Text:
    searched = ", ".join(answer.searched) or "nothing else"
    return Text.from_markup(
        f"[dim]Also searched: {escape(searched)} · {answer.elapsed_ms} ms · {answer.generation}[/dim]"
    )


def change_lines(changes: Sequence[Change], added: str, removed: str, *, markdown: bool) -> list[str]:
    """Return the changes as lines; `added` and `removed` are the marks around words, as Markdown if so wished."""
    if not changes:
        return ["No clause has changed."]
    lines = []
    for change in changes:
        clause = change.after or change.before
        assert clause is not None
        place = " › ".join(clause.section) + (f", clause {clause.number}" if clause.number else "")
        forces = f" ({BADGES[change.force[0]][0]} became {BADGES[change.force[1]][0]})" if change.force else ""
        lines.append(f"{'- ' if markdown else ''}{change.kind}{forces}: {change.document}, {place}")
        if change.kind == "moved" and change.before:
            lines.append(f"  from {' › '.join(change.before.section)}, clause {change.before.number or '–'}")
        marks = {"=": ("", ""), "+": (added or "{+", added or "+}"), "-": (removed or "[-", removed or "-]")}
        lines.append("  " + " ".join(f"{marks[kind][0]}{words}{marks[kind][1]}" for kind, words in change.words))
    return lines


def organisation_name(organisation: str) -> str:
    """Return an organisation's folder name as people write it."""
    return organisation.replace("-", " ").replace("_", " ").title()
