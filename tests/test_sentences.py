import pytest

from assistant.sentences import split


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("Lock the door.", ["Lock the door."]),
        ("Lock the door. Keep the key.", ["Lock the door.", "Keep the key."]),
        ("Use webmail, e.g. Gmail, at break.", ["Use webmail, e.g. Gmail, at break."]),
        ("Ask Mr. Brown first. He decides.", ["Ask Mr. Brown first.", "He decides."]),
        ("Pens, paper etc. Staff may order them.", ["Pens, paper etc.", "Staff may order them."]),
        ('Say "no." Then leave.', ['Say "no."', "Then leave."]),
        ("Calls are made from 8.00am to 6.00pm only.", ["Calls are made from 8.00am to 6.00pm only."]),
        ("Is it allowed? It is!  Go.", ["Is it allowed?", "It is!", "Go."]),
        (
            "Webmail is allowed, but staff must not write to parents.",
            ["Webmail is allowed,", "but staff must not write to parents."],
        ),
        ("A gift is kind, but costs money.", ["A gift is kind, but costs money."]),
        (
            "Reply politely; a poor reply may make things worse.",
            ["Reply politely; a poor reply may make things worse."],
        ),
        (
            "You may reply; a poor reply may make things worse.",
            ["You may reply;", "a poor reply may make things worse."],
        ),
    ],
)
def test_sentences_and_contrasting_rules_are_parted(text, parts):
    assert [text[start:end] for start, end in split(text)] == parts


def test_spans_leave_out_only_white_space():
    text = "One rule.  Two (see e.g. 4.2). Three? “Four.” Five; six"
    covered = "".join(text[start:end] for start, end in split(text))
    assert covered.replace(" ", "") == text.replace(" ", "")
