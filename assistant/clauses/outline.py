"""Tell what each block of a document is: heading (and how deep), contents line, form field, body.

Readers say what a file says; most PDFs and all plain text say nothing, so the rest is read from the words, the
contents page and the blocks around.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.clauses.facts import Facts, is_title
from assistant.datatypes import Block

Role = Literal["front", "fact", "heading", "body", "omitted"]

_CONTENTS_TITLE = re.compile(r"^(table of )?contents( page)?:?$", re.IGNORECASE)
_DOTS = re.compile(r"\s*(?:[.…·_]\s?){3,}\s*\d*\s*$|\s+\d{1,3}$|\t\d+$")
_APPENDIX = re.compile(
    r"^(appendix|annex|schedule|part|section|chapter)\s+([A-Z]|\d{1,2}|[ivx]{1,4})\b[:.–—-]?", re.IGNORECASE
)
_OUTER_PARTS = re.compile(r"^(appendix|annex|schedule|part|chapter)\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(must|should|shall|will|may|can|cannot|is|are|was|were|has|have|do|does|applies|apply|I|we|you|they|please)\b",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"_{3,}|\.{6,}|…{3,}|^\s*[☐□]\s*$|^(?:(?:staff|print(?:ed)?|full|employee|your|line manager'?s?|witness)\s+)?"
    r"(?:name|signed|signature|date|print name|job title|role|position)(?:\s*\((?:printed?|block capitals|please print)\))?\s*:?"
    r"(?:\s*\|.*)?$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z])$")
MAX_HEADING_WORDS = 12


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with its role; `level` is the depth of a heading, 1 outermost."""

    block: Block
    role: Role
    level: int = 0


def outline(blocks: Sequence[Block], facts: Facts) -> list[Placed]:
    """Give every block its role, in order; as many come out as go in."""
    contents, titles = _contents(blocks)
    body_start = _body_start(blocks, contents, facts)
    placed: list[Placed] = []
    taken = 0
    for index, block in enumerate(blocks):
        if taken:
            placed.append(Placed(block, "fact"))
            taken -= 1
        elif index in contents or block.kind in ("contents", "header", "history") or _is_form(block):
            placed.append(Placed(block, "omitted"))
        elif index in facts.blocks:
            placed.append(Placed(block, "fact"))
            taken = facts.blocks[index][1] - 1
        elif index < body_start:
            placed.append(Placed(block, "front"))
        elif _is_heading(blocks, index, titles):
            placed.append(Placed(block, "heading", _stated_level(block)))
        else:
            placed.append(Placed(block, "body"))
    return _levels(placed)


def normalised_title(text: str) -> str:
    """Return a heading or contents line in a form that compares: no number, dots, page or punctuation."""
    text = _DOTS.sub("", text)
    text = re.sub(r"^\s*(?:\d+(?:\.\d+)*\.?|[a-zA-Z][.)])\s+", "", text)
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _contents(blocks: Sequence[Block]) -> tuple[set[int], set[str]]:
    """Return the blocks of the contents page and the titles it lists."""
    listed = {index for index, block in enumerate(blocks) if block.kind == "contents"}
    for start, block in enumerate(blocks):
        if _CONTENTS_TITLE.match(block.text.strip()):
            listed |= {start, *_entries(blocks, start + 1)}
    titles = {normalised_title(blocks[index].text) for index in listed}
    return listed, {title for title in titles if title and not _CONTENTS_TITLE.match(title)}


def _entries(blocks: Sequence[Block], start: int) -> range:
    """Return the lines of a contents page: they end where the first of them comes again, as the heading it names."""
    seen: set[str] = set()
    leaders = start
    for index in range(start, len(blocks)):
        text = blocks[index].text
        title = normalised_title(text)
        if title in seen and not _DOTS.search(text):
            return range(start, index)
        if len(text.split()) > MAX_HEADING_WORDS * 2:
            break
        seen.add(title)
        if _DOTS.search(text):
            leaders = index + 1
    return range(start, leaders)


def _body_start(blocks: Sequence[Block], contents: set[int], facts: Facts) -> int:
    """Return the index of the first block after the title page: contents, title lines and facts are before it."""
    last_contents = max((index for index in contents if index < len(blocks) // 2 + 1), default=-1)
    start = last_contents + 1
    for index, block in enumerate(blocks[start:], start=start):
        if index in facts.blocks or any(first < index < first + taken for first, (_, taken) in facts.blocks.items()):
            continue
        if start or not _is_front_line(block, index):
            facts_ahead = [ahead for ahead in facts.blocks if index < ahead <= index + 6]
            if start or not facts_ahead or not all(_is_short(other) for other in blocks[index : facts_ahead[-1]]):
                return index
    return len(blocks)


def _is_short(block: Block) -> bool:
    return block.mark is None and len(block.text.split()) <= MAX_HEADING_WORDS and not block.text.rstrip().endswith(".")


def _is_front_line(block: Block, index: int) -> bool:
    text = block.text
    if block.mark or block.kind in ("item", "row") or len(text.split()) > MAX_HEADING_WORDS * 2:
        return False
    if index == 0 or (is_title(text) and len(text.split()) > 1):
        return not (text.endswith(".") and _FINITE.search(text))  # a notice may begin with its rule
    named = re.search(
        r"\b(school|academy|college|trust|council|federation|nursery|version|policy|ltd|inc)\b|^\(.*\)?$|\d{4}",
        text,
        re.IGNORECASE,
    )
    return bool(named) and not text.rstrip().endswith((".", ":", ";"))


def _is_form(block: Block) -> bool:
    return bool(_FORM.search(block.text)) and len(re.sub(r"[_.…\s]+", " ", block.text).split()) <= MAX_HEADING_WORDS


def _is_heading(blocks: Sequence[Block], index: int, titles: set[str]) -> bool:
    block = blocks[index]
    text = block.text.strip()
    words = text.split()
    if block.kind == "heading":
        return True
    if block.kind == "row" or len(words) > MAX_HEADING_WORDS + 4 or block.mark == "•":
        return False
    if _APPENDIX.match(text) and not text.endswith((".", ";")) and not _FINITE.search(text):
        return True
    if text.endswith((".", ";", ",")) or text[:1].islower():
        return False
    known = normalised_title(text) in titles
    if known and not text.endswith(":"):
        return True
    if len(words) > MAX_HEADING_WORDS or not re.search(r"[A-Za-z]{2}", text):
        return False
    if block.mark is not None:
        return _is_numbered_heading(blocks, index)
    if text.isupper() and len(text) > 3 and not text.endswith(":"):
        return True
    if block.bold or (block.size or 1.0) > 1.12:
        return not text.endswith(":") or len(words) <= 6
    return _is_plain_heading(blocks, index)


def _is_numbered_heading(blocks: Sequence[Block], index: int) -> bool:
    """A number with a short title: evidence is bold, capitals, or deeper numbers and prose beneath it."""
    block = blocks[index]
    if (
        block.mark is None
        or not _NUMBERED.match(block.mark)
        or block.text.endswith(":")
        or (block.kind == "item" and block.level > 0)
    ):
        return False
    if block.bold or block.text.isupper() or (block.size or 1.0) > 1.12:
        return True
    if _FINITE.search(block.text) and not block.text.endswith("?"):
        return False
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if following is None:
        return False
    if following.mark and following.mark.startswith(f"{block.mark}."):
        return True
    return following.mark != _next_mark(block.mark) and len(following.text.split()) > len(block.text.split())


def _next_mark(mark: str) -> str:
    head, _, last = mark.rpartition(".")
    following = str(int(last) + 1) if last.isdigit() else chr(ord(last) + 1)
    return f"{head}.{following}" if head else following


def _is_plain_heading(blocks: Sequence[Block], index: int) -> bool:
    """A short line without number or weight: it must read like a title and stand over something longer."""
    text = blocks[index].text.strip()
    if text.endswith(":") or (_FINITE.search(text) and not text.endswith("?")):
        return False
    if "|" in text or "@" in text or "://" in text or re.search(r"\d{3,}", text):
        return False
    following = next(
        (block for block in blocks[index + 1 :] if block.kind not in ("contents", "header", "history")), None
    )
    if following is None or _is_form(following):
        return False
    return (
        len(following.text) > len(text)
        or following.kind == "heading"
        or len(following.text.split()) <= MAX_HEADING_WORDS
    )


def _stated_level(block: Block) -> int:
    """The depth that the file, the number or the word "Appendix" states; 0 where nothing does."""
    if _OUTER_PARTS.match(block.text):
        return 1
    if block.mark and _NUMBERED.match(block.mark):
        return block.mark.count(".") + 1
    if block.kind == "heading":
        return max(block.level, 1)
    return 0


def _levels(placed: list[Placed]) -> list[Placed]:
    """Give the headings that state no depth one, from their capitals and from what follows them.

    A heading that stands directly over another is its parent ("Practice" over "Using social media"), and what
    follows at the same plainness stays beneath it until the next such parent.
    """
    outermost = min((entry.level for entry in placed if entry.role == "heading" and entry.level > 1), default=1)
    if not any(
        entry.role == "heading" and entry.level == 1 and not _OUTER_PARTS.match(entry.block.text) for entry in placed
    ):
        # Below a title of level 1 that went to the front page, every heading is one level too deep.
        placed = [
            Placed(entry.block, entry.role, entry.level - outermost + 1) if entry.level >= outermost > 1 else entry
            for entry in placed
        ]
    plain = {index for index, entry in enumerate(placed) if entry.role == "heading" and entry.level == 0}
    if not plain:
        return placed
    mixed = {placed[index].block.text.isupper() for index in plain} == {True, False}
    levels = dict.fromkeys(plain, 1)
    depth = 1
    for index in sorted(plain):
        caps = mixed and placed[index].block.text.isupper()
        previous = placed[index - 1] if index else None
        following = placed[index + 1] if index + 1 < len(placed) else None
        under_part = previous is not None and previous.role == "heading" and _OUTER_PARTS.match(previous.block.text)
        if under_part:
            levels[index] = depth = 2
        elif caps or (index + 1 in plain and following is not None and not (mixed and following.block.text.isupper())):
            levels[index] = 1
            depth = 2
        else:
            levels[index] = depth
    return [
        Placed(entry.block, entry.role, levels[index]) if index in levels else entry
        for index, entry in enumerate(placed)
    ]
