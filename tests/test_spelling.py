import pytest

from assistant.spelling import mend

POLICY = {"hotmail": 2, "academy": 9, "headteacher": 4, "password": 5, "parents": 7}


def mended(question):
    return mend(question, POLICY.__contains__, lambda: POLICY, {"shud": "should", "u": "you"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shud i tell my pasword", "should i tell my password"),
        ("can i chek my hotmial", "can i check my hotmail"),
        ("ask the hedteacher", "ask the headteacher"),
        ("freind reqest from parnts", "friend request from parents"),
        ("can u help", "can you help"),
    ],
)
def test_misspelt_words_are_mended(typed, meant):
    assert mended(typed) == meant


@pytest.mark.parametrize(
    "question",
    ["can I friend a parent?", "is the academy open at 8.30am?", "GDPR and Y9", "it's the head's rule", "ok"],
)
def test_words_of_the_policies_and_plain_english_are_left_alone(question):
    assert mended(question) == question
