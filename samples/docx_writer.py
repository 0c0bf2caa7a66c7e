"""Write a sample policy as a Word document with Word's own automatic numbering."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from samples.source import Part, Source

WRITTEN = datetime(2025, 1, 6)
MULTILEVEL, BULLETS, NUMBERS, LETTERS = "901", "902", "903", "904"
_LISTS = {
    MULTILEVEL: [("decimal", "%1"), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")],
    BULLETS: [("bullet", "•")],
    NUMBERS: [("decimal", "%1.")],
    LETTERS: [("lowerLetter", "(%1)")],
}


def write(source: Source, path: Path) -> None:
    """Write the document; the same source always gives the same bytes."""
    document = docx.Document()
    document.core_properties.title = source.title
    document.core_properties.author = source.school
    document.core_properties.created = document.core_properties.modified = WRITTEN
    document.styles["Normal"].font.size = Pt(11)
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{source.school} | {source.title}"
    section.footer.paragraphs[0].text = "Printed copies are not controlled"
    _define_lists(document)
    document.add_paragraph(source.school)
    document.add_paragraph(source.title, style="Title")
    for label, value in source.facts:
        document.add_paragraph(f"{label}: {value}")
    document.add_paragraph("Contents").runs[0].bold = True
    for line in source.headings:
        document.add_paragraph(f"{line}\t{2 + source.headings.index(line) // 3}", style=_contents_style(document))
    for kind, group in groupby(source.parts, key=lambda part: part.kind):
        parts = list(group)
        if kind == "row":
            _table(document, parts)
        else:
            _restarted = _restart(document, {"number": NUMBERS, "letter": LETTERS}.get(kind))
            for part in parts:
                _paragraph(document, part, _restarted)
    packed = BytesIO()
    document.save(packed)
    path.write_bytes(_without_times(packed))


def _paragraph(document: Any, part: Part, number: str | None) -> None:  # noqa: ANN401 -- python-docx has no types
    if part.kind == "heading":
        added = document.add_heading(part.text, level=1)
        if part.mark:
            _number(added, MULTILEVEL, 0)
        return
    added = document.add_paragraph(part.text)
    if part.kind == "clause":
        _number(added, MULTILEVEL, 1)
    elif part.kind == "bullet":
        _number(added, BULLETS, 0)
    elif number:
        _number(added, number, 0)


def _table(document: Any, rows: list[Part]) -> None:  # noqa: ANN401
    table = document.add_table(rows=0, cols=len(rows[0].cells), style="Table Grid")
    for at, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row.cells, strict=True):
            cell.paragraphs[0].add_run(text).bold = at == 0


def _number(paragraph: Any, number: str, level: int) -> None:  # noqa: ANN401
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def _define_lists(document: Any) -> None:  # noqa: ANN401
    root = document.part.numbering_part.element
    first_number = root.find(qn("w:num"))
    for identifier, levels in _LISTS.items():
        xml = "".join(
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for at, (form, text) in enumerate(levels)
        )
        abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identifier}">{xml}</w:abstractNum>')
        first_number.addprevious(abstract)
        root.append(_num(identifier, identifier))


def _restart(document: Any, abstract: str | None) -> str | None:  # noqa: ANN401
    """Return a list that counts from 1 again, as Word makes one for every new list."""
    if abstract is None:
        return None
    root = document.part.numbering_part.element
    identifier = str(1000 + len(root.findall(qn("w:num"))))
    root.append(_num(identifier, abstract, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'))
    return identifier


def _num(identifier: str, abstract: str, override: str = "") -> Any:  # noqa: ANN401
    return parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{identifier}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
    )


def _contents_style(document: Any) -> Any:  # noqa: ANN401
    names = [style.name for style in document.styles]
    return document.styles["toc 1"] if "toc 1" in names else document.styles.add_style("toc 1", 1)


def _without_times(packed: BytesIO) -> bytes:
    """Pack the document again with one date on every part, so that it is the same whenever it is made."""
    out = BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, WRITTEN.timetuple()[:6]), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
