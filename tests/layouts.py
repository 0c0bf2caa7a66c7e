"""Documents of different layouts, each made with the tool that such documents are made with."""

from pathlib import Path

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table

BODY = getSampleStyleSheet()["BodyText"]
BOLD = ParagraphStyle("bold", parent=BODY, fontName="Helvetica-Bold", fontSize=13, spaceBefore=10)
ITEM = ParagraphStyle("item", parent=BODY, leftIndent=24, bulletIndent=10)
LONG = (
    "Staff who are given a laptop must keep it with them or locked away, must not let anybody else use it, and must tell "
    "the office on the same day if it is lost or stolen. "
)


def two_column_leaflet(path: Path) -> None:
    """A leaflet in two columns, headings in bold, bullets, a footer on every page."""
    halves = [Frame(40 + 265 * side, 60, 250, 700, id=str(side)) for side in (0, 1)]

    def footer(canvas, document):
        canvas.drawString(40, 30, f"Hillside School · Leaflet for staff · {document.page}")

    document = BaseDocTemplate(str(path), pagesize=A4, pageTemplates=[PageTemplate("two", halves, onPage=footer)])
    story = [Paragraph("Laptop Leaflet for Staff", BOLD)]
    for topic in ("Borrowing", "Carrying", "Lending", "Repairs", "Returning"):
        story += [Paragraph(topic, BOLD), Paragraph(LONG * 2, BODY), Paragraph("Staff should:", BODY)]
        story += [
            Paragraph(f"{verb} the laptop every {day};", ITEM, bulletText="•")
            for verb, day in (("clean", "day"), ("charge", "night"), ("update", "week"))
        ]
        story += [Spacer(1, 12)]
    document.build(story)


def council_template(path: Path) -> None:
    """A council's Word template: a table of facts first, automatic numbers, a definitions table, header and footer."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Downland Council model policy"
    section.footer.paragraphs[0].text = "Uncontrolled when printed"
    facts = (
        ("Policy title", "Visitors Policy"),
        ("Approved by", "Full Governing Body"),
        ("Date approved", "12 March 2025"),
        ("Next review", "March 2027"),
    )
    table = document.add_table(rows=0, cols=2)
    for label, value in facts:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.add_heading("Purpose", 1)
    document.add_paragraph("This policy says who may come into the school and how.")
    document.add_heading("Definitions", 1)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Term", "Meaning"
    for term, meaning in (
        ("Visitor", "Anyone who is neither a pupil nor employed by the school."),
        ("Host", "The member of staff whom a visitor has come to see."),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = term, meaning
    document.add_heading("Rules", 1)
    for text in (
        "Visitors must sign in at the office.",
        "Hosts must stay with their visitors.",
        "Visitors may use the staff room.",
    ):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Contractors should:")
    for text in ("wear their badge;", "leave by six o'clock."):
        document.add_paragraph(text, style="List Bullet")
    document.save(str(path))


def text_box_and_changes(path: Path) -> None:
    """A Word document with tracked changes, a page break inside a clause and a deleted sentence."""
    document = docx.Document()
    document.add_heading("Key Holder Policy", 0)
    document.add_heading("1 Keys", 1)
    paragraph = document.add_paragraph("1.1 Key holders must ")
    paragraph._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t xml:space="preserve">always </w:t></w:r></w:ins>'
        )
    )
    paragraph._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>never </w:delText></w:r></w:del>')
    )
    paragraph.add_run("sign the book.")
    paragraph = document.add_paragraph("1.2 Keys are kept")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    paragraph.add_run("in the safe of the office.")
    document.save(str(path))


def run_in_headings(path: Path) -> None:
    """A PDF whose topics are bold words at the start of each paragraph, lettered and roman items below."""
    story = [
        Paragraph("Staff Handbook", BOLD),
        Paragraph("Approved by: Trustees", BODY),
        Paragraph("Review date: Spring term 2027", BODY),
        Paragraph("Conduct", BOLD),
    ]
    story += [
        Paragraph(f"<b>{topic}:</b> {text}", BODY)
        for topic, text in (
            ("Gifts", "If a parent offers a gift worth more than £25, staff must refuse it."),
            ("Dress", "Staff should dress as the day's work needs."),
        )
    ]
    story += [Paragraph("Members of staff must not:", BODY)]
    story += [
        Paragraph(text, ITEM, bulletText=mark)
        for mark, text in (
            ("(a)", "smoke on the site;"),
            ("(b)", "bring dogs, except:"),
            ("(i)", "guide dogs;"),
            ("(ii)", "dogs of the police;"),
            ("(c)", "park on the lawn."),
        )
    ]
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates(PageTemplate("one", [Frame(60, 60, 470, 720)]))
    document.build(story)


def table_of_sanctions(path: Path) -> None:
    """A PDF with a ruled table over two pages between numbered clauses."""
    rows = [["<b>Incident</b>", "<b>First step</b>", "<b>Who decides</b>"]]
    rows += [
        [f"Breach of rule {number}", "Staff must tell the office.", "The Headteacher decides."]
        for number in range(1, 45)
    ]
    cells = [[Paragraph(cell, BODY) for cell in row] for row in rows]
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates(PageTemplate("one", [Frame(60, 60, 470, 720)]))
    table = Table(cells, repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
    document.build(
        [
            Paragraph("Behaviour Policy", BOLD),
            Paragraph("1 Steps", BOLD),
            Paragraph("1.1 Staff must follow the table.", BODY),
            table,
            Paragraph("1.2 Staff may ask for advice.", BODY),
        ]
    )


def capitals_in_text(path: Path) -> None:
    """Plain text of an old word processor: capitals for headings, hard line ends, page footers in mid-sentence."""
    path.write_text(
        "LENDING LIBRARY POLICY\n\nGENERAL\n\nStaff may borrow up to ten books for a term. Books that are not\n"
        "returned by the end of term must be paid for, unless the librarian\n\nPage 1 of 2\n\nagrees to a longer loan.\n\n"
        "FINES\n\n1. A fine is ten pence a day.\n2. No fine is more than five pounds.\n\n   a) Damage is paid for.\n"
        "   b) Loss is paid for.\n",
        encoding="utf-8",
    )


def web_page(path: Path) -> None:
    """A web page with navigation, a definition list and nested lists."""
    path.write_text(
        "<html><head><title>Trips Policy</title><script>x()</script></head><body><nav><a href='/'>Home</a></nav>"
        "<h1>Trips Policy</h1><h2>Words</h2><dl><dt>Leader</dt><dd>The member of staff in charge of a trip.</dd></dl>"
        "<h2>Rules</h2><p>Leaders must:</p><ul><li>count the pupils<ul><li>at the gate;</li><li>on the coach;</li></ul></li>"
        "<li>carry the list.</li></ul><footer>Cookies</footer></body></html>",
        encoding="utf-8",
    )


def council_markdown(path: Path) -> None:
    """Markdown as a web team writes it: front matter, byte-order mark, an HTML table, soft line ends."""
    path.write_text(
        "\ufeff---\ntitle: Remote Working\n---\n\n# Remote Working\n\n## Where\n\nStaff may work from home on\none day a week.\n\n"
        "<table><tr><th>Place</th><th>Allowed</th></tr><tr><td>Home</td><td>Staff may work there.</td></tr></table>\n\n"
        "## How\n\n1. Staff must use the school's laptop.\n2. Staff must not print.\n",
        encoding="utf-8",
    )


LAYOUTS = {
    "two-column-leaflet.pdf": two_column_leaflet,
    "council-template.docx": council_template,
    "tracked-changes.docx": text_box_and_changes,
    "run-in-headings.pdf": run_in_headings,
    "table-of-sanctions.pdf": table_of_sanctions,
    "capitals.txt": capitals_in_text,
    "web-page.html": web_page,
    "web-team.md": council_markdown,
}
