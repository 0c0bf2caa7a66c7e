"""The second stage reads each likely clause with the question and puts them in order anew."""

import pytest

from assistant.build import build
from assistant.encoder.cross import CrossEncoder
from assistant.index import open_index
from assistant.question import understand
from assistant.rerank import rerank
from assistant.search import encode, search
from tests.conftest import write_policy


class Reader:
    """Scores passages by what it is told, and remembers what it read."""

    def __init__(self, scores=None):
        self.scores = scores or {}
        self.read = []

    def score(self, question, passages):
        self.read += [(question, passage) for passage in passages]
        return [next((value for word, value in self.scores.items() if word in passage), 0.0) for passage in passages]


@pytest.fixture
def index(workspace, fake_encoder):
    rules = [
        "Staff must lock the kiln.",
        "Kilns of staff are cleaned by the kiln firm.",
        "Dogs must be kept on a lead.",
    ]
    write_policy(workspace, "ash", "conduct", rules)
    build(workspace)
    return open_index(workspace.index)


def candidates(index, encoder, query):
    return search(index, encode(encoder, query), query, ["ash"], 10)


def test_what_was_read_decides_the_order_and_stands_in_the_evidence(index, fake_encoder):
    query = understand("who must lock the kiln?", index)
    first = candidates(index, fake_encoder, query)
    assert first[0].clause.text == "Staff must lock the kiln."
    found = rerank(index, Reader({"Dogs": 50.0}), query, first)
    assert found[0].clause.text == "Dogs must be kept on a lead." and found[0].evidence.cross == 50.0
    assert 1 >= found[0].score > found[1].score >= 0
    assert {each.clause.id for each in found} == {each.clause.id for each in first}


def test_clauses_beyond_the_shortlist_are_not_read_and_come_after_those_that_were(index, fake_encoder):
    query = understand("who must lock the kiln?", index)
    first = candidates(index, fake_encoder, query)
    reader = Reader()
    found = rerank(index, reader, query, first, 2)
    assert {each.clause.id for each in found[:2]} == {each.clause.id for each in first[:2]} and len(reader.read) == 2
    assert found[2].clause == first[2].clause and found[2].score <= found[1].score
    assert rerank(index, reader, query, []) == []


def test_follow_up_is_read_after_the_question_it_leans_on_and_the_clause_under_its_heading(index, fake_encoder):
    query = understand("what about dogs?", index, "can I bring my pets?")
    reader = Reader()
    rerank(index, reader, query, candidates(index, fake_encoder, query), 1)
    ((question, passage),) = reader.read
    assert question == "can I bring my pets? dogs?" and passage == "Rules. Dogs must be kept on a lead."


def test_shipped_cross_encoder_tells_the_clause_that_answers_from_those_beside_it():
    passages = [
        "Mobile phones. Staff may use their own phones in the staff room at break.",
        "Mobile phones. Staff must not give their own telephone number to pupils.",
        "Mobile phones. A phone that is found is handed in at Reception.",
    ]
    reader = CrossEncoder()
    for place, question in enumerate(
        ("where can i ring my mum at lunch?", "a lad in my form wants my number", "i picked up someone's iphone")
    ):
        scores = reader.score(question, passages)
        assert scores.argmax() == place, (question, scores)


def test_score_of_a_passage_does_not_depend_on_what_is_read_beside_it():
    reader = CrossEncoder()
    passage = "Gifts. Staff may keep small presents at the end of term."
    (alone,) = reader.score("can i keep the chocolates?", [passage])
    beside = reader.score("can i keep the chocolates?", [passage, "Visitors. " + "Visitors sign in at the desk. " * 20])
    assert abs(alone - beside[0]) < 1e-3
