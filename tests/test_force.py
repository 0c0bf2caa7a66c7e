import json
from pathlib import Path

import pytest

from assistant import sentences
from assistant.datatypes import Force
from assistant.force import judge, strongest

LABELLED = sorted((Path(__file__).parent.parent / "evaluation").glob("force*.jsonl"))


@pytest.mark.parametrize(
    ("sentence", "lead_in", "force"),
    [
        ("Staff must not share passwords.", None, "prohibited"),
        ("Staff may not bring dogs.", None, "prohibited"),
        ("Do not reveal the door code.", None, "prohibited"),
        ("I will not use my own camera.", None, "prohibited"),
        ("Selling goods on site is strictly forbidden.", None, "prohibited"),
        ("It is inappropriate for employees to message pupils.", None, "prohibited"),
        ("Posting such pictures will be regarded as gross misconduct.", None, "prohibited"),
        ("share a password with anyone", "Staff must not:", "prohibited"),
        ("It is not a good idea to befriend parents.", None, "advised_against"),
        ("refrain from posting at work", "In addition, employees should:", "advised_against"),
        ("Staff should not open such messages.", None, "advised_against"),
        ("Staff must sign the agreement.", None, "required"),
        ("I will report any damage at once.", None, "required"),
        ("Should any pupil contact you, report it to the Headteacher.", None, "required"),
        ("Only school cameras may be used.", None, "required"),
        ("Staff should check their settings.", None, "advised"),
        ("Employees are advised to think carefully before posting.", None, "advised"),
        ("Staff may use the gym after work.", None, "permitted"),
        ("Staff need not answer emails at weekends.", None, "permitted"),
        ("Part-time staff are not required to attend.", None, "permitted"),
        ("Nothing in this policy prevents staff from joining a union.", None, "permitted"),
        ("The school permits responsible personal use.", None, "permitted"),
        ("Software must not be installed without prior permission.", None, "conditional"),
        ("Staff must not comment unless they are authorised.", None, "conditional"),
        ("Private visits, other than on open days, are forbidden.", None, "conditional"),
        ("Gifts over £25 may be kept only with the Head's consent.", None, "conditional"),
        ("Staff may park in the yard only on Fridays.", None, "conditional"),
        ("Staff must use the side gate only on Fridays.", None, "required"),
        ("Phones may only be used in the staff room.", None, "required"),
        ("use the gym after work", "Staff are welcome to:", "permitted"),
        ("keep a copy of the message", "We advise you to:", "advised"),
        ("accepting a parent as a contact", "Think carefully before:", "advised_against"),
        ("No teacher, governor or volunteer may question the child.", None, "prohibited"),
        ("The purpose of the meeting is to listen.", None, "informational"),
        ("Posts may stay public for years.", None, "informational"),
        ("The school may monitor the network.", None, "informational"),
        ("A breach may lead to dismissal.", None, "informational"),
        ("There is no unconditional right to such access.", None, "informational"),
        ("The poster saying 'You must not smoke in here' is by the door.", None, "informational"),
        ("This policy will be reviewed in May.", None, "informational"),
        ("Employees should be aware that the college reserves the right to monitor use.", None, "informational"),
    ],
)
def test_force_of_a_sentence(sentence, lead_in, force):
    assert judge(sentence, lead_in).force == force


@pytest.mark.parametrize(
    "sentence",
    [
        "Nothing that must be kept confidential may be posted.",
        "No laptop that must be repaired may leave the site.",
        "No member of staff, even with a parent's agreement, may give a pupil a lift.",
        "Staff must not even if asked by a parent give lifts.",
        "No photographs with or without consent may be published.",
        "The tennis courts may not be used after dark.",
        "Having said that, staff must not use their phones.",
        "Staff may not be present at interviews of pupils.",
        "Under no circumstances is a pupil to be driven home alone.",
        "Neither staff nor governors may accept cash gifts.",
    ],
)
def test_prohibition_is_seen_through_the_words_of_a_permission(sentence):
    assert judge(sentence, None).force == Force.PROHIBITED


def test_exception_is_a_span_of_the_sentence():
    sentence = "Staff must not comment, unless the Headteacher has agreed."
    assert [sentence[start:end] for start, end in judge(sentence).exceptions] == ["unless the Headteacher has agreed"]


def test_trigger_of_a_rule_in_the_lead_in_is_not_in_the_sentence():
    assert judge("share passwords", "Staff must not:").trigger is None


def test_strictest_force_of_several_wins():
    assert strongest([Force.PERMITTED, Force.PROHIBITED, Force.INFORMATIONAL]) is Force.PROHIBITED
    assert strongest([]) is Force.INFORMATIONAL


def labelled():
    return [json.loads(line) for path in LABELLED for line in path.read_text(encoding="utf-8").splitlines()]


def judged(entry):
    text = entry["text"]
    parts = sentences.split(text)
    return strongest(judge(text[a:b], entry["lead_in"] if not at else None).force for at, (a, b) in enumerate(parts))


def test_no_labelled_prohibition_is_called_permitted_or_the_reverse():
    opposite = {"prohibited": "permitted", "permitted": "prohibited"}
    assert [entry["text"] for entry in labelled() if judged(entry) == opposite.get(entry["force"])] == []


def test_labelled_sentences_are_judged_as_people_do():
    entries = labelled()
    right = sum(judged(entry) == entry["force"] for entry in entries)
    assert right / len(entries) >= 0.95
