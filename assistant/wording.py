"""Numbers, dates, lists and names as people write them, and the sentences that stand in more than one place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

NOT_COVERED = "No policy here covers this."
NOT_SURE = "Not sure. No clause here clearly answers this."
NO_POLICIES = (
    "No policies have been read yet in {}. Please ask the policy owner to run `assistant index` there "
    "(it needs `pip install policy-assistant[build]`)."
)
MANY_SCHOOLS = 20  # are not all named in a sentence
_AS_WRITTEN = {"ce": "CE", "rc": "RC", "of": "of", "and": "and"}
"""Words of a school's name that do not just begin with a capital letter."""


def counted(count: int, one: str, many: str = "") -> str:
    """Return how many there are: "1 clause", "2 clauses"; `many` for a plural that is not formed with an s."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def moment(iso: str) -> str:
    """Return a time, written with its offset, to the minute: "21 November 2026, 18:01 UTC"."""
    time = datetime.fromisoformat(iso).astimezone(UTC)
    return f"{time.day} {time:%B %Y, %H:%M} UTC"


def day(iso: str) -> str:
    """Return a date of any precision as people write it: "1 September 2025", "February 2023", "2023"."""
    form = ("%Y", "%Y-%m", "%Y-%m-%d")[iso.count("-")]
    time = datetime.strptime(iso, form)
    return (iso, f"{time:%B %Y}", f"{time.day} {time:%B %Y}")[iso.count("-")]


def on_day(iso: str) -> str:
    """Return a date of any precision as a sentence has it: "on 1 September 2025", "in February 2023", "in 2023"."""
    return f"{'on' if iso.count('-') == 2 else 'in'} {day(iso)}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return a list as a sentence has it: "one, two and three"."""
    return f" {last} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def changed_since(titles: Sequence[str]) -> str | None:
    """Return that policies have changed since they were read, if any has."""
    if not titles:
        return None
    have = "have changed since they were" if len(titles) > 1 else "has changed since it was"
    return (
        f"{listed(titles)} {have} last read, so the words quoted may be out of date. "
        "Please tell the policy owner (`assistant index` reads it again)."
    )


def unknown_schools(called: Sequence[str], known: Sequence[str]) -> str:
    """Return that there are no schools of these names, with those there are, or the nearest names of many."""
    told = f"There is no school called {listed([f'“{name}”' for name in called], 'or')} here."
    if len(known) <= MANY_SCHOOLS:
        return f"{told} The schools are: {', '.join(map(school_name, known))}."
    from difflib import get_close_matches

    written = {school_name(name).lower(): school_name(name) for name in known}
    near = [match for name in called for match in get_close_matches(school_name(name).lower(), written, cutoff=0.4)]
    if not near:
        return f"{told} `assistant status` names the {len(known)} schools there are."
    return f"{told} Did you mean {listed([written[name] for name in dict.fromkeys(near)], 'or')}?"


def school_name(organisation: str) -> str:
    """Return an organisation's folder name as people write it: "king's-ce-primary" is King's CE Primary."""
    words = organisation.replace("-", " ").replace("_", " ").split()
    return " ".join(_AS_WRITTEN.get(word, word[:1].upper() + word[1:]) for word in words)
