"""Find the sentences of a clause.

In: a clause's text. Out: spans that together cover every character but the white space between sentences.
"""

import re

from assistant.datatypes import Span

_BOUNDARY = re.compile(r"""(?<=[.!?])['"’”)\]]*\s+(?=['"‘“(\[*•]*[A-Z0-9*])""")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|cf|vs|no|nos|p|pp|para|paras|sec|ch|fig|art|vol|ed|mr|mrs|ms|dr|st|rev|prof|inc|ltd|"
    r"approx|dept|tel|ext|min|max|[A-Za-z])\.$",
    re.IGNORECASE,
)


_CONTRAST = re.compile(r"(?<=;)\s+|(?<=,)\s+(?=but\b)")
_RULE = re.compile(r"\b(?:must|should|shall|will|may|can|cannot|is|are|has|have)\b", re.IGNORECASE)


def split(text: str) -> list[Span]:
    """Return the spans of the sentences of `text`, in order; an empty text has none.

    A full stop after an abbreviation, an initial or a list number does not end a sentence, except that "etc."
    before a capital does. A sentence of two rules ("… is authorised, but staff … must not …") is two spans, so that
    each is judged and shown on its own.
    """
    return [part for sentence in _sentences(text) for part in _parts(text, sentence)]


def _parts(text: str, sentence: Span) -> list[Span]:
    start, end = sentence
    for contrast in _CONTRAST.finditer(text, start, end):
        left, right = text[start : contrast.start()], text[contrast.end() : end]
        if _RULE.search(left) and _RULE.search(right):
            return [(start, contrast.start()), *_parts(text, (contrast.end(), end))]
    return [sentence]


def _sentences(text: str) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        before = text[start : boundary.start()]
        if _ABBREVIATION.search(before) and not before.endswith("etc."):
            continue
        end = boundary.start() + len(boundary.group().rstrip())
        spans.append((start, end))
        start = boundary.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans
