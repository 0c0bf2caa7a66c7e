"""Write what comes from the code itself: the man pages from the parsers, docs/library.md's reference from docstrings.

python -m samples.make_reference
"""

from __future__ import annotations

import argparse
import inspect
from pathlib import Path

from argparse_manpage.manpage import Manpage

from assistant import __version__
from assistant.cli.ask import parser as ask_parser
from assistant.cli.complete import full_parser
from assistant.library import Assistant

DOCS = Path(__file__).parent.parent / "docs"
BEGIN, END = "<!-- from the docstrings, by `make reference` -->\n", "<!-- end -->\n"


def main() -> None:
    """Write the pages."""
    for path, page in pages().items():
        path.write_text(page, encoding="utf-8")


def pages() -> dict[Path, str]:
    """Return the pages by path."""
    library = DOCS / "library.md"
    before, rest = library.read_text(encoding="utf-8").split(BEGIN)
    return {
        DOCS / "man" / "ask.1": _page(ask_parser("ask"), "ask"),
        DOCS / "man" / "assistant.1": _page(full_parser(), "assistant"),
        library: before + BEGIN + _reference() + END + rest.split(END)[1],
    }


def _page(parser: argparse.ArgumentParser, name: str) -> str:
    parser.prog = name
    page = Manpage(parser)
    page.date, page.source, page.manual = "", f"policy-assistant {__version__}", "Policy Assistant"
    return str(page)


def _reference() -> str:
    entries = []
    for name, method in vars(Assistant).items():
        if not name.startswith("_"):
            function = inspect.unwrap(getattr(Assistant, name))
            arguments = (
                str(inspect.signature(function)).replace("(self, ", "(").replace("(self)", "()").replace("'", "")
            )
            text = (inspect.getdoc(method) or "").replace("\n", "\n  ").replace("  \n", "\n")
            entries.append(f"- `Assistant.{name}{arguments}`\n\n  {text}\n")
    return "\n".join(entries)


if __name__ == "__main__":
    main()
