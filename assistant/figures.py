"""Find the figures people look for in a clause: amounts, times, periods, ages, dates, addresses, telephone numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from assistant.datatypes import Span

_NUMBER = (
    r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|eighteen"
    r"|twenty(?:-\w+)?|thirty)"
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_FIGURE = re.compile(
    r"(?P<money>[£$€]\s?\d[\d,]*(?:\.\d\d)?)|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<telephone>(?<![\d.])0\d{2,4}\s?\d{3,4}\s?\d{3,4}(?!\d))"
    r"|(?P<time>\b\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm)\b|\b\d{1,2}:\d\d\b)"
    rf"|(?P<date>\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s+\d{{4}})?\b|\b{_MONTH}\s+\d{{4}}\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b)"
    r"|(?P<age>\b(?:age[ds]?\s+(?:of\s+)?|under\s+|over\s+)\d{1,2}\b)"
    rf"|\b(?P<count>{_NUMBER})\s+(?:working\s+|school\s+|calendar\s+)?"
    r"(?P<unit>minute|hour|day|week|month|year|term|mile|character)s?\b",
    re.IGNORECASE,
)


def figures(text: str) -> dict[str, set[str]]:
    """Return the figures of a text by what they measure: {"money": {"£10"}, "day": {"five"}}."""
    found: dict[str, set[str]] = defaultdict(set)
    for match in _FIGURE.finditer(text):
        found[(match["unit"] or match.lastgroup or "").lower()].add((match["count"] or match.group()).lower())
    return dict(found)


def figure_spans(text: str) -> Iterator[Span]:
    """Yield where the figures of a text stand."""
    yield from (match.span() for match in _FIGURE.finditer(text))
