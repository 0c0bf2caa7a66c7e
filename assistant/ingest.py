"""What the owner of a policy should look at after it was read: the line of the ingest report for one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.corpus import Policy, Source
from assistant.datatypes import Clause
from assistant.notes import dangling

LONG = 120  # words; a longer clause hides its rule


def entry(source: Source, policy: Policy) -> dict[str, Any]:
    """Return what the manifest says of a document, and `assistant index` shows."""
    rules = [clause for clause in policy.clauses if not clause.about]
    return {
        "source": source.name,
        "document": policy.document.id,
        "bytes": source.bytes,
        "mtime_ns": source.mtime_ns,
        "sha256": policy.document.sha256,
        "pages": policy.document.pages,
        "pages_without_text": list(policy.empty_pages),
        "clauses": len(rules),
        "numbered": sum(clause.number is not None for clause in rules),
        "headings": policy.headings,
        "omitted_words": policy.omitted_words,
        "approved": policy.document.approved,
        "review_due": policy.document.review_due,
        "numbering_gaps": list(policy.numbering_gaps),
        "long_clauses": [_place(clause) for clause in rules if len(clause.text.split()) > LONG],
        "dangling_references": list(dangling(rules)),
        "warnings": list(policy.document.warnings),
    }


def remarks(entry: dict[str, Any]) -> Iterator[str]:
    """Yield, as sentences, what of an entry the owner should look at."""
    yield from entry["warnings"]
    for key, meaning in (
        ("numbering_gaps", "missing from the numbering"),
        ("dangling_references", "lead nowhere"),
        ("long_clauses", f"longer than {LONG} words"),
    ):
        if entry[key]:
            more = f" and {len(entry[key]) - 6} more" if len(entry[key]) > 6 else ""
            yield f"{meaning}: {', '.join(entry[key][:6])}{more}"
    dates = [name for key, name in (("approved", "approval"), ("review_due", "review")) if not entry[key]]
    if dates:
        yield f"{' and '.join(dates)} date not found"


def _place(clause: Clause) -> str:
    place = clause.number or (clause.section[-1] if clause.section else "the beginning")
    return f"{place} (page {clause.page})" if clause.page else place
