"""Evidence of an answer: what was quoted to whom it concerned, and whether it still stands.

In: an Answer and its index. Out: a receipt, as a value that is written as JSON or, readable, as Markdown with the same
JSON at its end; and later the verdict on each of its quotes. The checksum finds slips and careless edits; it is no
signature, since whoever can write a receipt can also write its checksum.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from assistant.datatypes import Answer, Clause, Force
from assistant.errors import UsageError
from assistant.index import Index
from assistant.render import BADGES
from assistant.wording import moment

KIND = "policy-assistant receipt"
_JSON_BLOCK = re.compile(r"^```json\n(.*?)\n```$", re.DOTALL | re.MULTILINE)

State = Literal["unchanged", "changed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class QuoteState:
    """What became of a quoted clause."""

    clause: str
    state: State
    message: str
    now: str | None = None
    """The words that stand in its place now, if it was changed."""


def make(answer: Answer, index: Index, now: datetime | None = None) -> dict[str, Any]:
    """Return the receipt of an answer; an answer without quotes says that no policy covered the question."""
    body = {
        "kind": KIND,
        "schema": 1,
        "question": answer.question,
        "resolved": answer.resolved,
        "answered": answer.answered,
        "time": (now or datetime.now(UTC)).isoformat(timespec="seconds"),
        "generation": answer.generation,
        "quotes": [_quote(quote.clause, index) for part in answer.answers for quote in part.quotes],
    }
    return body | {"sha256": _digest(body)}


def read(path: Path) -> dict[str, Any]:
    """Read a receipt, from its JSON or its Markdown.

    Raises UsageError if the file is no receipt or was changed after it was written.
    """
    try:
        text = path.read_text(encoding="utf-8")
        block = _JSON_BLOCK.search(text)
        receipt: dict[str, Any] = json.loads(block[1] if block else text)
        body = {key: value for key, value in receipt.items() if key != "sha256"}
        whole = receipt["kind"] == KIND and receipt["sha256"] == _digest(body)
        shown = not block or text == to_markdown(receipt)
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {path}.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} is not a receipt of Policy Assistant.") from error
    if not whole or not shown:
        raise UsageError(
            f"{path} was changed after it was written, so it proves nothing. Use the copy that was first saved."
        )
    return receipt


def verify(receipt: dict[str, Any], index: Index) -> list[QuoteState]:
    """Compare the quotes of a receipt with the policies as they are now."""
    return [_state(quote, index) for quote in receipt["quotes"]]


def to_markdown(receipt: dict[str, Any]) -> str:
    """Return a receipt for people, with the JSON for `read` at its end."""
    lines = [f"# {receipt['question']}", "", f"Asked on {moment(receipt['time'])}.", ""]
    if not receipt["answered"]:
        lines += ["No policy covered this.", ""]
    for quote in receipt["quotes"]:
        lines += [f"**{BADGES[Force(quote['force'])][0]}**", ""]
        lines += [f"> {line}" for line in [quote["lead_in"], quote["text"]] if line]
        lines += ["", f"— {quote['place']}  ", f"  `{quote['clause']}`", ""]
    return "\n".join([*lines, "```json", json.dumps(receipt, ensure_ascii=False, indent=2), "```", ""])


def _quote(clause: Clause, index: Index) -> dict[str, Any]:
    document = index.document(clause.document)
    place = [document.title, *clause.section, *([f"clause {clause.number}"] if clause.number else [])]
    return {
        "clause": clause.id,
        "document": clause.document,
        "source": document.source,
        "document_sha256": document.sha256,
        "place": ", ".join(place + ([f"page {clause.page}"] if clause.page else [])),
        "section": list(clause.section),
        "number": clause.number,
        "lead_in": clause.lead_in,
        "text": clause.text,
        "force": clause.force.value,
    }


def _state(quote: dict[str, Any], index: Index) -> QuoteState:
    name = quote["clause"]
    if index.clause(name):
        return QuoteState(name, "unchanged", "stands as it was quoted")
    there = index.document_clauses(quote["document"])
    if not there:
        return QuoteState(name, "withdrawn", f"{quote['source']} has been withdrawn")
    same_words = [clause for clause in there if clause.text == quote["text"] and clause.lead_in == quote["lead_in"]]
    if same_words:
        return QuoteState(name, "unchanged", f"stands as it was quoted, now in {_place(same_words[0])}")
    same_place = [clause for clause in there if quote["number"] and clause.number == quote["number"]]
    if same_place:
        return QuoteState(name, "changed", "the clause has changed since", same_place[0].text)
    return QuoteState(name, "withdrawn", "the clause has been withdrawn or renumbered")


def _place(clause: Clause) -> str:
    return f"clause {clause.number}" if clause.number else " › ".join(clause.section) or "another place"


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
