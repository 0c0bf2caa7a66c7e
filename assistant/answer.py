"""Answer a question: for each organisation the clauses that rule it, or honestly none.

In: a question, the earlier ones of the conversation and the organisations to ask. Out: an Answer whose every quote has
passed the quote gate. An organisation answers only when its best clause is likely enough to rule the question.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from assistant import conversation, notes, pins, quotes, stores
from assistant.datatypes import UNSURE, Answer, Clause, OrganisationAnswer, Quote
from assistant.differences import conflicts, differ
from assistant.encoder import Encoder, Vectors
from assistant.errors import UsageError
from assistant.freshness import Freshness, freshness
from assistant.index import Index
from assistant.notices import Notices
from assistant.orders import without_orders
from assistant.question import Query, clean, understand
from assistant.rerank import SHORTLIST
from assistant.retrieval import Retriever
from assistant.search import Candidate, encode
from assistant.settings import Settings, Workspace
from assistant.wording import NOT_COVERED, NOT_SURE, changed_since, unknown_schools

THRESHOLD = 0.55  # of the calibrated probability; see docs/evaluation.md for what it costs on either side
STATED_SCORE = 0.99  # of a line that states the very fact that is asked for
CHOSEN_SCORE = 0.98  # of a clause the policy owner has pinned to the question
TITLE_SCORE = 0.7  # of a title that says for whom a policy is; a rule on whom it applies to says it better
SAID_TO_OTHERS = 0.1  # taken from the place, not from the score, of a clause said to a group the reader is not in
ENOUGH_WORDS = 2  # telling ones, for a question to be likened to the examples of grave matters
NEAREST = 3
KEPT_DOCUMENTS = 64  # whose clauses stay in memory, for footnotes
_FOR_WHOM = re.compile(r"\b(?:all|staff|employees|volunteers|governors|pupils|students|visitors)\b", re.IGNORECASE)
MANY_ORGANISATIONS = 12  # searched one by one up to here; beyond, all together
TOGETHER, READ_TOGETHER = 60, 18  # candidates of all organisations when they are searched together; those read again


class Answerer:
    """Answers questions from one generation of the index."""

    def __init__(
        self, index: Index, corpus: Path | None = None, encoder: Encoder | None = None, settings: Settings | None = None
    ) -> None:
        """Answer from `index`, comparing it with `corpus` where that is at hand."""
        self.index = index
        self.settings = settings or Settings()
        self._corpus = corpus
        self.retriever = Retriever(index, encoder)
        self._examples = index.examples()
        self._notices = Notices(self.settings, self._examples)
        # A generation never changes, so what was read of it once holds.
        self._clauses_of = lru_cache(KEPT_DOCUMENTS)(index.document_clauses)
        self._documents_of = lru_cache(KEPT_DOCUMENTS)(index.documents)

    @classmethod
    def open(cls, workspace: Workspace) -> Answerer:
        """Open the generation of the workspace's index that is in force.

        Raises IndexMissing, IndexMismatch or DamagedIndex where there is none that can be used.
        """
        return cls(stores.opened(workspace), workspace.corpus, settings=workspace.settings)

    @property
    def encoder(self) -> Encoder:
        """The encoder that made the index's vectors, loaded on first use."""
        return self.retriever.encoder

    def ask(self, question: str, scope: Sequence[str] = (), history: Sequence[str] = (), limit: int = 3) -> Answer:
        """Answer one question; an empty scope means every organisation, `history` is the earlier questions in order.

        Raises UsageError for an unusable question or an unknown organisation, DamagedIndex if a quote is not in its
        document.
        """
        started = time.perf_counter()
        organisations = self.organisations(scope)
        question = clean(question)
        context = conversation.context_of(question, [clean(earlier) for earlier in history])
        taken = conversation.put_in(clean(history[-1]), question) if context else None
        if taken:
            context = ""
        self.retriever.load()
        whole = taken or question
        left = without_orders(whole)
        asked = [self._understood(part, context) for part in conversation.several(left)] if left else []
        heard = asked if left == whole else [*asked, self._understood(whole, context)]
        fresh = freshness(self.index.manifest, self._corpus, organisations) if self._corpus else Freshness()
        found = {
            name: _in_turn([self._candidates(query, vector, name, fresh, near) for query, vector, near in each])
            for name, each in self._by_organisation(asked, organisations, limit, fresh).items()
            if each
        }
        answers = sorted(
            (
                self._organisation_answer(name, _worth_showing(candidates)[:limit])
                for name, candidates in found.items()
                if _answers(candidates)
            ),
            key=lambda answer: (-answer.quotes[0].score, answer.organisation),
        )
        nearest = [] if answers else sorted((c for cs in found.values() for c in cs), key=lambda c: -c.score)[:NEAREST]
        return Answer(
            question=question,
            resolved=taken or (f"{context} — {question}" if context else question),
            answers=tuple(answers),
            nearest=tuple(self._quote(candidate) for candidate in nearest),
            differ=differ([found[answer.organisation][0] for answer in answers]),
            note=self._changed(answers, fresh) if answers else _declined(nearest, self._places(nearest)),
            generation=self.index.generation,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 1),
            first=self._first(heard, organisations),
            searched=tuple(dict.fromkeys(text for query, _ in asked for text in _searched(query))),
        )

    def organisations(self, scope: Sequence[str]) -> tuple[str, ...]:
        """Return the organisations that are meant by `scope`, as they are named in the index; all if it is empty.

        A name counts as it stands, or else by its letters where they mean one organisation alone. Raises UsageError
        for any other.
        """
        known = self.index.organisations()
        meant = {
            name: [name] if name in known else [other for other in known if _letters(other) == _letters(name)]
            for name in scope
        }
        unknown = [name for name, others in meant.items() if len(others) != 1]
        if unknown:
            raise UsageError(unknown_schools(unknown, known))
        return tuple(dict.fromkeys(others[0] for others in meant.values())) or known

    def _understood(self, question: str, context: str) -> tuple[Query, Vectors]:
        query = understand(question, self.index, context)
        return query, encode(self.encoder, query)

    def _first(self, asked: Sequence[tuple[Query, Vectors]], organisations: Sequence[str]) -> str | None:
        # A word or two ("and parents?") lie near too much for their likeness to tell anything.
        told = (
            self._notices.first(
                f"{query.context} {query.mended}", organisations, vector if len(query.terms) >= ENOUGH_WORDS else None
            )
            for query, vector in asked
        )
        return next(filter(None, told), None)

    def _by_organisation(
        self, asked: Sequence[tuple[Query, Vectors]], organisations: tuple[str, ...], limit: int, fresh: Freshness
    ) -> dict[str, list[tuple[Query, Vectors, list[Candidate]]]]:
        """Return what was found for each part of the question, by organisation.

        Many organisations are searched together, and only those with the likeliest clauses are looked at.
        """
        if len(organisations) <= MANY_ORGANISATIONS:
            near = partial(self.retriever.find, count=max(SHORTLIST, limit + 2), gone=fresh.gone)
            return {
                name: [(query, vector, near(query, vector, [name])) for query, vector in asked]
                for name in organisations
            }
        near = partial(self.retriever.find, count=TOGETHER, gone=fresh.gone, read=READ_TOGETHER)
        together = [(query, vector, near(query, vector, organisations)) for query, vector in asked]
        ranked = sorted((candidate for _, _, near in together for candidate in near), key=lambda each: -each.score)
        names = list(dict.fromkeys(_organisation(candidate) for candidate in ranked))[:MANY_ORGANISATIONS]
        return {
            name: [
                (query, vector, [each for each in near if _organisation(each) == name])
                for query, vector, near in together
            ]
            for name in names
        }

    def _candidates(
        self,
        query: Query,
        vector: Vectors,
        organisation: str,
        fresh: Freshness,
        found: list[Candidate],
    ) -> list[Candidate]:
        stated = [*self._pinned(vector, organisation, found), *self._stated(query, organisation)]
        seen = {candidate.clause.id for candidate in stated}
        merged = [*stated, *(candidate for candidate in found if candidate.clause.id not in seen)]
        merged.sort(
            key=lambda candidate: (
                candidate.evidence is not None or candidate.score == TITLE_SCORE,
                -candidate.score + SAID_TO_OTHERS * self._said_to_others(candidate.clause),
            )
        )
        return [candidate for candidate in merged if candidate.clause.document not in fresh.gone]

    def _pinned(self, vector: Vectors, organisation: str, found: Sequence[Candidate]) -> list[Candidate]:
        """Return the clauses the policy owner has chosen for a question; none once any of them has changed."""
        likely = {candidate.clause.id for candidate in found[:NEAREST] if candidate.score >= THRESHOLD}
        pin = pins.meant(self.index.pins, self._examples, vector, organisation, likely)
        clauses = [self.index.clause(name) for name in pin["clauses"]] if pin else []
        if pin is None or None in clauses:
            return []
        chosen = pins.told(pin)
        return [Candidate(each, (0, len(each.text)), None, CHOSEN_SCORE, chosen=chosen) for each in clauses if each]

    def _said_to_others(self, clause: Clause) -> bool:
        groups = notes.audience(clause)
        return bool(self.settings.role and groups) and not any(
            self.settings.role.rstrip("s") in group for group in groups
        )

    def _stated(self, query: Query, organisation: str) -> list[Candidate]:
        """Return the lines that state what is asked about the documents themselves, those of the policy named first."""
        if not query.about:
            return []
        clauses = [
            clause
            for clause in self.index.about(query.about, [organisation])
            if clause.about != "title" or _FOR_WHOM.search(clause.text)
        ]
        named = {clause.document: self._named(query, clause) for clause in clauses}
        most = max(named.values(), default=0)
        return [
            Candidate(clause, (0, len(clause.text)), None, TITLE_SCORE if clause.about == "title" else STATED_SCORE)
            for clause in sorted(clauses, key=lambda clause: query.about.index(clause.about) if clause.about else 0)
            if named[clause.document] == most
        ]

    def _named(self, query: Query, clause: Clause) -> int:
        """Count the words of the document's title that the question has."""
        title = self.index.document(clause.document).title.lower()
        return sum(group[0] in title for group in query.terms)

    def _organisation_answer(self, organisation: str, candidates: Sequence[Candidate]) -> OrganisationAnswer:
        chosen = tuple(self._quote(candidate) for candidate in candidates)
        document = replace(self.index.document(chosen[0].clause.document), text="")
        sure = [candidate for candidate in candidates if candidate.score >= THRESHOLD]
        documents = {quote.clause.document: self.index.document(quote.clause.document) for quote in chosen}
        return OrganisationAnswer(organisation, chosen, document, conflicts(sure, documents), candidates[0].chosen)

    def _quote(self, candidate: Candidate) -> Quote:
        document = self.index.document(candidate.clause.document)
        return quotes.quote(
            candidate, document, self._clauses_of(document.id), self._documents_of(document.organisation)
        )

    def _places(self, candidates: Sequence[Candidate]) -> list[str]:
        return [
            _place(candidate.clause, self.index.document(candidate.clause.document).title) for candidate in candidates
        ]

    def _changed(self, answers: Sequence[OrganisationAnswer], fresh: Freshness) -> str | None:
        quoted = {quote.clause.document for answer in answers for quote in answer.quotes}
        titles = dict.fromkeys(self.index.document(name).title for name in sorted(quoted & fresh.changed))
        return changed_since(list(titles))


def _organisation(candidate: Candidate) -> str:
    return candidate.clause.document.split("/")[0]


def _letters(name: str) -> str:
    """Return an organisation's name as names compare: "Hill Top School" is hill-top-school."""
    return re.sub(r"[\W_]+", "", name.lower())


def _in_turn(lists: Sequence[list[Candidate]]) -> list[Candidate]:
    """Merge the candidates of several questions: the best of each that has an answer, then the second best of each.

    Each clause stands once, and those of questions without an answer stand last.
    """
    ordered = sorted(lists, key=lambda candidates: not _answers(candidates))
    longest = max(map(len, ordered))
    merged: dict[str, Candidate] = {}
    for place in range(longest):
        for candidates in ordered:
            if place < len(candidates):
                merged.setdefault(candidates[place].clause.id, candidates[place])
    return list(merged.values())


def _worth_showing(candidates: Sequence[Candidate]) -> list[Candidate]:
    return [candidate for candidate in candidates if candidate.score >= UNSURE]


def _answers(candidates: Sequence[Candidate]) -> bool:
    return bool(candidates) and candidates[0].score >= THRESHOLD


def _place(clause: Clause, title: str) -> str:
    return f"{title}, {clause.section[-1]}" if clause.section else title


def _declined(nearest: Sequence[Candidate], places: Sequence[str]) -> str:
    told = NOT_SURE if any(candidate.score >= UNSURE for candidate in nearest) else NOT_COVERED
    return told + (f" Nearest: {'; '.join(dict.fromkeys(places))}." if places else "")


def _searched(query: Query) -> tuple[str, ...]:
    mended = (query.mended,) if query.mended != query.text else ()
    return (*mended, *dict.fromkeys(other for group in query.terms for other in group[1:]))
