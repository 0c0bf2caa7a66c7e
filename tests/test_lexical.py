from assistant import lexical
from assistant.datatypes import Clause, Force


def clause(text, section=("Keys",), lead_in=None):
    return Clause(
        id="a/b#1", document="a/b", section=section, number=None, page=None, line=1, lead_in=lead_in, text=text,
        span=(0, len(text)), force=Force.INFORMATIONAL, sentences=(), about=None,
    )  # fmt: skip


def test_a_group_matches_by_any_of_its_words_and_by_their_stems():
    clauses = {3: clause("Staff may lend fobs."), 9: clause("Dogs are kept on a lead.", ("Animals",))}
    assert lexical.matches([("key", "fob"), ("dog",), ("lending",)], clauses) == {3: {"key", "lending"}, 9: {"dog"}}


def test_headings_near_the_clause_and_its_lead_in_count_but_not_far_ones():
    clauses = {1: clause("ask.", ("Part One", "Trips", "Coaches"), "Drivers should:")}
    groups = [("trip",), ("coach",), ("driver",), ("part",)]
    assert lexical.matches(groups, clauses) == {1: {"trip", "coach", "driver"}}


def test_phrases_match_as_phrases_and_quotation_marks_do_no_harm():
    clauses = {1: clause("Use a memory stick."), 2: clause("Stick to what memory says.")}
    assert lexical.matches([("memory stick",), ('"stick',)], clauses) == {1: {"memory stick", '"stick'}, 2: {'"stick'}}
