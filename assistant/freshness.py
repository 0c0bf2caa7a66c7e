"""Compare the corpus as it is with the one the index was built from, by size and time alone.

In: the manifest and the corpus folder, where it is at hand. Out: which documents are gone and which have changed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Freshness:
    """Documents, by id, that are no longer what was indexed."""

    gone: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()


def freshness(manifest: dict[str, Any], corpus: Path, organisations: Collection[str]) -> Freshness:
    """Look at the files of some organisations; without a corpus at hand everything is as fresh as can be told."""
    # An empty folder is one that a share was not mounted on, or that was made beside a copied index.
    if not corpus.is_dir() or not any(corpus.iterdir()):
        return Freshness()
    gone, changed = set(), set()
    for entry in manifest["sources"]:
        if entry["document"].split("/")[0] not in organisations:
            continue
        try:
            stat = (corpus / entry["source"]).stat()
        except (FileNotFoundError, NotADirectoryError):
            gone.add(entry["document"])
            continue
        except OSError:  # there, but out of reach: nothing can be told
            continue
        if stat.st_size != entry["bytes"] or stat.st_mtime_ns != entry["mtime_ns"]:
            changed.add(entry["document"])
    return Freshness(frozenset(gone), frozenset(changed))


def files(manifest: dict[str, Any], documents: Collection[str]) -> list[str]:
    """Return the files of some documents, in order."""
    return sorted(entry["source"] for entry in manifest["sources"] if entry["document"] in documents)


def is_overdue(review_due: str | None, today: date) -> bool:
    """Say whether a review date of any precision ("2025-02") lies wholly before `today`."""
    return review_due is not None and review_due < today.isoformat()[: len(review_due)]
