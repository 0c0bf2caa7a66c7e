"""The chat in a real terminal: asked, followed up, opened at the source, copied, exported and left."""

import os
import shutil
import subprocess
import sys
import threading
import time
import uuid

import pytest

BIN = os.path.dirname(sys.executable)
PATIENCE = 60  # seconds for the slowest of machines


class Terminal:
    """A tmux session of its own."""

    def __init__(self, folder, command):
        self.socket = str(folder / f"tmux-{uuid.uuid4().hex[:8]}")
        self._tmux("new-session", "-d", "-x", "110", "-y", "40", command)

    def _tmux(self, *arguments):
        return subprocess.run(
            ["tmux", "-S", self.socket, *arguments], capture_output=True, text=True, check=False
        ).stdout

    def type(self, text, enter=True):
        self._tmux("send-keys", "-l", text)
        if enter:
            self.press("Enter")

    def press(self, key):
        self._tmux("send-keys", key)

    def see(self, *words):
        """Wait until the screen shows all the words."""
        tick, end, screen = threading.Event(), time.monotonic() + PATIENCE, ""
        while time.monotonic() < end:
            screen = self._tmux("capture-pane", "-p")
            if all(word in screen for word in words):
                return screen
            tick.wait(0.05)
        pytest.fail(f"{words} did not appear on:\n{screen}")

    def end(self):
        self._tmux("kill-server")


@pytest.fixture
def terminal(sample, tmp_path):
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    chat = f"{BIN}/assistant chat --workspace {sample.root} --scope merrowdale-primary; echo left with $?; cat"
    made = Terminal(tmp_path, chat)
    yield made
    made.end()


def test_chat_in_a_real_terminal(terminal, tmp_path):
    terminal.see("Ask a question", "what are the rules on")
    terminal.type("can I be friends with a pupil online?")
    terminal.see("Merrowdale Primary", "clause")
    terminal.type("and once they've left?")
    terminal.see("Understood as: can I be friends with a pupil online?")
    terminal.press("C-o")
    terminal.see("Search", "Previous", "approved 14 May 2025")
    terminal.press("Escape")
    terminal.see("Understood as:")
    terminal.press("C-y")
    terminal.see("Copied.")
    path = tmp_path / "conversation.md"
    terminal.type(f"/export {path}")
    terminal.see("Written to")
    terminal.press("C-q")
    terminal.see("left with 0")
    assert "and once they've left?" in path.read_text("utf-8")
