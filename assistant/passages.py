"""The words of a clause as they are embedded: with the headings and lead-in that give it its meaning.

Training, building and evaluation use this one function, so that a vector always means the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.datatypes import Clause, Span

HEADINGS = 2  # the innermost; further ones name the document's parts rather than the matter


def passage(section: Sequence[str], lead_in: str | None, text: str) -> str:
    """Return the text to embed for a clause, or for one sentence of it."""
    heading = " > ".join(section[-HEADINGS:])
    parts = (f"{heading}." if heading else "", (lead_in or "").replace("\n", " "), text.replace("\n", " "))
    return " ".join(part for part in parts if part)


def embedded_text(clause: Clause, span: Span, title: str) -> str:
    """Return the passage that stands for a part of a clause; a clause outside every section has the title instead."""
    return passage(clause.section or (title,), clause.lead_in, clause.text[slice(*span)])


def spans(clause: Clause) -> list[Span]:
    """Return what of a clause is embedded: the whole, and each sentence where there are several."""
    whole = (0, len(clause.text))
    parts = [sentence.span for sentence in clause.sentences]
    return [whole, *parts] if len(parts) > 1 else [whole]


def is_searched(clause: Clause) -> bool:
    """Say whether a clause can answer by itself: a bare lead-in ("Employees should:") cannot."""
    return not clause.text.rstrip().endswith(":") or len(clause.sentences) > 1
