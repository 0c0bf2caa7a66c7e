"""What searching needs of an index, asked of both engines it may be kept in: files, and Milvus in its embedded form.

`make test-milvus` installs the second; without it only the first is tested.
"""

import json
from importlib.util import find_spec

import numpy as np
import pytest

from assistant import stores
from assistant.answer import Answerer
from assistant.build import build, rollback
from assistant.errors import IndexMissing, UnusableIndex, UsageError
from assistant.index import open_index
from assistant.settings import Settings, Workspace, read_settings
from assistant.stores import in_force, opened
from tests.conftest import SHARED, write_policy

needs_milvus = pytest.mark.skipif(find_spec("pymilvus") is None, reason="Milvus is not installed: `make test-milvus`")
STORES = ["files", pytest.param("milvus", marks=needs_milvus)]


def kept_in(store, workspace):
    return Workspace(workspace.root, Settings(store=store, uri="milvus.db" if store == "milvus" else ""))


@pytest.fixture(params=STORES)
def placed(request, workspace, fake_encoder):
    """A workspace of two schools, read into either engine."""
    made = kept_in(request.param, workspace)
    write_policy(made, "north", "conduct", ["Staff must not lend keys to pupils.", "Staff may park in the yard."])
    write_policy(made, "south", "conduct", ["Staff may lend keys to pupils.", "Dogs must be kept on a lead."])
    build(made)
    return made


@pytest.fixture
def index(placed):
    return opened(placed)


def texts(index, rows):
    return [index.clauses([row])[row].text for row in rows]


def test_nearest_spans_lie_inside_the_scope_best_first(index, fake_encoder):
    (query,) = fake_encoder.encode(["lend keys to pupils"])
    for school, expected in (
        ("north", "Staff must not lend keys to pupils."),
        ("south", "Staff may lend keys to pupils."),
    ):
        hits = index.near(query, [school], 5)
        assert texts(index, [hits[0].clause]) == [expected]
        assert [hit.cosine for hit in hits] == sorted((hit.cosine for hit in hits), reverse=True)
        assert all(index.clauses([hit.clause])[hit.clause].document.startswith(f"{school}/") for hit in hits)
    assert (
        len({hit.clause for hit in index.near(query, ["north", "south"], 50)})
        > len(index.near(query, ["north"], 50)) / 2
    )


def test_clauses_with_words_are_found_by_their_stems_inside_the_scope(index):
    rows = [row for row, _ in index.with_words(["lending", "dog"], ["south"], 5)]
    assert set(texts(index, rows)) == {"Staff may lend keys to pupils.", "Dogs must be kept on a lead."}
    scores = [score for _, score in index.with_words(["key", "pupil"], ["north", "south"], 5)]
    assert scores == sorted(scores, reverse=True) and all(score > 0 for score in scores)
    assert index.with_words([], ["north"], 5) == [] and index.with_words(["zebra"], ["north"], 5) == []


def test_clauses_documents_and_facts_are_told_alike(placed, index):
    ours = open_index(placed.index)
    assert index.organisations() == ours.organisations() == ("north", "south")
    assert index.documents() == ours.documents() and index.documents("south") == ours.documents("south")
    for document in ours.documents():
        assert index.document(document.id) == ours.document(document.id)
        assert index.document_clauses(document.id) == ours.document_clauses(document.id)
        for (place, span, vector), (other, part, same) in zip(
            index.embedded(document.id), ours.embedded(document.id), strict=True
        ):
            assert (place, span) == (other, part) and np.allclose(vector, same, atol=1e-6)
    clause = ours.document_clauses("north/conduct")[-1]
    assert index.clause(clause.id) == clause and index.clause("north/conduct#00000000") is None
    assert index.about(["approved_by"], ["south"]) == ours.about(["approved_by"], ["south"]) != []
    assert index.word_counts() == ours.word_counts() and index.knows_word("keys") and not index.knows_word("zebra")
    assert index.glossary == ours.glossary and index.pins == ours.pins and index.clause_count() == ours.clause_count()
    assert index.examples().keys() == ours.examples().keys()


def test_groups_of_words_are_matched_and_rare_ones_weigh_more(index):
    rows = [row for row, _ in index.with_words(["keys", "dogs"], ["north", "south"], 9)]
    assert "Dogs must be kept on a lead." in texts(index, rows)
    assert index.rarity(["dog"]) > index.rarity(["staff"]) >= 0


def test_questions_are_answered_and_a_newer_generation_gone_over_to(placed):
    answerer = Answerer.open(placed)
    answer = answerer.ask("Staff may lend keys to pupils.", ["south"], limit=1)
    assert answer.answers[0].quotes[0].clause.text == "Staff may lend keys to pupils."
    before = in_force(placed)
    write_policy(placed, "south", "kites", ["Staff must not fly kites."], title="Kite Policy")
    build(placed)
    assert in_force(placed) != before == answerer.index.generation
    assert "south/kites" in [document.id for document in opened(placed).documents()]
    rollback(placed)
    assert in_force(placed) == before
    assert "south/kites" not in [document.id for document in opened(placed).documents()]


@needs_milvus
def test_engine_that_holds_nothing_or_does_not_answer_is_named(workspace):
    with pytest.raises(IndexMissing, match="assistant index"):
        opened(kept_in("milvus", workspace))
    elsewhere = Workspace(workspace.root, Settings(store="milvus", uri="http://127.0.0.1:9"))
    with pytest.raises(UnusableIndex, match="uri"):
        opened(elsewhere)


@needs_milvus
def test_former_generation_is_kept_and_older_ones_are_dropped(workspace, fake_encoder):
    from assistant.milvus import connect

    made = kept_in("milvus", workspace)
    for rule in ("Staff must not smoke.", "Staff must not vape.", "Staff must not fly kites."):
        write_policy(made, "hill", "conduct", [rule])
        build(made)
    assert len(connect(made).list_collections()) == 6


def test_settings_name_the_engine(tmp_path):
    path = tmp_path / "assistant.toml"
    path.write_text('store = "milvus"\nuri = "milvus.db"\n')
    assert (read_settings(path).store, read_settings(path).uri) == ("milvus", "milvus.db")
    for wrong in ('store = "oracle"', 'store = "milvus"'):
        path.write_text(wrong)
        with pytest.raises(UsageError):
            read_settings(path)


@needs_milvus
def test_development_questions_have_the_same_first_quotes(shared_answerer):
    questions = SHARED / "questions" / "dev.jsonl"
    if not questions.is_file():
        pytest.skip("the development questions are not at hand")
    root = shared_answerer.index.folder.parent.parent.parent
    made = Workspace(root, Settings(store="milvus", uri="milvus.db"))
    stores.push(made, shared_answerer.index)
    theirs = Answerer.open(made)
    schools = {"altrincham": ["altrincham-college"], "altus": ["altus-school"], "both": []}

    def first(answerer, entry):
        answer = answerer.ask(entry["question"], schools[entry["scope"]], entry["history"])
        return [(part.quotes[0].clause.id, part.quotes[0].score) for part in answer.answers]

    def alike(ours, theirs):
        """Say whether the first quotes are the same, or as likely to a hundredth."""
        return len(ours) == len(theirs) and all(
            one[0] == other[0] or one[1] == pytest.approx(other[1], abs=0.01)
            for one, other in zip(ours, theirs, strict=True)
        )

    entries = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    same = [alike(first(shared_answerer, entry), first(theirs, entry)) for entry in entries]
    assert sum(same) >= 0.98 * len(same)
