"""Lists whose items all stand at one indent."""

from assistant.clauses import parse
from assistant.clauses.nesting import nested
from assistant.datatypes import Block, Force, Reading


def items(*texts):
    return [Block(text, "item", 0, mark) for mark, text in (text.split(" ", 1) for text in texts)]


def levels(*texts):
    return [block.level for block in nested(items(*texts))]


def test_roman_numbers_under_a_letter_that_ends_in_a_colon_are_one_deeper():
    assert levels("(a) cats", "(b) dogs, except:", "(i) guides", "(ii) police dogs", "(c) birds") == [0, 0, 1, 1, 0]


def test_letters_that_look_like_roman_numbers_go_on_as_letters():
    assert levels("(g) cats", "(h) dogs", "(i) birds", "(j) fish") == [0, 0, 0, 0]


def test_bullets_under_a_number_are_one_deeper_and_the_next_number_is_not():
    assert levels("1 Staff must:", "• count", "• sign", "2 Staff may go.") == [0, 1, 1, 0]


def test_item_under_two_lead_ins_has_the_force_of_the_outer_one_limited_by_the_inner():
    blocks = [Block("Dog Policy"), Block("Approved by: Governors"), Block("Staff must not:")]
    blocks += items("(a) smoke;", "(b) bring dogs, except:", "(i) guide dogs;", "(c) park on the lawn.")
    clauses = {clause.text: clause for clause in parse(Reading(tuple(blocks)), "d").clauses}
    assert clauses["guide dogs;"].lead_in == "Staff must not:\nbring dogs, except:"
    assert clauses["guide dogs;"].force is Force.CONDITIONAL
    assert clauses["park on the lawn."].force is Force.PROHIBITED
