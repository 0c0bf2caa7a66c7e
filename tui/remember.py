"""The school that was chosen, kept for the next start: the one thing the chat writes down unasked, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.settings import Workspace


def school(workspace: Workspace) -> tuple[str, ...]:
    """Return the school chosen in this workspace, as a scope; () if none was."""
    name = _chosen().get(str(workspace.root))
    return (name,) if name else ()


def keep(workspace: Workspace, name: str) -> None:
    """Keep the school chosen in this workspace, "" for all of them; where nothing can be written, keep nothing."""
    path = _file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(_chosen() | {str(workspace.root): name}, indent=2), encoding="utf-8")
    except OSError:
        pass


def _chosen() -> dict[str, str]:
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
        return {str(root): str(name) for root, name in found.items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("policy-assistant", appauthor=False) / "schools.json"
