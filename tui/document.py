"""The whole policy a quote comes from, beside the conversation, opened at the clause.

The text is wrapped in a worker thread and drawn line by line, so that a policy of five hundred pages opens as fast as
one of two.
"""

from __future__ import annotations

import re
import textwrap
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.message import Message
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import Footer, Input, Static, Tree
from textual.widgets.tree import TreeNode

from assistant.datatypes import Clause, Document, Span
from assistant.wording import day

if TYPE_CHECKING:
    from assistant.index import Index

WIDE = 120  # columns from which the conversation is seen beside a policy
MARGIN = 6  # columns for the page


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn."""

    text: str
    start: int
    """Where it begins in the text of the policy."""
    margin: str
    clause: str | None


def lay_out(document: Document, clauses: Sequence[Clause], width: int) -> list[Line]:
    """Wrap a document to a width, each line with what stands in the margin beside it and the clause it belongs to."""
    placed = sorted((clause for clause in clauses if clause.text), key=lambda clause: clause.span)
    starts = [clause.span[0] for clause in placed]
    lines: list[Line] = []
    offset, page = 0, None
    for paragraph in document.text.split("\n"):
        at = bisect_right(starts, offset + len(paragraph)) - 1
        clause = placed[at] if at >= 0 and placed[at].span[1] > offset else None
        margin = ""
        if clause and starts[at] >= offset and clause.page and clause.page != page:
            margin, page = f"p{clause.page}", clause.page
        begins = 0
        for piece in textwrap.wrap(paragraph, max(20, width - MARGIN - 1)) or [""]:
            begins = max(begins, paragraph.find(piece, begins))
            lines.append(Line(piece, offset + begins, margin, clause.id if clause else None))
            begins += len(piece)
            margin = ""
        offset += len(paragraph) + 1
    return lines


class PolicyText(ScrollView, can_focus=True):
    """The text of a policy with one clause marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"policy--margin", "policy--clause", "policy--found"}

    class LaidOut(Message):
        """The text was wrapped for a width."""

        def __init__(self, lines: list[Line], width: int) -> None:
            super().__init__()
            self.lines, self.width = lines, width

    def __init__(self, clause: str | None) -> None:
        super().__init__(id="text")
        self._document: Document | None = None
        self._clauses: Sequence[Clause] = ()
        self.marked = clause
        self._lines: list[Line] = []
        self._width = 0
        self._sought = ""
        self._found: list[Span] = []
        self._goal: Span | None = None

    def show(self, document: Document, clauses: Sequence[Clause]) -> None:
        """Show a policy."""
        self._document, self._clauses, self._width = document, clauses, 0
        self.on_resize()

    def on_resize(self) -> None:
        """Wrap again for the new width."""
        width = self.scrollable_content_region.width
        if self._document and width and width != self._width:
            self._width = width
            self._lay_out(self._document, width)

    @work(thread=True, exclusive=True)
    def _lay_out(self, document: Document, width: int) -> None:
        self.post_message(self.LaidOut(lay_out(document, self._clauses, width), width))

    @on(LaidOut)
    def _take(self, event: LaidOut) -> None:
        if event.width != self._width:
            return
        self._lines = event.lines
        self.virtual_size = Size(self._width, len(self._lines))
        if self.marked:
            self.call_after_refresh(self.show_clause, self.marked)
        self.refresh()

    def on_unmount(self) -> None:
        """Let go of the text, so that no later collection of garbage has to go through it."""
        self._lines, self._found, self._clauses, self._document = [], [], (), None

    def show_clause(self, clause: str) -> None:
        """Mark a clause and bring it into view."""
        self.marked = clause
        line = next((number for number, each in enumerate(self._lines) if each.clause == clause), None)
        if line is not None:
            self.scroll_to(y=max(0, line - 3), animate=False)
        self.refresh()

    def find(self, words: str, direction: int = 1) -> bool:
        """Go to the next place with these words, round the end if need be; say whether there is one."""
        if words != self._sought or not self._found:
            self._sought, self._goal = words, None
            # A phrase may be broken over two lines.
            pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
            text = self._document.text if self._document else ""
            self._found = [match.span() for match in pattern.finditer(text) if match.group()]
        if not self._found or not self._lines:
            return False
        if self._goal:
            at = self._found.index(self._goal) + direction
        else:
            at = bisect_left(self._found, (self._lines[int(self.scroll_y)].start, 0)) - (direction < 0)
        self._goal = self._found[at % len(self._found)]
        line = bisect_right(self._lines, self._goal[0], key=lambda each: each.start) - 1
        self.scroll_to(y=max(0, line - 3), animate=False)
        self.refresh()
        return True

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        number = y + int(self.scroll_offset.y)
        if number >= len(self._lines):
            return Strip.blank(self.size.width, self.rich_style)
        line = self._lines[number]
        style = self.rich_style
        if line.clause is not None and line.clause == self.marked:
            style += self.get_component_rich_style("policy--clause", partial=True)
        margin = self.rich_style + self.get_component_rich_style("policy--margin", partial=True)
        pieces = [Segment(line.margin.rjust(MARGIN - 1) + " ", margin), *self._text(line, style)]
        return Strip(pieces).adjust_cell_length(self.size.width, style)

    def _text(self, line: Line, style: Style) -> list[Segment]:
        end = line.start + len(line.text)
        pieces, at = [], line.start
        for place in self._found[bisect_right(self._found, line.start, key=itemgetter(1)) :]:
            if place[0] >= end:
                break
            first, last = max(place[0], at), min(place[1], end)
            found = self.get_component_rich_style("policy--found", partial=True)
            mark = found if place == self._goal else Style(underline=True)
            pieces += [(at, first, style), (first, last, style + mark)]
            at = last
        pieces.append((at, end, style))
        return [Segment(line.text[a - line.start : b - line.start], drawn) for a, b, drawn in pieces]


class DocumentScreen(ModalScreen[None]):
    """A policy with its sections on the left; / searches, Escape goes back to where one was.

    A wide terminal keeps the conversation in view beside it.
    """

    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 -- as Textual has it

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="document.back"),
        Binding("slash", "search", "Search", id="document.search"),
        Binding("n", "next(1)", "Next", id="document.next"),
        Binding("N", "next(-1)", "Previous", id="document.previous"),
        Binding("tab", "app.focus_next", show=False),
    ]

    class Loaded(Message):
        """The policy was read from the index."""

        def __init__(self, document: Document, clauses: Sequence[Clause]) -> None:
            super().__init__()
            self.document, self.clauses = document, clauses

    def __init__(self, index: Index, name: str, clause: str | None = None) -> None:
        super().__init__()
        self._index, self._policy, self._clause = index, name, clause
        self._words = ""

    def compose(self) -> ComposeResult:
        """Lay out the title, the sections, the text and the search line."""
        with Vertical(id="document"):
            yield Static(id="title", markup=False)
            with Horizontal():
                yield Tree[str]("Sections", id="sections")
                yield PolicyText(self._clause)
            yield Input(placeholder="Search this policy", id="find")
            yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin in the text."""
        self.query_one("#find").display = False
        self.query_one(Tree).show_root = False
        self.query_one(PolicyText).focus()
        self._load()

    @work(thread=True)
    def _load(self) -> None:
        # A connection to the index belongs to the thread that uses it.
        self.post_message(self.Loaded(self._index.document(self._policy), self._index.document_clauses(self._policy)))

    @on(Loaded)
    def _show(self, event: Loaded) -> None:
        self.query_one("#title", Static).update(_heading(event.document))
        self.query_one(PolicyText).show(event.document, event.clauses)
        _fill(self.query_one(Tree), event.clauses)

    def action_leave(self) -> None:
        """Leave the search line, or else the policy."""
        find = self.query_one("#find", Input)
        if find.display:
            find.display = False
            self.query_one(PolicyText).focus()
        else:
            self.dismiss()

    def action_search(self) -> None:
        """Open the search line."""
        find = self.query_one("#find", Input)
        find.display = True
        find.focus()

    def action_next(self, direction: int) -> None:
        """Go to the next or previous place found."""
        if self._words and not self.query_one(PolicyText).find(self._words, direction):
            self.notify(f"“{self._words}” is not in this policy.", markup=False)

    @on(Input.Submitted, "#find")
    def _find(self, event: Input.Submitted) -> None:
        self._words = event.value.strip()
        self.action_leave()
        self.action_next(1)

    @on(Tree.NodeSelected)
    def _section_chosen(self, event: Tree.NodeSelected[str]) -> None:
        if event.node.data:
            self.query_one(PolicyText).show_clause(event.node.data)


def _heading(document: Document) -> str:
    dates = [
        f"approved {day(document.approved)}" if document.approved else "",
        f"review due {day(document.review_due)}" if document.review_due else "",
    ]
    return " · ".join([document.title, *filter(None, dates)])


def _fill(tree: Tree[str], clauses: Sequence[Clause]) -> None:
    nodes: dict[tuple[str, ...], TreeNode[str]] = {(): tree.root}
    for clause in clauses:
        for depth in range(1, len(clause.section) + 1):
            path = clause.section[:depth]
            if path not in nodes:
                nodes[path] = nodes[path[:-1]].add(path[-1], data=clause.id, expand=True)
    for node in nodes.values():
        node.allow_expand = bool(node.children)
    tree.root.expand()
