"""Which policies are due for review, and the same as a calendar or a table.

In: documents. Out: Reviews, soonest first. A date of month or year precision counts as its first day.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.datatypes import Document
from assistant.freshness import is_overdue


@dataclass(frozen=True, slots=True)
class Review:
    """A policy whose review is due, or that states no date (`due` is None)."""

    document: str
    title: str
    organisation: str
    due: str | None
    overdue: bool


def coming(documents: Iterable[Document], within: timedelta, today: date) -> list[Review]:
    """Return the reviews that are overdue, due within a time, or not dated at all, soonest first and undated last."""
    limit = (today + within).isoformat()
    reviews = [
        Review(
            document.id,
            document.title,
            document.organisation,
            document.review_due,
            is_overdue(document.review_due, today),
        )
        for document in documents
        if document.review_due is None or _first_day(document.review_due) <= limit
    ]
    return sorted(reviews, key=lambda review: (review.due is None, review.due or "", review.document))


def to_csv(reviews: Sequence[Review]) -> str:
    """Return reviews as CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["organisation", "title", "document", "review_due", "overdue"])
    writer.writerows([r.organisation, r.title, r.document, r.due or "", "yes" if r.overdue else "no"] for r in reviews)
    return out.getvalue()


def to_calendar(reviews: Sequence[Review], today: date) -> str:
    """Return the dated reviews as all-day events (iCalendar, RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Policy Assistant//Reviews//EN"]
    for review in reviews:
        if review.due is None:
            continue
        day = _first_day(review.due).replace("-", "")
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(review.document)}@policy-assistant",
            f"DTSTAMP:{today.strftime('%Y%m%d')}T000000Z",
            f"DTSTART;VALUE=DATE:{day}",
            f"SUMMARY:Review due: {_escaped(review.title)} ({_escaped(review.organisation)})",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _first_day(due: str) -> str:
    return due + "-01-01"[len(due) - len("2025") :] if len(due) < len("2025-01-01") else due


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold a line at 75 octets, as the standard demands."""
    folded, rest = "", line
    while len(rest.encode()) > 75:
        cut = 74
        while len(rest[:cut].encode()) > 74:
            cut -= 1
        folded, rest = f"{folded}{rest[:cut]}\r\n ", rest[cut:]
    return folded + rest
