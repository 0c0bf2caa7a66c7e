"""Read the sources of the sample policies.

A source is Markdown with a front block (title, school, approved_by, approved, review) and, line by line:
`# 1 Heading`, `# Heading` or `# Appendix 1: Heading`; `1.1 A numbered clause`; `- a bullet`; `1. a numbered item`;
`(a) a lettered item`; `| a | table | row |`; anything else is a paragraph. Blank lines separate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["heading", "clause", "bullet", "number", "letter", "row", "form", "paragraph"]

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("heading", re.compile(r"# (?:(\d+) )?(.+)")),
    ("clause", re.compile(r"(\d+\.\d+) (.+)")),
    ("bullet", re.compile(r"(-) (.+)")),
    ("number", re.compile(r"(\d+)\. (.+)")),
    ("letter", re.compile(r"\((\w)\) (.+)")),
    ("row", re.compile(r"(\|)(.+)\|")),
    ("form", re.compile(r"()(.+: _+)")),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a source: what it is, its mark without punctuation, and its words."""

    kind: Kind
    mark: str | None
    text: str

    @property
    def cells(self) -> list[str]:
        """The cells of a table row."""
        return [cell.strip() for cell in self.text.split("|")]


@dataclass(frozen=True, slots=True)
class Source:
    """A policy before it is given a format."""

    title: str
    school: str
    approved_by: str
    approved: str
    review: str
    parts: tuple[Part, ...]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The approval block, label and value."""
        return [("Approved by", self.approved_by), ("Date approved", self.approved), ("Next review", self.review)]

    @property
    def headings(self) -> list[str]:
        """The headings with their numbers, as the contents page lists them."""
        return [f"{part.mark} {part.text}" if part.mark else part.text for part in self.parts if part.kind == "heading"]


def load(path: Path) -> Source:
    """Read one source."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    facts = dict(line.split(": ", 1) for line in front.splitlines())
    parts = tuple(_part(line) for line in body.splitlines() if line.strip() and not re.fullmatch(r"[|\-\s]+", line))
    return Source(facts["title"], facts["school"], facts["approved_by"], facts["approved"], facts["review"], parts)


def _part(line: str) -> Part:
    for kind, pattern in _PATTERNS:
        match = pattern.fullmatch(line.strip())
        if match:
            return Part(kind, match[1] if kind not in ("bullet", "row", "form") else None, match[2].strip())
    return Part("paragraph", None, line.strip())
