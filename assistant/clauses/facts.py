"""Read what a policy says of itself: title, approver, approval and review dates.

In: the blocks of a document. Out: which blocks say so, and the values. Nothing is guessed; a fact that the document
does not state is None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.clauses.dates import find_date
from assistant.datatypes import Block, Fact

_LABELS: dict[Fact, str] = {
    "review_due": r"(?:date\s+(?:of|for)\s+(?:the\s+)?(?:next\s+)?review|(?:next|future)\s+review(?:\s+date|\s+due|\s+by)?"
    r"|review\s+due(?:\s+date)?|review\s+date|due\s+for\s+review|review\s+by|to\s+be\s+reviewed(?:\s+(?:by|on|in))?"
    r"|policy\s+(?:to\s+be\s+)?review(?:ed)?\s+date|date\s+to\s+be\s+reviewed|renewal\s+date|expiry\s+date)",
    "approved_by": r"(?:(?:approved|ratified|adopted|agreed|authorised|signed\s+off)\s+by|approver|approving\s+(?:body|committee)"
    r"|approval\s+(?:body|level|committee))",
    "approved": r"(?:date\s+(?:of\s+(?:approval|adoption|ratification|issue)|approved|adopted|ratified|issued|agreed)"
    r"|(?:approved|ratified|adopted|agreed|issued)(?:\s+on)?|(?:approval|adoption|ratification|effective|issue|publication)\s+date"
    r"|last\s+(?:reviewed|updated|review(?:\s+date)?)(?:\s+on)?|effective\s+(?:from|date)|date)",
}
_LINE = {
    name: re.compile(
        rf"^(?:this\s+)?(?:policy\s+|document\s+)?{label}\s*(?:[:|–—-]+\s*|\s+(?=\d))(?P<value>.*)$", re.IGNORECASE
    )
    for name, label in _LABELS.items()
}
_BARE = {name: re.compile(rf"^(?:policy\s+)?{label}\s*:?$", re.IGNORECASE) for name, label in _LABELS.items()}
_SENTENCE: dict[Fact, re.Pattern[str]] = {
    "review_due": re.compile(
        r"\b(?:will\s+(?:next\s+)?be\s+reviewed|is\s+(?:next\s+)?due\s+for\s+review|next\s+review\s+is(?:\s+due)?|review\s+is\s+due)\b"
        r"[^.;]{0,40}?\b(?:in|on|by|before)\s+(?P<value>[^.;]+)",
        re.IGNORECASE,
    ),
    "approved": re.compile(
        r"\b(?:was|were)\s+(?:approved|adopted|ratified|agreed)\b[^.;]*?\b(?:on|in)\s+(?P<value>[^.;]*\d{4})",
        re.IGNORECASE,
    ),
    "approved_by": re.compile(
        r"\bpolicy\s+(?:was|has\s+been)\s+(?:approved|adopted|ratified|agreed)\s+by\s+(?P<value>.+?)(?=\s+(?:on|in)\s+|[.;]|$)",
        re.IGNORECASE,
    ),
}
_BLANK_VALUE = re.compile(r"^[\s_.…:|-]*$")
_PLACEHOLDER = re.compile(r"_{3,}|\.{5,}|…{2,}")
_TITLE_WORD = re.compile(
    r"\b(policy|policies|procedures?|code|agreement|handbook|guidelines?|guidance|statement|rules|protocol|strategy|plan)\b",
    re.IGNORECASE,
)
MAX_FACT_WORDS = 16  # a longer line is prose that happens to begin like a label


@dataclass(slots=True)
class Facts:
    """What the document says of itself, and where: indexes of the blocks that say so."""

    title: str | None = None
    approved: str | None = None
    review_due: str | None = None
    approved_by: str | None = None
    blocks: dict[int, tuple[Fact, int]] = field(default_factory=dict)
    """Block index → (name of the fact, number of blocks it takes: 2 where label and value stand apart)."""


def find_facts(blocks: Sequence[Block]) -> Facts:
    """Find the statements of approval and review anywhere in the document; the first of each kind counts."""
    facts = Facts()
    free = 0
    for index, block in enumerate(blocks):
        if index < free:  # it is the value of the label before it
            continue
        if block.kind in ("contents", "header", "history"):
            continue
        named = _fact_line(blocks, index)
        if named:
            name, value, taken = named
            facts.blocks[index] = (name, taken)
            free = index + taken
            _keep(facts, name, value)
        elif len(block.text.split()) > MAX_FACT_WORDS // 2:
            for name, pattern in _SENTENCE.items():
                match = pattern.search(block.text)
                if match:
                    _keep(facts, name, match["value"])
    return facts


def is_title(text: str) -> bool:
    """Say whether a line reads like the title of a policy."""
    return (
        bool(_TITLE_WORD.search(text))
        and len(text.split()) <= MAX_FACT_WORDS
        and not text.rstrip().endswith((".", ";"))
    )


def _fact_line(blocks: Sequence[Block], index: int) -> tuple[Fact, str, int] | None:
    text = blocks[index].text
    if len(text.split()) > MAX_FACT_WORDS or _PLACEHOLDER.search(text):
        return None
    for name in _LABELS:
        match = _LINE[name].match(text)
        if match and not _BLANK_VALUE.match(match["value"]) and _fits(name, text, match["value"]):
            return name, match["value"], 1
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if following and _BARE[name].match(text) and following.mark is None and following.kind in ("paragraph", "row"):
            value = following.text
            short = len(value.split()) <= MAX_FACT_WORDS // 2 and not any(bare.match(value) for bare in _BARE.values())
            if short and _fits(name, text, value) and not _PLACEHOLDER.search(value):
                return name, value, 2
    return None


def _fits(name: Fact, text: str, value: str) -> bool:
    if name == "approved_by":
        return ":" in text or "|" in text or value[:1].isupper()
    # "Next review: annually" is a statement about review, although it gives no date.
    return bool(find_date(value)) or (
        name == "review_due" and bool(re.search(r"annual|year|term|month", value, re.IGNORECASE))
    )


def _keep(facts: Facts, name: Fact, value: str) -> None:
    kept = value.strip(" |") if name == "approved_by" else find_date(value)
    if kept and getattr(facts, name) is None:
        setattr(facts, name, kept)
