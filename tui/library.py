"""The policies there are: whose, how old, when they are due for review, and what changed in them last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, OptionList, Static
from textual.widgets.option_list import Option

from assistant.datatypes import Document
from assistant.freshness import is_overdue
from assistant.wording import day, school_name
from tui.turns import Turns

ROOM = 93  # columns that everything beside a policy's title takes
CHANGES = "What changed when the policies were last updated:"


class LibraryScreen(ModalScreen[str | None]):
    """A table of the policies; Enter opens one, Escape goes back. Its result is the document chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="library.back")]

    class Loaded(Message):
        """The policies and what changed in them were read from the index."""

        def __init__(self, documents: Sequence[Document], counts: dict[str, int], changes: Sequence[str]) -> None:
            super().__init__()
            self.documents, self.counts, self.changes = documents, counts, changes

    def __init__(self, turns: Turns) -> None:
        super().__init__()
        self._turns = turns

    def compose(self) -> ComposeResult:
        """Lay out the table and, below it, what changed."""
        with Vertical(id="library"):
            yield Static("Policies", id="title")
            yield DataTable(cursor_type="row", zebra_stripes=True)
            yield Static(id="changes", markup=False)
            yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Have the table filled."""
        self.query_one(DataTable).focus()
        self._load()

    @work(thread=True)
    def _load(self) -> None:
        index = self._turns.answerer.index
        counts = {source["document"]: source["clauses"] for source in index.manifest["sources"]}
        self.post_message(self.Loaded(index.documents(), counts, self._turns.changes()))

    @on(Loaded)
    def _fill(self, event: Loaded) -> None:
        table = self.query_one(DataTable)
        for name, width in (("Policy", None), ("School", None), ("Review due", None), ("Approved", 17), ("Clauses", 7)):
            table.add_column(name, width=width)
        for document in event.documents:
            due = _stated(document.review_due)
            if is_overdue(document.review_due, date.today()):
                due += " (overdue)"
            title = Text(document.title)
            title.truncate(max(20, self.size.width - ROOM), overflow="ellipsis")
            cells = (title, school_name(document.organisation), due, _stated(document.approved))
            table.add_row(*cells, str(event.counts.get(document.id, "")), key=document.id)
        self.query_one("#changes", Static).update("\n".join([CHANGES, *event.changes]))

    @on(DataTable.RowSelected)
    def _chosen(self, event: DataTable.RowSelected) -> None:
        self.dismiss(event.row_key.value)


class SchoolScreen(ModalScreen[str | None]):
    """Asks which school one belongs to. Its result is the school's folder name, "" for all, None if none was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Back", id="school.back")]

    def __init__(self, organisations: Sequence[str], later: str) -> None:
        """Ask; `later` is the key that changes it afterwards."""
        super().__init__()
        self._organisations, self._later = organisations, later

    def compose(self) -> ComposeResult:
        """Lay out the choice."""
        with Vertical(id="schools"):
            yield Static(f"Which school do you work at? {self._later} changes it later.", id="title")
            choices = [Option(school_name(name), id=name) for name in self._organisations]
            yield OptionList(*choices, Option("All schools", id="*"))

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss("" if event.option.id == "*" else event.option.id)


def _stated(iso: str | None) -> str:
    return day(iso) if iso else "not stated"
