"""Which clauses are said to differ or to contradict each other, over the sample policies and a made-up pair."""

import json

import pytest

from assistant.answer import Answerer
from assistant.build import build
from assistant.figures import figure_spans, figures
from tests.conftest import ROOT, write_policy

REVIEWED = [json.loads(line) for line in (ROOT / "evaluation" / "differences.jsonl").read_text("utf-8").splitlines()]


def test_schools_are_said_to_differ_where_a_reader_found_that_they_do(answerer):
    told = [entry for entry in REVIEWED if answerer.ask(entry["question"]).differ]
    assert len(told) >= 8
    assert sum(entry["differ"] for entry in told) / len(told) >= 0.9


def test_different_numbers_are_a_difference_though_the_force_is_the_same(answerer):
    answer = answerer.ask("Can I accept a gift from a family?")
    assert {part.quotes[0].force.value for part in answer.answers} == {"permitted"} and answer.differ


def asked_of_two(workspace, one, other, question):
    write_policy(workspace, "hill", "phones", [one], title="Phone Policy")
    write_policy(workspace, "hill", "conduct", [other])
    build(workspace)
    (part,) = Answerer.open(workspace).ask(question).answers
    assert {quote.clause.text for quote in part.quotes} == {one, other}
    return part


def test_clauses_that_contradict_each_other_are_shown_as_a_conflict_and_left_unresolved(workspace):
    rules = "Staff may use their own phones in the classroom.", "Staff must not use their own phones in the classroom."
    part = asked_of_two(workspace, *rules, "can I use my own phone in the classroom?")
    (conflict,) = part.conflicts
    assert {conflict.one, conflict.other} == {quote.clause.id for quote in part.quotes[:2]}
    assert conflict.newer is None and conflict.more_specific is None


def test_newer_of_two_policies_that_contradict_each_other_is_named(workspace):
    rules = "Staff may use their own phones in the classroom.", "Staff must not use their own phones in the classroom."
    for stem, rule, approved in (("phones", rules[0], "March 2021"), ("conduct", rules[1], "May 2024")):
        path = write_policy(workspace, "hill", stem, [rule], title=f"{stem.capitalize()} Policy")
        path.write_text(
            path.read_text("utf-8").replace("Governors", f"Governors\n\nDate approved: {approved}"), "utf-8"
        )
    build(workspace)
    (part,) = Answerer.open(workspace).ask("can I use my own phone in the classroom?").answers
    (conflict,) = part.conflicts
    newest = next(quote.clause.id for quote in part.quotes if quote.clause.document == "hill/conduct")
    assert conflict.newer == newest


@pytest.mark.parametrize(
    ("one", "other", "question"),
    [
        ("Staff may be friends with colleagues online.", "Staff must not be friends with parents online.", "who can I be friends with online?"),
        ("Staff may take pictures of pupils with a school camera.", "Staff must not take pictures of pupils with their own camera.", "can I take pictures of pupils?"),
        ("Staff who hold a permit may drive the minibus.", "Staff without a permit must not drive the minibus.", "can I drive the minibus?"),
        ("PE teachers may wear shorts in lessons.", "Office staff must not wear shorts in lessons.", "can I wear shorts?"),
    ],
    ids=["people", "things", "lacking", "some staff"],
)  # fmt: skip
def test_rules_for_others_or_other_things_are_no_conflict(workspace, one, other, question):
    assert not asked_of_two(workspace, one, other, question).conflicts


def test_two_rules_of_one_section_are_no_conflict(workspace):
    rules = "Staff may use their own phones in the classroom.", "Staff must not use their own phones in the classroom."
    write_policy(workspace, "hill", "phones", rules, title="Phone Policy")
    build(workspace)
    (part,) = Answerer.open(workspace).ask("can I use my own phone in the classroom?").answers
    assert {quote.clause.text for quote in part.quotes} == set(rules) and not part.conflicts


def test_rule_and_exception_of_one_section_are_no_conflict(answerer):
    questions = ["can I friend a parent?", "where can I use my phone?", "can I accept a gift?", "can I wear jeans?"]
    assert not [part.conflicts for question in questions for part in answerer.ask(question).answers if part.conflicts]


def test_figures_are_found_by_what_they_measure():
    text = "Ring 01632 960822 by 7.15am or within five working days; gifts up to £10 from pupils under 18, until 3 May 2026."
    assert figures(text) == {
        "telephone": {"01632 960822"}, "time": {"7.15am"}, "day": {"five"}, "money": {"£10"}, "age": {"under 18"},
        "date": {"3 may 2026"},
    }  # fmt: skip
    assert [text[slice(*span)] for span in figure_spans(text)][:2] == ["01632 960822", "7.15am"]
