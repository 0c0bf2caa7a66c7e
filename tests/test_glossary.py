"""The owner's own words are searched as well, from the index alone."""

import pytest

from assistant.answer import Answerer
from assistant.build import build
from assistant.errors import UsageError
from assistant.glossary import read
from tests.conftest import write_policy


def test_word_of_the_owner_is_searched_and_shown(workspace):
    write_policy(workspace, "hill", "rooms", ["Staff must book the learning support base in advance."])
    (workspace.corpus / "glossary.toml").write_text(
        '[words]\nhub = ["learning support base"]\n[spelling]\nlsb = "hub"\n'
    )
    build(workspace)
    answer = Answerer.open(workspace).ask("can I use the hub?")
    assert "learning support base" in answer.searched
    assert "can i book the hub" in Answerer.open(workspace).ask("can i book the lsb").searched


def test_changed_glossary_is_a_new_index(workspace):
    write_policy(workspace, "hill", "rooms", ["Staff must book rooms."])
    build(workspace)
    assert build(workspace).unchanged
    (workspace.corpus / "glossary.toml").write_text('[words]\nhub = ["room"]\n')
    report = build(workspace)
    assert not report.unchanged and report.read == 0


@pytest.mark.parametrize("text", ["[wrds]\n", "[words]\nhub = 1", "[spelling]\nx = []", "words = 1", "["])
def test_unusable_glossary_is_named(tmp_path, text):
    (tmp_path / "glossary.toml").write_text(text)
    with pytest.raises(UsageError, match=r"glossary\.toml"):
        read(tmp_path)
