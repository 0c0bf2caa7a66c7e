"""Asking goes on while the policies are read again and again."""

import json
import os
import subprocess
import sys

from assistant.build import build
from assistant.generations import current
from tests.conftest import ROOT, write_policy

# Asks until told enough, opening the index anew for every question, as the `ask` command does.
READER = """
import json, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.conftest import FakeCrossEncoder, FakeEncoder
import assistant.retrieval
from assistant.answer import Answerer
from assistant.index import open_index
assistant.retrieval.CrossEncoder = FakeCrossEncoder
encoder, seen = FakeEncoder(), []
for number in range(int(sys.argv[2])):
    index = open_index(Path(sys.argv[1]))
    answer = Answerer(index, None, encoder).ask("what is the rule of the school?", ["north"])
    quotes = [q for part in answer.answers for q in part.quotes] + list(answer.nearest)
    assert quotes
    for quote in quotes:
        assert index.document(quote.clause.document).text[slice(*quote.clause.span)] == quote.clause.text
    seen.append(answer.generation)
    index.close()
print(json.dumps(sorted(set(seen))))
"""
READERS, QUESTIONS, BUILDS = 4, 500, 20


def test_two_thousand_questions_during_twenty_rebuilds_meet_no_error(small):
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", READER.format(root=str(ROOT)), str(small.index), str(QUESTIONS)]
    readers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
        for _ in range(READERS)
    ]
    known = {current(small.index)}
    for number in range(BUILDS):
        write_policy(small, "north", "conduct", [f"This is rule number {number} of the school."])
        known.add(build(small).generation)
    outcomes = [reader.communicate() for reader in readers]
    assert [reader.returncode for reader in readers] == [0] * READERS, [error for _, error in outcomes]
    assert {name for out, _ in outcomes for name in json.loads(out)} <= known
