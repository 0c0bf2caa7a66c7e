"""What could tell who a question is about is taken out of it, and the matter stays."""

import json
import re

import pytest

from assistant.privacy import scrub
from tests.conftest import ROOT

CARELESS = [json.loads(line) for line in (ROOT / "evaluation" / "privacy.jsonl").read_text("utf-8").splitlines()]


def test_no_address_and_no_number_is_left_of_300_careless_questions():
    left = {entry["question"]: scrub(entry["question"]) for entry in CARELESS}
    assert len(left) == 300
    assert not [text for text in left.values() if re.search(r"\d|\w@|@\w|https?:", text)]
    for entry in CARELESS:
        assert not [secret for secret in entry["secrets"] if secret.lower() in left[entry["question"]].lower()]


def test_at_most_two_names_in_a_hundred_are_left():
    names = [(name, scrub(entry["question"])) for entry in CARELESS for name in entry["names"]]
    left = [name for name, text in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]
    assert len(names) > 300 and len(left) <= 0.02 * len(names), left


@pytest.mark.parametrize(
    "question",
    [
        "can I accept a friend request from a parent on Facebook?",
        "is it OK to give a pupil a lift home after netball?",
        "May I mark books on Mondays? Will the headteacher mind?",
        "can the DSL or a TA see CPOMS on WhatsApp in PE",
    ],
)
def test_ordinary_question_stays_as_it_is(question):
    assert scrub(question) == question


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("can I text Zyra Okonjo-Bell's mum", "can I text [name] mum"),
        ("can i text will thompson's mum", "can i text will [name] mum"),
        ("I gave a lift to Summer after netball", "I gave a lift to [name] after netball"),
        ("Will Thompson's mum wants my number", "[name] mum wants my number"),
        ("Mrs Baker and Mark, Dean and Grace were there", "Mrs [name] and [name], [name] and [name] were there"),
        ("ring her on oh seven seven double nine hundred", "ring her on [number] hundred"),
        ("write to jo dot pike at mail dot com", "write to [address]"),
        ("UPN A123456789012, dob 12/03/2011, AB1 2CD", "[name] [number], dob [number], [number]"),
        ("IS TYLER ALLOWED HOME WITH HIS AUNT", "is [name] allowed home with his aunt"),
    ],
)
def test_what_tells_who_is_meant_is_taken_out(question, kept):
    assert scrub(question) == kept
