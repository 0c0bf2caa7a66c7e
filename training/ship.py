"""Write the trained models as the shipped ones: ONNX with 8-bit weights.

    python -m training.ship [--second-stage-alone] [--encoder FOLDER] [--second-stage FILE] [--target FOLDER]

The encoder's weights are quantised per channel and activations as they come ("dynamic"), which is fastest for many
texts at once and needs no sample data. The cross-encoder's are quantised in blocks of 32, which costs half as much time
again for the few pairs it reads, but keeps the scores of full precision (0.05 off instead of 0.19, of some twenty) and
makes the score of a clause independent of those read beside it. The word embeddings are quantised in both.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

from assistant.encoder import MODEL_FILE, TOKENIZER_FILE, cross, export
from assistant.settings import SHIPPED_ENCODER
from training.second_stage import MAX_TOKENS, PairReader

TARGET = Path(export.__file__).parent


def main() -> None:
    """Export, quantise and describe what is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--encoder", default="training/out")
    parser.add_argument("--second-stage", type=Path, default=Path("training/out/second_stage.pt"))
    parser.add_argument("--second-stage-alone", action="store_true")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    if not options.second_stage_alone:
        ship(options.encoder, options.target / SHIPPED_ENCODER)
    ship_second_stage(options.second_stage, options.encoder, options.target / cross.SHIPPED.name)


def ship(source: str, target: Path) -> None:
    """Write the model in `source` as an encoder folder with 8-bit weights."""
    model = export.load(source)

    with tempfile.TemporaryDirectory() as aside:
        full = Path(aside)
        export.export(model, full, fingerprint="", name=SHIPPED_ENCODER, to_be_quantised=True)
        target.mkdir(parents=True, exist_ok=True)
        _quantise(full / MODEL_FILE, target / MODEL_FILE, ["MatMul", "Gemm", "Gather"])
        shutil.copyfile(full / TOKENIZER_FILE, target / TOKENIZER_FILE)
    _finish(target, SHIPPED_ENCODER, model.get_embedding_dimension() or 0, export.MAX_TOKENS, TOKENIZER_FILE)


def ship_second_stage(source: Path, encoder: str, target: Path) -> None:
    """Write the cross-encoder in `source`, which began as `encoder`, as a folder beside the shipped encoder.

    It has that one's tokenizer, which no training changes.
    """
    tokenizer = f"../{SHIPPED_ENCODER}/{TOKENIZER_FILE}"
    reader = PairReader(export.load(encoder))
    assert json.loads((target / tokenizer).resolve().read_bytes()) == json.loads(
        reader.tokenizer.backend_tokenizer.to_str()
    )
    reader.load_state_dict(torch.load(source, map_location="cpu"))
    reader.eval()

    with tempfile.TemporaryDirectory() as aside:
        full, blocks = Path(aside) / "full.onnx", Path(aside) / "blocks.onnx"
        _export_pairs(reader, full)
        quantiser = MatMulNBitsQuantizer(onnx.load(full), bits=8, block_size=32, is_symmetric=True, accuracy_level=4)
        quantiser.process()
        onnx.save(quantiser.model.model, blocks)
        target.mkdir(parents=True, exist_ok=True)
        _quantise(blocks, target / MODEL_FILE, ["Gather"])
    _finish(target, target.name, 1, MAX_TOKENS, tokenizer)


def _export_pairs(reader: PairReader, path: Path) -> None:
    names = ["input_ids", "attention_mask", "token_type_ids"]
    ones = torch.ones(2, 8, dtype=torch.long)
    torch.onnx.export(
        reader,
        (ones, ones, torch.tensor([[0] * 4 + [1] * 4] * 2)),
        str(path),
        input_names=names,
        output_names=["score"],
        dynamic_axes={name: {0: "pairs", 1: "tokens"} for name in names} | {"score": {0: "pairs"}},
        opset_version=export.OPSET,
        dynamo=False,
    )


def _quantise(source: Path, target: Path, operators: list[str]) -> None:
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=operators)


def _finish(target: Path, name: str, dim: int, max_tokens: int, tokenizer: str) -> None:
    # Of the weights as they were quantised: optimising changes no vector.
    digest = hashlib.sha256((target / MODEL_FILE).read_bytes()).hexdigest()[:12]
    export.optimise(target / MODEL_FILE)
    export.describe(target, digest, name=name, dim=dim, precision="int8", max_tokens=max_tokens, tokenizer=tokenizer)
    size = (target / MODEL_FILE).stat().st_size / 2**20
    print(f"{target}: {size:.1f} MB, fingerprint {digest}")


if __name__ == "__main__":
    main()
