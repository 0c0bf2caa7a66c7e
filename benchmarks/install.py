"""What an installation weighs: ours for reading and for building beside other pipelines that do the same job.

    python -m benchmarks.install

Makes a fresh environment for each, installs, measures time and size, and writes docs/install.md. Downloads what it needs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "docs" / "install.md"
OURS = (("policy-assistant", [str(ROOT)]), ("policy-assistant[build]", [f"{ROOT}[build]"]))
# What each one's own quick start for a local search over documents asks for.
PEERS = (
    ("LangChain", ["langchain", "langchain-community", "langchain-huggingface", "sentence-transformers", "faiss-cpu", "pypdf"]),
    ("LlamaIndex", ["llama-index-core", "llama-index-embeddings-huggingface", "llama-index-vector-stores-faiss", "faiss-cpu", "pypdf"]),
    ("txtai", ["txtai", "pypdf"]),
    ("plain script", ["sentence-transformers", "faiss-cpu", "pypdf"]),
)  # fmt: skip


def main() -> None:
    """Measure, and write the table."""
    rows = [_row(name, packages) for name, packages in (*OURS, *PEERS)]
    REPORT.write_text("\n".join([*_introduction(), *rows, ""]), encoding="utf-8")
    print(f"Wrote {REPORT}")


def _introduction() -> list[str]:
    torch = next(line for line in (ROOT / "constraints.txt").read_text().splitlines() if line.startswith("torch=="))
    return [
        "# What an installation weighs",
        "",
        "Made by `python -m benchmarks.install`; do not edit by hand.",
        "",
        f"Fresh environments of Python {sys.version_info.major}.{sys.version_info.minor}, one after the other, {torch} for all that need "
        "it (PyPI's own build for Linux adds gigabytes of CUDA). Models are not counted: ours are inside the package (46 MB), the "
        "others download one at the first run (about 90 MB).",
        "",
        "| | packages | size on disk (MB) | time to install (s) |",
        "|---|---|---|---|",
    ]


def _row(name: str, packages: list[str]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder) / ("Scripts" if os.name == "nt" else "bin") / "python"
        bare = _megabytes(Path(folder))
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet"]
        pinned = Path(folder) / "torch.txt"
        lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        pinned.write_text("\n".join(line for line in lines if line.startswith("torch==")), encoding="utf-8")
        started = time.perf_counter()
        subprocess.run([*pip, "install", "-c", str(pinned), *packages], check=True)
        seconds = time.perf_counter() - started
        listed = subprocess.run(
            [*pip[:-1], "list", "--format", "json"], check=True, capture_output=True, text=True
        ).stdout
        size = _megabytes(Path(folder)) - bare
    print(f"{name}: {size:.0f} MB, {seconds:.0f} s", file=sys.stderr)
    return f"| {name} | {len(json.loads(listed)) - 2} | {size:.0f} | {seconds:.0f} |"


def _megabytes(folder: Path) -> float:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir()) / 1e6


if __name__ == "__main__":
    shutil.rmtree(ROOT / "build", ignore_errors=True)
    main()
