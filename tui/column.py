"""The column of the conversation, which keeps what is read in view while answers take their room."""

from __future__ import annotations

from textual import events, on
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Collapsible


class Column(VerticalScroll):
    """Shows cards one below the other; a new one comes into view, an answer from its question on."""

    def __init__(self, *children: Widget) -> None:
        super().__init__(*children, id="conversation", can_focus=False)
        self._top: Widget | None = None
        self._held = True

    def show(self, card: Widget, top: Widget | None = None) -> None:
        """Add a card; with `top` it is read from that earlier card on, otherwise from its end."""
        self._top, self._held = top, True
        self.mount(card)

    def turn(self, direction: int) -> None:
        """Move by a page."""
        self._held = False
        (self.scroll_page_up if direction < 0 else self.scroll_page_down)()

    def watch_virtual_size(self, _: Size) -> None:
        """Keep the place: only once a new card has its size does the column know how far it can move."""
        if self._held:
            self.call_after_refresh(self._keep_place)

    def _keep_place(self) -> None:
        if not self._held:
            return
        if self._top is not None and self._top.is_attached:
            self.scroll_to_widget(self._top, top=True, animate=False, immediate=True)
        else:
            self.scroll_end(animate=False, immediate=True)

    @on(events.MouseScrollUp)
    @on(events.MouseScrollDown)
    @on(Collapsible.Toggled)
    def _let_go(self) -> None:
        self._held = False
