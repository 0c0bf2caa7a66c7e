"""Where things are and what the policy owner has set.

A workspace is a folder with `assistant.toml` (which may be empty), `corpus/` and `index/`. Settings never hold state.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from assistant.errors import UsageError

SETTINGS_FILE = "assistant.toml"
HOME_VARIABLE = "POLICY_ASSISTANT_HOME"
SHIPPED_ENCODER = "policy-minilm"


@dataclass(frozen=True, slots=True)
class Topic:
    """A matter that is answered with a notice first."""

    text: str = ""
    """What is said; "{contact}" stands for whom to tell."""
    patterns: Sequence[str] = ()
    """Regular expressions, any of which calls for the notice."""
    examples: Sequence[str] = ()
    """Questions; one that means much the same calls for the notice, once the policies have been read again."""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Summary:
    """A language model of the school's own that may restate the quotes, see `assistant.summary`."""

    url: str = ""
    """Base address of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1; "" for none."""
    model: str = ""
    seconds: float = 20
    """How long it may take."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `assistant.toml` says; every field has a default, so the file may be empty."""

    scope: tuple[str, ...] = ()
    """Organisations asked when none is named; empty means all."""
    organisation: str = "our-school"
    """The organisation of documents that stand directly in `corpus/`."""
    encoder: str = SHIPPED_ENCODER
    """The shipped encoder, or a sentence-transformers name or folder."""
    keep_questions: bool = False
    """Whether questions without an answer are kept for the policy owner, see `assistant.gaps`."""
    keep_days: int = 90
    """For how many days."""
    store: str = "files"
    """Where the index is kept: `files` in index/, or `milvus`, the engine at `uri`."""
    uri: str = ""
    """Address of a Milvus server, or a file in the workspace for its embedded form."""
    role: str = ""
    """The group the reader belongs to ("teachers", "volunteers" …): clauses said to other groups come later."""
    theme: str = "dark"
    """How the chat looks: dark, light or high-contrast."""
    keys: dict[str, str] = field(default_factory=dict)
    """Other keys for the actions of the chat, by the action's name: {"chat.school": "f6"}."""
    contacts: dict[str, str] = field(default_factory=dict)
    """Whom staff should ask, by organisation; "default" for all others."""
    safeguarding: dict[str, str] = field(default_factory=dict)
    """Whom staff must tell when a child may be at risk, by organisation; "default" for all others."""
    notices: dict[str, Topic] = field(default_factory=dict)
    """Changes to the notices that come before any quote, by topic."""

    summary: Summary = field(default_factory=Summary)
    """The language model that may restate the quotes; none by default."""

    def contact(self, organisation: str) -> str:
        """Return whom to ask at an organisation when no policy answers."""
        return (
            self.contacts.get(organisation) or self.contacts.get("default") or "your line manager or the school office"
        )


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with the policies of one or more organisations and the index built from them."""

    root: Path
    settings: Settings = field(default_factory=Settings)

    @property
    def corpus(self) -> Path:
        """Folder of the policy documents."""
        return self.root / "corpus"

    @property
    def index(self) -> Path:
        """Folder of the built index."""
        return self.root / "index"


def find_workspace(folder: Path | None = None) -> Workspace:
    """Find the workspace to work in: the folder given, the environment's, the nearest ancestor's or the user's own.

    Raises UsageError if a folder that was named does not exist or its settings cannot be read.
    """
    named = folder or (Path(os.environ[HOME_VARIABLE]) if os.environ.get(HOME_VARIABLE) else None)
    if named is not None:
        if not named.is_dir():
            raise UsageError(f"There is no folder {named}. `assistant init {named}` makes one.")
        return Workspace(named.resolve(), read_settings(named / SETTINGS_FILE))
    here = Path.cwd()
    for ancestor in (here, *here.parents):
        if (ancestor / SETTINGS_FILE).is_file():
            return Workspace(ancestor, read_settings(ancestor / SETTINGS_FILE))
    from platformdirs import user_data_path  # kept off the way of those who have a workspace: it costs start-up time

    root = user_data_path("policy-assistant", appauthor=False)
    return Workspace(root, read_settings(root / SETTINGS_FILE))


def read_settings(path: Path) -> Settings:
    """Read `assistant.toml`; a missing file means the defaults.

    Raises UsageError for a file that is not TOML, an unknown key or a value of the wrong type.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read as settings: {error}.") from error
    unknown = sorted(set(table) - {each.name for each in fields(Settings)})
    if unknown:
        raise UsageError(f"{path} has an unknown setting: {', '.join(unknown)}.")
    defaults = Settings()
    return Settings(
        scope=_names(table.get("scope", ()), "scope", path),
        organisation=_text(table.get("organisation", defaults.organisation), "organisation", path),
        encoder=_text(table.get("encoder", defaults.encoder), "encoder", path),
        store=_one_of(table.get("store", defaults.store), ("files", "milvus"), "store", path),
        uri=_text(table.get("uri", ""), "uri", path) if "uri" in table or table.get("store") == "milvus" else "",
        keep_questions=_yes_or_no(table.get("keep_questions", False), "keep_questions", path),
        keep_days=_days(table.get("keep_days", defaults.keep_days), path),
        role=_text(table["role"], "role", path).lower() if "role" in table else "",
        theme=_one_of(table.get("theme", defaults.theme), ("dark", "light", "high-contrast"), "theme", path),
        keys=_texts(table, "keys", path),
        contacts=_texts(table, "contacts", path),
        safeguarding=_texts(table, "safeguarding", path),
        notices={
            name: _topic(value, f"notices.{name}", path) for name, value in _table(table, "notices", path).items()
        },
        summary=_summary(_table(table, "summary", path), path),
    )


def _names(value: Any, key: str, path: Path) -> tuple[str, ...]:  # noqa: ANN401 -- whatever the TOML file holds
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise UsageError(f"{path}: `{key}` must be text in quotation marks, or a list of such texts.")
    return tuple(names)


def _text(value: Any, key: str, path: Path) -> str:  # noqa: ANN401 -- whatever the TOML file holds
    if not isinstance(value, str) or not value.strip():
        raise UsageError(f"{path}: `{key}` must be text in quotation marks.")
    return value


def _yes_or_no(value: object, key: str, path: Path) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"{path}: `{key}` must be true or false.")
    return value


def _days(value: object, path: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 3_650:
        raise UsageError(f"{path}: `keep_days` must be a number of days from 1 to 3650.")
    return value


def _one_of(value: object, choices: Sequence[str], key: str, path: Path) -> str:
    if value not in choices:
        raise UsageError(f"{path}: `{key}` must be one of {', '.join(choices)}.")
    return str(value)


def _texts(table: dict[str, Any], key: str, path: Path) -> dict[str, str]:
    return {name: _text(value, f"{key}.{name}", path) for name, value in _table(table, key, path).items()}


def _topic(value: Any, key: str, path: Path) -> Topic:  # noqa: ANN401 -- whatever the TOML file holds
    if not isinstance(value, dict) or set(value) - {"text", "patterns", "examples", "enabled"}:
        raise UsageError(f"{path}: [{key}] may have `text`, `patterns`, `examples` and `enabled`.")
    enabled = _yes_or_no(value.get("enabled", True), f"{key}.enabled", path)
    text = _text(value["text"], f"{key}.text", path) if "text" in value else ""
    patterns, examples = (_names(value.get(each, ()), f"{key}.{each}", path) for each in ("patterns", "examples"))
    return Topic(text, patterns, examples, enabled)


def _summary(table: dict[str, Any], path: Path) -> Summary:
    if not table:
        return Summary()
    seconds = table.get("seconds", Summary().seconds)
    known = set(table) <= {"url", "model", "seconds"} and {"url", "model"} <= set(table)
    if not known or isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= 600:
        raise UsageError(f"{path}: [summary] needs `url` and `model`, and may have `seconds` up to 600.")
    url = _text(table["url"], "summary.url", path)
    if not re.match(r"https?://[^\s/]", url):
        raise UsageError(f"{path}: `summary.url` must begin with http:// or https://.")
    return Summary(url, _text(table["model"], "summary.model", path), seconds)


def _table(table: dict[str, Any], key: str, path: Path) -> dict[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise UsageError(f"{path}: `{key}` must be a table, [{key}].")
    return value
