"""Write a trained model as the shipped encoder: ONNX with 8-bit weights.

    python -m training.ship [MODEL] [--target FOLDER]

Weights are quantised per channel and activations as they come ("dynamic"), which needs no sample data. The word
embeddings, half of all weights, are quantised too.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from pathlib import Path

from assistant.encoder import MODEL_FILE, export
from assistant.settings import SHIPPED_ENCODER

TARGET = Path(export.__file__).parent / SHIPPED_ENCODER


def main() -> None:
    """Export, quantise and describe."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", nargs="?", default="training/out")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    ship(options.model, options.target)


def ship(source: str, target: Path) -> None:
    """Write the model in `source` as an encoder folder with 8-bit weights."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = export.load(source)
    with tempfile.TemporaryDirectory() as aside:
        full = Path(aside)
        export.export(model, full, fingerprint="", name=SHIPPED_ENCODER, to_be_quantised=True)
        target.mkdir(parents=True, exist_ok=True)
        quantize_dynamic(
            full / MODEL_FILE,
            target / MODEL_FILE,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )
        for path in full.iterdir():
            if path.name != MODEL_FILE:
                (target / path.name).write_bytes(path.read_bytes())
    # Of the weights as they were quantised: optimising changes no vector.
    fingerprint = hashlib.sha256((target / MODEL_FILE).read_bytes()).hexdigest()[:12]
    export.optimise(target / MODEL_FILE)
    dim = model.get_embedding_dimension() or 0
    export.describe(target, fingerprint=fingerprint, name=SHIPPED_ENCODER, dim=dim, precision="int8")
    size = (target / MODEL_FILE).stat().st_size / 2**20
    print(f"{target}: {size:.1f} MB, fingerprint {fingerprint}")


if __name__ == "__main__":
    main()
