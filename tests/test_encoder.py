import json
import random
import shutil
import subprocess
import sys

import numpy as np
import pytest

from assistant.encoder import Encoder, described
from assistant.encoder import export as export_module
from assistant.encoder.export import MINILM, load, packaged_minilm, prepare
from assistant.errors import DamagedIndex, EncoderMissing
from assistant.settings import SHIPPED_ENCODER
from training.ship import ship

TEXTS = ["can I friend a parent?", "Staff must not share passwords. " * 20, "é", "keys", ""]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    return Encoder(prepare(SHIPPED_ENCODER, tmp_path_factory.mktemp("encoders")))


def test_vectors_have_unit_norm_and_the_order_of_the_texts(shipped):
    vectors = shipped.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), shipped.dim) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert np.allclose(vectors[3], shipped.encode(["keys"])[0], atol=0.05)


def test_progress_counts_every_text(shipped):
    told = []
    shipped.encode(TEXTS * 30, told.append)
    assert sum(told) == len(TEXTS) * 30


def test_exported_minilm_gives_the_vectors_of_sentence_transformers(tmp_path):
    ours = Encoder(prepare(MINILM, tmp_path)).encode(TEXTS)
    theirs = load(str(packaged_minilm())).encode(TEXTS, normalize_embeddings=True)
    assert (ours * theirs).sum(axis=1).min() >= 0.999


def test_minilm_with_other_weights_is_refused(monkeypatch):
    monkeypatch.setattr(export_module, "MINILM_SHA256", "0" * 64)
    with pytest.raises(EncoderMissing, match="not the published"):
        packaged_minilm()


def test_model_that_is_not_here_is_named(tmp_path):
    with pytest.raises(EncoderMissing, match="no sentence-transformers model nobody/nothing"):
        prepare("nobody/nothing", tmp_path)


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    return prepare(SHIPPED_ENCODER, tmp_path_factory.mktemp("encoders"))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "encoder.json"])
def test_flipped_or_missing_bytes_are_detected_in_every_file_of_the_encoder(copied, name):
    path = copied / name
    whole = path.read_bytes()
    try:
        for place in random.Random(3).sample(range(len(whole)), 100):
            with path.open("r+b") as file:
                file.seek(place)
                file.write(bytes([whole[place] ^ 0x55]))
            with pytest.raises(DamagedIndex, match="assistant index --full"):
                described(copied)
            with path.open("r+b") as file:
                file.seek(place)
                file.write(whole[place : place + 1])
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(DamagedIndex):
            Encoder(copied)
        path.unlink()
        with pytest.raises(EncoderMissing, match="assistant index --full"):
            Encoder(copied)
    finally:
        path.write_bytes(whole)


def test_asking_imports_no_model_framework_and_no_document_reader(sample, tmp_path):
    shutil.copytree(sample.index, tmp_path / "index")
    (tmp_path / "assistant.toml").touch()
    code = (
        "import sys; from assistant.cli.ask import parser, run;"
        f"run(parser('ask').parse_args(['--workspace', {str(tmp_path)!r}, '--json', 'can I friend a parent?']));"
        "bad = {'torch', 'transformers', 'sentence_transformers', 'pypdf', 'docx', 'lxml', 'markdown_it', 'textual'};"
        "print(sorted(bad & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["answered"]
    assert done.stderr.strip() == "[]"


def test_help_of_the_command_line_imports_no_numpy():
    code = "import sys; from assistant.cli.manage import parser; parser().format_help(); print('numpy' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "False"
    )


def test_shipping_makes_an_encoder_of_8_bits_near_to_the_model(tmp_path):
    ship(str(packaged_minilm()), tmp_path / "small")
    small, full = Encoder(tmp_path / "small"), load(str(packaged_minilm()))
    texts = ["Staff must not lend keys to pupils.", "can I friend a parent?"]
    likeness = (small.encode(texts) * full.encode(texts, normalize_embeddings=True)).sum(axis=1)
    assert likeness.min() > 0.95 and (tmp_path / "small" / "model.onnx").stat().st_size < 25e6
