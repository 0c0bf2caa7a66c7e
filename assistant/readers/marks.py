"""Take the number or bullet off the start of a line.

What looks like a number and is none ("11.5.14 applies to …", "3 pupils", "8.00am", "1 September 2024") stays.
"""

import re

BULLET = "•"

_BULLETS = re.compile(r"^(?:[•◦▪▫■□●○‣⁃∙·✓✔➢➤►▶❖§\uf000-\uf0ff\ue000-\uefff]|[-–—*o+](?=\s))\s*(?=\S)")
_DOTTED = re.compile(r"^(\d{1,3}(?:\.\d{1,3})+)\.?\)?\s+(?=\S)")
_SINGLE = re.compile(r"^(\d{1,3})[.)]\s+(?=\S)")
_BARE = re.compile(r"^(\d{1,2})\s+(?=[A-Z][a-z]+|[A-Z]{3,})")
_BRACKETED = re.compile(r"^(\((?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\))\s*(?=\S)")
_LETTER = re.compile(r"^([a-zA-Z]|[ivx]{2,5}|[IVX]{2,5})[.)]\s+(?=\S)")
_TIME_OR_AMOUNT = re.compile(
    r"^\d{1,3}(?:\.\d+)?\s*(?:[ap]m\b|[AP]M\b|%|cm\b|mm\b|kg\b|km\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|pupils?\b|p\b)"
)
_MONTH = re.compile(
    r"^\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
    re.IGNORECASE,
)
_SENTENCE_SUBJECT = re.compile(
    r"^(?:applies|applied|apply|above|below|and|or|to|is|are|was|does|refers|states|requires|sets)\b"
)
_INITIAL = re.compile(r"^[A-Z]\.\s+[A-Z][a-z]+\s+(?:[a-z]|[A-Z][a-z]+\b)")


def split_mark(text: str) -> tuple[str | None, str]:
    """Return the mark of a line ("4.2", "(a)", "•"; None if there is none) and the text after it."""
    bullet = _BULLETS.match(text)
    if bullet:
        return BULLET, text[bullet.end() :]
    if _TIME_OR_AMOUNT.match(text) or _MONTH.match(text) or _INITIAL.match(text):
        return None, text
    for pattern in (_DOTTED, _SINGLE, _BRACKETED, _LETTER):
        match = pattern.match(text)
        if match:
            rest = text[match.end() :]
            return (None, text) if pattern is _DOTTED and _SENTENCE_SUBJECT.match(rest) else (match[1], rest)
    bare = _BARE.match(text)
    if bare and not re.match(r"^\d{1,2}\s+\w+(?:\s+\w+){12,}", text):
        return bare[1], text[bare.end() :]
    return None, text
