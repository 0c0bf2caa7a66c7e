"""Resolve a follow-up from the questions before it.

In: a question and the earlier ones. Out: what of them it leans on, or nothing for a question that stands by itself.
Nothing is filled in silently: what was taken is shown with the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question import situation, telling_words

_NEW_TOPIC = re.compile(
    r"^\W*(?:(?:a\s+)?(?:separate|different|another|new|unrelated|other|next)\s+(?:thing|question|topic|one|matter|subject)|"
    r"separately|unrelated|changing\s+(?:the\s+)?subject|on\s+(?:a|another)\s+(?:\w+\s+)?(?:note|subject)|moving\s+on)\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\W*(?:and|but|or|so|also|then|what\s+about|how\s+about|what\s+if|even\s+if|even|except|unless|if\s+(?:it|they|he|she|not|so)|"
    r"does\s+(?:that|it|this)|is\s+(?:that|it|this)|same\s+(?:for|with|if)|why|since\s+when|says\s+who|who\s+(?:says|decides|by|to)|"
    r"on|in|with|at|for|by|to|after|before|during|from|not\s+even|really|even)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|those|these|he|him|his|she|her|hers|this\s+one|that\s+one|the\s+same|one\s+of\s+them|there|ones?)\b",
    re.IGNORECASE,
)
_OWN_SUBJECT = re.compile(
    # "it" of the weather, or a word that has its own antecedent in the same question
    r"\b(?:is|was)\s+it\s+(?:ok|okay|alright|fine|all\s+right|allowed|my|a\s+bad|bad|true|possible|against)|\bit\s+ok\b|\bthat\s+(?:i|we|you|the|my|a)\b"
    r"|\b(?:who|which|what)\s+\w+\s+that\b|\bthere\s+(?:is|are|a|any)\b|\bis\s+there\b|\bare\s+there\b",
    re.IGNORECASE,
)
_PERSON = (
    r"(?:pupils?|students?|child(?:ren)?|kids?|sixth\s*formers?|parents?|mums?|dads?|carers?|famil(?:y|ies)|colleagues?|staff"
    r"|teachers?|tas?|governors?|volunteers?|visitors?|ex-?pupils?|former\s+(?:pupils?|students?)|leavers?)"
)
_PEOPLE = re.compile(rf"\b(?:(?:an?|the|my|our|their|her|his|some|any)\s+)?{_PERSON}\b", re.IGNORECASE)
_WHAT_ABOUT = re.compile(
    rf"^\W*(?:(?:and|or|but)\s+)?(?:(?:what|how)\s+about|(?:the\s+)?same\s+(?:for|with)|and|for|with)\s+(?:(?:for|with|to)\s+)?"
    rf"(?P<who>(?:(?:an?|the|my|our|their|her|his)\s+)?(?:[\w-]+\s+)?{_PERSON})\W*$",
    re.IGNORECASE,
)
_INFORMATION_TECHNOLOGY = re.compile(r"\bIT\b")
_SENTENCE = re.compile(r"(?<=\?)\s+")
_ALSO = re.compile(
    r"(?:^|,?\s+)(?:and|also|plus)\s+(?=(?:can|could|may|do|does|did|should|must|shall|is|are|am|will|who|what|when|where|how)"
    r"\s+(?:I|we|staff|you|they|there|the|my|an?|much|many|long|late)\b)",
    re.IGNORECASE,
)
FEW_WORDS = 2  # telling words; a question with no more than these and nothing else hardly stands alone
MANY_WORDS = 5
MAX_TURNS = 8  # further back nobody means anything


def several(question: str) -> list[str]:
    """Return the questions of a line that asks more than one, or the line itself.

    Nothing is parted where one part needs another to be understood, nor where a situation is told.
    """
    told, asked = situation(question)
    parts = [part for line in _SENTENCE.split(asked) for part in _ALSO.split(line) if telling_words(part)]
    return parts if not told and len(parts) > 1 and not any(map(_needs_more, parts)) else [question]


def context_of(question: str, history: Sequence[str]) -> str:
    """Return the earlier question that `question` leans on, with what that one leant on; "" if it stands alone."""
    taken: list[str] = []
    for before in reversed(history[-MAX_TURNS:]):
        if not leans(question):
            break
        taken.insert(0, before)
        question = before
    return " ".join(taken)


def put_in(before: str, question: str) -> str | None:
    """Return the earlier question with the people that a follow-up names in the place of its own, None if it has none.

    "can I friend a parent?", "what about students?" becomes "can I friend students?".
    """
    asked = _WHAT_ABOUT.match(question)
    if not asked or not _PEOPLE.search(before):
        return None
    return _PEOPLE.sub(lambda _: asked["who"], before, count=1)


def leans(question: str) -> bool:
    """Say whether a question needs an earlier one to be understood: it is elliptic or points back."""
    if _NEW_TOPIC.match(question):
        return False
    return _needs_more(question) or len(telling_words(question)) < FEW_WORDS


def _needs_more(question: str) -> bool:
    telling = telling_words(question)
    # Beyond the first sentence a pronoun means someone in the question ("My nephew is a pupil. … unfollow him?").
    first = re.split(r"(?<=[.!?])\s", _INFORMATION_TECHNOLOGY.sub(" ", question))[0]
    points = bool(_POINTS_BACK.search(_OWN_SUBJECT.sub(" ", first)))
    if _CONTINUES.match(question):
        return len(telling) < MANY_WORDS or points
    return points and len(telling) <= MANY_WORDS
