"""Where the index is kept: in files, or in the engine that the settings name."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from assistant.errors import UsageError
from assistant.generations import current
from assistant.index import Index, open_index
from assistant.settings import Workspace


def opened(workspace: Workspace) -> Index:
    """Open the generation in force, wherever the settings say that the index is kept."""
    if workspace.settings.store == "files":
        return open_index(workspace.index)
    index: Index = _engine().open_milvus(workspace)
    return index


def in_force(workspace: Workspace) -> str:
    """Return the name of the generation in force, wherever the index is kept."""
    return current(workspace.index) if workspace.settings.store == "files" else str(_engine().in_force(workspace))


def push(workspace: Workspace, made: Index) -> None:
    """Put a generation into the engine that the settings name, if they name one."""
    if workspace.settings.store != "files":
        _engine("milvus_writing").push(workspace, made)


def _engine(room: str = "milvus") -> ModuleType:
    try:
        return import_module(f"assistant.{room}")
    except ModuleNotFoundError as error:
        raise UsageError(f"Milvus needs {error.name}. Run `pip install policy-assistant[milvus]`.") from error
