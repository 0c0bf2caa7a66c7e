"""Questions that no policy answered, kept for the policy owner if, and only if, that is turned on.

One SQLite file in the workspace. A question is scrubbed of names, addresses and numbers before it is written, its day
is kept and not its hour, who asked it is not, and after the number of days the owner set it is deleted.
"""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from assistant.datatypes import Answer
from assistant.encoder import Vectors
from assistant.errors import UsageError
from assistant.index import Index
from assistant.privacy import ADDRESS, NAME, NUMBER, scrub
from assistant.question import telling_words, understand, vocabulary_words
from assistant.settings import SETTINGS_FILE, Workspace

FILE = "gaps.sqlite"
ALIKE = 0.6  # cosine from which two questions are on one matter
_TABLE = "CREATE TABLE IF NOT EXISTS gaps (day TEXT, question TEXT, reason TEXT, schools TEXT, nearest TEXT)"

Reason = Literal["not covered", "not sure", "flagged"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that was kept."""

    day: str
    """ISO date."""
    question: str
    """Without names, addresses and numbers."""
    reason: Reason
    schools: str
    """The schools asked, separated by commas; "" for all."""
    nearest: str
    """Id of the nearest clause, or of the clause first quoted if it was flagged; "" if there was none."""


@dataclass(frozen=True, slots=True)
class Group:
    """Kept questions on one matter, the most typical first."""

    gaps: tuple[Gap, ...]

    @property
    def nearest(self) -> str:
        """The clause most often nearest, "" if there was none."""
        found = Counter(gap.nearest for gap in self.gaps if gap.nearest)
        return found.most_common(1)[0][0] if found else ""


def keep(workspace: Workspace, index: Index, answer: Answer, scope: Sequence[str], *, flagged: bool = False) -> bool:
    """Keep the question of an answer that fell short, if the owner wants that; say whether it was kept.

    Never raises: a share that cannot be written to must not cost anybody their answer.
    """
    if not workspace.settings.keep_questions or (answer.answered and not flagged):
        return False
    reason: Reason = "flagged" if flagged else "not sure" if answer.unsure else "not covered"
    quotes = answer.answers[0].quotes if answer.answered else answer.nearest
    question = scrub(understand(answer.question, index).mended)
    gap = (date.today().isoformat(), question, reason, ", ".join(scope), quotes[0].clause.id if quotes else "")
    try:
        with _open(workspace) as store:
            store.execute("INSERT INTO gaps VALUES (?, ?, ?, ?, ?)", gap)
    except (sqlite3.Error, OSError):
        return False
    return True


def kept(workspace: Workspace) -> list[Gap]:
    """Return the questions kept, oldest first; those past their time are deleted first.

    Raises UsageError if the file cannot be read.
    """
    if not (workspace.root / FILE).is_file():
        return []
    try:
        with _open(workspace) as store:
            return [Gap(*row) for row in store.execute("SELECT * FROM gaps ORDER BY day, rowid")]
    except sqlite3.Error as error:
        raise UsageError(
            f"{workspace.root / FILE} cannot be read ({error}). `assistant log clear` starts a new one."
        ) from error


def clear(workspace: Workspace) -> None:
    """Delete every question kept."""
    (workspace.root / FILE).unlink(missing_ok=True)


def turn(workspace: Workspace, *, on: bool) -> None:
    """Turn the keeping of questions on or off in the settings; the rest of the file stays as it is."""
    path = workspace.root / SETTINGS_FILE
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    line = f"keep_questions = {str(on).lower()}\n"
    top = re.match(r"(?s).*?(?=^\s*\[|\Z)", text, re.MULTILINE)  # a key belongs to the table it stands under
    assert top is not None
    head, changed = re.subn(r"(?m)^\s*keep_questions\s*=.*\n?", line, top.group())
    path.write_text((head if changed else line + top.group()) + text[top.end() :], encoding="utf-8")


def groups(gaps: Sequence[Gap], vectors: Vectors) -> list[Group]:
    """Group questions by meaning, the largest group first; `vectors` are theirs, shape (gaps, dim).

    Greedy: the question with the most others near it takes them, then the next of those left (as Daura et al.,
    Angewandte Chemie 1999, cluster structures).
    """
    near = vectors @ vectors.T >= ALIKE
    left = np.ones(len(gaps), dtype=bool)
    found = []
    while left.any():
        centre = int(np.argmax(np.where(left, (near & left).sum(axis=1), 0)))
        members: list[int] = np.flatnonzero(near[centre] & left).tolist()
        members.sort(key=lambda row: (row != centre, -float(vectors[row] @ vectors[centre])))
        found.append(Group(tuple(gaps[row] for row in members)))
        left[members] = False
    return found


def unknown_words(gaps: Sequence[Gap], index: Index) -> list[tuple[str, int]]:
    """Return the words of the kept questions that neither policies nor glossaries know, the most frequent first."""
    words = Counter(
        word
        for gap in gaps
        for word in set(telling_words(re.sub("|".join(map(re.escape, (NAME, ADDRESS, NUMBER))), " ", gap.question)))
    )
    known = vocabulary_words() | set(index.glossary["words"]) | set(index.glossary["spelling"])
    return [(word, count) for word, count in words.most_common() if word not in known and not index.knows_word(word)]


def to_csv(found: Sequence[Group]) -> str:
    """Return the groups as a table, a line a question."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["group", "day", "question", "reason", "schools", "nearest"])
    for number, group in enumerate(found, start=1):
        for gap in group.gaps:
            cells = (gap.day, gap.question, gap.reason, gap.schools, gap.nearest)
            writer.writerow([number, *map(_plain, cells)])
    return text.getvalue()


def _plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


@contextmanager
def _open(workspace: Workspace) -> Iterator[sqlite3.Connection]:
    store = sqlite3.connect(workspace.root / FILE, timeout=2)
    try:
        with store:
            # What is deleted is overwritten, so that nothing of it stays in the file.
            store.execute("PRAGMA secure_delete = ON")
            store.execute(_TABLE)
            oldest = date.today() - timedelta(workspace.settings.keep_days)
            store.execute("DELETE FROM gaps WHERE day < ?", (oldest.isoformat(),))
            yield store
    finally:
        store.close()
