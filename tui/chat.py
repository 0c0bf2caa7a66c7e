"""The conversation: a column of questions and answers over a prompt, with the school always in view."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Input, Static

from assistant.answer import Answerer
from assistant.errors import AssistantError, IndexMismatch, IndexMissing, UsageError
from assistant.index import current, open_index
from assistant.render import organisation_name
from assistant.settings import Workspace
from assistant.updates import compare
from tui.cards import AnswerCard, NoticeCard, QuestionCard
from tui.messages import Answered, Building, Failed, Opened, Updated

WELCOME = (
    "Ask what you are allowed to do, in your own words: can I friend a parent?\n"
    "Every answer is quoted word for word from the policies. Questions are not recorded."
)
ALL_SCHOOLS = "all schools"
HISTORY = 6  # earlier questions that a follow-up may lean on


class ChatScreen(Screen[None]):
    """Ask and read answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "next_school", "School"),
        Binding("ctrl+l", "clear", "Clear"),
        Binding("ctrl+q", "app.quit", "Quit"),
        Binding("pageup", "scroll(-1)", "Back", show=False),
        Binding("pagedown", "scroll(1)", "Forward", show=False),
        Binding("up", "recall(-1)", "Earlier question", show=False),
        Binding("down", "recall(1)", "Later question", show=False),
    ]

    def __init__(self, workspace: Workspace, scope: tuple[str, ...]) -> None:
        super().__init__()
        self._workspace = workspace
        self._scope = scope
        self._answerer: Answerer | None = None
        self._asked: list[str] = []
        self._waiting: list[QuestionCard] = []
        self._recalled = 0
        self._opening = True
        self._progress: NoticeCard | None = None

    def compose(self) -> ComposeResult:
        """Lay out the school, the conversation, the prompt and the keys."""
        yield Static(id="school")
        yield VerticalScroll(NoticeCard(WELCOME), id="conversation", can_focus=False)
        yield Input(placeholder="Ask a question", id="prompt")
        yield Footer()

    def on_mount(self) -> None:
        """Take input at once, and open the policies meanwhile."""
        self.query_one(Input).focus()
        self._show_school()
        self.open_policies()

    @work(thread=True, exclusive=True, group="open")
    def open_policies(self) -> None:
        """Open the index, building it if there is none, and load the encoder."""
        try:
            try:
                answerer = Answerer.open(self._workspace)
            except (IndexMissing, IndexMismatch):
                self._build()
                answerer = Answerer.open(self._workspace)
            _ = answerer.encoder
        except AssistantError as error:
            self.post_message(Failed(str(error)))
        else:
            self.post_message(Opened(answerer))

    @work(thread=True, exclusive=True, group="ask")
    def answer(self, card: QuestionCard, history: list[str], scope: tuple[str, ...]) -> None:
        """Answer one question, from the newest policies there are."""
        assert self._answerer is not None
        try:
            if current(self._workspace.index) != self._answerer.index.generation:
                newer = open_index(self._workspace.index)
                self.post_message(Updated(len(compare(self._answerer.index, newer))))
                self._answerer = Answerer(newer, self._workspace.corpus)
            answer = self._answerer.ask(card.question, scope, history)
        except AssistantError as error:
            self.post_message(Failed(str(error), card))
        else:
            self.post_message(Answered(answer, self._answerer, card))

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Put the question into the conversation and have it answered."""
        question = event.value.strip()
        event.input.clear()
        if not question:
            return
        card = QuestionCard(question)
        self._show(card)
        self._waiting.append(card)
        self._recalled = 0
        if self._answerer is None:
            self._show(NoticeCard("Opening the policies. The answer follows."))
            if not self._opening:
                self._opening = True
                self.open_policies()
        elif len(self._waiting) == 1:
            self._ask_next()

    @on(Opened)
    def opened(self, event: Opened) -> None:
        """Answer what was asked while the policies were being opened."""
        self._answerer = event.answerer
        self._progress = None
        try:
            self._scope = event.answerer.organisations(self._scope) if self._scope else ()
        except UsageError as error:
            # Asking every school instead could give somebody another school's rule.
            self._answerer = None
            self.post_message(Failed(str(error)))
            return
        self._show_school()
        self._ask_next()

    @on(Building)
    def building(self, event: Building) -> None:
        """Show how far the reading is."""
        text = f"{event.step}: {event.done:.0f} of {event.total}"
        if self._progress is None:
            self._progress = NoticeCard(text)
            self._show(self._progress)
        else:
            self._progress.update(text)

    @on(Updated)
    def updated(self, event: Updated) -> None:
        """Say that answers now come from newer policies."""
        self._show(NoticeCard(f"Policies updated, {event.changes} clauses changed."))

    @on(Answered)
    def answered(self, event: Answered) -> None:
        """Show an answer, and go on to the next question."""
        card = event.card
        if card not in self._waiting:  # the conversation was cleared meanwhile
            return
        self._waiting.remove(card)
        self._asked.append(card.question)
        organisation = self._scope[0] if self._scope else ""
        # The answer is read from its beginning, with the question above it.
        self._show(AnswerCard(event.answer, event.answerer, self._workspace.settings.contact(organisation)), top=card)
        self._ask_next()

    @on(Failed)
    def failed(self, event: Failed) -> None:
        """Say what went wrong in the conversation, and go on."""
        self._show(NoticeCard(event.reason, failed=True))
        if self._answerer is None:  # the policies could not be opened: the next question tries again
            self._opening = False
            self._waiting.clear()
        elif event.card in self._waiting:
            self._waiting.remove(event.card)
            self._ask_next()

    def action_next_school(self) -> None:
        """Go from all schools to the first, to the next, and back to all."""
        if self._answerer is None:
            return
        choices: list[tuple[str, ...]] = [(), *((name,) for name in self._answerer.index.organisations())]
        at = choices.index(self._scope) if self._scope in choices else 0
        self._scope = choices[(at + 1) % len(choices)]
        self._show_school()

    def action_clear(self) -> None:
        """Forget the conversation; nothing of it is kept anywhere."""
        self._asked.clear()
        self._waiting.clear()
        self.query_one("#conversation").remove_children()
        self._show(NoticeCard(WELCOME))

    def action_scroll(self, direction: int) -> None:
        """Move the conversation by a page."""
        column = self.query_one("#conversation", VerticalScroll)
        (column.scroll_page_up if direction < 0 else column.scroll_page_down)()

    def action_recall(self, direction: int) -> None:
        """Bring an earlier question back to the prompt."""
        if not self._asked:
            return
        self._recalled = max(-len(self._asked), min(0, self._recalled + direction))
        prompt = self.query_one(Input)
        prompt.value = self._asked[self._recalled] if self._recalled else ""
        prompt.cursor_position = len(prompt.value)

    def _ask_next(self) -> None:
        if self._waiting:
            self.answer(self._waiting[0], self._asked[-HISTORY:], self._scope)

    def _build(self) -> None:
        try:
            from assistant.build import build
        except ModuleNotFoundError as error:
            raise IndexMissing(
                f"No policies have been read yet, and reading them needs {error.name}. "
                "Run `pip install policy-assistant[build]`."
            ) from error

        def tell(step: str, done: float, total: int) -> None:
            self.post_message(Building(step, done, total))

        build(self._workspace, progress=tell)

    def _show(self, card: QuestionCard | AnswerCard | NoticeCard, top: QuestionCard | None = None) -> None:
        column = self.query_one("#conversation", VerticalScroll)
        mounted = column.mount(card)

        async def scroll() -> None:
            # Only once the new card has its size does the column know how far it can move.
            await mounted
            if top is None:
                column.scroll_end(animate=False)
            else:
                column.call_after_refresh(column.scroll_to_widget, top, top=True, animate=False, immediate=True)

        self.call_next(scroll)

    def _show_school(self) -> None:
        names = ", ".join(map(organisation_name, self._scope)) or ALL_SCHOOLS
        self.query_one("#school", Static).update(f"Policy Assistant · {names}")
