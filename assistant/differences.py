"""Tell whether two quoted clauses rule the same matter differently.

In: the candidates that answer one question, with their vectors. Out: whether organisations differ, and the conflicts
inside one. Only clauses on the same matter are compared, and they differ when their force or a number in them does;
which of them is right is never decided here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.datatypes import Conflict, Document, Force
from assistant.figures import figures
from assistant.search import Candidate

SAME_MATTER = 0.62  # cosine of two clauses from which they are about the same; see docs/evaluation.md
SURE = 0.84  # probability that each of them answers, below which nothing is said
CONFLICTING, CERTAIN = 0.7, 0.9  # the same two for a conflict, which is a graver thing to say
_PEOPLE = {
    "family": r"parents?|carers?|famil(?:y|ies)|mums?|dads?",
    "pupil": r"pupils?|child(?:ren)?|students?|young\s+people|sixth[\s-]form(?:ers?)?",
    "colleague": r"colleagues?|co-workers?",
    "governor": r"governors?|trustees?",
    "visitor": r"visitors?|volunteers?|contractors?|suppliers?",
}
_SOME_STAFF = re.compile(
    r"\b(?:PE|classroom|kitchen|site|office|administrative|supply)\s+(?:teacher|staff|assistant)", re.IGNORECASE
)
_OWN = re.compile(r"\b(?:own|personal(?:ly)?|private)\b", re.IGNORECASE)
_SCHOOLS = re.compile(
    r"\bschool-owned\b|\bschool(?:['’]s)?\s+(?:camera|device|laptop|phone|mobile|tablet|equipment|vehicle)s?\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"\b(?:who\s+(?:hold|have)|with)\s+(?:an?\s+)?(\w+)", re.IGNORECASE)
_WITHOUT = re.compile(r"\b(?:without|who\s+(?:do\s+not|lack)(?:\s+(?:hold|have))?)\s+(?:an?\s+)?(\w+)", re.IGNORECASE)
_WHETHER_ALLOWED = {Force.PROHIBITED, Force.ADVISED_AGAINST, Force.CONDITIONAL, Force.PERMITTED}
_WHETHER_DUE = {Force.REQUIRED, Force.ADVISED}
_FORBIDS = {Force.PROHIBITED, Force.ADVISED_AGAINST}


def differ(best: Sequence[Candidate]) -> bool:
    """Say whether the best clauses of several organisations, one each, rule the same matter differently."""
    return any(
        _same_matter(one, other) and (_forces_differ(one, other) or _numbers_differ(one.clause.text, other.clause.text))
        for one, other in combinations(best, 2)
    )


def conflicts(candidates: Sequence[Candidate], documents: dict[str, Document]) -> tuple[Conflict, ...]:
    """Return the pairs of one organisation's clauses of which one allows what the other forbids.

    Clauses of one section are taken as rule and exception. `documents` are those the clauses stand in, by id.
    """
    found = []
    for one, other in combinations(candidates, 2):
        places = [(candidate.clause.document, candidate.clause.section) for candidate in (one, other)]
        forces = [candidate.clause.force_of(candidate.span) for candidate in (one, other)]
        opposed = Force.PERMITTED in forces and any(force in _FORBIDS for force in forces)
        if places[0] != places[1] and opposed and _same_matter(one, other, CONFLICTING, CERTAIN):
            found.append(
                Conflict(one.clause.id, other.clause.id, _newer(one, other, documents), _more_specific(one, other))
            )
    return tuple(found)


def _same_matter(one: Candidate, other: Candidate, near: float = SAME_MATTER, sure: float = SURE) -> bool:
    if one.vector is None or other.vector is None or min(one.score, other.score) < sure:
        return False
    texts = one.clause.text, other.clause.text
    return float(one.vector @ other.vector) >= near and not (_of_others(*texts) or _of_other_things(*texts))


def _of_others(one: str, other: str) -> bool:
    """Say whether two clauses name people and none in common: what holds for colleagues says nothing of parents."""
    people = [
        {who for who, words in _PEOPLE.items() if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)}
        | {match.lower() for match in _SOME_STAFF.findall(text)}
        for text in (one, other)
    ]
    return all(people) and people[0].isdisjoint(people[1])


def _of_other_things(one: str, other: str) -> bool:
    """Say whether only one clause is of the school's things or of one's own, or of those who lack what others have."""
    for mine, yours in ((one, other), (other, one)):
        if _SCHOOLS.search(mine) and not _OWN.search(mine) and _OWN.search(yours) and not _SCHOOLS.search(yours):
            return True
        if {word.lower() for word in _WITH.findall(mine)} & {word.lower() for word in _WITHOUT.findall(yours)}:
            return True
    return False


def _forces_differ(one: Candidate, other: Candidate) -> bool:
    forces = {candidate.clause.force_of(candidate.span) for candidate in (one, other)}
    # "Listen to the child" beside "never promise secrecy" are two rules that go together, not two views of one act.
    return len(forces) == 2 and (forces <= _WHETHER_ALLOWED or forces <= _WHETHER_DUE)


def _numbers_differ(one: str, other: str) -> bool:
    mine, yours = figures(one), figures(other)
    return any(mine[kind].isdisjoint(yours[kind]) for kind in mine.keys() & yours.keys())


def _newer(one: Candidate, other: Candidate, documents: dict[str, Document]) -> str | None:
    dated = {candidate.clause.id: documents[candidate.clause.document].approved for candidate in (one, other)}
    if None in dated.values() or len(set(dated.values())) == 1:
        return None
    return max(dated, key=lambda name: dated[name] or "")


def _more_specific(one: Candidate, other: Candidate) -> str | None:
    """Return the clause that limits itself where the other does not: a rule with its conditions is the narrower one."""
    limited = [candidate.clause.id for candidate in (one, other) if candidate.clause.exceptions]
    return limited[0] if len(limited) == 1 else None
