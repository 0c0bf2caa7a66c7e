"""Write the man pages from the parsers: `make man`."""

from __future__ import annotations

import argparse
from pathlib import Path

from argparse_manpage.manpage import Manpage

from assistant import __version__
from assistant.cli.ask import parser as ask_parser
from assistant.cli.complete import full_parser

FOLDER = Path(__file__).parent.parent / "docs" / "man"


def main() -> None:
    """Write them."""
    for name, page in pages().items():
        (FOLDER / name).write_text(page, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return the man pages by file name."""
    return {"ask.1": _page(ask_parser("ask"), "ask"), "assistant.1": _page(full_parser(), "assistant")}


def _page(parser: argparse.ArgumentParser, name: str) -> str:
    parser.prog = name
    page = Manpage(parser)
    page.date, page.source, page.manual = "", f"policy-assistant {__version__}", "Policy Assistant"
    return str(page)


if __name__ == "__main__":
    main()
