"""Ruled tables of PDF pages, and the words around them."""

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from assistant import readers
from assistant.clauses import parse
from assistant.readers.grid import grids

STYLE = getSampleStyleSheet()["BodyText"]


def rows(path):
    return [(block.cells, block.text) for block in readers.read(path).blocks if block.kind == "row"]


def write_table(path, cells, **options):
    paragraphs = [[Paragraph(cell, STYLE) for cell in row] for row in cells]
    table = Table(paragraphs, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")], **options)
    before, after = (Paragraph(f"Staff must read what stands {side} the table.", STYLE) for side in ("over", "under"))
    SimpleDocTemplate(str(path), pagesize=A4).build([before, table, after])


def test_rows_of_a_ruled_table_keep_their_header_cells(tmp_path):
    write_table(
        tmp_path / "t.pdf",
        [["<b>Device</b>", "<b>Where it is kept</b>"], ["Phones", "In a locker until the end of the day."]],
    )
    assert rows(tmp_path / "t.pdf") == [
        (("Device", "Where it is kept"), "Phones | In a locker until the end of the day.")
    ]
    clauses = parse(readers.read(tmp_path / "t.pdf"), "d").clauses
    assert [clause.lead_in for clause in clauses[-2:]] == ["Device | Where it is kept", None]


def test_lines_of_a_cell_are_joined_and_do_not_run_into_the_next_cell(tmp_path):
    long = "Staff must hand the device to the office and sign the book when they fetch it again."
    write_table(tmp_path / "t.pdf", [["<b>Who</b>", "<b>Rule</b>"], ["Visitors", long]], colWidths=[60, 120])
    assert rows(tmp_path / "t.pdf") == [(("Who", "Rule"), f"Visitors | {long}")]


def test_table_that_goes_on_over_the_page_has_one_header(tmp_path):
    body = [[f"Device {number}", f"It is kept in locker {number} of the staff room."] for number in range(60)]
    write_table(tmp_path / "t.pdf", [["<b>Device</b>", "<b>Where</b>"], *body], repeatRows=1)
    found = rows(tmp_path / "t.pdf")
    assert [text for _, text in found] == [" | ".join(cells) for cells in body]
    assert {header for header, _ in found} == {("Device", "Where")}


def test_frame_around_a_paragraph_is_no_table():
    assert grids([(50, 50, 50, 300), (500, 50, 500, 300), (50, 50, 500, 50), (50, 300, 500, 300)]) == []


def test_record_of_versions_is_no_rule(tmp_path):
    write_table(
        tmp_path / "t.pdf",
        [["Version", "Date", "Description of change"], ["1.0", "02/03/2024", "Staff must lock phones away: new."]],
    )
    parsed = parse(readers.read(tmp_path / "t.pdf"), "d")
    assert not any("1.0" in clause.text or "new" in clause.text for clause in parsed.clauses)
    assert parsed.omitted_words > 5


def test_words_set_one_by_one_have_spaces_and_parts_of_a_word_have_none(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"), pagesize=A4)
    for line, height in (("Staff must sign every visitor in", 700), ("and illustrate Williamson's million bills", 685)):
        x = 72
        for word in line.split():
            # Some programs place each word, and halves of words, for themselves and write no space at all.
            for part in (word[: len(word) // 2], word[len(word) // 2 :]):
                canvas.drawString(x, height, part)
                x += stringWidth(part, "Helvetica", 12)
            x += 3.3
    canvas.setFont("Helvetica", 12)
    canvas.save()
    assert [block.text for block in readers.read(tmp_path / "t.pdf").blocks] == [
        "Staff must sign every visitor in and illustrate Williamson's million bills"
    ]


def test_words_of_a_justified_line_go_on_across_the_middle_of_the_page(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"), pagesize=A4)
    for row in range(30):
        canvas.drawString(72, 760 - 20 * row, "Staff must lock each door and windo")
        canvas.drawString(
            72 + stringWidth("Staff must lock each door and windo", "Helvetica", 12), 760 - 20 * row, "ws."
        )
    canvas.save()
    (block,) = readers.read(tmp_path / "t.pdf").blocks
    assert block.text == " ".join(["Staff must lock each door and windows."] * 30)
