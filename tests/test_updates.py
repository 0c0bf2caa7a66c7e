import pytest

from assistant.build import build, plan
from assistant.datatypes import Force
from assistant.index import Index, open_index
from assistant.updates import compare, word_difference
from tests.conftest import write_policy

BEFORE = [
    "Staff should not lend keys to pupils.",
    "Staff may park in the yard behind the kitchen.",
    "Dogs must be kept on a lead at all times.",
    "Visitors sign in at the desk.",
]


@pytest.fixture
def changed(workspace, fake_encoder):
    """Rewrite the policy of a school and return the changes."""
    write_policy(workspace, "north", "conduct", BEFORE)
    build(workspace)
    old = open_index(workspace.index)

    def rewrite(rules):
        write_policy(workspace, "north", "conduct", rules)
        report = build(workspace)
        changes = compare(old, Index(workspace.index / "generations" / report.generation))
        assert report.changes == len(changes)
        return changes

    return rewrite


def test_no_change_is_found_where_there_is_none(changed):
    assert changed(BEFORE) == []


def test_change_of_force_comes_first_and_says_from_what_to_what(changed):
    changes = changed(
        ["Staff must not lend keys to pupils.", BEFORE[1], "Dogs must be kept on a lead at most times.", BEFORE[3]]
    )
    assert [change.kind for change in changes] == ["reworded", "reworded"]
    assert changes[0].force == (Force.ADVISED_AGAINST, Force.PROHIBITED)
    assert changes[0].words == [("=", "Staff"), ("-", "should"), ("+", "must"), ("=", "not lend keys to pupils.")]
    assert changes[1].force is None


def test_added_and_removed_clauses_are_told_apart(changed):
    changes = changed([*BEFORE[:3], "Bicycles are kept in the shed by the gate."])
    assert {(change.kind, (change.after or change.before).text) for change in changes} == {
        ("removed", BEFORE[3]),
        ("added", "Bicycles are kept in the shed by the gate."),
    }


def test_clause_with_another_number_is_moved_not_reworded(changed):
    changes = changed([BEFORE[0], "A wholly new rule about lunch boxes stands here.", *BEFORE[1:]])
    assert [change.kind for change in changes].count("moved") == 3
    assert [change.kind for change in changes].count("added") == 1


def test_deleted_document_is_all_removed(small):
    old = open_index(small.index)
    (small.corpus / "south" / "conduct.txt").unlink()
    build(small)
    assert {(change.kind, change.document) for change in compare(old, open_index(small.index))} == {
        ("removed", "south/conduct")
    }


def test_word_difference_keeps_every_word_of_both_sides():
    pieces = word_difference("a b c d", "a x c e f")
    assert " ".join(words for kind, words in pieces if kind != "+") == "a b c d"
    assert " ".join(words for kind, words in pieces if kind != "-") == "a x c e f"


def test_plan_says_what_a_build_would_do_and_does_nothing(small):
    name = open_index(small.index).generation
    write_policy(small, "north", "conduct", ["Changed."])
    write_policy(small, "north", "trips", ["New."])
    (small.corpus / "south" / "conduct.txt").unlink()
    planned = plan(small)
    assert (planned.new, planned.changed, planned.gone, planned.unchanged) == (
        ("north/trips.txt",), ("north/conduct.txt",), ("south/conduct.txt",), (),
    )  # fmt: skip
    assert open_index(small.index).generation == name
