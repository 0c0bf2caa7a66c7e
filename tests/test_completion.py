"""Shells complete the commands, their options and the schools there are; the man pages are those of the parsers."""

import os
import shutil
import subprocess
import sys

import pytest

from samples.make_reference import pages
from tests.test_cli import BIN, run


def completed(line, tmp_path, command="assistant"):
    path = tmp_path / "found"
    environment = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_IFS": "\n", "COMP_LINE": line, "COMP_POINT": str(len(line))}
    run(command, **environment, _ARGCOMPLETE_STDOUT_FILENAME=str(path), COMP_TYPE="9")
    return {word.strip() for word in path.read_text().split("\n")}


def test_commands_options_and_schools_are_completed(tmp_path, sample):
    assert {"compare", "completion"} <= completed("assistant comp", tmp_path)
    assert "--gaps" in completed("assistant compare --ga", tmp_path)
    assert "--explain" in completed("assistant ask --ex", tmp_path)
    schools = completed(f"ask --workspace {sample.root} --scope m", tmp_path, command="ask")
    assert schools == {"merrowdale-primary"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_is_told_how(shell):
    status, out, _ = run("assistant", "completion", shell)
    assert status == 0 and "assistant" in out and "ask" in out


def test_bash_takes_what_it_is_told():
    if shutil.which("bash") is None:
        pytest.skip("no bash on this machine")
    told = subprocess.run(
        ["bash", "-c", f'eval "$({BIN}/assistant completion bash)"; complete -p assistant ask'],
        capture_output=True, text=True, env=os.environ,
    )  # fmt: skip
    assert told.returncode == 0 and "assistant" in told.stdout and "ask" in told.stdout


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="other Pythons word the help otherwise")
def test_man_pages_and_reference_say_what_the_code_does(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    for path, page in pages().items():
        assert path.read_text("utf-8") == page, f"{path.name} is out of date: run `make reference`"
