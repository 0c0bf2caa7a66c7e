"""What comes before any quote: matters where reading a policy is not enough and somebody must be told.

In: a question. Out: the notice to show first, or none. The patterns stand in words/notices.toml and can be added to in
assistant.toml. A notice too many costs a line; one too few may cost a child, so they fire freely.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from assistant.errors import UsageError
from assistant.settings import Topic

NOTICES = Path(__file__).parent / "words" / "notices.toml"
CONTACT = "the designated safeguarding lead"


@dataclass(frozen=True)
class Notices:
    """The notices of a workspace: ours and its owner's, with the safeguarding contacts of its organisations."""

    own: Mapping[str, Topic] = field(default_factory=dict)
    contacts: Mapping[str, str] = field(default_factory=dict)
    """Contact by organisation; "default" for all others."""

    def first(self, question: str, organisations: Sequence[str]) -> str | None:
        """Return the notice that a question calls for, the gravest first, or None; it names whom to tell.

        With several organisations the contact named is the default one.
        """
        name = organisations[0] if len(organisations) == 1 else "default"
        contact = self.contacts.get(name) or self.contacts.get("default") or CONTACT
        found = next((text for text, pattern in self._topics if pattern.search(question)), None)
        return found and found.replace("{contact}", contact)

    @cached_property
    def _topics(self) -> list[tuple[str, re.Pattern[str]]]:
        topics = {name: Topic(**table) for name, table in tomllib.loads(NOTICES.read_text(encoding="utf-8")).items()}
        for name, own in self.own.items():
            shipped = topics.get(name, Topic())
            topics[name] = Topic(own.text or shipped.text, (*shipped.patterns, *own.patterns), own.enabled)
        made = []
        for name, topic in topics.items():
            if topic.enabled and topic.text and topic.patterns:
                try:
                    made.append((topic.text, re.compile(rf"\b(?:{'|'.join(topic.patterns)})\b", re.IGNORECASE)))
                except re.error as error:
                    raise UsageError(
                        f"assistant.toml: a pattern of [notices.{name}] is no expression: {error}."
                    ) from error
        return made
