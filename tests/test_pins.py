"""A chosen answer comes first however the question is worded, says that it was chosen, and expires with its clause."""

import json

import pytest

from assistant import pins
from assistant.answer import Answerer
from assistant.build import build
from assistant.errors import UsageError
from evaluation.desk import fires, with_pins
from tests.conftest import ROOT, SHARED
from tests.test_checks import copy  # noqa: F401 -- a fixture
from tests.test_cli import run

REWORDED = [json.loads(line) for line in (ROOT / "evaluation" / "pins.jsonl").read_text("utf-8").splitlines()]
SCHOOL = "merrowdale-primary"


def pin_to_a_clause_that_would_not_be_found(workspace, question="can I wear jeans to work?"):
    index = Answerer.open(workspace).index
    clause = next(c for c in index.document_clauses(f"{SCHOOL}/staff-code-of-conduct") if "High heels" in c.text)
    pins.add(workspace.corpus, pins.Pin(ask=[question], school=SCHOOL, clauses=[clause.id], chosen="2026-03-03"))
    build(workspace)
    return clause


def test_chosen_clause_is_quoted_first_and_said_to_be_chosen(copy):  # noqa: F811
    clause = pin_to_a_clause_that_would_not_be_found(copy)
    answer = Answerer.open(copy).ask("am I allowed to wear jeans at work", [SCHOOL])
    assert answer.answers[0].quotes[0].clause.id == clause.id
    assert answer.answers[0].chosen == "on 3 March 2026 for “can I wear jeans to work?”"
    status, out, _ = run("ask", "--workspace", copy.root, "--scope", SCHOOL, "am I allowed to wear jeans at work")
    assert status == 0 and "Chosen by the policy owner of Merrowdale Primary on 3 March 2026" in " ".join(out.split())
    note = json.loads(run("ask", "--json", "--workspace", copy.root, "can I wear jeans to work?")[1])["note"]
    assert "Chosen by the policy owner" in note


def test_chosen_clause_stands_before_others_however_sure_the_search_is_of_them(copy, monkeypatch):  # noqa: F811
    clause = pin_to_a_clause_that_would_not_be_found(copy)
    monkeypatch.setattr(
        "assistant.encoder.cross.CrossEncoder.score", lambda self, question, passages: [99.0] * len(passages)
    )
    (part,) = Answerer.open(copy).ask("can I wear jeans to work?", [SCHOOL]).answers
    assert part.quotes[0].clause.id == clause.id and part.chosen and part.quotes[1].score > part.quotes[0].score


def test_other_questions_and_other_schools_are_answered_as_before(copy):  # noqa: F811
    pin_to_a_clause_that_would_not_be_found(copy)
    answerer = Answerer.open(copy)
    assert answerer.ask("can I vape on site?", [SCHOOL]).answers[0].chosen is None
    assert answerer.ask("can I wear jeans to work?", ["quillhaven-academy"]).answers[0].chosen is None


def test_pin_expires_when_its_clause_changes_and_the_build_says_so(copy):  # noqa: F811
    pin_to_a_clause_that_would_not_be_found(copy)
    policy = copy.corpus / SCHOOL / "staff-code-of-conduct.txt"
    policy.write_text(policy.read_text("utf-8").replace("High heels", "Very high heels"), "utf-8")
    status, out, _ = run("assistant", "index", "--workspace", copy.root)
    assert status == 0 and "The answer chosen for “can I wear jeans to work?” (Merrowdale Primary) has expired" in out
    assert all(part.chosen is None for part in Answerer.open(copy).ask("can I wear jeans to work?", [SCHOOL]).answers)
    assert "expired" in run("assistant", "pin", "--workspace", copy.root)[1]
    assert json.loads(run("assistant", "pin", "--json", "--workspace", copy.root)[1])["pins"][0]["expired"]


def test_pin_of_several_clauses_expires_with_any_of_them(copy):  # noqa: F811
    index = Answerer.open(copy).index
    clauses = [c for c in index.document_clauses(f"{SCHOOL}/staff-code-of-conduct") if not c.about][:2]
    ask = "can I wear a hat made of newspaper?"
    chosen = pins.Pin(ask=[ask], school=SCHOOL, clauses=[c.id for c in clauses], chosen="2026-03-03")
    pins.add(copy.corpus, chosen)
    build(copy)
    quotes = Answerer.open(copy).ask(ask, [SCHOOL]).answers[0].quotes
    assert [quote.clause.id for quote in quotes[:2]] == [c.id for c in clauses]
    policy = copy.corpus / SCHOOL / "staff-code-of-conduct.txt"
    first = clauses[0].text.split()[0]
    policy.write_text(
        policy.read_text("utf-8").replace(clauses[0].text[:20], f"{first}, {clauses[0].text[:20]}", 1), "utf-8"
    )
    build(copy)
    assert all(part.chosen is None for part in Answerer.open(copy).ask(ask, [SCHOOL]).answers)


def test_command_lists_the_nearest_and_writes_what_is_chosen(copy):  # noqa: F811
    where = ("--workspace", copy.root, "--school", SCHOOL)
    status, out, _ = run("assistant", "pin", "can I wear jeans?", *where)
    assert status == 1 and "--clause ID" in out
    name = next(line.split()[0] for line in out.splitlines() if line.startswith(f"{SCHOOL}/"))
    assert run("assistant", "pin", "can I wear jeans?", "--clause", name, *where)[0] == 0
    (pin,) = pins.read(copy.corpus)
    assert (pin["ask"], pin["clauses"], pin["school"]) == (["can I wear jeans?"], [name], SCHOOL)
    assert run("assistant", "pin", "can I wear jeans?", "--clause", "no/such#1", *where)[0] == 2
    assert run("assistant", "pin", "can I wear jeans?", "--workspace", copy.root)[0] == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pin = 1", r"\[\[pin\]\]"),
        ("[[pin]]\nask = 'x'", "`clauses`"),
        ("[[pin]]\nask = 'x'\nclauses = ['a']", "`school` and `chosen`"),
        ("[[pin]]\nask = 'x'\nclause = ['a']", "has an unknown key: clause. Known: ask, school, clauses, chosen"),
        ("[[", "cannot be read"),
    ],
)
def test_unusable_file_is_named_with_the_place(workspace, text, message):
    (workspace.corpus / "pins.toml").write_text(text)
    with pytest.raises(UsageError, match=message):
        pins.read(workspace.corpus)


@pytest.fixture(scope="module")
def pinned(tmp_path_factory):
    """The sample with ten questions pinned to the clause that answers each best."""
    return with_pins(ROOT / "corpus", REWORDED, tmp_path_factory.mktemp("pinned") / "copy")


def test_nine_in_ten_rewordings_are_recognised(pinned):
    answerer, schools = pinned
    same = [entry for entry in REWORDED if entry["same"]]
    missed = [entry["question"] for entry in same if not fires(answerer, schools[entry["pin"]], entry)]
    assert len(same) == 100 and len(missed) <= 10, missed


def test_questions_without_an_answer_are_given_no_chosen_one(pinned):
    if not (SHARED / "questions").is_dir():
        pytest.skip("the development questions are not at hand")
    answerer, _ = pinned
    lines = (SHARED / "questions" / "dev.jsonl").read_text("utf-8").splitlines()
    for entry in (json.loads(line) for line in lines):
        if not entry["answerable"]:
            answers = answerer.ask(entry["question"], (), entry["history"]).answers
            assert not [part.chosen for part in answers if part.chosen], entry["question"]
