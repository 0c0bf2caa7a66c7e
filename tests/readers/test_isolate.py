import pytest

from assistant import readers
from assistant.errors import UnreadableDocument
from assistant.readers import isolate
from assistant.readers.isolate import read_many
from tests.conftest import SHARED


def test_outcomes_come_in_the_order_of_the_paths_and_equal_a_direct_reading(tmp_path):
    paths = [tmp_path / f"policy{number}.txt" for number in range(7)]
    for number, path in enumerate(paths):
        path.write_text(f"Rule number {number} is to be kind.\n" * (50 * (7 - number)))
    assert [(path, outcome) for path, outcome in read_many(paths)] == [(path, readers.read(path)) for path in paths]


def test_bad_document_costs_itself_only(tmp_path):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.pdf"
    good.write_text("Staff must be kind.")
    bad.write_bytes(b"%PDF-1.4 rubbish")
    outcomes = dict(read_many([bad, good]))
    assert isinstance(outcomes[bad], UnreadableDocument)
    assert outcomes[good].blocks[0].text == "Staff must be kind."


def test_document_that_overruns_its_time_is_named_and_the_next_is_read(tmp_path, monkeypatch):
    slow, good = tmp_path / "slow.txt", tmp_path / "good.txt"
    slow.write_text("x " * 2_000_000)
    good.write_text("Staff must be kind.")
    monkeypatch.setattr(isolate, "SECONDS", 0.0)
    monkeypatch.setattr(isolate, "SECONDS_PER_BYTE", 0.0)
    (_, outcome) = next(read_many([slow]))
    assert isinstance(outcome, UnreadableDocument) and "slow.txt takes too long" in str(outcome)


@pytest.mark.skipif(not (SHARED / "nasty").is_dir(), reason="the nasty files are not at hand")
def test_every_nasty_file_has_a_named_outcome():
    paths = [path for path in sorted((SHARED / "nasty").iterdir()) if path.suffix.lower() in readers.SUFFIXES - {".md"}]
    for path, outcome in read_many(paths):
        assert not isinstance(outcome, UnreadableDocument) or path.name in str(outcome)
