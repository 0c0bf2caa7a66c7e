"""A server of its own for a test: `assistant serve` as a process, on a free port."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager

BIN = os.path.dirname(sys.executable)


@contextmanager
def served(workspace, *options):
    """Run `assistant serve` over a workspace and give its address."""
    command = [f"{BIN}/assistant", "serve", "--port", "0", "--workspace", str(workspace.root), *map(str, options)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        try:
            # Reading the policies first may be told before the address; the lines end when the process does.
            told = (re.search(r"http://\S+/", line) for line in server.stderr)
            address = next(filter(None, told), None)
            assert address, "the server left without an address"
            yield address.group().rstrip("/")
        finally:
            server.terminate()
