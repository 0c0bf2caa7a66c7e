"""The chat line by line, as a screen reader hears it."""

import io

import pytest

from tui.app import run


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
    assert out.count("Merrowdale Primary") >= 3 and "Taken as: can I be friends" in out
    assert "\x1b" not in out


def test_commands_answer_in_lines(chat, tmp_path):
    path = tmp_path / "kept.md"
    out = chat(
        "can I vape on site?", "/copy", f"/export {path}", "/policy", "/changes", "/compare", "/literal",
        "/school quillhaven-academy", "/clear", "/help", "/school hogwarts", "/quit",
    )  # fmt: skip
    assert "[MUST NOT] “Smoking and vaping" in out and path.is_file()
    assert "Staff Code of Conduct (2027-07)" in out and "School: Quillhaven Academy" in out
    assert "/export FILE" in out and "no policies of hogwarts" in out


def test_end_of_input_leaves(chat):
    assert chat("can I vape on site?").rstrip().endswith(">")
