"""What the worker threads tell the conversation."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from assistant.answer import Answerer
from assistant.datatypes import Answer


@dataclass
class Opened(Message):
    """The policies are ready to be asked."""

    answerer: Answerer


@dataclass
class Building(Message):
    """The policies are being read: the step, how much of it is done and how much there is."""

    step: str
    done: int
    total: int


@dataclass
class Updated(Message):
    """The policies were read again since the last question; how many clauses are not as they were."""

    changes: int


@dataclass
class Answered(Message):
    """A question has its answer."""

    answer: Answer
    answerer: Answerer


@dataclass
class Failed(Message):
    """Something the user can mend went wrong; `question` is what was asked, "" when it was no question."""

    reason: str
    question: str = ""
