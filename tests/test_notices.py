"""When a notice stands before the quotes: for recall first, and without crying wolf over everyday questions."""

import json

import pytest

from assistant.answer import Answerer
from assistant.errors import UsageError
from assistant.index import open_index
from assistant.notices import Notices
from assistant.settings import Settings, Topic
from tests.conftest import ROOT

EVERYDAY = [
    json.loads(line)["question"] for line in (ROOT / "evaluation" / "questions.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("one of my year 9s has cuts all up her arm", "hurt themselves"),
        ("she says she wants to die", "hurt themselves"),
        ("a boy in my class came in with bruises again", "at risk"),
        ("dad turned up drunk to collect him", "at risk"),
        ("a pupil told me something and asked me to keep it secret", "secret"),
        ("a child has disclosed something", "secret"),
        ("a TA has been messaging a student", "adult who works with children"),
        ("a parent has accused me of grabbing her son", "adult who works with children"),
        ("can I blow the whistle without losing my job", "something wrong"),
    ],
)
def test_grave_matter_calls_for_its_notice(question, word):
    assert word in (Notices().first(question, []) or "")


def test_everyday_questions_rarely_call_for_a_notice():
    fired = [question for question in EVERYDAY if Notices().first(question, [])]
    assert len(fired) / len(EVERYDAY) < 0.05, fired


def test_most_grave_matters_in_staff_words_call_for_a_notice_and_everyday_ones_do_not(answerer):
    entries = [json.loads(line) for line in (ROOT / "evaluation" / "notices.jsonl").read_text("utf-8").splitlines()]
    fired = [(entry["topic"], answerer.ask(entry["question"]).first is not None) for entry in entries]
    grave = [said for topic, said in fired if topic]
    everyday = [said for topic, said in fired if not topic]
    assert sum(grave) / len(grave) >= 0.95 and sum(everyday) / len(everyday) <= 0.05


def test_contact_of_the_school_is_named():
    notices = Notices(Settings(safeguarding={"hill": "Mrs Oduya (07700 900123)", "default": "the trust's lead"}))
    question = "I am worried about a pupil"
    assert "Mrs Oduya (07700 900123)" in notices.first(question, ["hill"])
    assert "the trust's lead" in notices.first(question, ["hill", "dale"])


def test_owner_adds_rewords_and_turns_off():
    own = {
        "flood": Topic("Leave the building.", ["flood\\w*"]),
        "disclosure": Topic("Tell Ana."),
        "self-harm": Topic(enabled=False),
    }
    notices = Notices(Settings(notices=own))
    assert notices.first("the hall is flooded", []) == "Leave the building."
    assert notices.first("she told me a secret", []) == "Tell Ana."
    assert notices.first("self-harm", []) is None


def test_pattern_that_is_no_expression_is_named():
    with pytest.raises(UsageError, match="notices"):
        Notices(Settings(notices={"x": Topic("Stop.", ["("])})).first("anything", [])


def test_notice_stands_above_the_quotes_and_in_the_note(sample):
    asked = Answerer(open_index(sample.index), sample.corpus, settings=Settings(safeguarding={"default": "Ana"}))
    answer = asked.ask("a child told me her uncle hits her", ["merrowdale-primary"])
    assert "Ana" in answer.first and answer.answered
