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
            told = server.stderr.readline()
            address = re.search(r"http://\S+/", told)
            assert address, told + server.stderr.read()
            yield address.group().rstrip("/")
        finally:
            server.terminate()
