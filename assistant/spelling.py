"""Mend the spelling of a question against the words the policies use and common English.

In: a question. Out: the same question with unknown words replaced by their likeliest known ones, or unchanged. A word
that the policies use, or that is plain English, is never "corrected".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\b\w*\d\w*\b")
ENGLISH = Path(__file__).parent / "words" / "english.txt"
MIN_LETTERS = 3  # shorter words have too many neighbours


def mend(
    question: str, known: Callable[[str], bool], counts: Callable[[], Mapping[str, int]], shorthand: Mapping[str, str]
) -> str:
    """Return the question with misspelt words mended.

    `known` says whether the policies use a word, `counts` gives how often they use each (asked only when a word needs
    mending), `shorthand` maps text-speak to words.
    """
    return _WORD.sub(lambda match: _mended(match.group(), known, counts, shorthand), question)


def _mended(
    word: str, known: Callable[[str], bool], counts: Callable[[], Mapping[str, int]], shorthand: Mapping[str, str]
) -> str:
    plain = word.lower().replace("’", "'")
    if plain in shorthand:
        return shorthand[plain]
    if len(plain) < MIN_LETTERS or any(letter.isdigit() for letter in plain) or _is_known(plain, known):
        return word
    return _nearest(plain, counts()) or word


def _is_known(word: str, known: Callable[[str], bool]) -> bool:
    parts = re.split(r"['-]", word)
    return (
        known(word)
        or word in english_words()
        or all(known(part) or part in english_words() for part in parts if len(part) > 1)
    )


def _nearest(word: str, counts: Mapping[str, int]) -> str | None:
    """Return the likeliest word within two slips (optimal string alignment), None if there is none.

    A slip at the first letter is unlikely, a word of the policies likelier than any other, a frequent English word
    likelier than a rare one (the noisy channel of Kernighan, Church and Gale, COLING 1990, with hand-set odds).
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    english = english_words()
    most = 1 if len(word) <= 4 else 2
    choices = [*counts, *(other for other in english if other not in counts)]
    found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=60)
    best: tuple[float, str] | None = None
    for other, distance, _ in found:
        cost = float(distance)
        cost += 0.7 * (_sound(other) != _sound(word)) + 0.8 * (other[0] != word[0]) + 0.2 * (len(other) < len(word))
        cost -= 0.9 * (other in counts)
        cost += min(english.get(other, len(english)), len(english)) / len(english)
        if best is None or (cost, other) < best:
            best = (cost, other)
    return best[1] if best else None


def _sound(word: str) -> str:
    """Return the consonants by sound, doubled ones once: what a person who writes by ear keeps."""
    word = re.sub("ph", "f", word)
    word = re.sub("ck|c(?![eihy])|q", "k", word)
    word = re.sub("c(?=[eiy])|z", "s", word)
    return re.sub(r"(.)\1+", r"\1", word[:1] + re.sub("[aeiouhwy]", "", word[1:]))


@cache
def english_words() -> dict[str, int]:
    """Return the common English words with their ranks, the most frequent first."""
    return {word: rank for rank, word in enumerate(ENGLISH.read_text(encoding="utf-8").split())}
