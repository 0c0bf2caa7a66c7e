"""The chat under Pilot, over the sample policies and over broken workspaces."""

import shutil

import pytest
from textual.widgets import Input

from assistant.settings import Settings, Workspace
from tests.conftest import write_policy
from tests.tui.pilots import answers, asked, settled
from tui.app import ChatApp
from tui.cards import NoticeCard, QuestionCard


@pytest.fixture
def chat(sample):
    return ChatApp(sample)


async def test_question_is_answered_with_a_card_for_both_schools(chat):
    async with chat.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await asked(pilot, "can I friend a parent?")
        assert [card.question for card in chat.screen.query(QuestionCard)] == ["can I friend a parent?"]
        (answer,) = answers(chat)
        assert {part.organisation for part in answer.answers} == {"merrowdale-primary", "quillhaven-academy"}
        assert chat.screen.query_one(Input).value == ""


async def test_prompt_takes_input_before_the_policies_are_open_and_answers_in_order(chat):
    async with chat.run_test(size=(80, 24)) as pilot:
        for question in ("can I vape on site?", "can I wear jeans?"):
            chat.screen.query_one(Input).value = question
            await pilot.press("enter")
        await settled(pilot)
        await settled(pilot)
        await settled(pilot)
        assert [answer.question for answer in answers(chat)] == ["can I vape on site?", "can I wear jeans?"]


async def test_follow_up_leans_on_the_conversation(chat):
    async with chat.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await asked(pilot, "can I be friends with a student online?")
        await asked(pilot, "and once they've left?")
        assert answers(chat)[1].resolved.startswith("can I be friends with a student online?")


async def test_f2_goes_through_the_schools_and_back_to_all(chat):
    async with chat.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        seen = []
        for _ in range(3):
            await pilot.press("f2")
            await pilot.pause()
            seen.append(str(chat.screen.query_one("#school").render()))
        assert [text.split("· ")[1] for text in seen] == ["Merrowdale Primary", "Quillhaven Academy", "all schools"]


async def test_chosen_school_alone_is_asked(sample):
    app = ChatApp(sample, ("quillhaven-academy",))
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await asked(pilot, "can I friend a parent?")
        assert [part.organisation for part in answers(app)[0].answers] == ["quillhaven-academy"]


async def test_clear_forgets_the_conversation(chat):
    async with chat.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await asked(pilot, "can I vape on site?")
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert not answers(chat)
        await pilot.press("up")
        assert chat.screen.query_one(Input).value == ""


async def test_up_brings_back_earlier_questions(chat):
    async with chat.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await asked(pilot, "can I vape on site?")
        await asked(pilot, "can I wear jeans?")
        await pilot.press("up", "up")
        assert chat.screen.query_one(Input).value == "can I vape on site?"
        await pilot.press("down", "down")
        assert chat.screen.query_one(Input).value == ""


async def test_chat_without_an_index_builds_one_and_answers(workspace):
    write_policy(workspace, "hill", "conduct", ["Staff must not smoke anywhere on the school site."])
    app = ChatApp(workspace)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        assert "The policies have been read." in [card.text for card in app.screen.query(NoticeCard)]
        await asked(pilot, "can I smoke on site?")
        assert answers(app)[0].answered


async def test_empty_corpus_is_said_in_the_conversation(tmp_path):
    app = ChatApp(Workspace(tmp_path, Settings()))
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        assert (
            "cannot be opened. Please tell the policy owner: There are no policies"
            in app.screen.query(NoticeCard).last().text
        )


async def test_new_policies_are_gone_over_to_at_the_next_question(sample, tmp_path):
    from assistant.build import build

    shutil.copytree(sample.root, tmp_path / "copy")
    workspace = Workspace(tmp_path / "copy", Settings())
    app = ChatApp(workspace)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        write_policy(workspace, "merrowdale-primary", "parking", ["Staff may park their caravans behind the kitchen."])
        build(workspace)
        await asked(pilot, "can I park my caravan at school?")
        answer = answers(app)[0]
        assert "caravans behind the kitchen" in answer.answers[0].quotes[0].clause.text
        assert "The policies were updated: 3 clauses changed." in [card.text for card in app.screen.query(NoticeCard)]


@pytest.mark.parametrize(
    "words",
    [
        "[bold]shouting[/bold]",
        "__low__ and ~~gone~~",
        "ƒamily 👩‍👩‍👧 café 日本語",
        "עברית טקסט",
        "x" * 150,
        "a | b | c",
        "`code` <b>tag</b> \\n",
    ],
)
async def test_words_of_a_policy_are_shown_as_they_stand(workspace, words):
    write_policy(workspace, "hill", "conduct", [f"Staff must not write {words} in emails to anyone."])
    app = ChatApp(workspace)
    async with app.run_test(size=(200, 30)) as pilot:
        await settled(pilot)
        await asked(pilot, "what must I not write in emails?")
        shown = "".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "".join(f"Staff must not write {words} in emails".split()) in "".join(shown.split())


async def test_escape_sequences_in_a_policy_never_reach_the_terminal(workspace):
    write_policy(workspace, "hill", "conduct", ["Staff must not write \x1b[31mred\x1b[0m emails to anyone."])
    app = ChatApp(workspace)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await asked(pilot, "can I write red emails?")
        assert answers(app)[0].answered
        assert "\x1b" not in "".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_unknown_school_is_said_and_never_widened_to_all(sample):
    app = ChatApp(sample, ("hogwarts",))
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await asked(pilot, "can I vape on site?")
        assert not answers(app)
        assert "no school called “hogwarts”" in app.screen.query(NoticeCard).last().text


async def test_answer_to_a_cleared_question_is_not_shown_under_the_next(chat):
    async with chat.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        chat.screen.query_one(Input).value = "can I vape on site?"
        await pilot.press("enter", "ctrl+l")
        await asked(pilot, "can I wear jeans?")
        await settled(pilot)
        assert [answer.question for answer in answers(chat)] == ["can I wear jeans?"]
