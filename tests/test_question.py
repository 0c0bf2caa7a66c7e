from typing import ClassVar

import pytest

from assistant.errors import UsageError
from assistant.question import MAX_CHARS, clean, situation, telling_words, understand


class Words:
    def knows_word(self, word):
        return word in ("pupil", "password")

    def word_counts(self):
        return {"pupil": 3, "password": 2}

    glossary: ClassVar = {"words": {"hub": ["learning support base"]}, "spelling": {"lsb": "learning support base"}}


def test_variant_with_mended_spelling_is_searched_beside_the_question():
    query = understand("my pasword", Words())
    assert query.variants == ("my pasword", "my password")


def test_staff_words_are_searched_under_their_policy_names_too():
    (group,) = understand("can I text a kid?", Words()).terms[1:]
    assert group[0] == "kid" and "pupil" in group


@pytest.mark.parametrize(
    ("text", "told", "asked"),
    [
        ("My TA keeps her phone out. Is that ok?", "My TA keeps her phone out.", "Is that ok?"),
        ("A parent hit me. Who do I tell", "A parent hit me.", "Who do I tell"),
        ("Can I vape? It is only at break.", "It is only at break.", "Can I vape?"),
        ("can I vape", "", "can I vape"),
        ("Can I vape? Can I smoke?", "", "Can I vape? Can I smoke?"),
    ],
)
def test_situation_is_parted_from_what_is_asked(text, told, asked):
    assert situation(text) == (told, asked)


def test_owner_s_words_and_abbreviations_are_used():
    query = understand("who runs the hub or lsb", Words())
    assert (
        "hub",
        "learning support base",
    ) in query.terms and query.mended == "who runs the hub or learning support base"


def test_telling_words_leave_out_the_small_ones():
    assert telling_words("Can I borrow the school's minibus at the weekend?") == ["borrow", "minibus", "weekend"]


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("when is this policy due for review?", ("review_due",)),
        ("who approved it", ("approved_by",)),
        ("when was the policy approved and is it due a review", ("review_due", "approved")),
        ("does this cover supply staff?", ("title",)),
        ("is the phone policy out of date", ("review_due",)),
        ("who approved my leave?", ()),
        ("can I review a book online?", ()),
    ],
)
def test_question_about_the_document_is_recognised(question, about):
    assert understand(question, Words()).about == about


@pytest.mark.parametrize("question", ["", "   ", "?!", "\x00\x07"])
def test_question_without_words_is_refused(question):
    with pytest.raises(UsageError, match="type a question"):
        clean(question)


def test_pasted_document_is_refused_with_the_limit():
    with pytest.raises(UsageError, match="4,000"):
        clean("word " * MAX_CHARS)


def test_control_characters_are_taken_out_of_a_question():
    assert clean("can\x1b I\tfriend\u202e a parent") == "can I friend a parent"
