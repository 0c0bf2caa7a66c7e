"""Every key and every slash command of the chat."""

import html
import re

import pytest
from textual.widgets import DataTable, Input, OptionList, Tree

from assistant import gaps
from assistant.build import build
from assistant.settings import Settings, Workspace
from assistant.wording import NOT_COVERED, NOT_SURE
from tests.conftest import write_policy
from tests.test_summary import GOOD, model
from tests.tui.pilots import answers, asked, settled
from tui import remember
from tui.app import ChatApp
from tui.cards import AnswerCard, NoticeCard, QuoteCard, Suggestion
from tui.chat import STOPPED, ChatScreen
from tui.commands import COMMANDS, parse
from tui.document import DocumentScreen, PolicyText, lay_out
from tui.help import HelpScreen
from tui.library import LibraryScreen, SchoolScreen

ONE = ("merrowdale-primary",)


def said(app):
    return [card.text for card in app.screen.query(NoticeCard)]


def seen(app):
    texts = re.findall(r"<text[^>]*>(.*?)</text>", app.export_screenshot())
    return html.unescape(re.sub("<[^>]+>", "", " ".join(texts))).replace("\xa0", " ")


@pytest.fixture
async def pilot(sample):
    app = ChatApp(sample, ONE)
    async with app.run_test(size=(120, 40)) as made:
        await settled(made)
        yield made


async def test_ctrl_o_opens_the_policy_at_the_clause_and_escape_goes_back(pilot):
    await asked(pilot, "can I friend a parent?")
    quote = answers(pilot.app)[0].answers[0].quotes[0]
    await pilot.press("ctrl+o")
    await settled(pilot)
    assert isinstance(pilot.app.screen, DocumentScreen)
    text = pilot.app.screen.query_one(PolicyText)
    assert text.marked == quote.clause.id and "Staff must not be friends with" in seen(pilot.app)
    await pilot.press("escape")
    await settled(pilot)
    assert isinstance(pilot.app.screen, ChatScreen) and answers(pilot.app)


async def test_enter_on_a_quote_opens_it_and_c_copies_it_with_its_citation(pilot):
    await asked(pilot, "can I vape on site?")
    card = pilot.app.screen.query(QuoteCard).first()
    card.focus()
    await pilot.press("c")
    assert pilot.app.clipboard.startswith("[MUST NOT] “Smoking and vaping")
    assert pilot.app.clipboard.endswith("clause 6.2, line 83")
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(pilot.app.screen, DocumentScreen)


async def test_search_in_a_policy_goes_forward_and_back_and_says_when_there_is_nothing(pilot):
    await asked(pilot, "can I friend a parent?")
    await pilot.press("ctrl+o")
    await settled(pilot)
    text = pilot.app.screen.query_one(PolicyText)
    places = []
    await pilot.press("slash", *"staff", "enter")
    await settled(pilot)
    for key in ("n", "N"):
        places.append(text.scroll_y)
        await pilot.press(key)
        await settled(pilot)
    assert places[0] != places[1] and text.scroll_y == places[0]
    assert not text.find("zebra")


async def test_search_finds_a_phrase_that_is_broken_over_two_lines(pilot):
    await asked(pilot, "can I friend a parent?")
    await pilot.press("ctrl+o")
    await settled(pilot)
    text = pilot.app.screen.query_one(PolicyText)
    first, second = next(
        (one, other)
        for one, other in zip(text._lines, text._lines[1:], strict=False)
        if one.clause and one.clause == other.clause
    )
    phrase = f"{first.text.split()[-1]} {second.text.split()[0]}"
    assert text.find(phrase)
    drawn = [
        [segment.text for segment in text._text(line, text.rich_style) if segment.text] for line in (first, second)
    ]
    assert drawn[0][-1] == phrase.split()[0] and drawn[1][0] == phrase.split()[1]


async def test_commands_of_the_palette_are_ours(pilot):
    titles = [command.title for command in pilot.app.get_system_commands(pilot.app.screen)]
    assert titles[0] == "Theme" and not {"Maximize", "Screenshot", "Keys"} & set(titles)
    shown = seen(pilot.app)
    assert "^q Quit" in " ".join(shown.split()) and "palette" not in shown


async def test_section_chosen_on_the_left_is_shown(pilot):
    await asked(pilot, "can I friend a parent?")
    await pilot.press("ctrl+o")
    await settled(pilot)
    tree = pilot.app.screen.query_one(Tree)
    last = tree.root.children[-1]
    tree.focus()
    tree.move_cursor(last)
    await pilot.press("enter")
    await settled(pilot)
    assert pilot.app.screen.query_one(PolicyText).marked == last.data


async def test_f3_lists_the_policies_and_enter_opens_one(pilot):
    await pilot.press("f3")
    await settled(pilot)
    assert isinstance(pilot.app.screen, LibraryScreen)
    assert pilot.app.screen.query_one(DataTable).row_count == 9
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(pilot.app.screen, DocumentScreen)


async def test_f4_answers_the_last_question_for_every_school(pilot):
    await asked(pilot, "can I friend a parent?")
    await pilot.press("f4")
    await settled(pilot)
    assert [len(answer.answers) for answer in answers(pilot.app)] == [1, 2]


async def test_ctrl_t_asks_a_follow_up_as_typed(pilot):
    await asked(pilot, "can I be friends with a pupil online?")
    await asked(pilot, "and once they've left?")
    await pilot.press("ctrl+t")
    await settled(pilot)
    assert [answer.resolved == answer.question for answer in answers(pilot.app)] == [True, False, True]


async def test_f1_shows_every_command_and_key(pilot):
    await pilot.press("f1")
    await settled(pilot)
    assert isinstance(pilot.app.screen, HelpScreen)
    shown = seen(pilot.app)
    assert all(f"/{command.name}" in shown for command in COMMANDS)
    assert all(key in shown for key in ("F1 ", "Ctrl+T ", "Page Up ", "Esc closes this page", "Enter opens its policy"))
    await pilot.press("escape")
    await settled(pilot)
    assert isinstance(pilot.app.screen, ChatScreen)
    await asked(pilot, "/")
    assert isinstance(pilot.app.screen, HelpScreen)


async def test_school_is_chosen_by_name_or_from_the_list_and_an_unknown_one_refused(pilot):
    await asked(pilot, "/school Quillhaven Academy")
    assert "Quillhaven Academy" in str(pilot.app.screen.query_one("#school").render())
    await asked(pilot, "/school hogwarts")
    assert "no school called “hogwarts”" in said(pilot.app)[-1]
    pilot.app.screen.query_one("#prompt", Input).value = "/school"
    await pilot.press("enter")
    await settled(pilot, keep_choice=True)
    assert isinstance(pilot.app.screen, SchoolScreen)
    pilot.app.screen.query_one(OptionList).highlighted = 2
    await pilot.press("enter")
    await settled(pilot)
    assert "all schools" in str(pilot.app.screen.query_one("#school").render())


@pytest.mark.parametrize("name", ["answers.md", "answers.html"])
async def test_conversation_is_exported_with_its_quotes_and_never_over_a_file(pilot, tmp_path, name):
    await asked(pilot, "can I friend a parent?")
    path = tmp_path / name
    await asked(pilot, f"/export {path}")
    written = path.read_text("utf-8").replace("\\", "")
    assert "Staff must not be friends with, follow or be followed by parents" in written
    assert "The only exception is a member of the staff" in written and "clause 2.1" in written
    await asked(pilot, f"/export {path}")
    assert "already there" in said(pilot.app)[-1]
    await asked(pilot, "/export answers.doc")
    assert "ends in .md or .html" in said(pilot.app)[-1]


@pytest.mark.parametrize("name", ["answers.md", "answers.html"])
async def test_exported_file_says_what_the_screen_said(pilot, tmp_path, name):
    await pilot.press("f2", "f2")  # all schools
    await asked(pilot, "when is sports day")
    await asked(pilot, "how do I make a sourdough starter?")
    await asked(pilot, "can I friend a parent?")
    await asked(pilot, f"/export {tmp_path / name}")
    written = html.unescape((tmp_path / name).read_text("utf-8").replace("\\", ""))
    for said in (
        NOT_SURE, "These clauses may be related:", f"Not covered. {NOT_COVERED}", "The nearest headings",
        "ask your line manager or the school office.", "These schools differ.", "See also: 2 more clauses", "Exception: “",
        "was due for review in February 2023; it may be out of date.",
    ):  # fmt: skip
        assert said in written


async def test_changes_are_told_by_place_with_the_words_before_and_after(small):
    app = ChatApp(small, ("north",))
    async with app.run_test(size=(100, 30)) as made:
        await settled(made)
        write_policy(
            small, "north", "conduct", ["Staff should not lend keys to pupils.", "Staff may park in the yard."]
        )
        build(small)
        await asked(made, "can I lend keys?")
        await asked(made, "/changes")
        assert said(app)[-1].split("\n") == [
            "North, Conduct Policy, Rules, clause 1.1, line 7: reworded (MUST NOT became SHOULD NOT)",
            "  was: “Staff must not lend keys to pupils.”",
            "  now: “Staff should not lend keys to pupils.”",
        ]


async def test_copy_changes_clear_and_unknown_commands_answer_in_the_conversation(pilot):
    await asked(pilot, "/copy")
    assert "no quote to copy" in said(pilot.app)[-1]
    await asked(pilot, "/changes")
    assert "no earlier version of the policies" in said(pilot.app)[-1]
    await asked(pilot, "/fly")
    assert said(pilot.app)[-1] == "There is no command /fly. /help lists them."
    await asked(pilot, "/c")
    assert said(pilot.app)[-1] == "/c may be /compare, /changes, /copy or /clear; please type more of it."
    await asked(pilot, "/compare")
    assert "Nothing has been asked" in said(pilot.app)[-1]
    await asked(pilot, "can I vape on site?")
    await asked(pilot, "/copy")
    assert "Smoking and vaping" in pilot.app.clipboard
    await asked(pilot, "/clear")
    assert not answers(pilot.app)


async def test_quit_leaves(pilot):
    await asked(pilot, "/quit")
    assert not pilot.app.is_running or pilot.app._exit


async def test_suggested_questions_come_from_the_policies_and_are_answered(pilot):
    suggestion = pilot.app.screen.query(Suggestion).first()
    suggestion.focus()
    await pilot.press("enter")
    await settled(pilot)
    assert answers(pilot.app)[0].question == suggestion.question and answers(pilot.app)[0].answered
    assert not pilot.app.screen.query(Suggestion)


async def test_headings_are_completed(pilot):
    prompt = pilot.app.screen.query_one("#prompt", Input)
    assert await prompt.suggester.get_suggestion("what about home vis") == "what about home visits"
    assert await prompt.suggester.get_suggestion("zzzz") is None


async def test_more_clauses_and_footnotes_are_folded_but_what_limits_a_rule_is_open(pilot):
    await asked(pilot, "can I friend a parent?")
    folded = {each.title: each.collapsed for each in pilot.app.screen.query("AnswerCard Collapsible")}
    assert folded["Exception, Definition"] is False
    assert any(title.startswith("See also: ") and collapsed for title, collapsed in folded.items())


async def test_keys_are_remapped_by_the_action_they_run(sample):
    app = ChatApp(Workspace(sample.root, Settings(keys={"chat.help": "f9"})), ONE)
    async with app.run_test(size=(100, 30)) as made:
        await settled(made)
        await made.press("f9")
        await settled(made)
        assert isinstance(app.screen, HelpScreen)
        assert "F9 " in seen(app) and "F1 " not in seen(app)
        await made.press("escape")
        assert "F9 shows what you can press" in said(app)[0]


async def test_fault_of_ours_is_a_message_and_the_conversation_goes_on(pilot, monkeypatch):
    monkeypatch.setattr("assistant.answer.Answerer.ask", lambda *_: 1 / 0)
    await asked(pilot, "can I vape on site?")
    assert "your question was not at fault" in said(pilot.app)[-1]
    monkeypatch.undo()
    await asked(pilot, "can I vape on site?")
    assert answers(pilot.app)


async def test_reading_the_policies_for_the_first_time_can_be_stopped(workspace, monkeypatch):
    write_policy(workspace, "hill", "conduct", ["Staff must not smoke on site."])
    app = ChatApp(workspace)
    stopped = build

    def stops(*args, progress, **kwargs):
        app.screen._stopped = True
        return stopped(*args, progress=progress, **kwargs)

    monkeypatch.setattr("assistant.build.build", stops)
    async with app.run_test(size=(100, 30)) as made:
        await settled(made)
        assert said(app)[-1] == STOPPED and not any("Esc stops it" in text for text in said(app))
        monkeypatch.undo()
        await asked(made, "can I smoke on site?")
        assert app.screen.query(AnswerCard)


def test_commands_are_known_by_their_beginning_where_it_is_plain():
    assert parse("/exp out.md")[0].name == "export" and parse("/exp out.md")[1] == "out.md"
    assert parse("/")[0].name == "help"


@pytest.mark.parametrize("width", [30, 80])
def test_every_word_of_a_policy_is_in_its_lines(sample, answerer, width):
    document = answerer.index.document("quillhaven-academy/acceptable-use-and-social-media")
    lines = lay_out(document, answerer.index.document_clauses(document.id), width)
    assert " ".join(line.text for line in lines).split() == document.text.split()
    assert max(len(line.text) for line in lines) <= width


async def test_chosen_school_is_remembered_at_the_next_start_and_one_that_is_gone_asked_for_again(sample):
    app = ChatApp(sample)
    async with app.run_test(size=(100, 30)) as made:
        await settled(made, keep_choice=True)
        await made.press("down", "enter")
        await settled(made)
        assert "Quillhaven Academy" in str(app.screen.query_one("#school").render())
    again = ChatApp(sample)
    async with again.run_test(size=(100, 30)) as made:
        await settled(made, keep_choice=True)
        assert isinstance(again.screen, ChatScreen)
        assert "Quillhaven Academy" in str(again.screen.query_one("#school").render())
    remember.keep(sample, "closed-school")
    third = ChatApp(sample)
    async with third.run_test(size=(100, 30)) as made:
        await settled(made, keep_choice=True)
        assert isinstance(third.screen, SchoolScreen)


async def test_answer_is_flagged_only_where_the_owner_keeps_questions(pilot):
    await asked(pilot, "/flag")
    assert "no answer to flag" in said(pilot.app)[-1]
    await asked(pilot, "can I vape on site?")
    await asked(pilot, "/flag")
    assert "Please tell your line manager or the school office what is wrong" in said(pilot.app)[-1]


async def test_keeping_questions_is_said_and_a_flagged_answer_kept(small):
    app = ChatApp(Workspace(small.root, Settings(keep_questions=True)), ("north",))
    async with app.run_test(size=(100, 30)) as made:
        await settled(made)
        assert "kept for 90 days" in said(app)[0]
        await asked(made, "Staff may park in the yard.")
        await asked(made, "/flag")
        assert said(app)[-1].endswith("marked as wrongly answered, with names, addresses and numbers taken out.")
    assert [gap.reason for gap in gaps.kept(small)] == ["flagged"]


async def test_language_model_of_the_school_restates_an_answer_under_its_quotes(sample):
    with model(lambda _: GOOD) as (summary, _):
        app = ChatApp(Workspace(sample.root, Settings(summary=summary)), ONE)
        async with app.run_test(size=(100, 30)) as made:
            await settled(made)
            await asked(made, "can I friend a parent?")
            assert "as a language model puts it" in said(app)[-1] and GOOD in said(app)[-1]
