"""Tell the deontic force of a sentence, and where it limits itself.

In: one sentence (or part of one) and the lead-in it continues. Out: a Ruling with the words that prove it. The rules
are read top to bottom: what only looks like a rule is set aside first ("may stay public", "should any pupil contact
you"), then each force is looked for by its words, the strictest first, then what limits it. The classes are those of
deontic logic (von Wright, Mind 1951: obligation, prohibition, permission) with the recommendation that policies use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant import force_words as words
from assistant.datatypes import Force, Span
from assistant.false_friends import FALSE_FRIENDS

_STRICTEST_FIRST = (
    Force.PROHIBITED,
    Force.CONDITIONAL,
    Force.REQUIRED,
    Force.ADVISED_AGAINST,
    Force.ADVISED,
    Force.PERMITTED,
    Force.INFORMATIONAL,
)
_PART = re.compile(
    r"(?:(?!,\s+(?:but|yet|though|although|however)\s+(?!only\b))[^;:]|[;:](?!\s))+|,\s+(?:but|yet|though|although|however)\s+"
)
_LEAD_IN_END = re.compile(r"\b(?:must|shall|should|may|can|will|not|never|to|are|is)\W*$", re.IGNORECASE)
_SET_ASIDE = "·"  # stands for each letter of what is set aside, so that offsets hold and no rule reads across it


@dataclass(frozen=True, slots=True)
class Ruling:
    """The force of a sentence with its proof, as offsets into the sentence."""

    force: Force
    trigger: Span | None = None
    """The words that give the force; None when they stand in the lead-in or there are none."""
    exceptions: tuple[Span, ...] = ()


def strongest(forces: Iterable[Force]) -> Force:
    """Return the strictest of the forces, INFORMATIONAL if there are none."""
    return min(forces, key=_STRICTEST_FIRST.index, default=Force.INFORMATIONAL)


def judge(sentence: str, lead_in: str | None = None) -> Ruling:
    """Judge one sentence; `lead_in` is the line it continues, such as "Employees should:", if it continues one.

    The trigger and exceptions are offsets into `sentence`. A sentence that tells nobody what to do is INFORMATIONAL;
    of parts that a semicolon or colon sets apart, each with a force of its own, the strictest counts.
    """
    parts = [match.span() for match in _PART.finditer(sentence)]
    rulings = [(start, _judged(sentence[start:end], None if start else lead_in)) for start, end in parts]
    telling = [(start, ruling) for start, ruling in rulings if ruling.force is not Force.INFORMATIONAL]
    if len(telling) < 2 or _LEAD_IN_END.search(sentence[: parts[0][1]]):
        return _judged(sentence, lead_in)
    start, ruling = min(telling, key=lambda each: _STRICTEST_FIRST.index(each[1].force))
    return Ruling(
        ruling.force,
        ruling.trigger and (ruling.trigger[0] + start, ruling.trigger[1] + start),
        tuple((first + start, last + start) for first, last in ruling.exceptions),
    )


def _judged(sentence: str, lead_in: str | None) -> Ruling:
    lead_in = re.split(r",\s+(?:but|yet)\s+(?!not\s+limited)", lead_in)[-1] if lead_in else None
    head = f"{lead_in.rstrip().rstrip(':-–—').rstrip()} " if lead_in and words.RULES_IN_LEAD_IN.search(lead_in) else ""
    text = _without_false_friends(head + sentence)
    # Before a list "can" permits and "will" obliges, whoever it speaks of.
    for word, plain in ((" can ", " may "), (" will ", " must ")):
        if head.endswith(word) and text[: len(head)].endswith(word):
            text = text[: len(head) - len(word)] + plain + text[len(head) :]
    force, trigger = _base(text)
    limits = [match.span() for match in words.EXCEPTION.finditer(text)]
    if force is Force.PERMITTED:
        limits += [match.span() for match in words.LIMIT_OF_PERMISSION.finditer(text)]
    if force in (Force.PROHIBITED, Force.ADVISED_AGAINST):
        limits += [match.span() for match in words.LIMIT_OF_BAN.finditer(text)]
    if force is not Force.INFORMATIONAL and limits and not _only_in_consequence(text, min(limits)[0]):
        own = sorted(
            (start - len(head), _limit_end(sentence, end - len(head))) for start, end in limits if start >= len(head)
        )
        return Ruling(Force.CONDITIONAL, _in_sentence(trigger, head), _apart(own))
    return Ruling(force, _in_sentence(trigger, head))


def _without_false_friends(text: str) -> str:
    for pattern in FALSE_FRIENDS:
        text = pattern.sub(_set_aside, text)
    opening = words.OPENING_CONDITION.match(text)
    if opening:
        condition = words.MODAL.sub(_set_aside, words.FREE.sub(_set_aside, opening.group()))
        text = condition + text[opening.end() :]
    return text


def _set_aside(match: re.Match[str]) -> str:
    return _SET_ASIDE * len(match.group())


def _base(text: str) -> tuple[Force, Span | None]:
    """Return the force by its words, before what limits it is weighed, and the words."""
    for force, pattern in ((Force.PROHIBITED, words.NEVER), (Force.PERMITTED, words.FREE)):
        match = pattern.search(text)
        if match:
            return force, match.span()
    if words.PLEDGE.match(text) and not words.PROHIBITED.search(text):
        return Force.INFORMATIONAL, None
    for force, patterns in (
        (Force.PROHIBITED, (words.PROHIBITED, words.PROHIBITED_OPENING)),
        (Force.ADVISED_AGAINST, (words.AGAINST, words.AVOID_OPENING)),
        (Force.ADVISED, (words.ADVISED_OPENING,)),
        (Force.REQUIRED, (words.REQUIRED,)),
        (Force.ADVISED, (words.ADVISED,)),
    ):
        for pattern in patterns:
            match = pattern.search(text)
            if match:
                return force, match.span()
    match = words.PERMITTED.search(text)
    if match:
        only = words.ONLY_PERMITTED.search(text)
        return (Force.REQUIRED, only.span()) if only else (Force.PERMITTED, match.span())
    for force, pattern in (
        (Force.REQUIRED, words.IMPERATIVE),
        (Force.REQUIRED, words.DUTY_TOLD),
        (Force.CONDITIONAL, words.LIMITED),
    ):
        match = pattern.search(text)
        if match:
            return force, match.span()
    return Force.INFORMATIONAL, None


def _only_in_consequence(text: str, limit: int) -> bool:
    before = text[:limit]
    return bool(words.CONSEQUENCE.search(before)) and not re.search(r"\b(?:must|should|may|shall)\b", before)


def _limit_end(sentence: str, start: int) -> int:
    """Return where a limit ends: at a semicolon, bracket or clause with its own subject, or with the sentence."""
    stop = re.search(r"[;)]|,\s+(?=(?:and|but|staff|you|they|employees|this)\b)|[.!?]\W*$", sentence[start:])
    return start + stop.start() if stop else len(sentence)


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """Join spans that overlap."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _in_sentence(trigger: Span | None, head: str) -> Span | None:
    return (trigger[0] - len(head), trigger[1] - len(head)) if trigger and trigger[0] >= len(head) else None
