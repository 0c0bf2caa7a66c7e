"""Answers the policy owner has chosen: corpus/pins.toml, read at build time and kept with the index.

A pin names clauses that answer a question, however it is worded; they are quoted first, and said to be chosen. Each
[[pin]] has `ask` (a text or a list of wordings), `school`, `clauses` (ids) and `chosen` (a date). A clause's id changes
with its words, so a pin expires by itself when one of its clauses does.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Container, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

from assistant.encoder import Vectors
from assistant.errors import UsageError
from assistant.wording import on_day

FILE = "pins.toml"
# Cosines, see docs/evaluation.md.
SAME_QUESTION = 0.6  # from which two questions ask the same
SAME_MATTER = 0.35  # from which they do if the same clause answers both
_TOPIC = "pin "


class Pin(TypedDict):
    """A question and the clauses that answer it."""

    ask: list[str]
    school: str
    clauses: list[str]
    """Ids, in the order they are to be quoted."""
    chosen: str
    """ISO date."""


def read(corpus: Path) -> list[Pin]:
    """Read the pins of a corpus.

    Raises UsageError for a file that is not what the module's description says.
    """
    path = corpus / FILE
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("pin", [])
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}.") from error
    if not isinstance(entries, list):
        raise UsageError(f"{path}: write each pin as a table, [[pin]].")
    return [_pin(entry, f"{path}, pin {place}") for place, entry in enumerate(entries, start=1)]


def add(corpus: Path, pin: Pin) -> None:
    """Write a pin behind those there are."""
    # What JSON writes for texts and lists of texts is TOML as well.
    texts = [f"{key} = {json.dumps(pin[key], ensure_ascii=False)}" for key in ("ask", "school", "clauses")]
    entry = "\n".join(["[[pin]]", *texts, f"chosen = {pin['chosen']}", ""])
    path = corpus / FILE
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.write_text(f"{before.rstrip()}\n\n{entry}".lstrip(), encoding="utf-8")


def examples(pins: Sequence[Pin]) -> dict[str, tuple[str, ...]]:
    """Return the wordings of every pin, to be embedded."""
    return {f"{_TOPIC}{place}": tuple(pin["ask"]) for place, pin in enumerate(pins)}


def meant(
    pins: Sequence[Pin], examples: Mapping[str, Vectors], question: Vectors, school: str, likely: Container[str]
) -> Pin | None:
    """Return the pin of a school that a question means, the likest of several; None if it means none.

    `question` is its vector, shape (dim,); `examples` are the vectors of the wordings as the index holds them; `likely`
    are the ids of the clauses that answer it by themselves: a wording less alike will do for a pin of one of those.
    """
    likeness = {
        place: float((examples[f"{_TOPIC}{place}"] @ question).max())
        for place, pin in enumerate(pins)
        if pin["school"] == school
    }
    best = max(likeness, key=likeness.__getitem__, default=None)
    if best is None:
        return None
    needed = SAME_MATTER if any(clause in likely for clause in pins[best]["clauses"]) else SAME_QUESTION
    return pins[best] if likeness[best] >= needed else None


def expired(pins: Sequence[Pin], clauses: Container[str]) -> list[Pin]:
    """Return the pins of which a clause is no longer among those there are."""
    return [pin for pin in pins if not all(clause in clauses for clause in pin["clauses"])]


def told(pin: Pin) -> str:
    """Return when and for what a pin was chosen, so that a reader can judge whether it is what they asked."""
    return f"{on_day(pin['chosen'])} for “{pin['ask'][0]}”"


def _pin(entry: dict[str, Any], place: str) -> Pin:
    unknown = sorted(set(entry) - set(Pin.__annotations__))
    ask = [entry["ask"]] if isinstance(entry.get("ask"), str) else entry.get("ask")
    clauses = entry.get("clauses")
    if unknown:
        raise UsageError(f"{place} has an unknown key: {', '.join(unknown)}. Known: {', '.join(Pin.__annotations__)}.")
    for key, value in (("ask", ask), ("clauses", clauses)):
        if not isinstance(value, list) or not value or not all(isinstance(each, str) and each for each in value):
            raise UsageError(f"{place}: `{key}` must be a list of texts in quotation marks.")
    if not isinstance(entry.get("school"), str) or not isinstance(entry.get("chosen"), date):
        raise UsageError(f"{place} needs `school` and `chosen`, a date such as 2026-03-03.")
    return Pin(ask=ask or [], school=entry["school"], clauses=clauses or [], chosen=entry["chosen"].isoformat())
