"""Read Markdown (CommonMark with tables): front matter and template tags set aside, inline HTML read as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.datatypes import Block, Reading
from assistant.readers import html
from assistant.readers.clean import clean
from assistant.readers.marks import BULLET, split_mark
from assistant.readers.tables import Row, table_blocks
from assistant.readers.text import decode

_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n(?:---|\.\.\.)\s*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_LIQUID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{:[^}\n]*\}", re.DOTALL)

_LABELLED = re.compile(r"[A-Z][\w’' ]{1,30}:\s+\S")


def read(path: Path) -> Reading:
    """Read a Markdown file.

    Raises UnreadableDocument if it is not text.
    """
    text = decode(path)
    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(front[1]) if front else None
    if front:
        text = "\n" * front.group().count("\n") + text[front.end() :]
    # Template tags go, the lines they stood on stay, so that line numbers hold.
    text = _LIQUID.sub(lambda match: "\n" * match.group().count("\n"), text)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return Reading(tuple(_blocks(tokens)), title=clean(title[1]) if title else None)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    lists: list[list[int | None]] = []
    mark: str | None = None
    heading = 0
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "table_open":
            end = next(at for at in range(position, len(tokens)) if tokens[at].type == "table_close")
            yield from table_blocks(_rows(tokens[position:end]))
            position = end
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append([int(token.attrGet("start") or 1) - 1 if token.type.startswith("ordered") else None])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            count = lists[-1][0]
            if count is not None:
                lists[-1][0] = count + 1
            mark = BULLET if count is None else str(count + 1)
        elif token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type == "inline":
            yield from _inline(token, heading, mark, max(0, len(lists) - 1))
            mark, heading = None, 0
        elif token.type == "html_block":
            yield from html.blocks_of(token.content)
        elif token.type in ("code_block", "fence"):
            line = token.map[0] + 1 if token.map else None
            yield from (Block(clean(text), line=line) for text in token.content.split("\n\n") if clean(text))
        position += 1


def _inline(token: Token, heading: int, mark: str | None, level: int) -> Iterator[Block]:
    line = token.map[0] + 1 if token.map else None
    for offset, (raw, bold) in enumerate(_parts(token)):
        text, kept_bold = clean(raw), len(clean(raw[:bold]))
        if not text:
            continue
        written, rest = split_mark(text)
        own: str | None
        if mark == BULLET and written and written != BULLET:
            own = written  # "- (a) …": the bullet is only how the letter was indented
        else:
            own = mark or written
            rest = text if mark else rest
        taken = len(text) - len(rest)
        at = line + offset if line is not None else None
        lead = max(0, kept_bold - taken)
        whole = lead >= len(rest)
        if heading:
            yield Block(rest, "heading", heading, own, line=at)
        else:
            yield Block(
                rest, "item" if own else "paragraph", level, own, line=at, bold=whole, bold_lead=0 if whole else lead
            )
        mark = None


def _parts(token: Token) -> list[tuple[str, int]]:
    """Return the hard-broken parts of an inline token, each with how many characters at its start are bold."""
    parts: list[tuple[str, int]] = []
    text, bold, depth, open_lead = "", 0, 0, True
    struck = 0
    children = token.children or []
    for child, following in zip_longest(children, children[1:]):
        if child.type in ("s_open", "s_close"):
            struck += 1 if child.type == "s_open" else -1
        elif struck:  # struck out: no longer in force, as with Word's deletions
            continue
        elif child.type == "strong_open":
            depth += 1
        elif child.type == "strong_close":
            depth -= 1
        elif child.type == "hardbreak" or (
            # "Approved by: …" over "Review date: …" are two lines wherever they stand.
            child.type == "softbreak" and following and _LABELLED.match(text) and _LABELLED.match(following.content)
        ):
            parts.append((text, bold))
            text, bold, open_lead = "", 0, True
        elif child.type in ("text", "code_inline", "softbreak", "image"):
            words = " " if child.type == "softbreak" else child.content
            text += words
            if depth and open_lead:
                bold = len(text)
            elif words.strip():
                open_lead = False
        elif child.type == "html_inline" and re.match(r"<br\b", child.content, re.IGNORECASE):
            parts.append((text, bold))
            text, bold, open_lead = "", 0, True
    return [*parts, (text, bold)]


def _rows(tokens: Sequence[Token]) -> list[Row]:
    rows: list[Row] = []
    cells: list[tuple[Block, ...]] = []
    header = False
    for token in tokens:
        if token.type == "tr_open":
            cells = []
        elif token.type in ("th_open", "td_open"):
            header = token.type == "th_open"
        elif token.type == "inline":
            cells.append(tuple(_inline(token, 0, None, 0)))
        elif token.type == "tr_close":
            rows.append(Row(tuple(cells), header and any(cells)))
    return rows
