"""Fixtures shared by the tests: an encoder that needs no model, and a workspace built from the sample policies."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings as hypothesis_settings

from assistant import build as build_module
from assistant import embedding
from assistant.answer import Answerer
from assistant.build import build
from assistant.index import open_index
from assistant.settings import Settings, Workspace

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
# New examples are looked for at the desk; a pipeline repeats the same ones, so that it fails only for what changed.
hypothesis_settings.register_profile("pipeline", derandomize=True)
if os.environ.get("CI"):
    hypothesis_settings.load_profile("pipeline")


class FakeEncoder:
    """Embeds a text as the sum of a random vector for each of its words: the same words, the same direction."""

    dim = 64
    fingerprint = "fake"

    def __init__(self, folder: Path | None = None) -> None:
        self.encoded: list[str] = []

    def encode(self, texts, progress=None):
        self.encoded += texts
        rows = [sum(map(self._word, text.lower().split()), np.full(self.dim, 1e-3)) for text in texts]
        vectors = np.asarray(rows, dtype=np.float32).reshape(len(texts), self.dim)
        if progress:
            progress(len(texts))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    @staticmethod
    def _word(word):
        seed = int.from_bytes(hashlib.sha256(word.strip(".,;:?!").encode()).digest()[:4], "little")
        return np.random.default_rng(seed).standard_normal(FakeEncoder.dim)


class FakeCrossEncoder:
    """Scores a passage by the share of the question's words that it has."""

    def score(self, question, passages):
        asked = {word.strip(".,;:?!") for word in question.lower().split()}
        told = [{word.strip(".,;:?!") for word in passage.lower().split()} for passage in passages]
        return np.asarray([10 * len(asked & words) / len(asked) for words in told], dtype=np.float32)


@pytest.fixture
def fake_encoder(monkeypatch):
    """Make every build and answer of the test use one FakeEncoder, and every answer the FakeCrossEncoder."""
    encoder = FakeEncoder()

    def prepare(name, encoders):
        folder = encoders / "fake"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "encoder.json").write_text(json.dumps({"fingerprint": "fake", "dim": encoder.dim, "max_tokens": 256}))
        return folder

    monkeypatch.setattr(build_module, "prepare", prepare)
    monkeypatch.setattr(embedding, "Encoder", lambda folder: encoder)
    monkeypatch.setattr("assistant.retrieval.Encoder", lambda folder: encoder)
    monkeypatch.setattr("assistant.retrieval.CrossEncoder", FakeCrossEncoder)
    return encoder


@pytest.fixture
def workspace(tmp_path):
    """An empty workspace."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "assistant.toml").touch()
    return Workspace(tmp_path, Settings())


@pytest.fixture
def small(workspace, fake_encoder):
    """A workspace of two schools with a policy each, built with the FakeEncoder."""
    write_policy(workspace, "north", "conduct", ["Staff must not lend keys to pupils.", "Staff may park in the yard."])
    write_policy(workspace, "south", "conduct", ["Staff may lend keys to pupils.", "Dogs must be kept on a lead."])
    build(workspace)
    return workspace


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    """The sample policies, built once with the shipped encoder."""
    root = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "corpus", root / "corpus")
    (root / "assistant.toml").touch()
    found = Workspace(root, Settings())
    build(found)
    return found


@pytest.fixture(scope="session")
def answerer(sample):
    """Answers from the sample policies."""
    return Answerer(open_index(sample.index), sample.corpus)


@pytest.fixture(scope="session")
def shared_answerer(tmp_path_factory):
    """Answers from the two real policies, where they are at hand."""
    if not (SHARED / "corpus").is_dir():
        pytest.skip("the real policies are not at hand")
    root = tmp_path_factory.mktemp("real")
    shutil.copytree(SHARED / "corpus", root / "corpus")
    (root / "assistant.toml").touch()
    found = Workspace(root, Settings())
    build(found)
    return Answerer(open_index(found.index), found.corpus)


def write_policy(workspace, organisation, stem, rules, suffix=".txt", title="Conduct Policy"):
    """Write a policy of numbered rules and return its path."""
    folder = workspace.corpus / organisation
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}{suffix}"
    body = "\n\n".join(f"1.{at} {rule}" for at, rule in enumerate(rules, start=1))
    path.write_text(f"{title}\n\nApproved by: Governors\n\n1 Rules\n\n{body}\n", encoding="utf-8")
    return path
