"""Split a document into clauses.

In: what a reader found in a file. Out: the document's text and its clauses, in reading order, without overlap.
Every clause is a slice, text[clause.span] == clause.text. Nothing here repairs or rewords text.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant import force, sentences
from assistant.clauses.facts import Facts, find_facts, is_title
from assistant.clauses.nesting import nested
from assistant.clauses.outline import Placed, Role, normalised_title, outline
from assistant.datatypes import Block, Clause, Fact, Force, Reading, Sentence, Span

_LEAD_IN = re.compile(
    r"(?:[:\-–—]|\b(?:to|that|by|the following|will|must|should|not|employees|staff))$", re.IGNORECASE
)
_EXCEPT = re.compile(r"\b(?:except|unless|other than|apart from)\W*$", re.IGNORECASE)
_DEEPEST_NUMBER = 10
WIDEST_GAP = 4  # between siblings; a wider one is another list
_NUMBER = re.compile(r"^\d+(?:\.\d+)*$")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document as it will be quoted: whole text, clauses, facts, and how much was deliberately left out."""

    text: str
    title: str | None
    facts: Facts
    clauses: tuple[Clause, ...]
    headings: int
    heading_words: int
    omitted_words: int
    """Words of contents pages, form fields and other text that is nobody's rule."""
    numbering_gaps: tuple[str, ...] = ()
    """Numbers left out among siblings: "3.3" where 3.2 is followed by 3.4."""


@dataclass(slots=True)
class _Place:
    """Where the walk through a document stands."""

    sections: list[tuple[int, str]]
    section_number: str | None = None
    parent_number: str | None = None
    lead_ins: list[tuple[int, str]] | None = None


def parse(reading: Reading, document: str) -> Parsed:
    """Turn the blocks of one file into the document's text and its clauses.

    `document` is the document id, which begins every clause id.
    """
    blocks = nested(reading.blocks)
    facts = find_facts(blocks)
    placed = outline(blocks, facts)
    facts.title = _title(reading, placed)
    text, spans = _render(placed)
    clauses = _clauses(placed, spans, text, document, facts)
    return Parsed(
        text=text,
        title=facts.title,
        facts=facts,
        clauses=tuple(_identified(clauses, document)),
        headings=sum(entry.role == "heading" for entry in placed),
        heading_words=_words(placed, "heading"),
        omitted_words=_words(placed, "omitted"),
        numbering_gaps=tuple(_gaps([entry.block.mark for entry in placed if entry.role in ("heading", "body")])),
    )


def _words(placed: Sequence[Placed], role: Role) -> int:
    return sum(len(entry.block.text.split()) for entry in placed if entry.role == role)


def _gaps(marks: Sequence[str | None]) -> Iterator[str]:
    """Yield the numbers that siblings skip and that stand nowhere else either."""
    numbers = [mark for mark in marks if mark and _NUMBER.match(mark)]
    present = {number[:end] for number in numbers for end in range(1, len(number) + 1)}
    for before, number in pairwise(numbers):
        parent, _, last = number.rpartition(".")
        former_parent, _, former = before.rpartition(".")
        if parent == former_parent and 1 < int(last) - int(former) <= WIDEST_GAP:
            skipped = (f"{parent}.{each}".lstrip(".") for each in range(int(former) + 1, int(last)))
            yield from (each for each in skipped if each not in present)


def _render(placed: Sequence[Placed]) -> tuple[str, list[Span]]:
    """Write the blocks one a line, mark first; return the text and where each block's own text stands in it."""
    lines: list[str] = []
    spans: list[Span] = []
    position = 0
    for entry in placed:
        mark = f"{entry.block.mark} " if entry.block.mark else ""
        start = position + len(mark)
        spans.append((start, start + len(entry.block.text)))
        lines.append(mark + entry.block.text)
        position = spans[-1][1] + 1
    return "\n".join(lines), spans


def _title(reading: Reading, placed: Sequence[Placed]) -> str | None:
    front = [entry.block.text for entry in placed if entry.role == "front"]
    named = next((line for line in front if is_title(line) and len(line.split()) > 1), None)
    first_heading = next((entry.block.text for entry in placed if entry.role == "heading" and entry.level == 1), None)
    if named or reading.title:
        return named or reading.title
    return first_heading if first_heading and is_title(first_heading) else (front[0] if front else first_heading)


def _clauses(placed: Sequence[Placed], spans: Sequence[Span], text: str, document: str, facts: Facts) -> list[Clause]:
    clauses: list[Clause] = []
    place = _Place(sections=[])
    for index, (entry, span) in enumerate(zip(placed, spans, strict=True)):
        block = entry.block
        if entry.role == "heading":
            _enter_heading(place, entry)
        elif entry.role == "front":
            clauses.append(_clause(block, span, text, document, place, None, None, about="title"))
        elif entry.role == "fact" and index in facts.blocks:
            name, taken = facts.blocks[index]
            end = spans[index + taken - 1][1]
            clauses.append(_clause(block, (span[0], end), text, document, place, None, None, about=name))
        elif entry.role == "body":
            number = _number(place, block)
            lead_in = _lead_in(place, block)
            clauses.append(_clause(block, span, text, document, place, number, lead_in))
            _remember_lead_in(place, block, placed[index + 1].block if index + 1 < len(placed) else None)
    return clauses


def _enter_heading(place: _Place, entry: Placed) -> None:
    place.sections = [(level, title) for level, title in place.sections if level < entry.level]
    place.sections.append((entry.level, entry.block.text))
    place.section_number = entry.block.mark if entry.block.mark and _NUMBER.match(entry.block.mark) else None
    place.parent_number = place.section_number
    place.lead_ins = None


def _is_item(block: Block) -> bool:
    return block.mark is not None or block.kind in ("item", "row")


def _number(place: _Place, block: Block) -> str | None:
    """The number a clause is cited by: its own, with its parent's before a letter; a bullet has its parent's."""
    if block.mark is None or block.mark == "•":
        if not _is_item(block):
            place.parent_number = place.section_number
        return place.parent_number
    mark = block.mark.strip("().")
    if _NUMBER.match(mark):
        place.parent_number = mark
        return mark
    return f"{place.parent_number}({mark})" if place.parent_number else mark


def _lead_in(place: _Place, block: Block) -> str | None:
    if block.kind == "row" and block.cells:
        return " | ".join(block.cells)
    if not _is_item(block) or not place.lead_ins:
        return None
    chain = [line for level, line in place.lead_ins if level < _depth(block)]
    return "\n".join(chain) or None


def _depth(block: Block) -> int:
    """How far a block is nested: a paragraph 0, a numbered clause its dots deeper, bullets and letters deepest."""
    if not _is_item(block):
        return 0
    if block.mark and _NUMBER.match(block.mark) and ("." in block.mark or block.level == 0):
        return 1 + block.mark.count(".")
    return _DEEPEST_NUMBER + block.level


def _remember_lead_in(place: _Place, block: Block, following: Block | None) -> None:
    depth = _depth(block)
    kept = [(level, line) for level, line in place.lead_ins or [] if level < depth]
    last = block.text[slice(*sentences.split(block.text)[-1])] if block.text.strip() else ""
    deeper = following is not None and _depth(following) > depth
    opens = deeper and (_LEAD_IN.search(last) or (_is_item(block) and last[-1:].isalpha()))
    if last.endswith(":") or opens:
        kept.append((depth, last))
        place.lead_ins = kept
    elif depth == 0:
        place.lead_ins = None
    else:
        place.lead_ins = kept


def _clause(
    block: Block,
    span: Span,
    text: str,
    document: str,
    place: _Place,
    number: str | None,
    lead_in: str | None,
    *,
    about: Fact | None = None,
) -> Clause:
    words = text[slice(*span)]
    # Only the first sentence of an item continues the lead-in; what follows stands by itself.
    parts = tuple(
        _sentence(words, part, None if order else lead_in) for order, part in enumerate(sentences.split(words))
    )
    return Clause(
        id=document,
        document=document,
        section=tuple(title for _, title in place.sections),
        number=number,
        page=block.page,
        line=block.line,
        lead_in=lead_in,
        text=words,
        span=span,
        force=force.strongest(part.force for part in parts),
        sentences=parts,
        about=about,
    )


def _sentence(words: str, part: Span, lead_in: str | None) -> Sentence:
    ruling = _ruling(words[slice(*part)], lead_in.split("\n") if lead_in else [])
    exceptions = tuple((part[0] + start, part[0] + end) for start, end in ruling.exceptions)
    return Sentence(part, ruling.force, exceptions)


def _ruling(sentence: str, lead_ins: Sequence[str]) -> force.Ruling:
    """Judge a sentence with the innermost lead-in that gives it a force; under "… except:" it is a condition."""
    rulings = [force.judge(sentence, line) for line in reversed(lead_ins)] or [force.judge(sentence, None)]
    ruling = next((each for each in rulings if each.force is not Force.INFORMATIONAL), rulings[0])
    excepted = any(_EXCEPT.search(line) for line in lead_ins)
    return replace(ruling, force=Force.CONDITIONAL) if excepted and ruling.force is not Force.INFORMATIONAL else ruling


def _identified(clauses: Sequence[Clause], document: str) -> list[Clause]:
    """Give each clause an id made of its place and words, so that an edit elsewhere leaves it alone."""
    seen: Counter[str] = Counter()
    named: list[Clause] = []
    for clause in clauses:
        content = "\x1f".join(
            (*map(normalised_title, clause.section), clause.number or "", clause.lead_in or "", clause.text)
        )
        digest = hashlib.sha256(content.encode()).hexdigest()[:8]
        seen[digest] += 1
        suffix = f"-{seen[digest]}" if seen[digest] > 1 else ""
        named.append(replace(clause, id=f"{document}#{digest}{suffix}"))
    return named
