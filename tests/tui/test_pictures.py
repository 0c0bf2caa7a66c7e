"""Pictures of every screen and state, in two sizes, light and dark: what changes in them is seen in review."""

from datetime import date

import pytest
from textual.widgets import Input

from assistant.freshness import is_overdue
from assistant.settings import Settings, Workspace
from tests.tui.pilots import asked, settled
from tui.app import ChatApp
from tui.messages import Building, Failed

SIZES = [(80, 24), (120, 40)]
SCOPE = ("merrowdale-primary",)


@pytest.fixture(autouse=True)
def _day_stands_still(monkeypatch):
    for module in ("assistant.reply", "tui.library"):
        monkeypatch.setattr(f"{module}.is_overdue", lambda due, today: is_overdue(due, date(2026, 1, 1)))


async def welcome(pilot):
    pass


async def answer(pilot):
    await asked(pilot, "can I vape on site?")


async def differing(pilot):
    await pilot.press("f2")
    await asked(pilot, "can I friend a parent?")


async def declined(pilot):
    await asked(pilot, "how do I make a sourdough starter?")


async def grave(pilot):
    await asked(pilot, "a child told me that her uncle hits her")


async def document(pilot):
    await asked(pilot, "can I friend a parent?")
    await pilot.press("ctrl+o")


async def found(pilot):
    await document(pilot)
    await settled(pilot)
    await pilot.press("slash", *"family", "enter")


async def library(pilot):
    await pilot.press("f3")


async def help_page(pilot):
    await pilot.press("f1")


async def unsure(pilot):
    await asked(pilot, "can my son wait in my classroom after school")


async def building(pilot):
    pilot.app.screen.post_message(Building("Reading policies", 3, 9))


async def failed(pilot):
    pilot.app.screen.post_message(Failed("The index in index/ is damaged. Run `assistant index --full`."))


async def flagged(pilot):
    await asked(pilot, "can I vape on site?")
    await asked(pilot, "/flag")


STATES = [
    welcome,
    unsure,
    building,
    failed,
    flagged,
    answer,
    differing,
    declined,
    grave,
    document,
    found,
    library,
    help_page,
]


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_picture(snap_compare, sample, state, size, theme):
    async def run_before(pilot):
        await settled(pilot)
        await state(pilot)
        await settled(pilot)

    app = ChatApp(Workspace(sample.root, Settings(theme=theme)), SCOPE)
    assert snap_compare(app, terminal_size=size, run_before=run_before)


@pytest.mark.parametrize("theme", ["dark", "light", "high-contrast"])
@pytest.mark.parametrize("size", SIZES)
def test_picture_of_the_choice_of_a_school(snap_compare, sample, size, theme):
    async def run_before(pilot):
        await settled(pilot, keep_choice=True)

    app = ChatApp(Workspace(sample.root, Settings(theme=theme)))
    assert snap_compare(app, terminal_size=size, run_before=run_before)


async def test_prompt_is_in_every_picture_that_can_take_a_question(sample):
    app = ChatApp(sample, SCOPE)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.screen.query_one("#prompt", Input).has_focus
