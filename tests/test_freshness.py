import os
from datetime import date

import pytest

from assistant.freshness import freshness, is_overdue


def manifest(path, stat):
    return {
        "sources": [{"source": path, "document": "hill/rules", "bytes": stat.st_size, "mtime_ns": stat.st_mtime_ns}]
    }


def test_unchanged_file_is_fresh_and_a_changed_or_deleted_one_is_not(tmp_path):
    path = tmp_path / "hill" / "rules.txt"
    path.parent.mkdir()
    path.write_text("Be kind.")
    built = manifest("hill/rules.txt", path.stat())
    assert freshness(built, tmp_path, ["hill"]) == freshness(built, tmp_path / "absent", ["hill"])
    path.write_text("Be kinder.")
    assert freshness(built, tmp_path, ["hill"]).changed == {"hill/rules"}
    built = manifest("hill/rules.txt", path.stat())
    path.write_text("Be bolder.")  # as long as before
    os.utime(path, ns=(0, 0))
    assert freshness(built, tmp_path, ["hill"]).changed == {"hill/rules"}
    path.unlink()
    assert freshness(built, tmp_path, ["hill"]).gone == {"hill/rules"}
    assert freshness(built, tmp_path, ["dale"]).gone == frozenset()


@pytest.mark.parametrize(
    ("due", "overdue"),
    [("2025-01", True), ("2026-06", False), ("2026-06-14", True), ("2026", False), ("2025", True), (None, False)],
)
def test_review_is_overdue_when_the_whole_period_is_past(due, overdue):
    assert is_overdue(due, date(2026, 6, 15)) is overdue
