"""The conversation: a column of questions and answers over a prompt, with the school always in view."""

from __future__ import annotations

import gc
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from assistant.datatypes import Answer, Document, Quote
from assistant.errors import AssistantError, UsageError
from assistant.settings import Workspace
from tui import keys
from tui.building import Cancelled, open_answerer
from tui.cards import AnswerCard, NoticeCard, QuestionCard, QuoteCard, Suggestion
from tui.column import Column
from tui.commands import COMMANDS, NO_ANSWER, NO_QUOTE, NOTHING_ASKED, Command, parse
from tui.export import Said, last_quote, quoted, write, written
from tui.messages import Answered, Building, Failed, Opened, Updated
from tui.suggest import Headings, questions
from tui.turns import Turns, privacy, schools, told

if TYPE_CHECKING:
    from assistant.index import Index

WELCOME = (
    "Ask what you are allowed to do, in your own words: can I friend a parent?\n"
    "Every answer is quoted word for word from the policies. {privacy}\n"
    "{help} shows what you can press and type."
)
COLLECT = (2_000, 5, 200)  # new objects, and rounds of younger ones, before each generation is collected
LIVE_ANSWERS = 8  # whose quotes can be opened and unfolded; older ones are their text
READING = "The policies are being read; this happens only once. {} stops it."
READ = "The policies have been read."
STOPPED = "Stopped: the policies have not been read. Ask a question to start again."
BUG = (
    "Something went wrong in Policy Assistant; your question was not at fault. Your conversation is still here; "
    "/export answers.md saves it. Please pass this on to the policy owner: {}"
)


class ChatScreen(Screen[None]):
    """Ask and read answers."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.CHAT]

    def __init__(self, workspace: Workspace, scope: tuple[str, ...]) -> None:
        super().__init__()
        self._workspace = workspace
        self._wanted = scope
        self._turns: Turns | None = None
        self._said: list[Said] = []
        self._typed: list[str] = []
        self._waiting: list[QuestionCard] = []
        self._recalled = 0
        self._opening = True
        self._stopped = False
        self._progress: NoticeCard | None = None

    def compose(self) -> ComposeResult:
        """Lay out the school, the conversation, the prompt and the keys."""
        yield Static(id="school", markup=False)
        yield Column(self._welcome())
        yield Input(placeholder="Ask a question, or type / for commands", id="prompt")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Take input at once, and open the policies meanwhile."""
        self.query_one(Input).focus()
        self._show_school()
        self.open_policies()

    @work(thread=True, exclusive=True, group="open")
    def open_policies(self) -> None:
        """Open the index, building it if there is none, and load the encoder."""

        def tell(step: str, done: float, total: int) -> None:
            if self._stopped:
                raise Cancelled
            self.post_message(Building(step, done, total))

        try:
            # In a browser the settings folder is the server's, not the person's.
            remembers = not self.app.is_web
            turns = Turns(self._workspace, open_answerer(self._workspace, tell), self._wanted, remembers=remembers)
            # Asking another school instead of an unknown one could give somebody another school's rule.
            turns.settle()
            suggested = questions(turns.answerer, turns.scope)
        except Cancelled:
            self.post_message(Failed(STOPPED))
        except AssistantError as error:
            self.post_message(Failed(told(error)))
        except Exception as error:  # the conversation outlives any fault of ours
            self.post_message(Failed(BUG.format(f"{type(error).__name__}: {error}")))
        else:
            self.post_message(Opened(turns, suggested))

    @work(thread=True, exclusive=True, group="ask")
    def answer(self, card: QuestionCard, turns: Turns, reply: Callable[[], Answer]) -> None:
        """Have a question answered, from the newest policies there are."""
        try:
            if news := turns.renewed():
                self.post_message(Updated(news))
            answer = reply()
        except AssistantError as error:
            self.post_message(Failed(told(error), card))
        except Exception as error:
            self.post_message(Failed(BUG.format(f"{type(error).__name__}: {error}"), card))
        else:
            self.post_message(Answered(answer, turns.answerer, card))

    @work(thread=True, group="summary")
    def summarise(self, answer: Answer) -> None:
        """Have the school's language model restate an answer, which stands there already."""
        from assistant.render import summary_text
        from assistant.summary import summarise

        if restated := summarise(answer, self._workspace.settings.summary):
            self.post_message(Updated(summary_text(restated).plain))

    @on(Input.Submitted, "#prompt")
    def submit(self, event: Input.Submitted) -> None:
        """Run a command, or put the question into the conversation and have it answered."""
        line = event.value.strip()
        event.input.clear()
        if line.startswith("/"):
            self._run_line(line)
        elif line:
            self._ask(line)

    @on(Suggestion.Chosen)
    def ask_suggestion(self, event: Suggestion.Chosen) -> None:
        """Ask what was suggested."""
        self.query_one(Input).focus()
        self._ask(event.question)

    @on(Opened)
    def opened(self, event: Opened) -> None:
        """Answer what was asked while the policies were being opened."""
        # A full collection of garbage would hold up the keys: what stays anyway is left out of it, and it comes seldom.
        gc.freeze()
        gc.set_threshold(*COLLECT)
        self._turns = event.turns
        if self._progress is not None:
            self._progress.replace(READ)
            self._progress = None
        self._show_school()
        index = event.turns.answerer.index
        self.query_one(Input).suggester = Headings(index)
        if not self._waiting and not self._said:
            for question in event.suggested:
                self._show(Suggestion(question))
        if not event.turns.scope and len(index.organisations()) > 1 and not self._waiting:
            self._choose_school(index)
        self._ask_next()

    @on(Building)
    def building(self, event: Building) -> None:
        """Show how far the reading is."""
        share = event.done / event.total if event.total else 0.0
        bar = "█" * round(20 * share) + "░" * (20 - round(20 * share))
        text = f"{READING.format(self._key('chat.prompt'))}\n{event.step:<12} {bar} {share:4.0%}"
        if self._progress is None:
            self._progress = NoticeCard(text)
            self._show(self._progress)
        else:
            self._progress.replace(text)

    @on(Updated)
    def updated(self, event: Updated) -> None:
        """Say that answers now come from newer policies."""
        self._show(NoticeCard(event.news))

    @on(Answered)
    def answered(self, event: Answered) -> None:
        """Show an answer, and go on to the next question."""
        card = event.card
        if card not in self._waiting or self._turns is None:  # the conversation was cleared meanwhile
            return
        self._waiting.remove(card)
        contact = self._turns.contact()
        self._said.append(Said(event.answer, event.answerer.index, contact))
        # The answer is read from its beginning, with the question above it.
        self._show(AnswerCard(event.answer, event.answerer, contact, self._key("chat.literal")), top=card)
        if event.answer.answered and self._workspace.settings.summary.url:
            self.summarise(event.answer)
        for old in list(self.query(AnswerCard))[:-LIVE_ANSWERS]:
            self.call_next(old.rest)
        self._ask_next()

    @on(Failed)
    def failed(self, event: Failed) -> None:
        """Say what went wrong in the conversation, and go on."""
        if self._progress is not None:
            self._progress.remove()
            self._progress = None
        self._show(NoticeCard(event.reason, failed=True))
        if self._turns is None:  # the policies could not be opened: the next question tries again
            self._opening = False
            self._waiting.clear()
        elif event.card in self._waiting:
            self._waiting.remove(event.card)
            self._ask_next()

    @on(QuoteCard.Opened)
    def open_quote(self, event: QuoteCard.Opened) -> None:
        """Open the policy of a quote at its clause."""
        self._open_document(event.quote.clause.document, event.quote.clause.id)

    @on(QuoteCard.Copied)
    def copy_quote(self, event: QuoteCard.Copied) -> None:
        """Copy a quote with its citation."""
        self._copy(event.quote, event.document)

    def action_help(self, _: str = "") -> None:
        """Show what can be pressed and typed."""
        from tui.help import HelpScreen

        self.app.push_screen(HelpScreen(self._workspace.settings))

    def action_next_school(self) -> None:
        """Go from all schools to the first, to the next, and back to all."""
        if self._turns:
            self._turns.next_school()
            self._show_school()

    def action_school(self, name: str = "") -> None:
        """Ask one school, or choose it from a list."""
        if self._turns and name:
            self._turns.choose(name)
            self._show_school()
        elif self._turns:
            self._choose_school(self._turns.answerer.index)

    def action_policies(self, _: str = "") -> None:
        """Show the policies there are."""
        if self._turns:
            from tui.library import LibraryScreen

            self.app.push_screen(LibraryScreen(self._turns), self._document_chosen)

    def action_changes(self, _: str = "") -> None:
        """Say what changed when the policies were last updated."""
        if self._turns:
            self._tell_changes(self._turns)

    @work(thread=True, group="changes")
    def _tell_changes(self, turns: Turns) -> None:
        self.post_message(Updated("\n".join(turns.changes())))

    def action_compare(self, _: str = "") -> None:
        """Answer the last question for every school."""
        self._again("every school", everywhere=True)

    def action_literal(self, _: str = "") -> None:
        """Answer the last question as typed, without the conversation."""
        self._again("as typed", everywhere=False)

    def action_open(self) -> None:
        """Open the policy of the last quote."""
        if last := last_quote(self._said):
            self._open_document(last[0].clause.document, last[0].clause.id)

    def action_copy(self, _: str = "") -> None:
        """Copy the last quote with its citation."""
        if last := last_quote(self._said):
            self._copy(*last)
        else:
            self._show(NoticeCard(NO_QUOTE))

    def action_flag(self, _: str = "") -> None:
        """Have the question of the last answer kept for the policy owner."""
        if self._said and self._turns:
            self._show(NoticeCard(self._turns.flag(self._said[-1].answer)))
        else:
            self._show(NoticeCard(NO_ANSWER))

    def action_export(self, name: str = "") -> None:
        """Write the conversation to a file."""
        if self.app.is_web:  # the disk is the server's: the browser saves it
            text = io.StringIO(written(name, self._said))
            self.app.deliver_text(text, save_filename=Path(name).name, open_method="download")
            return
        path = Path(name).expanduser()
        write(path, self._said)
        self._show(NoticeCard(f"Written to {path.resolve()}"))

    def action_clear(self, _: str = "") -> None:
        """Forget the conversation; nothing of it is kept anywhere."""
        if self._turns:
            self._turns.forget()
        for kept in (self._said, self._typed, self._waiting):
            kept.clear()
        self.query_one(Column).remove_children()
        self._show(self._welcome())

    def action_quit(self, _: str = "") -> None:
        """Leave."""
        self._stopped = True
        self.app.exit()

    def action_prompt(self) -> None:
        """Stop a first reading that is going on, or go back to the prompt."""
        if self._progress is not None:
            self._stopped = True
        self.query_one(Input).focus()

    def action_scroll(self, direction: int) -> None:
        """Move the conversation by a page."""
        self.query_one(Column).turn(direction)

    def action_recall(self, direction: int) -> None:
        """Bring an earlier question back to the prompt."""
        if not self._typed:
            return
        self._recalled = max(-len(self._typed), min(0, self._recalled + direction))
        prompt = self.query_one(Input)
        prompt.value = self._typed[self._recalled] if self._recalled else ""
        prompt.cursor_position = len(prompt.value)

    def system_commands(self) -> Iterator[SystemCommand]:
        """Yield the slash commands that need no argument, for the command palette."""
        for command in COMMANDS:
            if not command.takes:
                title = command.name.capitalize()
                yield SystemCommand(title, command.says, lambda command=command: self._run_command(command, ""))

    def _run_line(self, line: str) -> None:
        try:
            command, rest = parse(line)
        except UsageError as error:
            self._show(NoticeCard(str(error), failed=True))
        else:
            self._run_command(command, rest)

    def _run_command(self, command: Command, rest: str) -> None:
        try:
            action = getattr(self, f"action_{command.action}")
            action(rest) if rest else action()
        except AssistantError as error:
            self._show(NoticeCard(str(error), failed=True))

    def _ask(self, question: str) -> None:
        for suggestion in self.query(Suggestion):
            suggestion.remove()
        card = QuestionCard(question)
        self._show(card)
        self._typed.append(question)
        self._waiting.append(card)
        self._recalled = 0
        if self._turns is None:
            self._show(NoticeCard("Opening the policies. The answer follows."))
            if not self._opening:
                self._opening, self._stopped = True, False
                self.open_policies()
        elif len(self._waiting) == 1:
            self._ask_next()

    def _ask_next(self) -> None:
        if self._waiting and self._turns:
            card = self._waiting[0]
            self.answer(card, self._turns, partial(self._turns.ask, card.question))

    def _again(self, how: str, *, everywhere: bool) -> None:
        if not self._turns or not self._turns.asked:
            self._show(NoticeCard(NOTHING_ASKED))
        elif not self._waiting:
            card = QuestionCard(f"{self._turns.asked[-1]} ({how})")
            self._show(card)
            self._waiting.append(card)
            self.answer(card, self._turns, partial(self._turns.again, everywhere=everywhere))

    def _open_document(self, name: str, clause: str | None) -> None:
        if self._turns:
            from tui.document import DocumentScreen

            self.app.push_screen(DocumentScreen(self._turns.answerer.index, name, clause))

    def _document_chosen(self, name: str | None) -> None:
        if name:
            self._open_document(name, None)

    def _choose_school(self, index: Index) -> None:
        from tui.library import SchoolScreen

        self.app.push_screen(SchoolScreen(index.organisations(), self._key("chat.school")), self._school_chosen)

    def _school_chosen(self, name: str | None) -> None:
        if name is not None and self._turns:
            self._turns.choose(name)
            self._show_school()

    def _copy(self, quote: Quote, document: Document) -> None:
        text = quoted(quote, document)
        self.app.copy_to_clipboard(text)
        said = "Copied."
        if not self.app.is_web and os.environ.get("TERM", "") in ("", "dumb", "linux", "vt100", "vt220"):
            # Such a terminal has no clipboard to copy to (OSC 52).
            with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf-8") as file:
                file.write(text)
            said = f"This terminal cannot copy; the quote was saved in {file.name}"
        self.app.notify(said, markup=False)

    def _welcome(self) -> NoticeCard:
        return NoticeCard(WELCOME.format(privacy=privacy(self._workspace.settings), help=self._key("chat.help")))

    def _key(self, action: str) -> str:
        return keys.key(self._workspace.settings, action)

    def _show(self, card: Widget, top: QuestionCard | None = None) -> None:
        self.query_one(Column).show(card, top)

    def _show_school(self) -> None:
        asked = self._turns.school() if self._turns else schools(self._wanted)
        self.query_one("#school", Static).update(f"Policy Assistant · {asked}")
