"""Understand a question: its words, its spelling, what staff words stand for, and whether it asks about the document.

In: the text typed. Out: a Query, the variants and words to search with. Nothing typed is ever lost: every variant is
searched beside the question, never instead of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from assistant import sentences, spelling
from assistant.datatypes import Fact
from assistant.errors import UsageError
from assistant.glossary import Glossary

MAX_CHARS = 4_000  # a question; anything longer is a pasted document
VOCABULARY = Path(__file__).parent / "words" / "vocabulary.toml"
STOP = VOCABULARY.with_name("stop.txt")  # words that carry no matter

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SUBJECT = r"(?:it|this|that|these|they|(?:the|this|that|our|your|these)\s+(?:\w+\s+){0,4}?(?:polic(?:y|ies)|document|rules?|agreement|code|guidance|handbook))"
_ABOUT: dict[Fact, re.Pattern[str]] = {
    "review_due": re.compile(
        rf"\b(?:next\s+review|review\s+date|due\s+(?:for\s+|a\s+)?review|out\s+of\s+date|up\s+to\s+date|overdue|expired?|still\s+current|"
        rf"when\s+(?:is|are|was|will|does)\s+{_SUBJECT}\s+(?:\w+\s+){{0,3}}?(?:reviewed|review|renewed|looked\s+at|updated|run\s+out|expire)|"
        rf"how\s+(?:old|recent|current)\s+is\s+{_SUBJECT}|being\s+reviewed|reviewed\s+(?:next|again)|next\s+(?:looked\s+at|updated))\b",
        re.IGNORECASE,
    ),
    "approved": re.compile(
        rf"\b(?:when\s+(?:was|were|did|is)\s+{_SUBJECT}\s+(?:\w+\s+){{0,3}}?(?:approved|adopted|agreed|written|issued|published|signed\s+off|come\s+in|start|dated|made|updated)|"
        rf"(?:date|year)\s+(?:of|on|is)\s+{_SUBJECT}|how\s+old\s+is\s+{_SUBJECT}|(?:approval|approved)\s+date|last\s+(?:updated|reviewed|approved)|when\s+was\s+(?:the\s+)?policy)\b",
        re.IGNORECASE,
    ),
    "approved_by": re.compile(
        rf"\b(?:who(?:'s|\s+has|\s+have)?\s+(?:\w+\s+)?(?:approved|approves|agreed|adopted|ratified|authorised|signed\s+off|signs\s+off|wrote|written|owns|made|okayed)\s+{_SUBJECT}|"
        rf"who\s+(?:was|is)\s+{_SUBJECT}\s+(?:approved|written|agreed|signed\s+off)|approved\s+by\s+who\w*|whose\s+policy|who\s+signed\s+{_SUBJECT}\s+off)\b",
        re.IGNORECASE,
    ),
    "title": re.compile(
        rf"\b(?:(?:who|whom)\s+(?:does|do|is|are)\s+{_SUBJECT}\s+(?:\w+\s+){{0,2}}?(?:cover|apply|for|aimed)|"
        rf"(?:does|do|is|are)\s+{_SUBJECT}\s+(?:(?:also|just|only|even|meant)\s+)?(?:cover|include|apply\s+to|for|aimed\s+at|count\s+for)\b)",
        re.IGNORECASE,
    ),
}


class Words(Protocol):
    """What the words of a question are checked against."""

    def knows_word(self, word: str) -> bool:
        """Say whether the policies use a word."""

    def word_counts(self) -> dict[str, int]:
        """Return every word the policies use with the number of times."""

    @property
    def glossary(self) -> Glossary:
        """What the policy owner says staff words stand for."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready to be searched."""

    text: str
    variants: tuple[str, ...]
    """The question as typed, then with its spelling mended if that differs."""
    terms: tuple[tuple[str, ...], ...]
    """For each telling word of the question, the word itself and what else it may be called."""
    about: tuple[Fact, ...]
    """The facts about the document that are asked for: review_due, approved, approved_by, title."""
    context: str = ""
    """What an earlier question supplied; searched with the question, never shown as typed."""

    @property
    def mended(self) -> str:
        """The question with its spelling mended."""
        return self.variants[-1]


def understand(text: str, words: Words, context: str = "") -> Query:
    """Read a question against the words the policies use; `context` is the earlier question it leans on, if any.

    Raises UsageError for an empty question, one that is not text or one that is far too long.
    """
    cleaned = clean(text)
    called = _vocabulary() | {word: tuple(others) for word, others in words.glossary["words"].items()}
    shorthand = _shorthand() | words.glossary["spelling"]
    mended = spelling.mend(cleaned, lambda word: word in called or words.knows_word(word), words.word_counts, shorthand)
    asked = tuple(name for name, pattern in _ABOUT.items() if pattern.search(mended))
    return Query(
        text=cleaned,
        variants=(cleaned,) if mended == cleaned else (cleaned, mended),
        terms=tuple((word, *called.get(word, ())) for word in telling_words(mended)),
        about=asked,
        context=context,
    )


def clean(text: str) -> str:
    """Return a question without control characters and surplus white space.

    Raises UsageError for an empty question, one that is not text or one that is far too long.
    """
    if len(text) > MAX_CHARS:
        raise UsageError(f"The question has {len(text):,} characters; please ask in at most {MAX_CHARS:,}.")
    cleaned = " ".join(
        re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", " ", text).split()
    )
    if not re.search(r"\w", cleaned):
        raise UsageError("Please type a question in words, for example: can I friend a parent?")
    return cleaned


def situation(text: str) -> tuple[str, str]:
    """Part a question into the situation it tells and what it asks; the situation is "" where there is none.

    What is asked are the sentences with a question mark, or else the last one.
    """
    parts = [text[start:end] for start, end in sentences.split(text)]
    asked = [part for part in parts if part.rstrip().endswith("?")] or parts[-1:]
    return " ".join(part for part in parts if part not in asked), " ".join(asked)


def telling_words(text: str) -> list[str]:
    """Return the words of a question that carry its matter, in lower case, each once, in order."""
    words = (word.lower().replace("’", "'") for word in _WORD.findall(text))
    return list(
        dict.fromkeys(
            word.removesuffix("'s") for word in words if word not in _stop() and word.removesuffix("'s") not in _stop()
        )
    )


@cache
def _stop() -> frozenset[str]:
    return frozenset(STOP.read_text(encoding="utf-8").split())


@cache
def _tables() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))


@cache
def _vocabulary() -> dict[str, tuple[str, ...]]:
    return {word: tuple(map(str, others)) for word, others in _tables()["words"].items() if isinstance(others, list)}


@cache
def _shorthand() -> dict[str, str]:
    return {word: str(meant) for word, meant in _tables()["spelling"].items()}


@cache
def vocabulary_words() -> frozenset[str]:
    """Return every single word of our vocabulary, whether staff say it or policies do."""
    phrases = [*_vocabulary(), *(other for others in _vocabulary().values() for other in others), *_shorthand()]
    return frozenset(word for phrase in phrases for word in phrase.lower().split())
