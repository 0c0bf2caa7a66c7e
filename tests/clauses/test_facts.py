import pytest

from assistant.clauses.facts import find_facts, is_title
from assistant.datatypes import Block


@pytest.mark.parametrize(
    ("lines", "approved", "review", "by"),
    [
        (
            ["Approved by: Governors", "Date: 9 March 2022", "Date of Next Review: March 2023"],
            "2022-03-09",
            "2023-03",
            "Governors",
        ),
        (["Date Approved: June 2021", "Date of Review: June 2023"], "2021-06", "2023-06", None),
        (["Approved by", "Full Governing Body", "Next review", "May 2026"], None, "2026-05", "Full Governing Body"),
        (["Ratified by | Trust Board", "Review date | 01/09/2026"], None, "2026-09-01", "Trust Board"),
        (["Last reviewed on 3 May 2024", "Review due: Autumn term 2026"], "2024-05-03", "2026", None),
        (["Reviewed annually by the Head."], None, None, None),
        (
            ["This policy was approved by the Governing Body on 12 March 2024 and will be reviewed in March 2026."],
            "2024-03-12",
            "2026-03",
            "the Governing Body",
        ),
    ],
)
def test_approval_and_review_are_read_in_the_usual_wordings(lines, approved, review, by):
    facts = find_facts([Block(line) for line in lines])
    assert (facts.approved, facts.review_due, facts.approved_by) == (approved, review, by)


@pytest.mark.parametrize(
    "line",
    [
        "Date: ____",
        "Approved by: ________",
        "Signed:",
        "Date of birth: 3 May 1980 and other personal details of the applicant must be kept",
    ],
)
def test_blank_form_fields_state_nothing(line):
    assert find_facts([Block(line)]).blocks == {}


def test_label_and_value_on_two_lines_are_one_statement():
    facts = find_facts([Block("Approved by:"), Block("Governors")])
    assert facts.blocks == {0: ("approved_by", 2)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff Code of Conduct", True),
        ("Mobile Phone Policy", True),
        ("The policy applies to all staff.", False),
        ("Harbour School", False),
    ],
)
def test_title_lines_name_a_kind_of_document(text, expected):
    assert is_title(text) is expected


def test_value_of_a_label_is_not_a_statement_of_its_own():
    facts = find_facts([Block("Approved"), Block("Date: 2025")])
    assert facts.blocks == {0: ("approved", 2)}
