"""What a quoted clause leans on: the definitions of its words, and the clauses and policies it refers to.

In: a clause and the clauses of its document. Out: verbatim definitions and references, each with the clause it points
to. A term is defined by a sentence of the form "'pupil' means …" or "* 'pupil' is defined as …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.datatypes import Clause, Definition, Document, Limit, Reference

_DEFINES = re.compile(
    r"[“\"‘'](?P<term>[^”\"’']{2,40})[”\"’']\s*(?:\([^)]{1,60}\)\s*)?(?:means|includes|refers\s+to|is\s+(?:defined\s+(?:as|in)|any|anyone|a\b|an\b))",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:(?P<kind>Appendix|Annex|Schedule|Section|Clause|Paragraph|Part)s?\s+(?P<number>\d+(?:\.\d+)*(?:\([a-z]\))?|[A-Z]\b|[ivx]+\b))",
    re.IGNORECASE,
)
_PARTS = {"appendix", "annex", "schedule", "part"}
_POLICY = re.compile(
    r"\b(?:[Tt]he\s+)?(?P<title>(?:[A-Z][\w’'-]*\s+(?:(?:and|of|on|for|&)\s+)?){1,6}(?:Policy|Procedure|Code(?:\s+of\s+Conduct)?|Handbook|Agreement))\b"
)


_LIMITS = re.compile(
    r"\W*(?:(?:(?:any|all|the\s+only|other|some)\s+)?except(?:ion|ional)s?\b|(?:this|the\s+above|these)\s+(?:\w+\s+){0,3}?(?:do|does)\s+not\s+"
    r"(?:apply|include|cover|prevent|affect|extend|mean)|in\s+(?:an\s+|the\s+event\s+of\s+an\s+)?(?:emergenc|exceptional))",
    re.IGNORECASE,
)
_LIMITS_WHAT_STANDS_BEFORE = re.compile(
    r"\W*(?:however\b|nevertheless\b|unless\b|notwithstanding\b|(?:where|if)\s+this\s+is\s+(?:not|un|im))",
    re.IGNORECASE,
)
LIMITED_WITHIN = 2  # clauses after a rule in which its limit is looked for
_GROUP = (
    r"(?:volunteers|governors|trustees|contractors|visitors|pupils|students|children|parents|carers|families|supply\s+(?:staff|teachers)|teachers|"
    r"teaching\s+(?:staff|assistants)|support\s+staff|(?:midday|lunchtime)\s+supervisors|line\s+managers|heads\s+of\s+department)"
)
_SUBJECT = re.compile(
    rf"\W*(?:(?:all|any|the|our|class|subject|adult)\s+)?({_GROUP})(?:(?:,|\s+and|\s+or)\s+({_GROUP}))?\s+(?:also\s+)?"
    # "pupils must not be photographed" is said to whoever holds the camera
    r"(?:must|may|can|shall|should|will|are\s+(?:asked|required|expected|advised)\s+to|do\s+not|need)\b(?!\s+(?:not\s+)?be\s+\w+(?:ed|n)\b)",
    re.IGNORECASE,
)


def definitions(clause: Clause, around: Sequence[Clause]) -> tuple[Definition, ...]:
    """Return the definitions, from the clause's own document, of the terms that the clause uses; each term once."""
    found: dict[str, Definition] = {}
    for other in around:
        if other.id == clause.id:
            continue
        for sentence in other.sentences:
            text = other.text[slice(*sentence.span)]
            match = _DEFINES.search(text)
            if match and _uses(clause, match["term"]):
                found.setdefault(match["term"].lower(), Definition(match["term"], text, other.id))
    return tuple(found.values())


def limits(clause: Clause, around: Sequence[Clause]) -> tuple[Limit, ...]:
    """Return the next clauses in the same section that say where this one does not hold, verbatim and whole."""
    place = next((place for place, other in enumerate(around) if other.id == clause.id), len(around))
    found = []
    for distance, other in enumerate(around[place + 1 : place + 1 + LIMITED_WITHIN]):
        if other.section != clause.section:
            break
        text = other.text[slice(*other.sentences[0].span)] if other.sentences else other.text
        if _LIMITS.match(text) or (distance == 0 and _LIMITS_WHAT_STANDS_BEFORE.match(text)):
            found.append(Limit(other.text, other.id))
    return tuple(found)


def audience(clause: Clause) -> tuple[str, ...]:
    """Return whom a clause speaks to, where it names a group as its subject: ("volunteers", "governors")."""
    subject = _SUBJECT.match(clause.lead_in.split("\n")[-1] if clause.lead_in else clause.text)
    return tuple(dict.fromkeys(group.lower() for group in subject.groups() if group)) if subject else ()


def references(clause: Clause, around: Sequence[Clause], documents: Sequence[Document]) -> tuple[Reference, ...]:
    """Return the references in a clause's words that lead to a clause of its document or to another of its policies.

    `documents` are those of the same organisation; a reference that leads nowhere is left out.
    """
    found: dict[str, Reference] = {}
    for match in _REFERS.finditer(clause.text):
        if match.end() < len(clause.text) and re.match(r"\s+of\s+the\s+(?!policy|code\b)", clause.text[match.end() :]):
            continue  # "section 2 of the Disciplinary Procedure" is not this document's
        target = _target(match["kind"].lower(), match["number"], around)
        if target and target.id != clause.id:
            found.setdefault(match.group(), Reference(match.group(), target.id, target.document))
    for text, document in _policies(clause, documents):
        found.setdefault(text, Reference(text, None, document.id))
    return tuple(found.values())


def dangling(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Return the references of a document's clauses that lead to no clause of it, as "words (in number)", each once."""
    found: dict[str, None] = {}
    for clause in clauses:
        for match in _REFERS.finditer(clause.text):
            # "section 175 of the Education Act", "Part 1 KCSIE": another text's parts, not this one's.
            elsewhere = re.match(r"\s*(?:,?\s*(?:of|in|from)\s|\(|[A-Z])", clause.text[match.end() :])
            if not elsewhere and not _target(match["kind"].lower(), match["number"], clauses):
                place = clause.number or (clause.section[-1] if clause.section else "the beginning")
                found[f"{match.group()} (in {place})"] = None
    return tuple(found)


def _uses(clause: Clause, term: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(term)}(?:s|es)?(?!\w)", clause.text, re.IGNORECASE) is not None


def _target(kind: str, number: str, around: Sequence[Clause]) -> Clause | None:
    if kind in _PARTS:
        heading = re.compile(rf"{kind}\s+{re.escape(number)}\b", re.IGNORECASE)
        return next((other for other in around if any(heading.match(title) for title in other.section)), None)
    exact = (other for other in around if other.number == number)
    inside = (other for other in around if other.number and other.number.startswith(f"{number}."))
    return next(exact, None) or next(inside, None)


def _policies(clause: Clause, documents: Sequence[Document]) -> Iterator[tuple[str, Document]]:
    titles = {document.title.lower(): document for document in documents if document.id != clause.document}
    for match in _POLICY.finditer(clause.text):
        named = match["title"].lower()
        document = next(
            (known for title, known in titles.items() if named == title or title.endswith(f" {named}")), None
        )
        if document:
            yield match["title"], document
