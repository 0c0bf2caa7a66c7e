"""Saved questions: what the policy owner expects the policies to answer, and whether they still do.

In: corpus/questions.toml and an Answerer. Out: a verdict for each question. Each [[question]] has `ask`, and may have
`school`, `clause` (a clause number), `text` (a piece of the clause), `id`, `force`, and `covered = false` for one that
no policy should answer.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from assistant.answer import Answerer
from assistant.datatypes import Answer, Force, Quote
from assistant.errors import UsageError

FILE = "questions.toml"
_TEXTS = ("ask", "school", "clause", "text", "id", "force")


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """A question with what its answer must be; what is empty is not looked at."""

    ask: str
    school: str = ""
    clause: str = ""
    text: str = ""
    id: str = ""
    force: str = ""
    covered: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a saved question."""

    question: SavedQuestion
    faults: tuple[str, ...]
    """What is not as expected, in words; empty when it passes."""
    clause: str | None
    """Id of the first clause quoted."""
    force: str | None

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.faults


def load(corpus: Path) -> list[SavedQuestion]:
    """Read the saved questions: corpus/questions.toml, and one file in any school's folder, where `school` is that one.

    Raises UsageError for a file that is not what the module's description says.
    """
    found = []
    for path in sorted([*corpus.glob(FILE), *corpus.glob(f"*/{FILE}")]):
        school = "" if path.parent == corpus else path.parent.name
        try:
            entries = tomllib.loads(path.read_text(encoding="utf-8")).get("question", [])
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise UsageError(f"{path} cannot be read: {error}.") from error
        if not isinstance(entries, list):
            raise UsageError(f"{path}: write each question as a table, [[question]].")
        found += [_question(entry, school, f"{path}, question {place}") for place, entry in enumerate(entries, start=1)]
    return found


def run(answerer: Answerer, questions: Sequence[SavedQuestion]) -> list[Verdict]:
    """Ask every saved question and compare the first clause with what is expected."""
    return [_verdict(answerer, question) for question in questions]


def tally(verdicts: Sequence[Verdict]) -> str:
    """Return, as a sentence, how many of the saved questions have the answer they must have."""
    return f"Saved questions that have their answer: {sum(each.passed for each in verdicts)} of {len(verdicts)}."


def changed(before: Sequence[Verdict], after: Sequence[Verdict]) -> list[tuple[Verdict, Verdict]]:
    """Return the questions whose first clause or force is not what it was."""
    return [
        (old, new) for old, new in zip(before, after, strict=True) if (old.clause, old.force) != (new.clause, new.force)
    ]


def propose(answer: Answer) -> str:
    """Draft the entry that holds an answer fast, for the owner to review."""
    lines = ["[[question]]", f"ask = {_quoted(answer.question)}"]
    if not answer.answered:
        return "\n".join([*lines, "covered = false"])
    quote = answer.answers[0].quotes[0]
    number = [f"clause = {_quoted(quote.clause.number)}"] if quote.clause.number else []
    piece = quote.clause.text[slice(*quote.highlight)][:80].rsplit(" ", 1)[0]
    return "\n".join(
        [
            *lines,
            f"school = {_quoted(answer.answers[0].organisation)}",
            *number,
            f"text = {_quoted(piece)}",
            f"force = {_quoted(quote.force.value)}",
        ]
    )


def to_junit(verdicts: Sequence[Verdict]) -> str:
    """Return the verdicts as JUnit XML, for a pipeline."""
    failed = sum(not verdict.passed for verdict in verdicts)
    suite = ElementTree.Element(
        "testsuite", name="saved questions", tests=str(len(verdicts)), failures=str(failed), errors="0"
    )
    for verdict in verdicts:
        case = ElementTree.SubElement(
            suite, "testcase", classname=verdict.question.school or "all schools", name=verdict.question.ask
        )
        if not verdict.passed:
            ElementTree.SubElement(case, "failure", message="; ".join(verdict.faults))
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def _question(entry: dict[str, Any], school: str, place: str) -> SavedQuestion:
    known = (*_TEXTS, "covered")
    unknown = sorted(set(entry) - set(known))
    texts = {key: entry[key] for key in _TEXTS if key in entry}
    if unknown:
        raise UsageError(f"{place} has an unknown key: {', '.join(unknown)}. Known: {', '.join(known)}.")
    if not isinstance(entry.get("covered", True), bool) or not entry.get("ask"):
        raise UsageError(f"{place} needs `ask`, and `covered` as true or false.")
    if not all(isinstance(value, str) for value in texts.values()):
        raise UsageError(f"{place}: everything but `covered` must be text in quotation marks.")
    if texts.get("force") and texts["force"] not in list(Force):
        raise UsageError(f"{place}: `force` must be one of {', '.join(Force)}.")
    return SavedQuestion(**{"school": school, **texts}, covered=entry.get("covered", True))


def _verdict(answerer: Answerer, question: SavedQuestion) -> Verdict:
    answer = answerer.ask(question.ask, [question.school] if question.school else [], limit=1)
    quotes = [part.quotes[0] for part in answer.answers]
    first = quotes[0] if quotes else None
    clause, force = (first.clause.id, first.force.value) if first else (None, None)
    if not question.covered:
        return Verdict(question, ("it is answered, though no policy should",) if first else (), clause, force)
    if first is None:
        return Verdict(question, ("no policy answers it",), None, None)
    # Of several schools any may be the one that is meant.
    faults = min((_faults(question, quote) for quote in quotes), key=len)
    return Verdict(question, faults, clause, force)


def _faults(question: SavedQuestion, quote: Quote) -> tuple[str, ...]:
    clause = quote.clause
    found = []
    if question.clause and clause.number != question.clause:
        found.append(f"clause {clause.number or clause.id} comes first, not clause {question.clause}")
    if question.text and " ".join(question.text.split()) not in " ".join(clause.text.split()):
        found.append(f"the first clause has not the words “{question.text}”")
    if question.id and clause.id != question.id:
        found.append(f"{clause.id} comes first, not {question.id}")
    if question.force and quote.force.value != question.force:
        found.append(f"its force is {quote.force.value}, not {question.force}")
    return tuple(found)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # which is TOML as well
