"""A conversation as a file, Markdown or HTML: what the screen said, piece by piece, and nothing else."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.datatypes import Answer, Document, Quote
from assistant.errors import UsageError
from assistant.render import BADGES
from assistant.reply import Piece, footnotes, pieces, place
from assistant.wording import school_name

if TYPE_CHECKING:
    from assistant.index import Index

_MARKDOWN = {
    "first": "**{}**",
    "told": "**{}**",
    "understood": "*{}*",
    "differ": "**{}**",
    "school": "### {}",
    "chosen": "*{}*",
    "also": "*{}*",
    "place": "- {}",
}
_HTML = {
    "first": "<p><strong>{}</strong></p>",
    "told": "<p><strong>{}</strong></p>",
    "understood": "<p><em>{}</em></p>",
    "differ": "<p><strong>{}</strong></p>",
    "school": "<h3>{}</h3>",
    "chosen": "<p><em>{}</em></p>",
    "also": "<p><em>{}</em></p>",
    "place": "<p>· {}</p>",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A turn of the conversation: an answer, what it was found in, and whom it named to ask."""

    answer: Answer
    index: Index
    contact: str

    def pieces(self) -> list[Piece]:
        """Return what was said."""
        return list(pieces(self.answer, self.index, self.contact))


def last_quote(conversation: Sequence[Said]) -> tuple[Quote, Document] | None:
    """Return the quote that was given last, with its document, None if there was none."""
    for said in reversed(conversation):
        if said.answer.answered:
            quote = said.answer.answers[0].quotes[0]
            return quote, said.index.document(quote.clause.document)
    return None


def write(path: Path, conversation: Sequence[Said]) -> None:
    """Write a conversation to a file that does not exist yet; its ending says in which form.

    Raises UsageError for another ending or if the file is there or cannot be written.
    """
    text = written(path.name, conversation)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is already there; please choose another name.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from None


def written(name: str, conversation: Sequence[Said]) -> str:
    """Return a conversation in the form that the name of a file asks for; raises UsageError for an unknown ending."""
    forms = {".md": to_markdown, ".html": to_html, ".htm": to_html}
    form = forms.get(Path(name).suffix.lower())
    if form is None:
        raise UsageError("Please name a file that ends in .md or .html, for example /export answers.md")
    return form(conversation)


def quoted(quote: Quote, document: Document) -> str:
    """Return a quote with its badge and full citation, as it is copied."""
    lead_in = f"{quote.clause.lead_in}\n" if quote.clause.lead_in else ""
    where = f"{school_name(document.organisation)}: {place(quote.clause, document)}"
    return f"[{BADGES[quote.force][0]}] {lead_in}“{quote.clause.text}”\n— {where}"


def to_markdown(conversation: Sequence[Said]) -> str:
    """Return a conversation as Markdown."""
    lines = ["# Policy Assistant", ""]
    for said in conversation:
        lines += [f"## {_escaped(said.answer.question)}", ""]
        for piece in said.pieces():
            if piece.text:
                lines += [_MARKDOWN.get(piece.kind, "{}").format(_escaped(piece.text)), ""]
            for quote in piece.quotes:
                if piece.kind != "related":
                    lines += [f"**{BADGES[quote.force][0]}**", ""]
                lines += _markdown_quote(quote, said.index.document(quote.clause.document))
    return "\n".join(lines)


def _markdown_quote(quote: Quote, document: Document) -> list[str]:
    lead_in = [f"> {_escaped(quote.clause.lead_in)}"] if quote.clause.lead_in else []
    notes = [f"> *{name}: {_escaped(text)}*  " for name, text in footnotes(quote)]
    where = _escaped(place(quote.clause, document))
    return [*lead_in, f"> “{_escaped(quote.clause.text)}”", ">", *notes, f"> — {where}", ""]


def to_html(conversation: Sequence[Said]) -> str:
    """Return a conversation as a page that needs nothing else."""
    parts = ["<!doctype html><html lang=en-GB><meta charset=utf-8><title>Policy Assistant</title>"]
    for said in conversation:
        parts.append(f"<h2>{html.escape(said.answer.question)}</h2>")
        for piece in said.pieces():
            if piece.text:
                parts.append(_HTML.get(piece.kind, "<p>{}</p>").format(html.escape(piece.text)))
            for quote in piece.quotes:
                if piece.kind != "related":
                    parts.append(f"<p><strong>{BADGES[quote.force][0]}</strong></p>")
                parts.append(_html_quote(quote, said.index.document(quote.clause.document)))
    return "\n".join([*parts, "</html>", ""])


def _html_quote(quote: Quote, document: Document) -> str:
    lead_in = f"{html.escape(quote.clause.lead_in)}<br>" if quote.clause.lead_in else ""
    notes = "".join(f"<br><em>{name}: {html.escape(text)}</em>" for name, text in footnotes(quote))
    where = html.escape(place(quote.clause, document))
    return f"<blockquote>{lead_in}“{html.escape(quote.clause.text)}”{notes}<br>— {where}</blockquote>"


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it stands."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in text).replace("\n", "  \n> ")
