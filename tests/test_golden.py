"""The clause tree of documents of every layout is what it was; `GOLDEN=write pytest tests/test_golden.py` takes over a change."""

import hashlib
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from assistant import readers
from assistant.clauses import parse
from assistant.errors import UnreadableDocument
from samples.make_samples import SOURCES, WRITERS
from samples.source import load
from tests.conftest import SHARED
from tests.layouts import LAYOUTS

GOLDEN = Path(__file__).parent / "golden"
FOREIGN = SHARED / "foreign"


def compare(name, found):
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8"), f"tests/golden/{path.name} differs"


def tree(path):
    """One line a clause, indented below its headings: number, page, lead-in and words."""
    lines, section = [], ()
    for clause in parse(readers.read(path), "d").clauses:
        if clause.section != section:
            section = clause.section
            lines.append("# " + " > ".join(section))
        lead_in = (clause.lead_in or "").replace("\n", " / ")
        page = f"p{clause.page}" if clause.page else ""
        lines.append(f"  {clause.about or clause.number or '-'} {page} [{lead_in}] {clause.text} <{clause.force}>")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_is_read_as_it_was(tmp_path, name):
    LAYOUTS[name](tmp_path / name)
    compare(name, tree(tmp_path / name))


@pytest.mark.parametrize("source", sorted(SOURCES.rglob("*.md")), ids=lambda path: path.stem)
def test_sample_policy_is_read_as_it_was(tmp_path, source):
    path = tmp_path / "policy.pdf"
    WRITERS[".pdf"](load(source), path)
    compare(f"{source.parent.name}-{source.stem}", tree(path))


@pytest.mark.skipif(not FOREIGN.is_dir(), reason="the foreign policies are not at hand")
def test_foreign_policies_have_the_structure_they_had():
    # They belong to their schools: kept are counts and a checksum, none of their words.
    lines = []
    for path in sorted(FOREIGN.rglob("*")):
        if path.suffix.lower() not in readers.SUFFIXES or path.name == "README.md":
            continue
        try:
            clauses = parse(readers.read(path), "d").clauses
        except UnreadableDocument as error:
            lines.append(f"{path.relative_to(FOREIGN)}: {error}")
            continue
        depths = Counter(len(clause.section) for clause in clauses)
        numbered = sum(clause.number is not None for clause in clauses)
        led = sum(clause.lead_in is not None for clause in clauses)
        digest = hashlib.sha256(json.dumps([clause.id for clause in clauses]).encode()).hexdigest()[:8]
        lines.append(
            f"{path.relative_to(FOREIGN)}: {len(clauses)} clauses, {numbered} numbered, {led} led in, "
            f"depths {dict(sorted(depths.items()))}, {digest}"
        )
    compare("foreign", "\n".join(lines) + "\n")
