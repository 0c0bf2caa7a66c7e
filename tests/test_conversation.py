import pytest

from assistant.conversation import context_of, leans, put_in, several

BEFORE = ["can I friend a pupil?"]


@pytest.mark.parametrize(
    "question",
    ["and their parents?", "what about in my lunch break?", "what if they've left school now", "do I need to tell anyone?",
     "on my own camera?", "should I reply to it?", "who do i need to ask?", "why?"],
)  # fmt: skip
def test_elliptic_questions_lean_on_the_one_before(question):
    assert context_of(question, BEFORE) == BEFORE[0]


@pytest.mark.parametrize(
    "question",
    ["can I wear jeans on Friday?", "separate thing - do I turn my projector off?", "how do I get round the filter without IT noticing",
     "My nephew is a pupil. Do I have to unfollow him?", "what is the dress code",
     "can they take the school minibus to the hockey tournament in Leeds on Saturday morning"],
)  # fmt: skip
def test_questions_that_stand_alone_are_left_alone(question):
    assert not leans(question)
    assert context_of(question, BEFORE) == ""


def test_chain_of_follow_ups_reaches_back_to_its_beginning():
    history = ["I'm starting a blog about teaching", "do I need to tell anyone?"]
    assert context_of("a company has offered me money for it", history) == " ".join(history)


@pytest.mark.parametrize(
    ("line", "questions"),
    [
        ("can I vape? and do I have to wear a tie?", ["can I vape?", "do I have to wear a tie?"]),
        ("can I vape and do I have to wear a tie", ["can I vape", "do I have to wear a tie"]),
        ("who approved it and when is it reviewed", ["who approved it and when is it reviewed"]),
        ("can I bring my phone and laptop", ["can I bring my phone and laptop"]),
        ("I lost my key. Can I get one? Who do I tell?", ["I lost my key. Can I get one? Who do I tell?"]),
    ],
)
def test_line_with_several_questions_is_parted_where_each_stands_alone(line, questions):
    assert several(line) == questions


@pytest.mark.parametrize(
    ("before", "question", "taken"),
    [
        ("can I friend a parent?", "what about students?", "can I friend students?"),
        ("can I friend a pupil?", "and their parents?", "can I friend their parents?"),
        ("can I friend a pupil?", "what about a former pupil?", "can I friend a former pupil?"),
        ("can I smoke on site?", "what about students?", None),
        ("can I friend a parent?", "what about in my lunch break?", None),
        ("can I friend a parent?", "what about students who have left?", None),
    ],
)
def test_people_named_by_a_follow_up_take_the_place_of_those_before(before, question, taken):
    assert put_in(before, question) == taken


def test_first_question_has_no_context():
    assert context_of("and their parents?", []) == ""
