"""A question and its answer as they stand in the conversation."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from assistant.answer import Answerer
from assistant.datatypes import Answer
from assistant.render import to_text


class QuestionCard(Static):
    """What was asked."""

    def __init__(self, question: str) -> None:
        super().__init__(Text(f"› {question}"), classes="question")
        self.question = question


class AnswerCard(Static):
    """What the policies say, or that they do not."""

    def __init__(self, answer: Answer, answerer: Answerer, contact: str) -> None:
        super().__init__(to_text(answer, answerer.index, contact), classes="answer" if answer.answered else "declined")
        self.answer = answer


class NoticeCard(Static):
    """A message of the application itself: a welcome, progress, or what went wrong."""

    def __init__(self, text: str, *, failed: bool = False) -> None:
        super().__init__(Text(text), classes="failed" if failed else "notice")
        self.text = text
