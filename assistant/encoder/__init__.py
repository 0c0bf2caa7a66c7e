"""Turn texts into unit vectors with ONNX Runtime alone (the half of the encoder that asking needs).

An encoder is a folder: model.onnx (pooling and normalisation included), tokenizer.json, encoder.json, which may name
another model's tokenizer. Nothing here imports torch; `assistant.encoder.export` makes such folders.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.errors import AssistantError, DamagedIndex, EncoderMissing

Vectors = npt.NDArray[np.float32]

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
DESCRIPTION_FILE = "encoder.json"
BATCH_TOKENS = 8_192  # keeps a batch's activations in the caches of a laptop while using both cores

_REMEDY = "Run `assistant index --full` to make it again."


def described(folder: Path) -> dict[str, Any]:
    """Return encoder.json of an encoder folder after checking every file against it.

    Raises EncoderMissing if a file is absent, DamagedIndex if one is not what was written.
    """
    try:
        description: dict[str, Any] = json.loads((folder / DESCRIPTION_FILE).read_text(encoding="utf-8"))
        whole = description.pop("seal") == seal(description) and all(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
            for name, digest in description["files"].items()
        )
    except OSError as error:
        raise EncoderMissing(f"The search model in {folder} is not complete. {_REMEDY}") from error
    except (ValueError, KeyError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise DamagedIndex(f"The search model in {folder} is not what was written. {_REMEDY}")
    return description


def seal(description: dict[str, Any]) -> str:
    """Return the checksum that encoder.json holds of the rest of itself."""
    return hashlib.sha256(json.dumps(description, sort_keys=True).encode()).hexdigest()


def _outcome(folder: Path) -> dict[str, Any] | AssistantError:
    try:
        return described(folder)
    except AssistantError as error:
        return error


def opened(folder: Path) -> tuple[dict[str, Any], Any, Any]:
    """Return encoder.json, the tokenizer and the ONNX Runtime session of an encoder folder.

    Raises EncoderMissing if a file is absent or cannot be loaded, DamagedIndex if one is not what was written.
    """
    # The files are checked while the libraries load, and nothing is made of them before that.
    checked: list[dict[str, Any] | AssistantError] = []
    checking = Thread(target=lambda: checked.append(_outcome(folder)))
    checking.start()
    import onnxruntime
    from tokenizers import Tokenizer

    checking.join()
    description = checked[0]
    if isinstance(description, AssistantError):
        raise description
    try:
        tokenizer = Tokenizer.from_file(str(folder / description.get("tokenizer", TOKENIZER_FILE)))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(os.cpu_count() or 1, 8)
        options.log_severity_level = 3
        if description.get("optimised"):
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        session = onnxruntime.InferenceSession(
            str(folder / MODEL_FILE), sess_options=options, providers=["CPUExecutionProvider"]
        )
        tokenizer.enable_truncation(max_length=description["max_tokens"])
        tokenizer.no_padding()
    except Exception as error:  # the two libraries share no base class for a file they cannot read
        raise EncoderMissing(
            f"The search model in {folder} cannot be loaded ({type(error).__name__}). {_REMEDY}"
        ) from error
    return description, tokenizer, session


class Encoder:
    """A sentence encoder loaded from its folder."""

    def __init__(self, folder: Path) -> None:
        """Open the encoder in `folder`; raises what `opened` raises."""
        description, self._tokenizer, self._session = opened(folder)
        self.fingerprint: str = description["fingerprint"]
        self.dim: int = description["dim"]

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Encode texts as unit vectors, shape (len(texts), dim), float32.

        Texts are batched by length, so that little is spent on padding; `progress` is told how many more are done.
        """
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        encodings = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda row: len(encodings[row]))
        start = 0
        while start < len(order):
            stop = start + 1
            while stop < len(order) and (stop - start + 1) * len(encodings[order[stop]]) <= BATCH_TOKENS:
                stop += 1
            rows = order[start:stop]
            vectors[rows] = self._run([encodings[row] for row in rows])
            if progress:
                progress(len(rows))
            start = stop
        return vectors

    def _run(self, batch: Sequence[Sequence[int]]) -> Vectors:
        width = max(len(ids) for ids in batch)
        ids = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros((len(batch), width), dtype=np.int64)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        output: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return output
