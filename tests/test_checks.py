"""Saved questions: what fails is named, and an edit names the questions it affects and no others."""

import json
import re
import shutil
from xml.etree import ElementTree

import pytest

from assistant import checks
from assistant.answer import Answerer
from assistant.build import build
from assistant.errors import UsageError
from assistant.index import Index, open_index
from assistant.settings import Settings, Workspace
from tests.conftest import ROOT
from tests.test_cli import run

SAVED = """
[[question]]
ask = "can I friend a parent?"
school = "merrowdale-primary"
clause = "2.1"
text = "must not be friends with"
force = "prohibited"

[[question]]
ask = "how do I make a sourdough starter?"
covered = false
"""


@pytest.fixture
def copy(sample, tmp_path):
    shutil.copytree(sample.root, tmp_path / "copy")
    return Workspace(tmp_path / "copy", Settings())


def save(workspace, text):
    (workspace.corpus / "questions.toml").write_text(text, encoding="utf-8")


def test_questions_with_their_answer_pass(copy):
    save(copy, SAVED)
    status, out, _ = run("assistant", "check", "--workspace", copy.root)
    assert (status, out) == (0, "Saved questions that have their answer: 2 of 2.\n")


def test_question_for_no_school_passes_if_one_of_them_answers_as_expected(copy):
    for school, force in (("merrowdale-primary", "prohibited"), ("quillhaven-academy", "advised_against")):
        save(copy, f'[[question]]\nask = "can I friend a parent?"\nforce = "{force}"\n')
        (verdict,) = checks.run(Answerer.open(copy), checks.load(copy.corpus))
        assert verdict.passed, school


def test_what_fails_is_named_on_paper_as_json_and_for_a_pipeline(copy, tmp_path):
    wrong = SAVED.replace('"2.1"', '"9.9"').replace('"prohibited"', '"permitted"')
    save(copy, wrong + '[[question]]\nask = "can I vape?"\ncovered = false\n')
    status, out, _ = run("assistant", "check", "--workspace", copy.root, "--junit", tmp_path / "out.xml")
    assert status == 1 and "clause 2.1 comes first, not clause 9.9; its force is prohibited, not permitted" in out
    assert "it is answered, though no policy should" in out and "1 of 3" in out
    suite = ElementTree.parse(tmp_path / "out.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), len(suite.findall(".//failure"))) == ("3", "2", 2)
    status, out, _ = run("assistant", "check", "--json", "--workspace", copy.root)
    assert [entry["passed"] for entry in json.loads(out)["questions"]] == [False, True, False]


def test_drafted_entries_pass_as_they_are(copy):
    questions = ["can I friend a parent?", "how do I make a sourdough starter?", "can I wear jeans?"]
    status, out, _ = run(
        "assistant", "check", "--workspace", copy.root, "--school", "merrowdale-primary", "--propose", *questions
    )
    assert status == 0
    save(copy, out)
    assert all(verdict.passed for verdict in checks.run(Answerer.open(copy), checks.load(copy.corpus)))


def test_school_s_own_file_asks_that_school(copy):
    (copy.corpus / "quillhaven-academy" / "questions.toml").write_text('[[question]]\nask = "can I friend a parent?"\n')
    (question,) = checks.load(copy.corpus)
    assert question.school == "quillhaven-academy"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("question = 1", r"\[\[question\]\]"),
        ("[[question]]\nclause = '1'", "needs `ask`"),
        ("[[question]]\nask = 'x'\nforse = 'y'", "has an unknown key: forse. Known: ask, school,"),
        ("[[question]]\nask = 'x'\nforce = 'banned'", "`force` must be one of"),
        ("[[question]]\nask = 'x'\nclause = 2", "must be text in quotation marks"),
        ("[[", "cannot be read"),
    ],
)
def test_unusable_file_is_named_with_the_place(copy, text, message):
    save(copy, text)
    with pytest.raises(UsageError, match=message):
        checks.load(copy.corpus)


def test_rebuild_names_the_saved_question_that_an_edit_changed(copy):
    save(copy, SAVED)
    policy = copy.corpus / "merrowdale-primary" / "social-media.txt"
    policy.write_text(
        policy.read_text("utf-8").replace("Staff must not be friends with", "Staff may be friends with"), "utf-8"
    )
    status, out, _ = run("assistant", "index", "--workspace", copy.root)
    assert status == 0
    place = "STAFF SOCIAL MEDIA POLICY, Families, clause 2.1"
    told = f"“can I friend a parent?” is now answered by {place} (MAY), before by {place} (MUST NOT). It now fails"
    assert told in out
    assert "sourdough" not in out and "Saved questions that have their answer: 1 of 2." in out


def test_each_of_twenty_edits_names_exactly_the_questions_it_affects(copy):
    entries = [json.loads(line) for line in (ROOT / "evaluation" / "questions.jsonl").read_text("utf-8").splitlines()]
    questions = [
        checks.SavedQuestion(entry["question"], "merrowdale-primary")
        for entry in entries
        if entry["scope"] == "merrowdale-primary" and not entry["history"] and entry["answerable"]
    ]
    before = checks.run(Answerer.open(copy), questions)
    index = open_index(copy.index)
    edited = 0
    for source in sorted((copy.corpus / "merrowdale-primary").glob("*.txt")):
        original = source.read_text("utf-8")
        document = f"merrowdale-primary/{source.stem}"
        for clause in index.document_clauses(document):
            if edited == 20 or not re.search(r"\bmust\b", clause.text):
                continue
            words = clause.text.split()
            pattern = r"\s+".join(map(re.escape, words))
            changed, count = re.subn(pattern, clause.text.replace("must", "should"), original, count=1)
            if not count:
                continue
            edited += 1
            source.write_text(changed, "utf-8")
            build(copy)
            after = checks.run(Answerer.open(copy), questions)
            named = {new.question.ask for _, new in checks.changed(before, after)}
            assert named == {verdict.question.ask for verdict in before if verdict.clause == clause.id}, clause.text
        source.write_text(original, "utf-8")
        build(copy)
    assert edited == 20
    assert Index(copy.index / "generations" / open_index(copy.index).generation).organisations()
