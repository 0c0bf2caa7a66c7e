"""What changed between two generations of the index, clause by clause.

In: two open generations. Out: Changes, those of force first. Nothing is read from the corpus: both sides are what was,
and what is, quoted.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.datatypes import Clause, Force
from assistant.index import Index

Kind = Literal["added", "removed", "reworded", "moved"]
Piece = tuple[Literal["=", "-", "+"], str]

ALIKE = 0.55  # share of common words from which two clauses are one reworded


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that is not as it was."""

    kind: Kind
    document: str
    before: Clause | None
    after: Clause | None

    @property
    def force(self) -> tuple[Force, Force] | None:
        """The force before and after, if it changed."""
        if self.before is None or self.after is None or self.before.force is self.after.force:
            return None
        return self.before.force, self.after.force

    @property
    def words(self) -> list[Piece]:
        """The words in order, each run kept ("="), taken away ("-") or put in ("+")."""
        return word_difference(_worded(self.before), _worded(self.after))


def compare(old: Index, new: Index) -> list[Change]:
    """Return what changed from `old` to `new`: changes of force first, then by document in reading order."""
    before, after = ({document.id: document.sha256 for document in index.documents()} for index in (old, new))
    same_parser = old.manifest["parser"] == new.manifest["parser"]
    names = sorted(
        name for name in before.keys() | after.keys() if not (same_parser and before.get(name) == after.get(name))
    )
    changes = [
        change for name in names for change in _document(name, old.document_clauses(name), new.document_clauses(name))
    ]
    return sorted(changes, key=lambda change: change.force is None)


def word_difference(before: str, after: str) -> list[Piece]:
    """Return the words of both texts as runs kept, taken away and put in."""
    old, new = before.split(), after.split()
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("=", " ".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(("-", " ".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(("+", " ".join(new[j1:j2])))
    return pieces


def _document(name: str, before: Sequence[Clause], after: Sequence[Clause]) -> list[Change]:
    kept = {clause.id for clause in before} & {clause.id for clause in after}
    old = [clause for clause in before if clause.id not in kept]
    new = [clause for clause in after if clause.id not in kept]
    pairs = _same_words(old, new)
    pairs |= _reworded([c for c in old if c.id not in pairs.values()], [c for c in new if c.id not in pairs])
    origin = {clause.id: clause for clause in old}
    changes = [
        Change(_kind(origin[pairs[clause.id]], clause), name, origin[pairs[clause.id]], clause)
        if clause.id in pairs
        else Change("added", name, None, clause)
        for clause in new
    ]
    return changes + [Change("removed", name, clause, None) for clause in old if clause.id not in pairs.values()]


def _same_words(old: Sequence[Clause], new: Sequence[Clause]) -> dict[str, str]:
    """Pair clauses of the same words that stand elsewhere now: id after → id before."""
    waiting: dict[str, list[str]] = {}
    for clause in old:
        waiting.setdefault(clause.text, []).append(clause.id)
    return {clause.id: waiting[clause.text].pop(0) for clause in new if waiting.get(clause.text)}


def _reworded(old: Sequence[Clause], new: Sequence[Clause]) -> dict[str, str]:
    """Pair the clauses most alike, best first: id after → id before."""
    likeness = [(_likeness(before, after), at, before.id, after.id) for after in new for at, before in enumerate(old)]
    pairs: dict[str, str] = {}
    for ratio, _, before_id, after_id in sorted(likeness, key=lambda entry: (-entry[0], entry[1])):
        if ratio >= ALIKE and after_id not in pairs and before_id not in pairs.values():
            pairs[after_id] = before_id
    return pairs


def _likeness(before: Clause, after: Clause) -> float:
    matcher = difflib.SequenceMatcher(None, before.text.split(), after.text.split(), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE / 2:
        return 0.0
    same_place = before.number == after.number and before.section == after.section and before.number is not None
    return matcher.ratio() + (0.2 if same_place else 0.0)


def _kind(before: Clause, after: Clause) -> Kind:
    return "moved" if _worded(before) == _worded(after) else "reworded"


def _worded(clause: Clause | None) -> str:
    """Return the words that rule: the lead-in with the text, since "should" and "must" may stand in either."""
    return f"{clause.lead_in or ''} {clause.text}".strip() if clause else ""
