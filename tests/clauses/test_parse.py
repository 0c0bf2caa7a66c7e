from assistant.clauses import parse
from assistant.datatypes import Block, Force, Reading


def clauses(*blocks):
    return [clause for clause in parse(Reading(tuple(blocks)), "org/doc").clauses if not clause.about]


def heading(text, level=1, mark=None):
    return Block(text, "heading", level, mark)


def item(text, mark="•", level=0):
    return Block(text, "item", level, mark)


START = (Block("Conduct Policy"), Block("Approved by: Governors"))


def test_clause_is_a_slice_of_the_document():
    parsed = parse(Reading((*START, heading("Rules"), item("Lock up.", "1"), Block("Keep the key safe."))), "o/d")
    assert all(parsed.text[slice(*clause.span)] == clause.text for clause in parsed.clauses)
    assert [clause.text for clause in parsed.clauses if not clause.about] == ["Lock up.", "Keep the key safe."]


def test_headings_form_the_section_path():
    found = clauses(
        *START, heading("Online"), heading("Families", 2), Block("Be polite."), heading("Phones"), Block("Be brief.")
    )
    assert [clause.section for clause in found] == [("Online", "Families"), ("Phones",)]


def test_bullets_keep_their_lead_in():
    found = clauses(
        *START, heading("Rules"), Block("Staff should:"), item("avoid sarcasm;"), item("be on time."), Block("The end.")
    )
    assert [clause.lead_in for clause in found] == [None, "Staff should:", "Staff should:", None]
    assert found[1].force is Force.ADVISED_AGAINST


def test_only_the_first_sentence_of_a_bullet_continues_the_lead_in():
    found = clauses(
        *START, heading("Rules"), Block("Staff must not:"), item("share passwords. The helpdesk is open daily.")
    )
    assert [sentence.force for sentence in found[1].sentences] == [Force.PROHIBITED, Force.INFORMATIONAL]


def test_nested_items_carry_the_whole_chain_of_lead_ins():
    found = clauses(*START, heading("Rules"), Block("Staff must:"), item("wear:"), item("a badge", level=1))
    assert found[-1].lead_in == "Staff must:\nwear:"


def test_lettered_items_keep_their_parent_number():
    found = clauses(
        *START, heading("Rules", 1, "4"), item("Staff must:", "4.2"), item("knock", "(a)"), item("wait", "(b)")
    )
    assert [clause.number for clause in found] == ["4.2", "4.2(a)", "4.2(b)"]
    assert found[1].lead_in == "Staff must:"


def test_bullets_under_a_numbered_clause_are_cited_by_its_number():
    found = clauses(*START, heading("Rules", 1, "4"), item("Staff must:", "4.2"), item("knock"))
    assert found[-1].number == "4.2"


def test_paragraph_under_a_numbered_heading_is_cited_by_the_heading():
    assert clauses(*START, heading("Rules", 2, "4.1"), Block("Be kind to all."))[0].number == "4.1"


def test_contents_page_is_no_clause_and_names_the_headings():
    blocks = [
        "Contents",
        "Background",
        "Phones at work",
        "Background",
        "We have a policy on phones.",
        "Phones at work",
        "Keep them off in class.",
    ]
    found = clauses(*START, *map(Block, blocks))
    assert [(clause.section, clause.text) for clause in found] == [
        (("Background",), "We have a policy on phones."),
        (("Phones at work",), "Keep them off in class."),
    ]


def test_dotted_contents_lines_are_no_clauses():
    found = clauses(
        *START, Block("Contents"), Block("1. Purpose ........ 3"), heading("Purpose", 1, "1"), Block("To be clear.")
    )
    assert [clause.text for clause in found] == ["To be clear."]


def test_signature_lines_are_no_clauses():
    found = clauses(
        *START,
        heading("Agreement"),
        Block("I will be careful."),
        Block("Name: ______"),
        Block("Signed: ______ Date: _____"),
    )
    assert [clause.text for clause in found] == ["I will be careful."]


def test_plain_headings_are_found_by_their_shape():
    found = clauses(*START, Block("Personal phones"), Block("Staff must keep phones in lockers during the day."))
    assert found[0].section == ("Personal phones",)


def test_heading_directly_over_a_heading_is_its_parent():
    blocks = [
        "Practice",
        "Using phones",
        "Phones must be off.",
        "Using email",
        "Email must be polite.",
        "Aims",
        "Our goals",
        "We aim high in all things.",
    ]
    found = clauses(*START, *map(Block, blocks))
    assert [clause.section for clause in found] == [
        ("Practice", "Using phones"),
        ("Practice", "Using email"),
        ("Aims", "Our goals"),
    ]


def test_appendix_is_an_outermost_section():
    found = clauses(
        *START,
        heading("Rules"),
        Block("Be kind to all."),
        Block("Appendix 2"),
        Block("GUIDANCE FOR TRIPS"),
        Block("Take a first aid kit with you."),
    )
    assert found[-1].section == ("Appendix 2", "GUIDANCE FOR TRIPS")


def test_sentence_that_begins_with_a_reference_is_no_heading():
    found = clauses(*START, heading("Rules"), Block("11.5.14 applies to all visitors."))
    assert [clause.text for clause in found] == ["11.5.14 applies to all visitors."]


def test_id_survives_an_edit_elsewhere_in_the_document():
    before = clauses(*START, heading("Rules"), Block("Be kind to all."), Block("Be on time for lessons."))
    after = clauses(*START, heading("Rules"), Block("Be very kind to everyone."), Block("Be on time for lessons."))
    assert before[1].id == after[1].id and before[0].id != after[0].id


def test_equal_clauses_have_different_ids():
    first, second = clauses(*START, heading("Rules"), Block("Be kind to all."), Block("Be kind to all."))
    assert first.id != second.id


def test_approval_lines_are_quotable_statements_about_the_document():
    parsed = parse(Reading((*START, heading("Rules"), Block("Be kind to all."))), "o/d")
    assert [(clause.about, clause.text) for clause in parsed.clauses if clause.about] == [
        ("title", "Conduct Policy"),
        ("approved_by", "Approved by: Governors"),
    ]


def test_contrasting_rules_of_one_sentence_have_a_force_each():
    found = clauses(
        *START, heading("Email"), Block("Webmail is allowed at break, but staff must not use it to write to families.")
    )
    assert [sentence.force for sentence in found[0].sentences] == [Force.PERMITTED, Force.PROHIBITED]


def test_table_rows_keep_their_header_cells():
    header = Block("Record | Kept for", "header")
    row = Block("Student files | Until 25", "row", cells=("Record", "Kept for"))
    (clause,) = clauses(*START, heading("Records"), header, row)
    assert (clause.lead_in, clause.text) == ("Record | Kept for", "Student files | Until 25")


def test_a_notice_that_begins_with_its_rule_is_read():
    assert [clause.text for clause in clauses(Block("Pupils must not use the lift."))] == [
        "Pupils must not use the lift."
    ]
    assert not clauses(Block("Conduct Policy"))
