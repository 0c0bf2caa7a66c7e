"""Five minutes of schemathesis against `assistant serve` over the sample policies: `make fuzz`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from assistant.build import build
from assistant.settings import Settings, Workspace
from tests.web.serving import BIN, served

SECONDS = 300
ROOT = Path(__file__).parent.parent


def main() -> None:
    """Fuzz, and exit as schemathesis does."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder), Settings())
        shutil.copytree(ROOT / "corpus", workspace.corpus)
        build(workspace)
        with served(workspace) as address:
            command = [f"{BIN}/schemathesis", "run", f"{address}/openapi.json", "--url", address]
            command += ["--max-time", str(SECONDS), "-n", "100000", "--exclude-checks", "positive_data_acceptance"]
            sys.exit(subprocess.run([*command, "--generation-database", "none"], check=False, cwd=folder).returncode)


if __name__ == "__main__":
    main()
