"""What stands in the conversation: a question, its answer with the quotes, and messages of the application itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Collapsible, Static

from assistant.datatypes import Answer, Document, OrganisationAnswer, Quote
from assistant.render import chosen_line, organisation_name, quote_footnotes, quote_words, to_text, warnings

if TYPE_CHECKING:
    from assistant.answer import Answerer


class QuestionCard(Static):
    """What was asked."""

    def __init__(self, question: str) -> None:
        super().__init__(Text(f"› {question}"), classes="question")
        self.question = question


class NoticeCard(Static):
    """A message of the application itself: a welcome, progress, or what went wrong."""

    def __init__(self, text: str, *, failed: bool = False) -> None:
        super().__init__(Text(text), classes="failed" if failed else "notice")
        self.text = text

    def replace(self, text: str) -> None:
        """Show another text in its place."""
        self.text = text
        self.update(Text(text))


class Suggestion(Static, can_focus=True):
    """A question that may be asked with one key or click."""

    BINDINGS = [Binding("enter", "ask", "Ask this")]  # noqa: RUF012 -- as Textual's own

    class Chosen(Message):
        """A suggestion was chosen."""

        def __init__(self, question: str) -> None:
            super().__init__()
            self.question = question

    def __init__(self, question: str) -> None:
        super().__init__(Text(f"· {question}"), classes="suggestion")
        self.question = question

    def action_ask(self) -> None:
        """Ask it."""
        self.post_message(self.Chosen(self.question))

    def on_click(self) -> None:
        """Ask it."""
        self.action_ask()


class QuoteCard(Vertical, can_focus=True):
    """A quoted clause with its badge and citation; Enter opens it in its policy, c copies it."""

    BINDINGS = [  # noqa: RUF012 -- as Textual's own
        Binding("enter", "open", "Open the policy", id="quote.open"),
        Binding("c", "copy", "Copy", id="quote.copy"),
    ]

    class Opened(Message):
        """The policy is to be opened at this quote."""

        def __init__(self, quote: Quote) -> None:
            super().__init__()
            self.quote = quote

    class Copied(Message):
        """The quote is to be copied with its citation."""

        def __init__(self, quote: Quote, document: Document) -> None:
            super().__init__()
            self.quote, self.document = quote, document

    def __init__(self, quote: Quote, document: Document) -> None:
        super().__init__(classes="quote")
        self.quote, self.document = quote, document

    def compose(self) -> ComposeResult:
        """Show the words, and fold what they lean on."""
        yield Static(quote_words(self.quote, self.document))
        notes = quote_footnotes(self.quote)
        if notes:
            named = {"limit": "exception", "definition": "definition", "reference": "reference", "audience": "for whom"}
            title = ", ".join(dict.fromkeys(named[kind] for kind, _ in notes))
            shown = Text("\n").join(text for _, text in notes)
            # A rule is never half quoted: what limits it stands open.
            yield Collapsible(Static(shown), title=title, collapsed=notes[0][0] != "limit")

    def action_open(self) -> None:
        """Open the policy at this clause."""
        self.post_message(self.Opened(self.quote))

    def action_copy(self) -> None:
        """Copy the quote with its citation."""
        self.post_message(self.Copied(self.quote, self.document))

    def on_click(self) -> None:
        """Open the policy at this clause."""
        self.action_open()


class AnswerCard(Vertical):
    """What the policies say, or that they do not."""

    def __init__(self, answer: Answer, answerer: Answerer, contact: str) -> None:
        super().__init__(classes="answer" if answer.answered else "declined")
        self.answer = answer
        self.resting = False
        self._index = answerer.index
        self._contact = contact

    def compose(self) -> ComposeResult:
        """Show a block for each school, or the honest no."""
        answer = self.answer
        if not answer.answered:
            yield Static(to_text(answer, self._index, self._contact))
            return
        if answer.first:
            yield Static(Text(f"First: {answer.first}"), classes="first")
        if answer.resolved != answer.question:
            yield Static(Text(f"Taken as: {answer.resolved}  (Ctrl+T asks it as typed)"), classes="taken")
        if answer.differ:
            yield Static(Text("These schools differ."), classes="differ")
        for part in answer.answers:
            yield from self._school(part)
        if answer.note:
            yield Static(Text(f"Note: {answer.note}"), classes="warning")

    async def rest(self) -> None:
        """Keep the words alone: a long conversation must not become slow for its old answers' folds and keys."""
        if not self.resting:
            self.resting = True
            await self.remove_children()
            await self.mount(Static(to_text(self.answer, self._index, self._contact)))

    def _school(self, part: OrganisationAnswer) -> Iterator[Widget]:
        yield Static(Text(organisation_name(part.organisation)), classes="school")
        if part.chosen:
            yield Static(Text(chosen_line(part)), classes="taken")
        cards = [QuoteCard(quote, self._index.document(quote.clause.document)) for quote in part.quotes]
        yield cards[0]
        if len(cards) > 1:
            yield Collapsible(*cards[1:], title=f"{len(cards) - 1} more clause{'s' if len(cards) > 2 else ''}")
        for warning in warnings(part, self._index):
            yield Static(Text(warning), classes="warning")
