"""What comes before any quote: matters where reading a policy is not enough and somebody must be told.

In: a question and its vector. Out: the notice to show first, or none. A question calls for a notice if it matches one
of a topic's patterns, or if the nearest of all examples (embedded with the policies, so that asking costs nothing) is
one of the topic's and not one of everyday questions: a nearest-neighbour classifier with a reject option. A notice too
many costs a line; one too few may cost a child.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from assistant.encoder import Vectors
from assistant.errors import UsageError
from assistant.settings import Settings, Topic

NOTICES = Path(__file__).parent / "words" / "notices.toml"
CONTACT = "the designated safeguarding lead"
EVERYDAY = "everyday"
NEAR = 0.5  # cosine from which a question means much the same as an example; see docs/evaluation.md


class Notices:
    """The notices of a workspace: ours and its owner's, with the safeguarding contacts of its organisations."""

    def __init__(self, settings: Settings | None = None, examples: Mapping[str, Vectors] | None = None) -> None:
        """Take the owner's changes from `settings`; `examples` are the vectors of the examples by topic."""
        self._settings = settings or Settings()
        own = topics(self._settings)
        self._examples = {name: vectors for name, vectors in (examples or {}).items() if name in own}

    def first(self, question: str, organisations: Sequence[str], vector: Vectors | None = None) -> str | None:
        """Return the notice that a question calls for, the gravest first, or None; it names whom to tell.

        With several organisations the contact named is the default one. Without the question's vector only the
        patterns decide.
        """
        contacts = self._settings.safeguarding
        name = organisations[0] if len(organisations) == 1 else "default"
        contact = contacts.get(name) or contacts.get("default") or CONTACT
        alike = self._alike(vector) if vector is not None else None
        for topic, (text, pattern) in self._shown.items():
            if topic == alike or (pattern and pattern.search(question)):
                return text.replace("{contact}", contact)
        return None

    def _alike(self, vector: Vectors) -> str | None:
        """Return the topic of the nearest example, None if that is an everyday question or not near."""
        nearest = {topic: float((vectors @ vector).max()) for topic, vectors in self._examples.items() if len(vectors)}
        best = max(nearest, key=nearest.__getitem__, default=EVERYDAY)
        return best if best != EVERYDAY and nearest[best] >= NEAR else None

    @cached_property
    def _shown(self) -> dict[str, tuple[str, re.Pattern[str] | None]]:
        made = {}
        for name, topic in topics(self._settings).items():
            if topic.enabled and topic.text:
                try:
                    pattern = (
                        re.compile(rf"\b(?:{'|'.join(topic.patterns)})\b", re.IGNORECASE) if topic.patterns else None
                    )
                except re.error as error:
                    raise UsageError(
                        f"assistant.toml: a pattern of [notices.{name}] is no regular expression: {error}."
                    ) from error
                made[name] = (topic.text, pattern)
        return made


def topics(settings: Settings) -> dict[str, Topic]:
    """Return every topic, the gravest first, with what the owner changed."""
    found = {name: Topic(**table) for name, table in tomllib.loads(NOTICES.read_text(encoding="utf-8")).items()}
    for name, own in settings.notices.items():
        ours = found.get(name, Topic())
        found[name] = Topic(
            own.text or ours.text, (*ours.patterns, *own.patterns), (*ours.examples, *own.examples), own.enabled
        )
    return found


def examples(settings: Settings) -> dict[str, tuple[str, ...]]:
    """Return the example questions of every topic, everyday ones among them, to be embedded."""
    return {name: tuple(topic.examples) for name, topic in topics(settings).items() if topic.enabled and topic.examples}
