"""What the owner is told of each policy after it was read."""

from assistant.clauses import parse
from assistant.corpus import Policy, Source
from assistant.datatypes import Block, Document, Reading
from assistant.ingest import entry, remarks


def line(*blocks, approved="2025-02", empty=()):
    parsed = parse(Reading((Block("Key Policy"), Block("Approved by: Governors"), *blocks)), "hill/keys")
    document = Document("hill/keys", "hill", "Keys", "hill/keys.pdf", parsed.text, "", 9, approved, "2027-02")
    source = Source(None, "hill/keys.pdf", "hill", 1, 1)
    return entry(source, Policy(document, parsed.clauses, 0, 0, empty, parsed.numbering_gaps))


def item(number, text="Staff must lock the door of every room."):
    return Block(text, "item", 0, number)


def test_numbers_left_out_among_siblings_are_named():
    found = line(*map(item, ("1.1", "1.2", "1.4", "2.1", "2.4", "4.1")))
    assert found["numbering_gaps"] == ["1.3", "2.2", "2.3"]


def test_list_that_begins_anew_is_no_gap():
    assert line(*map(item, ("3.1", "3.2", "1.1", "1.2")))["numbering_gaps"] == []


def test_reference_that_leads_nowhere_is_named_with_its_place():
    found = line(item("1.1", "Keys are kept as section 1.2 and section 7.2 say."), item("1.2"))
    assert found["dangling_references"] == ["section 7.2 (in 1.1)"]


def test_reference_to_another_text_is_not_dangling():
    assert line(item("1.1", "This follows section 175 of the Education Act 2002."))["dangling_references"] == []


def test_over_long_clause_is_named_by_its_number():
    found = line(item("1.1", "Staff must lock " + "each door and " * 60 + "window."))
    assert found["long_clauses"] == ["1.1"]


def test_remarks_name_what_is_missing_and_are_silent_where_nothing_is():
    assert list(remarks(line(item("1.1")))) == []
    assert list(remarks(line(item("1.1"), item("1.3"), approved=None))) == [
        "missing from the numbering: 1.2",
        "approval date not found",
    ]


def test_pages_without_text_are_in_the_report():
    assert line(item("1.1"), empty=(3, 4))["pages_without_text"] == [3, 4]
