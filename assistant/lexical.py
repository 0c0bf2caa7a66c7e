"""What a clause is found by in words: which of its texts, how they are cut into stems, how words are asked for.

SQLite's full-text search does the work (https://sqlite.org/fts5.html): letters without accents, stems after Porter (An
algorithm for suffix stripping, Program 1980).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing

from assistant.datatypes import Clause

TABLE = """CREATE VIRTUAL TABLE search USING fts5(
    section, lead_in, text, content='', tokenize="porter unicode61 remove_diacritics 2");"""
INSERT = "INSERT INTO search (rowid, section, lead_in, text) VALUES (?,?,?,?)"


def texts(clause: Clause) -> tuple[str, str, str]:
    """Return what a clause is found by: its nearest headings, its lead-in and its own text."""
    return " ".join(clause.section[-2:]), clause.lead_in or "", clause.text


def any_of(words: Iterable[str]) -> str:
    """Return the full-text query for any of some words and phrases."""
    return " OR ".join('"' + word.replace('"', " ") + '"' for word in words)


def matches(groups: Iterable[Sequence[str]], clauses: Mapping[int, Clause]) -> dict[int, set[str]]:
    """Return for each clause, by its row, the groups, by their first word, of which it has any word."""
    matched: dict[int, set[str]] = {row: set() for row in clauses}
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(TABLE)
        db.executemany(INSERT, ((row, *texts(clause)) for row, clause in clauses.items()))
        for group in groups:
            for (row,) in db.execute("SELECT rowid FROM search WHERE search MATCH ?", (any_of(group),)):
                matched[row].add(group[0])
    return matched


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, as the vocabulary and the spelling of questions count them."""
    return re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower().replace("’", "'"))
