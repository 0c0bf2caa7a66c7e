"""Read the dates that policies are approved and reviewed by, as ISO dates of day, month or year precision.

Nothing is guessed: "annually" or a bare "Spring term" is no date, "Spring term 2026" is the year 2026.
"""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"((?:19|20)\d\d)"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_FORMS = [
    (re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b"), "ymd"),
    (re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})\b"), "dmy"),
    (re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE), "dMy"),
    (re.compile(rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", re.IGNORECASE), "Mdy"),
    (re.compile(rf"\b{_MONTH},?\s+{_YEAR}\b", re.IGNORECASE), "My"),
    (re.compile(r"\b(\d{1,2})/((?:19|20)\d\d)\b"), "my"),
    (re.compile(rf"\b{_YEAR}\b"), "y"),
]


def find_date(text: str) -> str | None:
    """Return the first date in `text` as "YYYY-MM-DD", "YYYY-MM" or "YYYY", or None where there is none."""
    found: list[tuple[int, int, str]] = []
    for rank, (pattern, form) in enumerate(_FORMS):
        for match in pattern.finditer(text):
            value = _iso(form, match.groups())
            if value:
                found.append((match.start(), rank, value))
                break
    if not found:
        return None
    # A day or month that starts the same date as a bare year wins over it, wherever the year stands.
    precise = [entry for entry in found if len(entry[2]) > len("2024")]
    return min(precise or found)[2]


def _iso(form: str, parts: tuple[str, ...]) -> str | None:
    day = month = 0
    year = ""
    for letter, part in zip(form, parts, strict=True):
        if letter == "y":
            year = part if len(part) == len("2024") else f"20{part}"
        elif letter == "m":
            month = int(part)
        elif letter == "M":
            month = _MONTHS[part.lower()]
        else:
            day = int(part)
    try:
        if day:
            return date(int(year), month, day).isoformat()
        if month:
            return date(int(year), month, 1).isoformat()[:7]
    except ValueError:
        return None
    return year
