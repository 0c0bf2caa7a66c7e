"""Policy Assistant: answers staff questions by quoting the policy clause that governs them, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.library import Assistant

__all__ = ["Assistant", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import the library on first use, so that the command line does not pay for it."""
    if name == "Assistant":
        from assistant.library import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
