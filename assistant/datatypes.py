"""The vocabulary of the house: plain frozen values, with no behaviour beyond what their fields say.

The way of the data: Block → Document and Clause → Quote → Answer. Spans are character offsets, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Span = tuple[int, int]

Fact = Literal["title", "approved", "approved_by", "review_due"]

BlockKind = Literal["heading", "paragraph", "item", "row", "header", "history", "contents"]


class Force(StrEnum):
    """Deontic force of a sentence: obligation, prohibition and permission, with the recommendation policies use."""

    PROHIBITED = "prohibited"
    ADVISED_AGAINST = "advised_against"
    REQUIRED = "required"
    ADVISED = "advised"
    PERMITTED = "permitted"
    CONDITIONAL = "conditional"
    INFORMATIONAL = "informational"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row as a reader found it, before its place among clauses is known."""

    text: str
    """White space normalised, hyphenation at line ends mended, without its mark; never empty."""
    kind: BlockKind = "paragraph"
    """What the file says it is; `paragraph` where the file says nothing (plain text, most PDFs)."""
    level: int = 0
    """Depth of a heading (1 is outermost) or nesting of an item (0 is outermost)."""
    mark: str | None = None
    """The number or bullet taken off the text, resolved if the file counts by itself: "4.2", "(a)", "•"."""
    page: int | None = None
    """1-based page where the block starts (PDF)."""
    line: int | None = None
    """1-based line where the block starts (text formats)."""
    bold: bool = False
    """The whole block is set in bold."""
    size: float | None = None
    """Font size relative to the body text of the document (1.0), where the file tells."""
    bold_lead: int = 0
    """Length of the bold run-in at the start of `text` ("Libel:" in bold, then plain text), 0 if none."""
    cells: tuple[str, ...] = ()
    """Header cells over a table row, in order; the row's own cells are joined by " | " in `text`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one file."""

    blocks: tuple[Block, ...]
    pages: int | None = None
    """Number of pages (PDF), None for formats without pages."""
    title: str | None = None
    """Title from the file's own metadata, when it carries one worth showing."""
    warnings: tuple[str, ...] = ()
    """What the policy owner should know, each a sentence: "pages 3–7 have no text; run OCR, for example ocrmypdf"."""
    empty_pages: tuple[int, ...] = ()
    """Numbers of the pages that have no text (PDF)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a clause: where it stands in the clause's text, and its force."""

    span: Span
    force: Force
    exceptions: tuple[Span, ...] = ()
    """Where the sentence limits itself ("unless …"), as offsets into the clause's text."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What is quoted: a list item or a paragraph, with its place in the document."""

    id: str
    """`<document id>#<six or more hex digits>`, stable while the text and place are unchanged."""
    document: str
    section: tuple[str, ...]
    """Heading path, outermost first."""
    number: str | None
    page: int | None
    line: int | None
    lead_in: str | None
    """The sentence a list item continues, such as "In addition, employees should:"."""
    text: str
    span: Span
    """document.text[span] == text."""
    force: Force
    sentences: tuple[Sentence, ...]
    about: Fact | None = None
    """What a line says of the document itself, if it is such a line rather than one of its rules."""

    @property
    def exceptions(self) -> tuple[Span, ...]:
        """Spans of the text that limit the clause."""
        return tuple(span for sentence in self.sentences for span in sentence.exceptions)

    def force_of(self, span: Span) -> Force:
        """Return the force of the sentence at `span`, that of the whole clause if there is none."""
        return next((sentence.force for sentence in self.sentences if sentence.span == span), self.force)


@dataclass(frozen=True, slots=True)
class Document:
    """A policy: where it comes from, what it says of itself, and its whole extracted text."""

    id: str
    """`<organisation>/<stem>`."""
    organisation: str
    title: str
    source: str
    """Path of the file relative to the corpus, with forward slashes."""
    text: str
    sha256: str
    pages: int | None = None
    approved: str | None = None
    """ISO date, possibly of month or year precision ("2025-02"); None when the document does not say."""
    review_due: str | None = None
    approved_by: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """What a term of a quoted clause means, in the words of the same document."""

    term: str
    text: str
    """The defining sentence, verbatim."""
    clause: str
    """Id of the clause it stands in."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Words of a quoted clause that lead elsewhere ("see Appendix 4")."""

    text: str
    """The words, verbatim."""
    clause: str | None
    """Id of the clause they lead to; None when they name a whole policy."""
    document: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A clause that limits the quoted one: "Any exception must …"."""

    text: str
    """The whole of it, verbatim."""
    clause: str
    """Its id."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two clauses of one organisation, by id, of which one allows what the other forbids."""

    one: str
    other: str
    newer: str | None
    """The one whose policy was approved later, where both dates are known."""
    more_specific: str | None
    """The one that states its own limits, where only one does."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A clause chosen to answer a question."""

    clause: Clause
    highlight: Span
    """The deciding sentence, as offsets into the clause's text."""
    score: float
    """Calibrated probability that the clause answers the question, in [0, 1]."""
    force: Force
    """Force of the highlighted sentence."""
    definitions: tuple[Definition, ...] = ()
    references: tuple[Reference, ...] = ()
    limits: tuple[Limit, ...] = ()
    """Sentences of the clauses that follow which limit this one."""
    audience: tuple[str, ...] = ()
    """Whom the clause speaks to where it says so: "volunteers", "governors" …"""
    found: tuple[tuple[str, float], ...] = ()
    """How it was found: name and value of each stage's figure, for `--explain`."""


@dataclass(frozen=True, slots=True)
class OrganisationAnswer:
    """What one organisation's policies say."""

    organisation: str
    quotes: tuple[Quote, ...]
    """Best first, never empty."""
    document: Document
    """The document of the best quote, without its text."""
    conflicts: tuple[Conflict, ...] = ()
    """Quoted clauses that contradict each other."""
    chosen: str | None = None
    """When and for what the policy owner chose this answer, if its first quote was chosen and not found."""


UNSURE = 0.35  # probability below which a clause is not worth showing as related


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question: quotes by organisation, or none."""

    question: str
    resolved: str
    """The question as it was taken, with what an earlier question supplied."""
    answers: tuple[OrganisationAnswer, ...]
    """Organisations that answer, best first; empty when no policy covers the question."""
    nearest: tuple[Quote, ...]
    """The closest clauses when nothing answers: related at most, never shown as an answer."""
    differ: bool
    note: str | None
    generation: str
    elapsed_ms: float
    first: str | None = None
    """What must be said before any quote, where reading is not enough (a child at risk, a disclosure …)."""
    searched: tuple[str, ...] = ()
    """Variants of the question that were searched beside it (spelling mended, policy words for staff words)."""

    @property
    def answered(self) -> bool:
        """Whether any organisation answers."""
        return bool(self.answers)

    @property
    def unsure(self) -> bool:
        """Whether nothing answers for certain but the nearest clauses may be on the matter."""
        return not self.answered and any(quote.score >= UNSURE for quote in self.nearest)
