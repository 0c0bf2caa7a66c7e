"""The owner's own words: corpus/glossary.toml, read at build time and kept with the index.

[words] says what else a word or phrase of staff may be called in the policies, as a list; [spelling] what an
abbreviation or habitual misspelling stands for. They are added to ours, and replace ours for the same word.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypedDict

from assistant.errors import UsageError

FILE = "glossary.toml"


class Glossary(TypedDict):
    """What staff say → what policies say."""

    words: dict[str, list[str]]
    spelling: dict[str, str]


def read(corpus: Path) -> Glossary:
    """Read the glossary of a corpus, an empty one where there is none.

    Raises UsageError for a file that is not what the description above says.
    """
    path = corpus / FILE
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        table = {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}.") from error
    words, spelling = table.get("words", {}), table.get("spelling", {})
    if set(table) - {"words", "spelling"} or not isinstance(words, dict) or not isinstance(spelling, dict):
        raise UsageError(f"{path} may have the tables [words] and [spelling] alone.")
    for word, others in words.items():
        if not isinstance(others, list) or not all(isinstance(other, str) for other in others):
            raise UsageError(f'{path}: "{word}" in [words] must be a list of texts in quotation marks.')
    for word, meant in spelling.items():
        if not isinstance(meant, str):
            raise UsageError(f'{path}: "{word}" in [spelling] must be text in quotation marks.')
    return {
        "words": {word.lower(): others for word, others in words.items()},
        "spelling": {word.lower(): meant for word, meant in spelling.items()},
    }
