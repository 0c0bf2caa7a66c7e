"""What stands in the conversation: a question, its answer with the quotes, and messages of the application itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Collapsible, Static

from assistant.datatypes import Answer, Document, Quote
from assistant.render import footnote_lines, quote_words, to_text
from assistant.reply import Piece, footnotes, pieces
from tui import keys

if TYPE_CHECKING:
    from assistant.answer import Answerer

_CLASSES = {
    "first": "first",
    "understood": "taken",
    "differ": "differ",
    "school": "school",
    "chosen": "taken",
    "warning": "warning",
    "note": "warning",
}
"""How the sentences of an answer look, by their kind."""


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

    BINDINGS: ClassVar[list[BindingType]] = [*keys.QUOTE]

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
        if notes := footnotes(self.quote):
            shown = Text("\n").join(footnote_lines(self.quote))
            title = ", ".join(dict.fromkeys(name for name, _ in notes))
            # A rule is never half quoted: what limits it stands open.
            yield Collapsible(Static(shown), title=title, collapsed=not self.quote.limits)

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

    def __init__(self, answer: Answer, answerer: Answerer, contact: str, as_typed: str) -> None:
        """Show an answer; `as_typed` is the key that asks its question without the ones before it."""
        super().__init__(classes="answer" if answer.answered else "declined")
        self.answer = answer
        self.resting = False
        self._index = answerer.index
        self._contact = contact
        self._as_typed = as_typed

    def compose(self) -> ComposeResult:
        """Show a block for each school, or the honest no."""
        if self.answer.answered:
            for piece in pieces(self.answer, self._index, self._contact):
                yield from self._shown(piece)
        else:
            yield Static(to_text(self.answer, self._index, self._contact))

    async def rest(self) -> None:
        """Keep the words alone: a long conversation must not become slow for its old answers' folds and keys."""
        if not self.resting:
            self.resting = True
            await self.remove_children()
            await self.mount(Static(to_text(self.answer, self._index, self._contact)))

    def _shown(self, piece: Piece) -> Iterator[Widget]:
        cards = [QuoteCard(quote, self._index.document(quote.clause.document)) for quote in piece.quotes]
        if piece.kind == "also":
            yield Collapsible(*cards, title=piece.text)
        elif cards:
            yield from cards
        else:
            hint = f"  ({self._as_typed} asks it as typed)" if piece.kind == "understood" else ""
            yield Static(Text(piece.text + hint), classes=_CLASSES[piece.kind])
