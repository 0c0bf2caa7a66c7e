"""What may be asked: completions from the policies' own headings, and a few questions to begin with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from textual.suggester import Suggester

from assistant.datatypes import Force

if TYPE_CHECKING:
    from assistant.answer import Answerer
    from assistant.index import Index

LETTERS = 3  # of a word, before a completion is worth its room
SUGGESTED, TRIED = 3, 9
LONGEST = 40


class Headings(Suggester):
    """Completes the end of a question with a heading or a defined term of the policies."""

    def __init__(self, index: Index) -> None:
        super().__init__(use_cache=True, case_sensitive=False)
        self._index = index
        self._phrases: list[str] | None = None

    async def get_suggestion(self, value: str) -> str | None:
        """Return the value with its last words completed, None if nothing fits."""
        if value.startswith("/"):
            return None
        if self._phrases is None:
            self._phrases = phrases(self._index)
        words = value.split(" ")
        for count in (3, 2, 1):
            end = " ".join(words[-count:]).lower()
            if len(words) >= count and len(words[-1]) >= LETTERS:
                found = next((each for each in self._phrases if each.startswith(end) and each != end), None)
                if found:
                    return value + found[len(end) :]
        return None


def phrases(index: Index) -> list[str]:
    """Return the headings of all policies in lower case, the commonest first."""
    counts: Counter[str] = Counter()
    for document in index.documents():
        counts.update({title.lower() for clause in index.document_clauses(document.id) for title in clause.section})
    return [phrase for phrase, _ in counts.most_common() if len(phrase) <= LONGEST]


def questions(answerer: Answerer, scope: Sequence[str]) -> list[str]:
    """Return a few questions that these policies answer, on the sections that lay down most."""
    counts: Counter[str] = Counter()
    for document in answerer.index.documents(scope[0] if len(scope) == 1 else None):
        for clause in answerer.index.document_clauses(document.id):
            if clause.section and clause.force is not Force.INFORMATIONAL and len(clause.section[-1]) <= LONGEST:
                counts[clause.section[-1]] += 1
    titles = (title for title, _ in counts.most_common(TRIED) if "rule" not in title.lower())
    likely = (f"what are the rules on {title[:1].lower() + title[1:]}?" for title in titles)
    return list(islice((question for question in likely if answerer.ask(question, scope).answered), SUGGESTED))
