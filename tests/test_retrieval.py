"""Both stages together: what many threads share, and what a broken installation says."""

from concurrent.futures import ThreadPoolExecutor
from shutil import copytree

import pytest

from assistant.answer import MANY_ORGANISATIONS, Answerer
from assistant.build import build
from assistant.encoder import cross
from assistant.errors import EncoderMissing
from assistant.index import open_index
from assistant.question import understand
from assistant.retrieval import Retriever
from assistant.search import encode
from tests.conftest import FakeCrossEncoder, write_policy


def test_models_are_loaded_once_however_many_threads_ask(small, fake_encoder, monkeypatch):
    loaded = []
    monkeypatch.setattr("assistant.retrieval.CrossEncoder", lambda: loaded.append(1) or FakeCrossEncoder())
    retriever = Retriever(open_index(small.index))
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: retriever.load(), range(8)))
    assert loaded == [1]


def test_clauses_of_deleted_documents_take_nobodys_place(small, fake_encoder):
    retriever = Retriever(open_index(small.index))
    query = understand("who may lend keys to pupils?", open_index(small.index))
    found = retriever.find(query, encode(fake_encoder, query), ["north", "south"], 2, gone={"north/conduct"})
    assert {each.clause.document for each in found} == {"south/conduct"} and len(found) == 2


def test_over_many_schools_the_likeliest_answer_each_with_its_own_rule(workspace, fake_encoder):
    schools = [f"school-{number}" for number in range(MANY_ORGANISATIONS + 1)]
    for school in schools:
        rules = [f"Staff of {school} must lock the kiln.", "The kiln is locked by staff at night."]
        write_policy(workspace, school, "conduct", rules)
    build(workspace)
    answer = Answerer.open(workspace).ask("must staff lock the kiln?", limit=2)
    assert len(answer.answers) == MANY_ORGANISATIONS
    for part in answer.answers:
        assert part.quotes[0].clause.text == f"Staff of {part.organisation} must lock the kiln."


@pytest.mark.parametrize("damage", ["missing", "cut short"])
def test_damaged_second_model_says_to_reinstall(tmp_path, monkeypatch, damage):
    copytree(cross.SHIPPED.parent, tmp_path / "encoder")
    folder = tmp_path / "encoder" / cross.SHIPPED.name
    model = folder / "model.onnx"
    if damage == "missing":
        model.unlink()
    else:
        model.write_bytes(model.read_bytes()[:-10])
    with pytest.raises(EncoderMissing, match="Reinstall policy-assistant"):
        cross.CrossEncoder(folder)
    monkeypatch.setattr(cross, "SHIPPED", folder)
    with pytest.raises(EncoderMissing, match=r"missing or damaged\. Reinstall"):
        cross.shipped()
