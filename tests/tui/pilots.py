"""What the tests of the chat share."""

from textual.widgets import Input

from tui.cards import AnswerCard
from tui.library import SchoolScreen


async def settled(pilot, *, keep_choice=False):
    """Wait until nothing works or moves any more; the first choice of a school is put away unless it is what is tested."""
    before = ""
    for _ in range(60):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        if isinstance(pilot.app.screen, SchoolScreen) and not keep_choice:
            await pilot.press("escape")
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        now = pilot.app.export_screenshot()
        if now == before:
            return
        before = now


async def asked(pilot, question):
    pilot.app.screen.query_one("#prompt", Input).value = question
    await pilot.press("enter")
    await settled(pilot)


def answers(app):
    return [card.answer for card in app.screen.query(AnswerCard)]
