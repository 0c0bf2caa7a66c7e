"""The descent of both trainings: AdamW, its learning rate rising and falling once, long gradients cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

WARM_UP = 0.1  # share of the steps in which the rate rises
LONGEST = 1.0  # gradient
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


class Descent:
    """Takes a step for each loss it is given."""

    def __init__(self, groups: Sequence[dict[str, Any]], steps: int) -> None:
        """Prepare as many `steps` over groups of parameters, each {"params", "lr"}."""
        self._parameters = [parameter for group in groups for parameter in group["params"]]
        self._optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser,
            lambda step: min(step / (steps * WARM_UP + 1), max(0.0, (steps - step) / (steps * (1 - WARM_UP)))),
        )

    def step(self, loss: torch.Tensor) -> None:
        """Move the parameters against the gradient of the loss."""
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._parameters, LONGEST)
        self._optimiser.step()
        self._schedule.step()
