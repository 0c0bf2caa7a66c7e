"""What changed in the policies, as staff read it: where, and the words before and after."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.datatypes import Clause
from assistant.render import BADGES
from assistant.reply import place
from assistant.updates import Change, compare
from assistant.wording import school_name

if TYPE_CHECKING:
    from assistant.index import Index


def told_changes(old: Index, new: Index) -> list[str]:
    """Return what changed from one index to a later one, a line each."""
    lines = [line for change in compare(old, new) for line in _lines(change, old, new)]
    return lines or ["No clause has changed."]


def _lines(change: Change, old: Index, new: Index) -> Iterator[str]:
    before = place(change.before, old.document(change.document)) if change.before else ""
    after = place(change.after, new.document(change.document)) if change.after else ""
    forces = f" ({BADGES[change.force[0]][0]} became {BADGES[change.force[1]][0]})" if change.force else ""
    yield f"{school_name(change.document.split('/')[0])}, {after or before}: {change.kind}{forces}"
    if change.kind == "moved":
        yield f"  was: {before}"
        return
    if change.before:
        yield f"  was: {_words(change.before)}"
    if change.after:
        yield f"  now: {_words(change.after)}"


def _words(clause: Clause) -> str:
    return f"{clause.lead_in} “{clause.text}”" if clause.lead_in else f"“{clause.text}”"
