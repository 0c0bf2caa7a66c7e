import json
import random

import pytest

from assistant.answer import Answerer
from assistant.errors import DamagedIndex, IndexMismatch, IndexMissing
from assistant.generations import current
from assistant.index import open_index


def test_missing_index_says_what_to_run(workspace):
    with pytest.raises(IndexMissing, match="assistant index"):
        open_index(workspace.index)


def test_paths_in_the_index_are_relative(small):
    text = (small.index / "generations" / current(small.index) / "manifest.json").read_text()
    assert str(small.root) not in text


@pytest.mark.parametrize("name", ["manifest.json", "clauses.sqlite", "vectors.faiss"])
def test_flipped_or_missing_bytes_are_detected_in_every_file(small, name):
    path = small.index / "generations" / current(small.index) / name
    whole = path.read_bytes()
    places = random.Random(3).sample(range(len(whole)), 100)
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with pytest.raises(DamagedIndex, match="assistant index --full"):
            open_index(small.index)
        path.write_bytes(whole[:place])
        with pytest.raises(DamagedIndex):
            open_index(small.index)
    path.write_bytes(whole)
    assert open_index(small.index).organisations() == ("north", "south")


@pytest.mark.parametrize("content", ["../../etc", "", "no-such-generation", "\xff\xfe"])
def test_current_that_names_no_generation_is_damage(small, content):
    (small.index / "current").write_bytes(content.encode("latin-1"))
    with pytest.raises(DamagedIndex):
        open_index(small.index)


def test_index_of_another_version_is_a_mismatch(small):
    path = small.index / "generations" / current(small.index) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"schema": 99}))
    with pytest.raises(IndexMismatch, match="another version"):
        open_index(small.index)


def test_scope_keeps_out_the_other_schools_clauses(small):
    index = open_index(small.index)
    rows = [row for row, _ in index.with_words(["keys"], ["north"], 10)]
    assert {clause.document for clause in index.clauses(rows).values()} == {"north/conduct"}


def test_words_are_found_in_their_other_forms(small):
    index = open_index(small.index)
    assert index.with_words(["parking"], ["north"], 10)


@pytest.mark.parametrize("word", ['"', "AND", "NEAR(", "*", "-", "keys OR dogs"])
def test_query_syntax_in_a_question_is_only_words(small, word):
    open_index(small.index).with_words([word], ["north"], 10)


def test_tampered_clause_never_passes_the_quote_gate(small, monkeypatch):
    import sqlite3

    path = small.index / "generations" / current(small.index) / "clauses.sqlite"
    with sqlite3.connect(path) as db:
        db.execute("UPDATE clauses SET text = replace(text, 'must not', 'may')")
    db.close()
    monkeypatch.setattr("assistant.index.check_file", lambda *args: None)
    with pytest.raises(DamagedIndex, match="not what stands in the document"):
        Answerer(open_index(small.index)).ask("Staff must not lend keys to pupils", ["north"])


def test_form_of_a_generation_on_disk_belongs_to_its_schema():
    # A change of what is stored must come with another SCHEMA: then take over both new values here.
    import hashlib
    import inspect

    from assistant import generations, lexical, rows

    stored = (generations._write_clauses, generations._seal, lexical.texts)
    form = "".join([inspect.getsource(rows), *map(inspect.getsource, stored)])
    form += generations._TABLES + lexical.TABLE + lexical.INSERT
    assert (generations.SCHEMA, hashlib.sha256(form.encode()).hexdigest()[:12]) == (7, "236f00f2ce36")
