"""What the tests of the chat share."""

from textual.widgets import Input

from tui.cards import AnswerCard
from tui.library import SchoolScreen

STILL = 2  # looks in a row that show no change: a busy machine may show none once though more is to come


async def settled(pilot, *, keep_choice=False):
    """Wait until nothing works or moves any more; the first choice of a school is put away unless it is what is tested."""
    before, still = "", 0
    for _ in range(60):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        if isinstance(pilot.app.screen, SchoolScreen) and not keep_choice:
            await pilot.press("escape")
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        now = pilot.app.export_screenshot()
        still = still + 1 if now == before else 0
        if still == STILL:
            return
        before = now


async def asked(pilot, question):
    pilot.app.screen.query_one("#prompt", Input).value = question
    await pilot.press("enter")
    await settled(pilot)


def answers(app):
    return [card.answer for card in app.screen.query(AnswerCard)]
