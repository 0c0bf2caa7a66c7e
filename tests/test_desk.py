"""The owner's desk: coverage, what one school rules and another does not, lint, receipts, and a whole afternoon of it."""

import json
from datetime import UTC, datetime

import pytest

from assistant import checks, coverage, receipts
from assistant.answer import Answerer
from assistant.build import build
from assistant.errors import UsageError
from assistant.index import open_index
from assistant.lint import lint
from tests.conftest import write_policy
from tests.test_checks import copy  # noqa: F401 -- a fixture
from tests.test_cli import run

LONG = "Staff must lock the office " + "and the store room " * 12 + "each evening."
BURIED = (
    "The yard was laid in 1950. It holds forty cars. Cars must not be left there overnight. It is swept on Fridays."
)


def found(workspace, rule):
    return [finding for finding in lint(open_index(workspace.index)) if finding.rule == rule]


@pytest.fixture
def linted(workspace, fake_encoder):
    rules = [
        LONG, BURIED, "Visitors must sign in at the QXR desk.", "See section 9.9 for the rota.",
        "Staff must keep the blue door of the boiler room closed.", "Staff should keep the blue door of the boiler room closed.",
    ]  # fmt: skip
    write_policy(workspace, "hill", "conduct", rules)
    build(workspace)
    return workspace


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("long sentence", "a sentence of 55 words"),
        ("buried rule", "its only rule is in sentence 3"),
        ("undefined term", "QXR is not explained"),
        ("dangling reference", "section 9.9"),
        ("missing date", "when it is to be reviewed"),
        ("should beside must", "“should” where 1.5 says “must”"),
    ],
)
def test_hard_rule_is_pointed_out(linted, rule, message):
    assert any(message in finding.message for finding in found(linted, rule)), found(linted, rule)


def test_explained_term_and_plain_policy_are_left_alone(workspace, fake_encoder):
    write_policy(workspace, "hill", "conduct", ["The Quick Exit Route (QXR) must be clear. Staff must use the QXR."])
    build(workspace)
    assert {finding.rule for finding in lint(open_index(workspace.index))} == {"missing date"}


def test_rules_that_no_saved_question_brings_up_are_listed(small):
    questions = [checks.SavedQuestion("Staff must not lend keys to pupils.", "north")]
    reached = {clause.text for clause in coverage.unreached(Answerer.open(small), questions)}
    assert "Staff must not lend keys to pupils." not in reached
    assert "Dogs must be kept on a lead." in reached


def test_what_one_school_alone_rules_is_listed_by_section(sample):
    index = open_index(sample.index)
    ours = {each.section[-1] for each in coverage.only_in(index, "merrowdale-primary", "quillhaven-academy")}
    assert {"Dress", "Home visits", "Touch"} <= ours and "Families" not in ours


def test_receipt_holds_until_a_clause_changes_or_goes(small, tmp_path):
    answerer = Answerer.open(small)
    receipt = receipts.make(answerer.ask("Staff must not lend keys to pupils.", ["north"]), answerer.index)
    path = tmp_path / "receipt.md"
    path.write_text(receipts.to_markdown(receipt), encoding="utf-8")
    assert receipts.read(path) == receipt
    assert {state.state for state in receipts.verify(receipt, answerer.index)} == {"unchanged"}
    policy = write_policy(small, "north", "conduct", ["Staff must never lend keys to pupils."])
    build(small)
    states = {state.clause: state for state in receipts.verify(receipt, open_index(small.index))}
    first = states[receipt["quotes"][0]["clause"]]
    assert (first.state, first.now) == ("changed", "Staff must never lend keys to pupils.")
    policy.unlink()
    build(small)
    assert {state.state for state in receipts.verify(receipt, open_index(small.index))} == {"withdrawn"}


def test_clause_that_only_moved_stands_as_it_was_quoted(small):
    answerer = Answerer.open(small)
    receipt = receipts.make(answerer.ask("Staff must not lend keys to pupils.", ["north"], limit=1), answerer.index)
    write_policy(small, "north", "conduct", ["Bells are rung at nine.", "Staff must not lend keys to pupils."])
    build(small)
    (state,) = receipts.verify(receipt, open_index(small.index))
    assert state.state == "unchanged" and "now in clause 1.2" in state.message


@pytest.mark.parametrize("end", [".md", ".json"])
def test_receipt_that_was_changed_proves_nothing(small, tmp_path, end):
    where = ("--workspace", small.root)
    path = tmp_path / f"kept{end}"
    answerer = Answerer.open(small)
    receipt = receipts.make(answerer.ask("Staff may park in the yard."), answerer.index)
    text = receipts.to_markdown(receipt) if end == ".md" else json.dumps(receipt)
    path.write_text(text.replace("may park", "must park", 1), encoding="utf-8")
    with pytest.raises(UsageError, match="proves nothing"):
        receipts.read(path)
    status, _, err = run("assistant", "receipt", "--verify", tmp_path / "no.json", *where)
    assert status == 2 and err == f"assistant: There is no file {tmp_path / 'no.json'}.\n"


def test_receipt_says_the_badge_and_the_time_as_people_write_them(small):
    answerer = Answerer.open(small)
    answer = answerer.ask("Staff must not lend keys to pupils.", ["north"], limit=1)
    text = receipts.to_markdown(receipts.make(answer, answerer.index, datetime(2026, 3, 3, 10, 15, tzinfo=UTC)))
    assert "Asked on 3 March 2026, 10:15 UTC." in text and "**MUST NOT**" in text


def test_clearing_the_log_says_whether_new_questions_are_kept(workspace):
    where = ("--workspace", workspace.root)
    told = "Every question kept so far has been deleted."
    assert run("assistant", "log", "clear", *where)[1] == f"{told}\n"
    assert run("assistant", "log", "on", *where)[0] == 0
    cleared = run("assistant", "log", "clear", *where)[1]
    assert cleared == f"{told} New ones are still kept; `assistant log off` stops that.\n"


def test_every_command_of_the_desk_prints_json(copy, tmp_path):  # noqa: F811
    where = ("--json", "--workspace", copy.root)
    (copy.corpus / checks.FILE).write_text('[[question]]\nask = "can I vape on site?"\n')
    for command in (
        ["check"], ["coverage"], ["pin"], ["gaps"], ["log", "path"], ["lint"], ["receipt", "can I vape on site?"],
        ["compare", "merrowdale-primary", "quillhaven-academy", "--gaps"],
    ):  # fmt: skip
        status, out, err = run("assistant", *command, *where)
        assert status == 0 and json.loads(out)["schema"] == 1, (command, out, err)


def test_an_afternoon_from_an_empty_folder(tmp_path):
    root = tmp_path / "school"
    where = ("--workspace", root)
    assert run("assistant", "init", root)[0] == 0
    policy = tmp_path / "conduct.txt"
    text = (
        "Conduct Policy\n\nApproved: 1 May 2026\n\nNext review: May 2027\n\n1 Keys\n\n1.1 Staff must not lend keys.\n"
    )
    policy.write_text(text)
    assert run("assistant", "add", policy, "--organisation", "hill-top", *where)[0] == 0
    drafted = run("assistant", "check", "--propose", "can I lend my keys?", *where)[1]
    (root / "corpus" / "questions.toml").write_text(drafted)
    assert run("assistant", "check", *where)[:2] == (0, "Saved questions that have their answer: 1 of 1.\n")
    assert run("assistant", "receipt", "can I lend my keys?", "--output", tmp_path / "kept", *where)[0] == 0
    (root / "corpus" / "hill-top" / "conduct.txt").write_text(text.replace("must not lend", "may lend"))
    status, out, _ = run("assistant", "index", *where)
    assert status == 0 and "“can I lend my keys?” is now answered by" in out and "It now fails" in out
    assert run("assistant", "check", *where)[0] == 1
    status, out, _ = run("assistant", "receipt", "--verify", tmp_path / "kept.md", *where)
    assert status == 1 and "has changed since" in out
    assert run("assistant", "index", "rollback", *where)[0] == 0
    assert run("assistant", "check", *where)[0] == 0
    assert run("assistant", "receipt", "--verify", tmp_path / "kept.json", *where)[0] == 0
