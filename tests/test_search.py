"""What is proposed for a question, inside its scope, and what is measured of it."""

import pytest

from assistant import search as room
from assistant.build import build
from assistant.index import open_index
from assistant.question import understand
from assistant.search import encode, readings, search
from tests.conftest import write_policy


@pytest.fixture
def three(workspace, fake_encoder):
    """Three schools whose rows lie one behind the other."""
    write_policy(workspace, "ash", "conduct", ["Staff must lock the kiln.", "Staff may park in the yard."])
    write_policy(workspace, "birch", "conduct", ["Staff must sweep the yard.", "Kiln gloves are worn by staff."])
    notice = workspace.corpus / "cedar" / "notice.txt"  # without a title: its first row is a rule
    notice.parent.mkdir()
    notice.write_text("Kiln doors must stay shut.\n\nDogs must be kept on a lead.\n", encoding="utf-8")
    build(workspace)
    return open_index(workspace.index)


def found(index, encoder, text, scope, count=10):
    query = understand(text, index)
    return search(index, encode(encoder, query), query, scope, count)


def schools(candidates):
    return {candidate.clause.document.split("/")[0] for candidate in candidates}


@pytest.mark.parametrize(
    "scope", [["ash"], ["birch"], ["ash", "cedar"], ["ash", "birch"], ["ash", "birch", "cedar"]], ids="-".join
)
def test_clauses_of_the_scope_are_found_and_of_no_other_school(three, fake_encoder, scope):
    assert schools(found(three, fake_encoder, "who locks the kiln?", scope)) == set(scope)
    rows = [row for row, _ in three.with_words(["kiln", "yard"], scope, 50)]
    assert schools_of_rows(three, rows) == set(scope)
    assert len(rows) == 2 * len(scope) - ("cedar" in scope)


def schools_of_rows(index, rows):
    return {clause.document.split("/")[0] for clause in index.clauses(rows).values()}


def test_title_is_no_candidate(three, fake_encoder):
    assert all(each.clause.about != "title" for each in found(three, fake_encoder, "conduct policy", ["ash"]))


def test_best_clause_has_no_gap_and_the_others_one_below(three, fake_encoder):
    first, *others = found(three, fake_encoder, "who must lock the kiln?", ["ash"])
    assert first.clause.text == "Staff must lock the kiln." and first.evidence.gap == 0
    assert others and all(each.evidence.gap < 0 for each in others)
    assert first.evidence.coverage > others[0].evidence.coverage


def test_part_that_answers_best_is_marked(workspace, fake_encoder):
    write_policy(workspace, "ash", "conduct", ["Parking is free. Kilns must be locked at night. Badges are blue."])
    build(workspace)
    index = open_index(workspace.index)
    best = found(index, fake_encoder, "are kilns locked at night?", ["ash"])[0]
    assert best.clause.text[slice(*best.span)] == "Kilns must be locked at night."


def test_follow_up_is_read_mostly_after_the_question_it_leans_on(three):
    weights = dict(readings(understand("what about the kiln?", three, "who sweeps the yard?")))
    assert weights["who sweeps the yard? the kiln?"] == pytest.approx(0.9)
    assert weights["what about the kiln?"] == pytest.approx(0.1)


def test_situation_is_read_apart_from_what_is_asked(three):
    weights = dict(readings(understand("My oven is hot. Who locks the kiln?", three)))
    assert weights["Who locks the kiln?"] > weights["My oven is hot."] > 0
    assert sum(weights.values()) == pytest.approx(1)


def test_over_many_schools_common_words_propose_nothing_but_still_count(three, fake_encoder, monkeypatch):
    scope = ["ash", "birch", "cedar"]
    alone = found(three, fake_encoder, "who locks the kiln?", scope)
    monkeypatch.setattr(room, "WIDE", 2)
    monkeypatch.setattr(room, "COMMON", 1)  # "kiln" stands in three clauses
    wide = found(three, fake_encoder, "who locks the kiln?", scope)
    assert alone[0].clause == wide[0].clause and wide[0].evidence.coverage == alone[0].evidence.coverage
    assert {each.clause.text: each.evidence.lexical for each in wide}["Kiln doors must stay shut."] == 0
