"""The chat line by line, as a screen reader hears it."""

import io

import pytest

from tui.app import run
from tui.commands import NO_ANSWER, NO_QUOTE, NOTHING_ASKED


@pytest.fixture
def chat(sample, monkeypatch, capsys):
    def typed(*lines, scope=("merrowdale-primary",)):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        monkeypatch.setenv("TERM", "dumb")
        run(sample, scope, plain=True)
        return capsys.readouterr().out

    return typed


def test_questions_and_follow_ups_are_answered_without_any_control_sequence(chat):
    out = chat("can I be friends with a pupil online?", "and once they've left?", "/quit")
    assert out.count("Merrowdale Primary") >= 3 and "Understood as: can I be friends" in out
    assert "\x1b" not in out


def test_commands_answer_in_lines(chat, tmp_path):
    path = tmp_path / "kept.md"
    out = chat(
        "can I vape on site?", "/copy", f"/export {path}", "/policy", "/changes", "/compare", "/literal", "/school",
        "/school quillhaven-academy", "/clear", "/help", "/school hogwarts", "/quit",
    )  # fmt: skip
    assert "[MUST NOT] “Smoking and vaping" in out and path.is_file()
    assert "Staff Code of Conduct (review due July 2027)" in out and "School: Quillhaven Academy" in out
    joined = " ".join(out.split())
    assert (
        "School: Merrowdale Primary. /school NAME chooses one: Merrowdale Primary, Quillhaven Academy or all." in joined
    )
    assert "The conversation has been cleared." in out
    assert "/export FILE" in out and "no school called “hogwarts”" in out


def test_end_of_input_leaves(chat):
    assert chat("can I vape on site?").rstrip().endswith(">")


def test_what_cannot_be_done_yet_is_said_and_not_the_list_of_commands(chat):
    out = chat("/compare", "/copy", "/flag", "/fly", "/c", "/quit")
    for said in (
        NOTHING_ASKED,
        NO_QUOTE,
        NO_ANSWER,
        "There is no command /fly. /help lists them.",
        "/c may be /compare",
    ):
        assert said in out
    assert "/export FILE" not in out


def test_overdue_policy_is_listed_as_that_with_its_month(chat):
    assert "(review due February 2023, overdue)" in " ".join(chat("/policy", "/quit").split())
