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

from assistant.datatypes import Answer, Clause, Document, Force, OrganisationAnswer, Quote
from assistant.figures import figure_spans
from assistant.freshness import is_overdue
from assistant.reply import DIFFER, Piece, chosen_line, contradictions, footnotes, pieces, place
from assistant.wording import NOT_COVERED, school_name

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
_STYLES = {
    "first": "bold red",
    "told": "bold",
    "understood": "italic dim",
    "differ": "bold",
    "school": "bold underline",
    "chosen": "italic",
    "also": "italic",
    "warning": "yellow",
    "note": "yellow",
}


def to_json(answer: Answer, index: Index, identifier: object = None, today: date | None = None) -> dict[str, Any]:
    """Return an answer as the schema-1 object; what must be said first and what contradicts itself stands in `note`."""
    chosen = [chosen_line(part) for part in answer.answers if part.chosen]
    disagreeing = [line for part in answer.answers for line in contradictions(part, index)]
    return {
        "schema": 1,
        "id": identifier,
        "question": answer.question,
        "resolved": answer.resolved,
        "answered": answer.answered,
        "differ": answer.differ,
        "answers": [_organisation(part, index, today or date.today()) for part in answer.answers],
        "note": " ".join(filter(None, (answer.first, *chosen, answer.note, *disagreeing))) or None,
        "generation": answer.generation,
        "elapsed_ms": answer.elapsed_ms,
    }


def summary_text(told: Sequence[str]) -> Text:
    """Return what a language model made of the quotes, said to be that."""
    return Text(f"In short, as a language model puts it (only the quotes above count): {' '.join(told)}")


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
    for piece in pieces(answer, index, contact):
        if piece.text:
            blocks.append(_line(piece))
        for quote in piece.quotes:
            document = index.document(quote.clause.document)
            if piece.kind == "related":
                blocks += _words(quote, document)
            else:
                blocks += [_quote(quote, document, explain=explain), Text("")]
    if explain:
        blocks += [_quote(quote, index.document(quote.clause.document), explain=True) for quote in answer.nearest]
        blocks.append(_explained(answer))
    return Group(*blocks)


def _line(piece: Piece) -> RenderableType:
    if piece.kind == "place":
        return Padding(Text(f"· {piece.text}"), (0, 0, 0, 2))
    return Text(piece.text + ("\n" if piece.kind == "first" else ""), style=_STYLES.get(piece.kind, ""))


def side_by_side(answer: Answer, index: Index, organisations: Sequence[str]) -> RenderableType:
    """Return an answer as a table with a column for each organisation, also for one that rules nothing."""
    by_name = {part.organisation: part for part in answer.answers}
    table = Table(title=DIFFER if answer.differ else None, expand=True)
    columns: list[RenderableType] = []
    for name in organisations:
        table.add_column(school_name(name), ratio=1)
        quotes = by_name[name].quotes if name in by_name else ()
        shown = [_quote(quote, index.document(quote.clause.document), explain=False) for quote in quotes]
        columns.append(Group(*shown) if shown else Text(NOT_COVERED))
    table.add_row(*columns)
    return table


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


def footnote_lines(quote: Quote) -> list[Text]:
    """Return what a quote leans on, a line each."""
    return [Text.assemble(f"{name}: ", (text, "italic")) for name, text in footnotes(quote)]


def _quote(quote: Quote, document: Document, *, explain: bool) -> RenderableType:
    lines = [quote_words(quote, document), *(Padding(line, (0, 0, 0, 4)) for line in footnote_lines(quote))]
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
    where = Text(f"— {place(quote.clause, document)}", style="dim")
    return [*lines, Padding(body, (0, 0, 0, 2)), Padding(where, (0, 0, 0, 2))]


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
