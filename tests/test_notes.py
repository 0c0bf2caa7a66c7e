import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.clauses import parse
from assistant.datatypes import Block, Document, Reading
from assistant.notes import audience, definitions, limits, references

BLOCKS = [
    Block("Phone Policy"),
    Block("Approved by: Governors"),
    Block("Words", "heading", 1, "1"),
    Block("* 'pupil' is defined as any child on the roll.", "item", 0, "1.1"),
    Block("“Device” means any telephone or watch.", "item", 0, "1.2"),
    Block("Rules", "heading", 1, "2"),
    Block("Staff must not lend a device to pupils, see Appendix 4 and section 1.1.", "item", 0, "2.1"),
    Block("The Staff Code of Conduct and section 3 of the Leave Procedure apply; see clause 9.9.", "item", 0, "2.2"),
    Block("Appendix 4", "heading", 1),
    Block("Lockers are in the hall by the gate."),
]
CLAUSES = parse(Reading(tuple(BLOCKS)), "hill/phones").clauses
BY_NUMBER = {clause.number: clause for clause in CLAUSES}


def document(name, title):
    return Document(f"hill/{name}", "hill", title, f"hill/{name}.pdf", "", "")


DOCUMENTS = [document("phones", "Phone Policy"), document("code", "Staff Code of Conduct")]


def test_terms_a_clause_uses_come_with_their_definition_verbatim_and_once():
    found = definitions(BY_NUMBER["2.1"], CLAUSES)
    assert [(each.term, each.text) for each in found] == [
        ("pupil", "* 'pupil' is defined as any child on the roll."),
        ("Device", "“Device” means any telephone or watch."),
    ]
    assert all(each.text in {clause.id: clause.text for clause in CLAUSES}[each.clause] for each in found)


def test_clause_that_defines_a_term_is_not_its_own_footnote():
    assert [each.term for each in definitions(BY_NUMBER["1.1"], CLAUSES)] == []


def test_references_lead_to_clauses_of_the_document_and_to_other_policies():
    found = references(BY_NUMBER["2.1"], CLAUSES, DOCUMENTS)
    texts = {clause.id: clause.text for clause in CLAUSES}
    assert {each.text: texts[each.clause] for each in found} == {
        "Appendix 4": "Lockers are in the hall by the gate.",
        "section 1.1": "* 'pupil' is defined as any child on the roll.",
    }
    (policy,) = references(BY_NUMBER["2.2"], CLAUSES, DOCUMENTS)
    assert (policy.text, policy.clause, policy.document) == ("Staff Code of Conduct", None, "hill/code")


@pytest.mark.parametrize("number", ["2.1", "2.2"])
def test_every_reference_is_verbatim(number):
    for each in references(BY_NUMBER[number], CLAUSES, DOCUMENTS):
        assert each.text in BY_NUMBER[number].text


PIECES = st.sampled_from(
    [
        "* 'pupil' is defined as any child on the roll.",
        "“Device” means any telephone or watch, unless it is the school's.",
        "Staff must not lend a device to pupils, see Appendix 4 and section 1.1.",
        "Any exception must be agreed with the Headteacher; see clause 2.1.",
        "The only exception is a pupil who is the child of a member of staff.",
        "Staff may not, except on trips, keep a device; section 3 of the Staff Code of Conduct applies.",
        "This does not apply to governors other than parent governors.",
    ]
)
NOTED = st.builds(
    Block,
    text=st.lists(PIECES, min_size=1, max_size=3).map(" ".join),
    kind=st.sampled_from(["paragraph", "item", "row"]),
    level=st.integers(0, 2),
    mark=st.sampled_from([None, "•", "1", "1.1", "2.1", "(a)"]),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(NOTED, st.sampled_from([Block("Appendix 4", "heading", 1), Block("Rules", "heading", 1)]))))
def test_whatever_is_noted_of_a_clause_stands_in_the_document(blocks):
    clauses = parse(Reading(tuple(blocks)), "hill/phones").clauses
    texts = {clause.id: clause.text for clause in clauses}
    for clause in clauses:
        assert all(each.text in texts[each.clause] for each in definitions(clause, clauses))
        assert all(each.text == texts[each.clause] for each in limits(clause, clauses))
        assert all(each.text in clause.text for each in references(clause, clauses, DOCUMENTS))
        for sentence in clause.sentences:
            for start, end in sentence.exceptions:
                assert sentence.span[0] <= start < end <= sentence.span[1] and clause.text[start:end].strip()


def test_clause_that_limits_the_one_before_is_shown_with_it(answerer):
    quoted = answerer.ask("can I friend a parent?", ["merrowdale-primary"]).answers[0].quotes[0]
    (limit,) = quoted.limits
    assert limit.text.startswith(
        "The only exception is a member of the staff's own family. Such a link must be declared"
    )


def test_limit_of_another_section_limits_nothing_here():
    blocks = [
        *BLOCKS[:2],
        Block("Phones", "heading", 1, "1"),
        Block("Staff must not use phones.", "item", 0, "1.1"),
        Block("Dogs", "heading", 1, "2"),
        Block("The only exception is an assistance dog.", "item", 0, "2.1"),
    ]
    around = parse(Reading(tuple(blocks)), "hill/phones").clauses
    rule = next(clause for clause in around if clause.number == "1.1")
    assert limits(rule, around) == ()


def test_reference_leads_to_the_clause_of_that_very_number_and_never_to_its_own_policy():
    blocks = [
        *BLOCKS[:2],
        Block("Rules", "heading", 1),
        Block("Keys are counted.", "item", 0, "3.1"),
        Block("Keys are kept.", "item", 0, "3"),
        Block("The Phone Policy holds, and so does section 3.", "item", 0, "4"),
    ]
    around = parse(Reading(tuple(blocks)), "hill/phones").clauses
    pointing = next(clause for clause in around if clause.number == "4")
    (found,) = references(pointing, around, DOCUMENTS)
    assert {clause.id: clause.text for clause in around}[found.clause] == "Keys are kept."


def test_every_limit_in_the_sample_policies_is_the_clause_it_names(answerer):
    found = 0
    for document in answerer.index.documents():
        around = answerer.index.document_clauses(document.id)
        texts = {clause.id: clause.text for clause in around}
        for clause in around:
            for limit in limits(clause, around):
                assert limit.text == texts[limit.clause] and limit.clause != clause.id
                found += 1
    assert found


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Governors should attend the briefing.", ("governors",)),
        ("Volunteers and contractors must sign in.", ("volunteers", "contractors")),
        ("Staff must sign in.", ()),
        ("Pupils must not be photographed.", ()),
        ("Information about children must not be taken home.", ()),
    ],
)
def test_group_that_a_clause_speaks_to_is_named(text, groups):
    blocks = (Block("Policy"), Block("Rules", "heading", 1, "1"), Block(text, "item", 0, "1.1"))
    assert audience(parse(Reading(blocks), "hill/policy").clauses[-1]) == groups
