"""The gate that every quote goes through: a single character off, and nothing is shown."""

from dataclasses import replace

import pytest

from assistant.datatypes import Clause, Document, Force, Sentence
from assistant.errors import DamagedIndex
from assistant.quotes import check

TEXT = "Conduct Policy\nStaff must:\nlock the kiln at night.\n"
RULE = "lock the kiln at night."
START = TEXT.index(RULE)
DOCUMENT = Document("hill/conduct", "hill", "Conduct Policy", "hill/conduct.txt", TEXT, "0" * 64)
WHOLE = (0, len(RULE))
CLAUSE = Clause(
    id="hill/conduct#1", document="hill/conduct", section=("Rules",), number="1.1", page=None, line=3,
    lead_in="Staff must:", text=RULE, span=(START, START + len(RULE)), force=Force.REQUIRED,
    sentences=(Sentence(WHOLE, Force.REQUIRED),), about=None,
)  # fmt: skip


def test_clause_as_it_stands_in_its_document_passes():
    check(CLAUSE, WHOLE, DOCUMENT)


@pytest.mark.parametrize(
    ("clause", "highlight"),
    [
        (replace(CLAUSE, text="lock the kiln at nicht."), WHOLE),
        (replace(CLAUSE, span=(START + 1, START + 1 + len(RULE))), WHOLE),
        (replace(CLAUSE, lead_in="Staff may:"), WHOLE),
        (replace(CLAUSE, lead_in="Staff must:\nPupils must:"), WHOLE),
        (replace(CLAUSE, document="hill/other"), WHOLE),
        (replace(CLAUSE, text="", span=(START, START)), (0, 0)),
        (CLAUSE, (5, 5)),
        (CLAUSE, (0, len(RULE) + 1)),
    ],
    ids=["a letter", "place", "lead-in", "second lead-in", "document", "nothing", "empty mark", "mark beyond the end"],
)
def test_clause_that_is_not_its_documents_own_words_is_not_shown(clause, highlight):
    with pytest.raises(DamagedIndex, match="not what stands in the document"):
        check(clause, highlight, DOCUMENT)
