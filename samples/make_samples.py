"""Write the sample policies into corpus/, each in the format it is published in.

python -m samples.make_samples [FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from samples import docx_writer, pdf_writer, text_writers
from samples.source import Source, load

SOURCES = Path(__file__).parent / "sources"
WRITERS: dict[str, Callable[[Source, Path], None]] = {
    ".pdf": pdf_writer.write,
    ".docx": docx_writer.write,
    ".md": text_writers.write_markdown,
    ".txt": text_writers.write_text,
    ".html": text_writers.write_html,
}
FORMATS = {
    "quillhaven-academy/acceptable-use-and-social-media": ".pdf",
    "quillhaven-academy/mobile-phones-and-photography": ".docx",
    "quillhaven-academy/data-protection": ".md",
    "quillhaven-academy/staff-code-of-conduct": ".pdf",
    "merrowdale-primary/ict-acceptable-use": ".docx",
    "merrowdale-primary/social-media": ".txt",
    "merrowdale-primary/mobile-phones-and-cameras": ".md",
    "merrowdale-primary/safeguarding-contact-rules": ".pdf",
    "merrowdale-primary/staff-code-of-conduct": ".txt",
}


def make(folder: Path) -> None:
    """Write every sample policy below `folder`."""
    for name, suffix in FORMATS.items():
        target = folder / f"{name}{suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        WRITERS[suffix](load(SOURCES / f"{name}.md"), target)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "corpus")
