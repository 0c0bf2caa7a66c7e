"""A conversation as a file: Markdown or HTML, the quotes with their citations, nothing added."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.datatypes import Answer, Document, Quote
from assistant.errors import UsageError
from assistant.render import BADGES, citation, organisation_name, quote_footnotes

if TYPE_CHECKING:
    from assistant.index import Index


def write(path: Path, conversation: Sequence[tuple[Answer, Index]]) -> None:
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


def written(name: str, conversation: Sequence[tuple[Answer, Index]]) -> str:
    """Return a conversation in the form that the name of a file asks for; raises UsageError for an unknown ending."""
    forms = {".md": to_markdown, ".html": to_html, ".htm": to_html}
    form = forms.get(Path(name).suffix.lower())
    if form is None:
        raise UsageError("Please name a file that ends in .md or .html, for example /export answers.md")
    return form(conversation)


def quoted(quote: Quote, document: Document) -> str:
    """Return a quote with its badge and full citation, as it is copied."""
    lead_in = f"{quote.clause.lead_in}\n" if quote.clause.lead_in else ""
    where = f"{organisation_name(document.organisation)}: {citation(quote, document)}"
    return f"[{BADGES[quote.force][0]}] {lead_in}“{quote.clause.text}”\n— {where}"


def to_markdown(conversation: Sequence[tuple[Answer, Index]]) -> str:
    """Return a conversation as Markdown."""
    lines = ["# Policy Assistant", ""]
    for answer, index in conversation:
        lines += [f"## {_escaped(answer.question)}", ""]
        if answer.resolved != answer.question:
            lines += [f"*Taken as: {_escaped(answer.resolved)}*", ""]
        if answer.first:
            lines += [f"**First: {_escaped(answer.first)}**", ""]
        if not answer.answered:
            lines += ["No policy here answers this.", ""]
        for part in answer.answers:
            lines += [f"### {_escaped(organisation_name(part.organisation))}", ""]
            for quote in part.quotes:
                document = index.document(quote.clause.document)
                lead_in = [f"> {_escaped(quote.clause.lead_in)}"] if quote.clause.lead_in else []
                notes = [f"> *{_escaped(text.plain)}*  " for _, text in quote_footnotes(quote)]
                lines += [
                    f"**{BADGES[quote.force][0]}**",
                    "",
                    *lead_in,
                    f"> “{_escaped(quote.clause.text)}”",
                    ">",
                    *notes,
                ]
                lines += [f"> — {_escaped(citation(quote, document))}", ""]
    return "\n".join(lines)


def to_html(conversation: Sequence[tuple[Answer, Index]]) -> str:
    """Return a conversation as a page that needs nothing else."""
    parts = ["<!doctype html><html lang=en-GB><meta charset=utf-8><title>Policy Assistant</title>"]
    for answer, index in conversation:
        parts.append(f"<h2>{html.escape(answer.question)}</h2>")
        if answer.resolved != answer.question:
            parts.append(f"<p><em>Taken as: {html.escape(answer.resolved)}</em></p>")
        if answer.first:
            parts.append(f"<p><strong>First: {html.escape(answer.first)}</strong></p>")
        if not answer.answered:
            parts.append("<p>No policy here answers this.</p>")
        for part in answer.answers:
            parts.append(f"<h3>{html.escape(organisation_name(part.organisation))}</h3>")
            for quote in part.quotes:
                where = citation(quote, index.document(quote.clause.document))
                lead_in = f"{html.escape(quote.clause.lead_in)}<br>" if quote.clause.lead_in else ""
                notes = "".join(f"<br><em>{html.escape(text.plain)}</em>" for _, text in quote_footnotes(quote))
                parts.append(
                    f"<p><strong>{BADGES[quote.force][0]}</strong></p><blockquote>{lead_in}“{html.escape(quote.clause.text)}”"
                    f"{notes}<br>— {html.escape(where)}</blockquote>"
                )
    return "\n".join([*parts, "</html>", ""])


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it stands."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in text).replace("\n", "  \n> ")
