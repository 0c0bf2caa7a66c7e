"""Unanswered questions are kept only if that is turned on, scrubbed, grouped, and for as long as was said."""

import csv
import io
import json
import sqlite3
from datetime import date, timedelta

import numpy as np
import pytest

from assistant import gaps
from assistant.answer import Answerer
from assistant.errors import UsageError
from assistant.settings import Settings, Workspace, read_settings
from tests.test_checks import copy  # noqa: F401 -- a fixture
from tests.test_cli import run

ON = Settings(keep_questions=True)
UNANSWERED = "what is tyler's nan's sourdough recipe, ring 07700 900123"


def asked(workspace, question, **how):
    answerer = Answerer.open(workspace)
    return gaps.keep(workspace, answerer.index, answerer.ask(question), [], **how)


def test_nothing_is_written_unless_it_is_turned_on(small):
    assert not asked(small, "zebra?")
    assert not (small.root / gaps.FILE).exists() and gaps.kept(small) == []


def test_unanswered_and_flagged_questions_are_kept_without_names_and_numbers(copy):  # noqa: F811
    on = Workspace(copy.root, ON)
    assert asked(on, UNANSWERED) and asked(on, "can I vape on site?", flagged=True)
    assert not asked(on, "can I vape on site?")
    first, second = gaps.kept(on)
    assert "[name]" in first.question and "[number]" in first.question and first.day == date.today().isoformat()
    assert (second.question, second.reason) == ("can I vape on site?", "flagged") and second.nearest
    raw = (on.root / gaps.FILE).read_bytes().lower()
    assert b"tyler" not in raw and b"900123" not in raw


def test_what_is_past_its_time_is_deleted_from_the_file(small):
    on = Workspace(small.root, Settings(keep_questions=True, keep_days=30))
    asked(on, "zebra?")
    with sqlite3.connect(on.root / gaps.FILE) as store:
        store.execute("UPDATE gaps SET day = ?", ((date.today() - timedelta(31)).isoformat(),))
    assert gaps.kept(on) == []
    assert b"zebra" not in (on.root / gaps.FILE).read_bytes()


def test_place_that_cannot_be_written_to_costs_nobody_the_answer(small):
    on = Workspace(small.root, ON)
    (on.root / gaps.FILE).mkdir()
    assert not asked(on, "zebra?")


def test_damaged_file_is_named_with_what_to_do(small):
    (small.root / gaps.FILE).write_bytes(b"no database at all, but long enough to look at" * 40)
    with pytest.raises(UsageError, match="log clear"):
        gaps.kept(small)


def test_questions_on_one_matter_stand_together_the_largest_group_first():
    kept = [gaps.Gap("2026-01-01", question, "not covered", "", "") for question in "abcd"]
    vectors = np.array([[1, 0], [0, 1], [0.1, 0.99], [0.05, 0.99]], dtype=np.float32)
    found = gaps.groups(kept, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    assert [{gap.question for gap in group.gaps} for group in found] == [{"b", "c", "d"}, {"a"}]


@pytest.mark.parametrize(
    "text",
    ["", "# mine\nscope = 'north'\n", "keep_questions = false\n[contacts]\nnorth = 'x'\n", "[contacts]\na = 'b'\n"],
)
def test_turning_it_on_and_off_leaves_the_other_settings_alone(small, text):
    path = small.root / "assistant.toml"
    path.write_text(text)
    before = read_settings(path)
    gaps.turn(small, on=True)
    on = read_settings(path)
    gaps.turn(small, on=False)
    assert on.keep_questions and not read_settings(path).keep_questions
    assert (on.scope, on.contacts) == (before.scope, before.contacts)


def test_commands_turn_it_on_show_the_gaps_in_every_form_and_clear_them(copy):  # noqa: F811
    where = ("--workspace", copy.root)
    assert run("assistant", "log", "on", *where)[0] == 0
    assert run("ask", *where, UNANSWERED)[0] == 1 and run("ask", *where, "how do I make a sourdough starter?")[0] == 1
    status, out, _ = run("assistant", "gaps", *where)
    assert status == 0 and "sourdough" in out and "Words that no policy uses" in out and "recipe" in out
    found = json.loads(run("assistant", "gaps", "--json", *where)[1])
    assert found["kept"] and sum(group["count"] for group in found["groups"]) == 2 and found["unknown_words"]
    rows = list(csv.DictReader(io.StringIO(run("assistant", "gaps", "--csv", *where)[1])))
    assert len(rows) == 2 and set(rows[0]) == {"group", "day", "question", "reason", "schools", "nearest"}
    assert run("assistant", "gaps", "--markdown", *where)[1].startswith("- ")
    assert json.loads(run("assistant", "log", "path", "--json", *where)[1])["path"] == str(copy.root / gaps.FILE)
    assert run("assistant", "log", "off", *where)[0] == 0 and run("assistant", "log", "clear", *where)[0] == 0
    assert not (copy.root / gaps.FILE).exists()
    assert "log on" in run("assistant", "gaps", *where)[1]


def test_formula_in_a_question_is_no_formula_in_a_spreadsheet():
    group = gaps.Group((gaps.Gap("2026-01-01", "=cmd()", "not covered", "", ""),))
    assert ",'=cmd()," in gaps.to_csv([group])
