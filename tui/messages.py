"""What the worker threads tell the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from assistant.answer import Answerer
    from assistant.datatypes import Answer
    from tui.cards import QuestionCard
    from tui.turns import Turns


@dataclass
class Opened(Message):
    """The policies are ready to be asked."""

    turns: Turns
    suggested: list[str]


@dataclass
class Building(Message):
    """The policies are being read: the step, how much of it is done and how much there is."""

    step: str
    done: float
    total: int


@dataclass
class Updated(Message):
    """Something to be told in the conversation: that the policies were read again, an answer restated."""

    news: str


@dataclass
class Answered(Message):
    """A question has its answer."""

    answer: Answer
    answerer: Answerer
    card: QuestionCard


@dataclass
class Failed(Message):
    """Something went wrong; `card` is the question it was, None when it was none."""

    reason: str
    card: QuestionCard | None = None
