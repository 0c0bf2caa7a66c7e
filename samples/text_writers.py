"""Write a sample policy as Markdown, plain text or a web page."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from samples.source import Part, Source

WIDTH = 78


def write_markdown(source: Source, path: Path) -> None:
    """Write Markdown as a careful author would."""
    lines = [f"# {source.title}", "", source.school, ""]
    lines += [line for label, value in source.facts for line in (f"**{label}:** {value}", "")]
    for kind, parts in groupby(source.parts, key=lambda part: part.kind):
        for row, part in enumerate(parts):
            lines += _markdown(part)
            if kind == "row" and row == 0:
                lines.append("|" + "---|" * len(part.cells))
            if kind not in ("bullet", "row", "number"):
                lines.append("")
        if kind in ("bullet", "row", "number"):
            lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")


def write_text(source: Source, path: Path) -> None:
    """Write plain text, wrapped, with ruled headings."""
    lines = [source.school.upper(), "", source.title.upper(), ""]
    lines += [f"{label}: {value}" for label, value in source.facts]
    for part in source.parts:
        lines += ["", *_plain(part)] if part.kind not in ("bullet", "row") else _plain(part)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_html(source: Source, path: Path) -> None:
    """Write a web page."""
    facts = "".join(f"<p>{label}: {html.escape(value)}</p>\n" for label, value in source.facts)
    body = "".join(_elements(source))
    title = html.escape(source.title)
    page = (
        f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>{title}</title></head>\n<body>\n<nav>Home</nav>\n"
    )
    path.write_text(
        f"{page}<h1>{title}</h1>\n<p>{source.school}</p>\n{facts}{body}<footer>{source.school}</footer></body></html>\n",
        encoding="utf-8",
    )


def _markdown(part: Part) -> list[str]:
    marks = {"heading": f"## {part.mark} " if part.mark else "## ", "clause": f"{part.mark} ", "bullet": "- "}
    marks |= {"number": f"{part.mark}. ", "letter": f"({part.mark}) "}
    if part.kind == "row":
        return ["| " + " | ".join(part.cells) + " |"]
    return [marks.get(part.kind, "") + part.text.replace("* '", "\\* '")]


def _plain(part: Part) -> list[str]:
    if part.kind == "heading":
        title = f"{part.mark} {part.text}" if part.mark else part.text
        return [title, "-" * len(title)]
    marks = {"clause": f"{part.mark} ", "bullet": "  - ", "number": f"{part.mark}. ", "letter": f"  ({part.mark}) "}
    mark = marks.get(part.kind, "")
    if part.kind == "row":
        return [" | ".join(part.cells)]
    return textwrap.wrap(mark + part.text, WIDTH, subsequent_indent=" " * len(mark), break_on_hyphens=False)


def _elements(source: Source) -> Iterator[str]:
    for kind, group in groupby(source.parts, key=lambda part: part.kind):
        parts = list(group)
        texts = [html.escape(part.text) for part in parts]
        if kind == "bullet":
            yield "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>\n"
        elif kind in ("number", "letter"):
            yield (
                f'<ol type="{"a" if kind == "letter" else "1"}">' + "".join(f"<li>{t}</li>" for t in texts) + "</ol>\n"
            )
        elif kind == "row":
            yield (
                "<table>"
                + "".join(_row(part, "th" if at == 0 else "td") for at, part in enumerate(parts))
                + "</table>\n"
            )
        else:
            tag = "h2" if kind == "heading" else "p"
            for part, text in zip(parts, texts, strict=True):
                mark = f"{part.mark} " if part.mark else ""
                yield f"<{tag}>{mark}{text}</{tag}>\n"


def _row(part: Part, tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in part.cells) + "</tr>"
