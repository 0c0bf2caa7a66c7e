"""Write a sample policy as a PDF with a title page, contents, running header and footer, and bookmarks."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table, TableStyle
from reportlab.platypus.tableofcontents import TableOfContents

from samples.source import Part, Source

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=11, leading=15, spaceAfter=7)
CLAUSE = ParagraphStyle("clause", parent=BODY, leftIndent=12 * mm, bulletIndent=0)
ITEM = ParagraphStyle("item", parent=BODY, leftIndent=18 * mm, bulletIndent=12 * mm, spaceAfter=4)
HEADING = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=14, leading=18, spaceBefore=12, spaceAfter=8)
SCHOOL = ParagraphStyle("school", parent=HEADING)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=24, leading=30, spaceAfter=20)
CONTENTS = ParagraphStyle("contents", parent=BODY, spaceAfter=3)


class _Document(BaseDocTemplate):
    """A document that tells its contents page and bookmarks where each heading came to stand."""

    def __init__(self, source: Source, path: Path) -> None:
        super().__init__(str(path), pagesize=A4, title=source.title, author=source.school, invariant=1)
        frame = Frame(25 * mm, 25 * mm, A4[0] - 50 * mm, A4[1] - 50 * mm, id="body")
        self.addPageTemplates(PageTemplate("page", [frame]))
        self._headings = 0

    def beforeDocument(self) -> None:
        """Start counting again: the document is set twice, for the page numbers of the contents."""
        self._headings = 0

    def afterFlowable(self, flowable: Any) -> None:  # noqa: ANN401 -- reportlab's name and types
        """Note a heading for the contents and the bookmarks."""
        if (
            isinstance(flowable, Paragraph)
            and flowable.style.name == "heading"
            and flowable.getPlainText() != "Contents"
        ):
            self._headings += 1
            key = f"h{self._headings}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.getPlainText(), key, 0)
            self.notify("TOCEntry", (0, flowable.getPlainText(), self.page, key))


def write(source: Source, path: Path) -> None:
    """Write the PDF; the same source always gives the same bytes."""
    contents = TableOfContents(levelStyles=[CONTENTS], dotsMinLevel=0)
    story: list[Any] = [Spacer(1, 60 * mm), Paragraph(source.school, SCHOOL), Paragraph(source.title, TITLE)]
    story += [Paragraph(f"{label}: {escape(value)}", BODY) for label, value in source.facts]
    story += [PageBreak(), Paragraph("Contents", HEADING), contents, PageBreak()]
    for kind, group in groupby(source.parts, key=lambda part: part.kind):
        parts = list(group)
        story += [_table(parts)] if kind == "row" else [_paragraph(part) for part in parts]
    _Document(source, path).multiBuild(story, canvasmaker=_numbered(source))


def _paragraph(part: Part) -> Paragraph:
    text = escape(part.text)
    if part.kind == "heading":
        return Paragraph(f"{part.mark} {text}" if part.mark else text, HEADING)
    if part.kind == "clause":
        return Paragraph(text, CLAUSE, bulletText=part.mark)
    if part.kind in ("bullet", "number", "letter"):
        marks = {"bullet": "•", "number": f"{part.mark}.", "letter": f"({part.mark})"}
        return Paragraph(text, ITEM, bulletText=marks[part.kind])
    return Paragraph(text, BODY)


def _table(rows: list[Part]) -> Table:
    cells = [
        [Paragraph(f"<b>{escape(cell)}</b>" if at == 0 else escape(cell), CONTENTS) for cell in row.cells]
        for at, row in enumerate(rows)
    ]
    return Table(
        cells, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "grey"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )


def _numbered(source: Source) -> type[Canvas]:
    """Return a canvas that writes the header, and "Page x of y" once it knows y."""

    class Numbered(Canvas):
        def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 -- reportlab's own
            super().__init__(*args, **options)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, start=1):
                self.__dict__.update(page)
                self.setFont("Helvetica", 9)
                if number > 1:
                    self.drawString(25 * mm, A4[1] - 15 * mm, f"{source.school} | {source.title}")
                self.drawCentredString(A4[0] / 2, 12 * mm, f"Page {number} of {len(self._pages)}")
                super().showPage()
            super().save()

    return Numbered
