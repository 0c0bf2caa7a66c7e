"""What the documents say is so: their links lead somewhere, their commands are known, every command has its page."""

import re
import shlex

import pytest

from assistant.cli.ask import parser as ask_parser
from assistant.cli.complete import full_parser
from assistant.errors import UsageError
from tests.conftest import ROOT
from tests.test_cli import run

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"```(?:sh|console)\n(.*?)```", re.DOTALL)


def commands():
    for page in PAGES:
        text = page.read_text("utf-8")
        lines = [line for block in BLOCK.findall(text) for line in block.replace("\\\n", " ").splitlines()]
        lines += re.findall(r"`((?:assistant|ask) [^`]+)`", text)
        for line in lines:
            line = line.removeprefix("$ ").split("   #")[0].split(" >")[0].strip()
            if line.startswith(("assistant ", "ask ")) and not re.search(r"…|\bFILE\b.*\||[A-Z]{4,} [A-Z]{4,}", line):
                yield pytest.param(line, id=f"{page.name}: {line[:60]}")


@pytest.mark.parametrize("line", commands())
def test_command_of_a_page_is_one_that_there_is(line):
    name, *words = shlex.split(line, comments=True)
    parser = ask_parser("ask") if name == "ask" else full_parser()
    try:
        parser.parse_intermixed_args(words) if name == "ask" else parser.parse_args(words)
    except SystemExit as left:
        assert left.code == 0
    except UsageError as error:
        # A command named without its arguments is named rightly if only they are missing.
        assert "the following arguments are required" in str(error) or "one of the arguments" in str(error), error


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_a_page_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in link:
            assert (page.parent / link).exists(), link


def test_every_command_has_its_page_and_its_help():
    described = "".join(page.read_text("utf-8") for page in PAGES)
    (commands,) = (action.choices for action in full_parser()._actions if action.dest == "COMMAND" or action.choices)
    for name in commands:
        assert f"assistant {name}" in described, f"no page speaks of `assistant {name}`"


def test_readme_s_questions_are_answered(sample):
    status, out, _ = run("ask", "--workspace", sample.root, "can I friend a parent?")
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = re.search(r"\$ make ask Q=\"can I friend a parent\?\"\n(.*?)```", readme, re.DOTALL)[1]
    told = " ".join(out.split())
    assert status == 0
    for piece in shown.split("…"):
        assert " ".join(piece.split()) in told
