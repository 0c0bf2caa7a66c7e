"""Large PDFs read on all cores."""

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from assistant import readers
from assistant.readers import parts
from assistant.readers.isolate import read_many


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    style = getSampleStyleSheet()["BodyText"]
    story = []
    for number in range(90):
        story += [Paragraph(f"{number}. Staff must keep rule number {number} on every page they turn.", style)]
        story += [
            Table([["Device", "Place"], [f"Phone {number}", "Locker"]], style=[("GRID", (0, 0), (-1, -1), 1, "black")])
        ]
        story += [PageBreak()]
    path = tmp_path_factory.mktemp("large") / "handbook.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build(story)
    return path


@pytest.fixture
def two_cores(monkeypatch):
    monkeypatch.setattr(parts.os, "cpu_count", lambda: 2)


def alone(path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(parts, "FEWEST_PAGES", 10_000)
        return readers.read(path)


def test_reading_in_parts_gives_what_reading_at_once_gives(large, two_cores, monkeypatch):
    shares = []
    assert readers.read(large, shares.append) == alone(large, monkeypatch)
    assert len(shares) == 45 and sum(shares) == pytest.approx(1)


def test_part_whose_process_dies_is_read_all_the_same(large, two_cores, monkeypatch):
    expected = alone(large, monkeypatch)
    monkeypatch.setattr(parts.sys, "executable", "false")
    assert readers.read(large) == expected


def test_shares_of_a_large_document_reach_the_one_who_builds(large):
    shares = []
    ((_, reading),) = read_many([large], shares.append)
    assert reading.pages == 90 and len(shares) > 1 and sum(shares) == pytest.approx(1)
