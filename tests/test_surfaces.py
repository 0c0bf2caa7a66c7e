"""Every surface gives the same answer to every development question: command, JSON lines, HTTP, tools and library."""

import json
import subprocess
import sys
import urllib.request
from itertools import groupby

import pytest
from mcp import Client, StdioServerParameters

from assistant.library import Assistant
from assistant.settings import Workspace
from tests.conftest import SHARED
from tests.web.serving import BIN, served

SCHOOLS = {"altrincham": ["altrincham-college"], "altus": ["altus-school"], "both": []}


def alike(answer):
    """Return what of an answer must be the same everywhere."""
    return {key: value for key, value in answer.items() if key not in ("elapsed_ms", "id")}


@pytest.fixture(scope="module")
def asked():
    if not (SHARED / "questions" / "dev.jsonl").is_file():
        pytest.skip("the development questions are not at hand")
    entries = map(json.loads, (SHARED / "questions" / "dev.jsonl").read_text("utf-8").splitlines())
    return [(entry["question"], SCHOOLS[entry["scope"]], entry["history"]) for entry in entries]


@pytest.fixture(scope="module")
def root(shared_answerer):
    return shared_answerer.index.folder.parent.parent.parent


@pytest.fixture(scope="module")
def library(root, asked):
    opened = Assistant.open(root)
    return [alike(opened.ask_json(*question)) for question in asked]


def test_command_answers_as_the_library(root, asked, library):
    answers = {}
    together = groupby(
        sorted(range(len(asked)), key=lambda place: asked[place][1:]), key=lambda place: asked[place][1:]
    )
    for (
        scope,
        history,
    ), places in together:  # one process for what is asked of the same schools in the same conversation
        places = list(places)
        options = [option for name in scope for option in ("--scope", name)]
        options += [option for earlier in history for option in ("--history", earlier)]
        done = subprocess.run(
            [f"{BIN}/ask", "--json", "--workspace", root, *options, "-"],
            input="\n".join(asked[place][0] for place in places), capture_output=True, text=True,
        )  # fmt: skip
        answers |= dict(zip(places, map(alike, json.loads(done.stdout)), strict=True))
    assert [answers[place] for place in range(len(asked))] == library


def test_json_lines_answer_as_the_library(root, asked, library):
    lines = [json.dumps({"question": text, "scope": scope, "history": history}) for text, scope, history in asked]
    done = subprocess.run(
        [f"{BIN}/ask", "--jsonl", "--workspace", root], input="\n".join(lines), capture_output=True, text=True
    )
    assert [alike(json.loads(line)) for line in done.stdout.splitlines()] == library


def test_http_answers_as_the_library(root, asked, library):
    with served(Workspace(root)) as address:

        def answer(question):
            body = json.dumps(dict(zip(("question", "scope", "history"), question, strict=True))).encode()
            request = urllib.request.Request(f"{address}/ask", body, {"Content-Type": "application/json"})
            with urllib.request.urlopen(request) as response:
                return alike(json.load(response))

        assert [answer(question) for question in asked] == library


async def test_tools_answer_as_the_library(root, asked, library):
    server = StdioServerParameters(command=f"{BIN}/assistant", args=["mcp", "--workspace", str(root)])
    async with Client(server) as client:
        for (text, scope, history), ours in zip(asked, library, strict=True):
            given = {"question": text, "school": "".join(scope), "history": history}
            told = (await client.call_tool("ask", given)).structured_content
            assert alike(told.get("result", told)) == ours, text


@pytest.mark.skipif(sys.platform != "linux", reason="a machine without a network is made with unshare")
def test_every_command_works_without_a_network(sample, tmp_path):
    cut = ["unshare", "--map-root-user", "--net"]
    if subprocess.run([*cut, "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody cut off its network")
    where = ["--workspace", str(sample.root)]
    school = "merrowdale-primary"
    for command, given in (
        (["ask", "can I vape on site?", *where], ""),
        (["assistant", "init", str(tmp_path / "new")], ""),
        (["assistant", "index", *where], ""),
        (["assistant", "index", "--dry-run", *where], ""),
        (["assistant", "status", *where], ""),
        (["assistant", "pin", *where], ""),
        (["assistant", "log", "path", *where], ""),
        (["assistant", "check", "--propose", "can I vape on site?", *where], ""),
        (["assistant", "compare", school, "quillhaven-academy", "--gaps", *where], ""),
        (["assistant", "completion", "bash"], ""),
        (["assistant", "mcp", *where], ""),
        (["assistant", "review", *where], ""),
        (["assistant", "doctor", *where], ""),
        (["assistant", "compare", school, "quillhaven-academy", "vaping", *where], ""),
        (["assistant", "coverage", *where], ""),
        (["assistant", "lint", *where], ""),
        (["assistant", "gaps", *where], ""),
        (["assistant", "receipt", "can I vape on site?", *where], ""),
        (["assistant", "chat", "--plain", "--scope", school, *where], "can I vape on site?\n/quit\n"),
    ):
        done = subprocess.run([*cut, f"{BIN}/{command[0]}", *command[1:]], input=given, capture_output=True, text=True)
        assert done.returncode == 0, (command, done.stderr)
