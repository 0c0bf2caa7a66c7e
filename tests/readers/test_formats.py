"""Every format, and what is particular to each."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant import readers
from assistant.clauses import parse
from assistant.errors import UnreadableDocument
from samples.make_samples import SOURCES, WRITERS
from samples.source import load
from tests.conftest import SHARED


def texts(path):
    return [block.text for block in readers.read(path).blocks]


def clauses(path):
    parsed = parse(readers.read(path), "o/d")
    return [
        (tuple(title.upper() for title in clause.section), clause.number, clause.lead_in, clause.text)
        for clause in parsed.clauses
        if not clause.about
    ]


@pytest.mark.parametrize("source", sorted(SOURCES.rglob("*.md")), ids=lambda path: path.stem)
def test_one_policy_in_five_formats_has_the_same_clauses(tmp_path, source):
    found = {}
    for suffix, write in WRITERS.items():
        path = tmp_path / f"policy{suffix}"
        write(load(source), path)
        found[suffix] = clauses(path)
    assert len(found[".md"]) > 10
    assert [suffix for suffix in found if found[suffix] != found[".md"]] == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_usual_encodings(tmp_path, encoding):
    path = tmp_path / "policy.txt"
    path.write_text("Pupils’ phones\n\nKeep the café tidy.", encoding=encoding)
    assert texts(path) == ["Pupils’ phones", "Keep the café tidy."]


def test_hard_wrapped_text_is_joined_and_divided_words_are_mended(tmp_path):
    path = tmp_path / "policy.txt"
    path.write_text("Staff must not share infor-\nmation about well-known pupils with any-\nbody outside the school.")
    assert texts(path) == ["Staff must not share information about well-known pupils with anybody outside the school."]


def test_short_lines_of_facts_stay_apart(tmp_path):
    path = tmp_path / "policy.txt"
    path.write_text(
        "Phone Policy\nApproved by: Governors\nDate: 9 March 2022\n\nStaff must keep their phones in a locker."
    )
    assert texts(path)[:3] == ["Phone Policy", "Approved by: Governors", "Date: 9 March 2022"]


def test_bold_markers_are_not_part_of_the_words(tmp_path):
    for suffix in (".txt", ".md"):
        path = tmp_path / f"policy{suffix}"
        path.write_text("Staff **must not** smoke at all.")
        assert texts(path) == ["Staff must not smoke at all."]


def test_terminal_escapes_and_control_characters_are_removed(tmp_path):
    path = tmp_path / "policy.txt"
    path.write_text("Staff \x1b[31mmust\x1b[0m not\u202e \u200bsmoke\u00a0here.")
    assert texts(path) == ["Staff must not smoke here."]


def test_markdown_front_matter_gives_the_title_and_is_no_text(tmp_path):
    path = tmp_path / "policy.md"
    path.write_text("---\ntitle: Phones at Work\n---\n{% include x %}\n# Rules\n\nBe kind.\n")
    reading = readers.read(path)
    assert reading.title == "Phones at Work"
    assert [(block.text, block.line) for block in reading.blocks] == [("Rules", 5), ("Be kind.", 7)]


def test_markdown_tables_become_rows_with_their_header(tmp_path):
    path = tmp_path / "policy.md"
    path.write_text("| Record | Kept |\n|---|---|\n| Files | 6 years |\n")
    header, row = readers.read(path).blocks
    assert (header.kind, header.text) == ("header", "Record | Kept")
    assert (row.kind, row.text, row.cells) == ("row", "Files | 6 years", ("Record", "Kept"))


def test_html_navigation_and_scripts_are_left_out(tmp_path):
    path = tmp_path / "policy.html"
    path.write_text(
        "<nav>Home</nav><h1>Rules</h1><p>Be <b>kind</b>.<script>x()</script></p><ol type=a><li>knock</li></ol><footer>f</footer>"
    )
    assert [(b.kind, b.mark, b.text) for b in readers.read(path).blocks] == [
        ("heading", None, "Rules"),
        ("paragraph", None, "Be kind."),
        ("item", "a", "knock"),
    ]


def test_word_tracked_changes_are_read_as_accepted(tmp_path):
    path = tmp_path / "policy.docx"
    document = docx.Document()
    paragraph = document.add_paragraph("Staff must ")
    for xml in (
        '<w:del {0} w:id="1"><w:r><w:delText>always </w:delText></w:r></w:del>',
        '<w:ins {0} w:id="2"><w:r><w:t xml:space="preserve">never </w:t></w:r></w:ins>',
        "<w:r {0}><w:t>smoke.</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    document.save(path)
    assert texts(path) == ["Staff must never smoke."]


def test_word_headers_and_footers_are_left_out_and_tables_stay_in_place(tmp_path):
    path = tmp_path / "policy.docx"
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "RUNNING HEADER"
    document.add_paragraph("Before the table.")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["Role", "Name", "Room", "DSL", "Ms Fox", "12"], strict=True
    ):
        cell.text = text
    document.add_paragraph("After the table.")
    document.save(path)
    assert texts(path) == ["Before the table.", "Role | Name | Room", "DSL | Ms Fox | 12", "After the table."]


def pdf(path, pages, **options):
    canvas = Canvas(str(path), pagesize=A4, **options)
    for number, lines in enumerate(pages, start=1):
        canvas.drawString(72, 800, "Hill School Conduct Policy")
        canvas.drawString(280, 30, f"Page {number} of {len(pages)}")
        for row, line in enumerate(lines):
            canvas.drawString(72, 740 - 14 * row, line)
        canvas.showPage()
    canvas.save()


LINES = [
    "Staff must not lend their keys to anybody who is not employed by the school, and",
    "must report a lost key to the site manager on the same day without fail, so that the",
]


def test_pdf_running_headers_and_page_numbers_are_in_no_block(tmp_path):
    path = tmp_path / "policy.pdf"
    pdf(path, [LINES, ["locks can be changed."], ["Dogs are welcome on Fridays."]])
    assert not [text for text in texts(path) if "Hill School" in text or "Page" in text]


def test_pdf_clause_that_crosses_a_page_is_one_block_of_its_first_page(tmp_path):
    path = tmp_path / "policy.pdf"
    pdf(path, [LINES, ["locks can be changed."], ["Dogs are welcome on Fridays."]])
    first = readers.read(path).blocks[0]
    assert first.text.endswith("so that the locks can be changed.") and first.page == 1


def test_pdf_columns_are_read_one_after_the_other(tmp_path):
    path = tmp_path / "policy.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for row in range(20):
        canvas.drawString(60, 760 - 14 * row, f"left column text {row:02}")
        canvas.drawString(320, 760 - 14 * row, f"right column text {row:02}")
    canvas.save()
    text = " ".join(texts(path))
    assert text.index("left column text 19") < text.index("right column text 00")


def test_pdf_with_an_empty_password_is_opened_and_another_refused(tmp_path):
    from reportlab.lib.pdfencrypt import StandardEncryption

    pdf(tmp_path / "open.pdf", [LINES], encrypt=StandardEncryption("", ownerPassword="x", canPrint=0))
    pdf(tmp_path / "shut.pdf", [LINES], encrypt=StandardEncryption("secret"))
    assert texts(tmp_path / "open.pdf")
    with pytest.raises(UnreadableDocument, match=r"shut\.pdf has a password"):
        readers.read(tmp_path / "shut.pdf")


def test_pdf_pages_without_text_are_reported_and_a_scan_is_named(tmp_path):
    mixed, scan = tmp_path / "mixed.pdf", tmp_path / "scan.pdf"
    canvas = Canvas(str(mixed), pagesize=A4)
    canvas.drawString(72, 700, "Staff must sign in at the front desk every day.")
    for _ in range(3):
        canvas.showPage()
        canvas.rect(100, 100, 50, 50, fill=1)
    canvas.save()
    canvas = Canvas(str(scan), pagesize=A4)
    canvas.rect(100, 100, 50, 50, fill=1)
    canvas.save()
    assert readers.read(mixed).warnings == ("pages 2–4 have no text; run OCR, for example ocrmypdf",)
    with pytest.raises(UnreadableDocument, match=r"scan\.pdf has no readable text .*OCR"):
        readers.read(scan)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.pdf", b"", "empty.pdf is empty; put the real file in its place"),
        ("blank.txt", b"\n", "blank.txt has no text; if it is a scan, run OCR on it"),
        ("web.pdf", b"<html>hello</html>", "web.pdf is not a PDF"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj <<", "cut.pdf"),
        ("old.docx", b"\xd0\xcf\x11\xe0 old word", "old.docx is not a Word document"),
        ("cut.docx", b"PK\x03\x04 nothing", r"cut.docx is damaged .*; save it again as PDF or DOCX"),
        ("data.txt", bytes(range(256)) * 20, "data.txt is not a text file"),
        ("book.xlsx", b"PK", "book.xlsx is of an unsupported type"),
    ],
)
def test_unusable_file_is_named_with_what_to_do(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument, match=message):
        readers.read(path)


def test_word_file_that_unpacks_to_something_huge_is_refused(tmp_path):
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\0" * 250_000_000)
    with pytest.raises(UnreadableDocument, match="unpacks to 238 MB; save it again without its pictures"):
        readers.read(path)


def test_fuzzed_word_file_costs_itself_only(tmp_path):
    whole = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Be kind.")
    document.save(whole)
    for cut in range(100, len(whole.getvalue()), 4_000):
        path = tmp_path / "cut.docx"
        path.write_bytes(whole.getvalue()[:cut])
        with pytest.raises(UnreadableDocument):
            readers.read(path)


@pytest.mark.skipif(not (SHARED / "foreign").is_dir(), reason="the foreign policies are not at hand")
def test_every_foreign_policy_gives_clauses():
    paths = [
        path
        for path in (SHARED / "foreign").rglob("*")
        if path.suffix.lower() in readers.SUFFIXES and path.name != "README.md"
    ]
    assert len(paths) > 50
    assert [path.name for path in paths if not clauses(path)] == []


def test_labels_on_neighbouring_lines_of_markdown_stay_apart(tmp_path):
    path = tmp_path / "policy.md"
    path.write_text(
        "# Key Policy\n\nApproved by: Governors\nReview date: May 2027\n\nStaff must lock the\ndoor of the room."
    )
    assert texts(path) == [
        "Key Policy",
        "Approved by: Governors",
        "Review date: May 2027",
        "Staff must lock the door of the room.",
    ]
