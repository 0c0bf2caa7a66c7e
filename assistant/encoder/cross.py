"""The second stage's model: it reads a question and a passage together and scores how well the one answers the other.

A cross-encoder (Nogueira and Cho, 2019, arXiv:1901.04085), shipped beside the encoder and independent of the one that
an index was made with. Like the encoder it needs ONNX Runtime alone; `training.second_stage` makes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from assistant.encoder import Vectors, described, opened
from assistant.errors import AssistantError, EncoderMissing

BATCH = 3  # passages of like length read at once: more cost more in padding than they save
SHIPPED = Path(__file__).parent / "policy-minilm-pairs"


def shipped() -> dict[str, Any]:
    """Return encoder.json of the shipped model after checking its files. Raises EncoderMissing if one is not whole."""
    with _reinstalling(SHIPPED):
        return described(SHIPPED)


@contextmanager
def _reinstalling(folder: Path) -> Iterator[None]:
    """Say what helps: the model belongs to the package, so reading the policies again would not make it anew."""
    try:
        yield
    except AssistantError as error:
        raise EncoderMissing(
            f"The search model in {folder} is missing or damaged. Reinstall policy-assistant."
        ) from error


class CrossEncoder:
    """Scores passages for a question."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        """Open the model in `folder`. Raises EncoderMissing if it is not there or not what was written."""
        with _reinstalling(folder):
            _, self._tokenizer, self._session = opened(folder)

    def score(self, question: str, passages: Sequence[str]) -> Vectors:
        """Return a score for each passage, shape (len(passages),): the more, the likelier it answers."""
        encodings = self._tokenizer.encode_batch([(question, passage) for passage in passages])
        scores = np.zeros(len(passages), dtype=np.float32)
        order = sorted(range(len(passages)), key=lambda row: len(encodings[row].ids))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            scores[rows] = self._run([encodings[row] for row in rows])
        return scores

    def _run(self, encodings: Sequence[Any]) -> Vectors:
        inputs = {
            name: np.zeros((len(encodings), max(len(each.ids) for each in encodings)), dtype=np.int64)
            for name in ("input_ids", "attention_mask", "token_type_ids")
        }
        for row, encoding in enumerate(encodings):
            inputs["input_ids"][row, : len(encoding.ids)] = encoding.ids
            inputs["attention_mask"][row, : len(encoding.ids)] = 1
            inputs["token_type_ids"][row, : len(encoding.ids)] = encoding.type_ids
        output: Vectors = self._session.run(None, inputs)[0]
        return output
