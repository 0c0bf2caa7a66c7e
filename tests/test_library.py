"""The library answers as the command does, and the example in its page is true."""

import json
import re

import pytest

from assistant import Assistant
from assistant.build import build
from assistant.errors import IndexMissing, UsageError
from assistant.library import opened
from assistant.settings import Settings, Workspace
from tests.conftest import ROOT, write_policy
from tests.test_cli import run

TIMES = ("elapsed_ms",)


@pytest.fixture(scope="module")
def assistant(sample):
    return Assistant.open(sample.root)


def test_example_of_the_page_prints_what_it_says(sample, monkeypatch, capsys):
    example, printed = re.findall(
        r"```(?:python|text)\n(.*?)```", (ROOT / "docs" / "library.md").read_text("utf-8"), re.DOTALL
    )
    monkeypatch.chdir(sample.root.parent)
    exec(example.replace('"policies"', repr(str(sample.root))), {})
    assert capsys.readouterr().out == printed


def test_library_and_command_give_the_same_object(assistant, sample):
    _, out, _ = run("ask", "--json", "--workspace", sample.root, "can I friend a parent?")
    ours = assistant.ask_json("can I friend a parent?")
    told = json.loads(out)
    assert {key: value for key, value in ours.items() if key not in TIMES} == {
        key: value for key, value in told.items() if key not in TIMES
    }


def test_policies_and_their_clauses_are_listed(assistant):
    assert "merrowdale-primary/social-media" in [policy.id for policy in assistant.policies()]
    assert any(clause.number == "2.1" for clause in assistant.clauses("merrowdale-primary/social-media"))


def test_one_school_may_be_named_by_itself_and_an_unknown_one_is_refused(assistant):
    assert [part.organisation for part in assistant.ask("can I smoke on site?", "quillhaven-academy").answers] == [
        "quillhaven-academy"
    ]
    with pytest.raises(UsageError):
        assistant.ask("can I vape?", "hogwarts")


def test_newer_index_is_gone_over_to(workspace):
    write_policy(workspace, "hill", "conduct", ["Staff must not smoke."])
    build(workspace)
    opened = Assistant(Workspace(workspace.root, Settings()))
    write_policy(workspace, "hill", "kites", ["Staff must not fly kites."], title="Kite Policy")
    build(workspace)
    assert len(opened.policies()) == 2


def test_school_left_empty_means_all(assistant):
    assert len(assistant.ask("can I friend a parent?", "").answers) == 2


def test_where_nothing_can_be_read_staff_are_told_whom_to_ask(workspace, monkeypatch):
    monkeypatch.setattr("assistant.library.find_spec", lambda _: None)
    with pytest.raises(IndexMissing, match=f"yet in {workspace.root}. Please ask the policy owner"):
        opened(workspace, build)
