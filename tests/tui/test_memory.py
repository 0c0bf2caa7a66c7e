"""A long conversation costs the memory of its text and gives it back."""

import gc

from textual._styles_cache import StylesCache
from textual.widgets import Input

from tests.tui.pilots import answers, settled
from tui.app import ChatApp
from tui.cards import AnswerCard, QuoteCard

QUESTIONS = (
    "can I vape on site?",
    "can I friend a parent?",
    "can I wear jeans?",
    "can I tutor pupils?",
    "who approved it?",
)
HALF = 50


async def ask_many(pilot, count):
    for turn in range(count):
        pilot.app.screen.query_one("#prompt", Input).value = QUESTIONS[turn % len(QUESTIONS)]
        await pilot.press("enter")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    await settled(pilot)


def objects():
    StylesCache.get_inner_outer.cache_clear()  # Textual's own, of a thousand widgets at most
    gc.collect()
    return len(gc.get_objects())


async def test_hundred_turns_cost_their_text_and_clearing_gives_it_back(sample):
    app = ChatApp(sample, ("merrowdale-primary",))
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await ask_many(pilot, 15)
        await pilot.press("ctrl+l")
        await settled(pilot)
        fresh = objects()
        costs, kept = [], []
        for _ in range(2):
            before = objects()
            await ask_many(pilot, HALF)
            assert len(answers(app)) == HALF
            costs.append(objects() - before)
            await pilot.press("ctrl+l")
            await settled(pilot)
            kept.append(objects() - fresh)
            assert not [each for each in gc.get_objects() if isinstance(each, AnswerCard | QuoteCard)]
        # What is still kept are Textual's own caches of drawn lines, which are full after the first round.
        assert costs[1] <= 1.2 * costs[0] and kept[1] < kept[0] + 0.2 * costs[0], (costs, kept)
