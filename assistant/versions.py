"""Keep one of each policy of an organisation: a copy counts once, and the newest version answers.

In: policies with their sources. Out: those that are answered from, and for the others the reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.corpus import Policy, Skipped, Source

SAME = 0.9  # share of the clauses, word for word, that two copies of a policy have in common
RELATED = 0.25  # the same of two versions; two policies that only share a title have nearly none
_VERSION = re.compile(
    r"\b(?:v(?:ersion)?\.?\s*\d[\d.]*|(?:19|20)\d\d(?:\s*[-–/]\s*\d{2,4})?|draft|final|copy|new|old|updated?)\b",
    re.IGNORECASE,
)

Read = tuple[Source, Policy]


def newest(policies: Sequence[Read]) -> tuple[list[Read], list[Skipped]]:
    """Return the policies without copies and older versions, in their order, and what was left out.

    Two are versions of one policy when they have the same title, a quarter of their clauses in common and other dates;
    copies, in whatever format, when nearly all clauses agree.
    """
    kept: dict[str, list[Read]] = {}
    skipped: list[Skipped] = []
    for read in policies:
        beside = kept.setdefault(read[0].organisation, [])
        twin = next((other for other in beside if _are_one(read, other)), None)
        if twin is None:
            beside.append(read)
            continue
        older, newer = sorted(sorted((twin, read), key=_plainness, reverse=True), key=_date)
        if older is twin:
            beside[beside.index(twin)] = newer
        if not _date(older) or _date(older) == _date(newer):
            reason = f"it is the same policy as {newer[0].name}, which was read instead"
        else:
            reason = f"it is superseded by {newer[0].name} of {_date(newer)}"
        skipped.append(Skipped(older[0].name, reason))
    order = {source.name: place for place, (source, _) in enumerate(policies)}
    return sorted((read for beside in kept.values() for read in beside), key=lambda read: order[read[0].name]), skipped


def replaced(policy: Read, others: Sequence[Read]) -> bool:
    """Say whether one of the others is the same policy and no older."""
    return any(
        other[0].organisation == policy[0].organisation and _date(other) >= _date(policy) and _are_one(policy, other)
        for other in others
    )


def _are_one(one: Read, other: Read) -> bool:
    same_title = _title(one) == _title(other)
    if not same_title and len(one[1].clauses) != len(other[1].clauses):
        return False  # copies have as many clauses; this spares comparing every pair of a large trust
    likeness = _likeness(one[1], other[1])
    dated = bool(_date(one) and _date(other) and _date(one) != _date(other))
    return likeness >= SAME if not (same_title and dated) else likeness >= RELATED


def _likeness(one: Policy, other: Policy) -> float:
    """Share of the clauses that both have, of those that either has (Jaccard)."""
    texts, others = (
        {" ".join(c.text.lower().split()) for c in policy.clauses if not c.about} for policy in (one, other)
    )
    return len(texts & others) / len(texts | others)


def _title(read: Read) -> str:
    return " ".join(re.findall(r"\w+", _VERSION.sub(" ", read[1].document.title.lower())))


def _plainness(read: Read) -> tuple[int, str]:
    """Order copies by name, the plainest first: "keys" before "keys (1)"."""
    return len(read[0].name), read[0].name


def _date(read: Read) -> str:
    return read[1].document.approved or read[1].document.review_due or ""
