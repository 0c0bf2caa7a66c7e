"""A conversation without its looks: what was asked, of which school, and from which policies.

The screen and the plain mode both stand on it, so that they answer alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.datatypes import Answer
from assistant.errors import AssistantError, IndexBusy, IndexMissing, UsageError
from assistant.settings import Settings, Workspace
from assistant.wording import counted, school_name
from tui import remember
from tui.commands import NOTHING_ASKED

if TYPE_CHECKING:
    from assistant.answer import Answerer

SCRUBBED = "with names, addresses and numbers taken out"
ALL_SCHOOLS = "all schools"
HISTORY = 6  # earlier questions that a follow-up may lean on


def privacy(settings: Settings) -> str:
    """Return what becomes of the questions."""
    if settings.keep_questions:
        return (
            f"Questions without an answer, and those you flag, are kept for {settings.keep_days} days for the policy "
            f"owner, {SCRUBBED}."
        )
    return "Questions are not recorded."


def schools(scope: tuple[str, ...]) -> str:
    """Return the schools that are asked, as people write them."""
    return ", ".join(map(school_name, scope)) or ALL_SCHOOLS


def told(error: AssistantError) -> str:
    """Return an error as staff are told of it; with what only the policy owner can mend they are sent there."""
    if isinstance(error, UsageError | IndexBusy | IndexMissing):
        return str(error)
    return f"The policies cannot be opened. Please tell the policy owner: {error}"


class Turns:
    """The turns of one conversation; nothing of it is kept anywhere else, unless the policy owner turned that on."""

    def __init__(
        self, workspace: Workspace, answerer: Answerer, scope: tuple[str, ...], *, remembers: bool = True
    ) -> None:
        """Begin a conversation; `remembers` says whether the school chosen is kept for the next start."""
        self.workspace = workspace
        self._remembers = remembers
        self.answerer = answerer
        self.scope = scope
        self.asked: list[str] = []

    def settle(self) -> None:
        """Name the schools as the index does; raises UsageError for an unknown one, never widening to all.

        Where none is asked for, it is the school chosen at an earlier start, if that is still there.
        """
        known = self.answerer.index.organisations()
        kept = remember.school(self.workspace) if self._remembers else ()
        wanted = self.scope or tuple(name for name in kept if name in known)
        self.scope = self.answerer.organisations(wanted) if wanted else ()

    def renewed(self) -> str | None:
        """Go over to the newest policies if there are newer ones, and say what that changed."""
        from assistant.answer import Answerer
        from assistant.stores import in_force
        from assistant.updates import compare

        if in_force(self.workspace) == self.answerer.index.generation:
            return None
        newer = Answerer.open(self.workspace)
        count = len(compare(self.answerer.index, newer.index))
        self.answerer = newer
        return f"The policies were updated: {counted(count, 'clause') if count else 'no clause'} changed."

    def ask(self, question: str) -> Answer:
        """Answer a question with the conversation so far in mind."""
        answer = self.answerer.ask(question, self.scope, self.asked[-HISTORY:])
        self.asked.append(question)
        self._keep(answer)
        return answer

    def flag(self, answer: Answer) -> str:
        """Keep the question of an answer for the policy owner, if the owner wants that; return what to say."""
        if self._keep(answer, flagged=True):
            return f"Your question is kept for the policy owner, marked as wrongly answered, {SCRUBBED}."
        return f"Your question could not be kept here. Please tell {self.contact()} what is wrong with the answer."

    def _keep(self, answer: Answer, *, flagged: bool = False) -> bool:
        if not self.workspace.settings.keep_questions:
            return False
        from assistant import gaps

        return gaps.keep(self.workspace, self.answerer.index, answer, self.scope, flagged=flagged)

    def again(self, *, everywhere: bool) -> Answer:
        """Answer the last question once more: of every school, or as typed without the conversation."""
        if not self.asked:
            raise UsageError(NOTHING_ASKED)
        history = self.asked[-HISTORY - 1 : -1] if everywhere else []
        return self.answerer.ask(self.asked[-1], () if everywhere else self.scope, history)

    def choose(self, name: str) -> None:
        """Ask one school from now on and at later starts, all with "" or "all"; an unknown one is a UsageError."""
        self.scope = () if name.lower() in ("", "all", ALL_SCHOOLS) else self.answerer.organisations([name])
        if self._remembers:
            remember.keep(self.workspace, self.scope[0] if self.scope else "")

    def next_school(self) -> None:
        """Go from all schools to the first, to the next, and back to all."""
        choices: list[tuple[str, ...]] = [(), *((name,) for name in self.answerer.index.organisations())]
        at = choices.index(self.scope) if self.scope in choices else 0
        self.scope = choices[(at + 1) % len(choices)]

    def changes(self) -> list[str]:
        """Return what changed when the policies were last updated, a line each."""
        from assistant.index import Index
        from tui.changes import told_changes

        index = self.answerer.index
        before = index.manifest.get("previous")
        folder = self.workspace.index / "generations" / str(before)
        if not before or not folder.is_dir():
            return ["There is no earlier version of the policies to compare with."]
        return told_changes(Index(folder), index)

    def school(self) -> str:
        """Return the school that is asked, as people write it."""
        return schools(self.scope)

    def choices(self) -> list[str]:
        """Return every school that may be asked, as people write it."""
        return [school_name(name) for name in self.answerer.index.organisations()]

    def contact(self) -> str:
        """Return whom to ask where no policy answers."""
        return self.workspace.settings.contact(self.scope[0] if self.scope else "")

    def forget(self) -> None:
        """Forget what was asked."""
        self.asked.clear()
