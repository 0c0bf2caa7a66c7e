"""Rules that are hard to follow or to find: what a policy owner may want to write more plainly.

In: an open index. Out: Findings, each naming the clause. Nothing here is a fault of the policy; it is what makes staff
ask, or read past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from assistant.datatypes import Clause, Document, Force
from assistant.differences import SAME_MATTER
from assistant.encoder import Vectors
from assistant.index import Index

LONG_SENTENCE = 40  # words; readers lose the thread of longer ones (Cutts, Oxford Guide to Plain English)
BACKGROUND = 4  # sentences of a paragraph in which one rule is buried
_ACRONYM = re.compile(r"(?<![\w’'(])[A-Z]{2,5}s?(?![\w’')])")
# What every reader in a school knows, or what is no term.
_KNOWN = "ICT IT UK EU USB PDF CD DVD TV PC OK ID HR AM PM AI VPN SMS CCTV GDPR DBS NHS MUST NOT DO MAY ALL NO ONLY"

Rule = Literal[
    "long sentence",
    "should beside must",
    "undefined term",
    "dangling reference",
    "numbering gap",
    "missing date",
    "buried rule",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One place to look at."""

    rule: Rule
    document: str
    clause: str | None
    """Id of the clause; None where the whole document is meant."""
    message: str


def lint(index: Index, organisation: str | None = None) -> list[Finding]:
    """Return what to look at in the policies of one organisation, or of all, document by document."""
    entries = {entry["document"]: entry for entry in index.manifest["sources"]}
    found: list[Finding] = []
    for document in index.documents(organisation):
        clauses = [clause for clause in index.document_clauses(document.id) if not clause.about]
        entry = entries[document.id]
        found += _dates(document)
        found += [
            Finding("numbering gap", document.id, None, f"{number} is missing from the numbering")
            for number in entry["numbering_gaps"]
        ]
        found += [
            Finding("dangling reference", document.id, None, f"{words} leads nowhere")
            for words in entry["dangling_references"]
        ]
        found += _undefined(document, clauses)
        for clause in clauses:
            found += [*_long(clause), *_buried(clause)]
        found += _weaker(clauses, index.embedded(document.id), index.document_clauses(document.id))
    return found


def _dates(document: Document) -> Iterator[Finding]:
    for date, name in ((document.approved, "when it was approved"), (document.review_due, "when it is to be reviewed")):
        if date is None:
            yield Finding("missing date", document.id, None, f"it does not say {name}")


def _undefined(document: Document, clauses: Sequence[Clause]) -> Iterator[Finding]:
    text = "\n".join(f"{' '.join(clause.section)}\n{clause.lead_in or ''}\n{clause.text}" for clause in clauses)
    seen: set[str] = set()
    for clause in clauses:
        for match in _ACRONYM.finditer(clause.text):
            term = match.group().removesuffix("s")
            if clause.text.upper() == clause.text or term in _KNOWN.split() or term in seen:
                continue
            seen.add(term)
            # "Designated Safeguarding Lead (DSL)", "DSL (Designated …)", "“DSL” means", "DSL stands for"
            explained = (
                rf"\({term}s?\b|\b{term}s?\s*\(|[“\"‘']{term}s?[”\"’']|\b{term}\s+(?:means|(?:stands|is\s+short)\s+for)"
            )
            if not re.search(explained, text):
                yield Finding("undefined term", document.id, clause.id, f"{term} is not explained anywhere in it")


def _long(clause: Clause) -> Iterator[Finding]:
    for sentence in clause.sentences:
        words = len(clause.text[slice(*sentence.span)].split())
        if words > LONG_SENTENCE:
            yield Finding("long sentence", clause.document, clause.id, f"a sentence of {words} words")


def _buried(clause: Clause) -> Iterator[Finding]:
    rules = [place for place, each in enumerate(clause.sentences) if each.force is not Force.INFORMATIONAL]
    if len(clause.sentences) >= BACKGROUND and len(rules) == 1 and rules[0] > 0:
        yield Finding(
            "buried rule", clause.document, clause.id, f"its only rule is in sentence {rules[0] + 1}, behind background"
        )


def _weaker(
    clauses: Sequence[Clause], embedded: Sequence[tuple[int, tuple[int, int], Vectors]], places: Sequence[Clause]
) -> Iterator[Finding]:
    """Yield the clauses that only advise what a neighbour in the same section demands."""
    vectors: dict[str, Vectors] = {}
    for place, _, vector in embedded:
        vectors.setdefault(places[place].id, vector)
    sections: dict[tuple[str, ...], list[Clause]] = {}
    for clause in clauses:
        if clause.force in (Force.REQUIRED, Force.ADVISED) and clause.id in vectors:
            sections.setdefault(clause.section, []).append(clause)
    for siblings in sections.values():
        for one, other in combinations(siblings, 2):
            if one.force is not other.force and float(vectors[one.id] @ vectors[other.id]) >= SAME_MATTER:
                weak, strong = (one, other) if one.force is Force.ADVISED else (other, one)
                said = f"it says “should” where {strong.number or 'its neighbour'} says “must” on the same matter"
                yield Finding("should beside must", weak.document, weak.id, said)
