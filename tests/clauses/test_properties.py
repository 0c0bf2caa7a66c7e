"""Whatever a document holds, its clauses are slices of its text and its words are in one clause or left out on purpose."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.clauses import parse
from assistant.datatypes import Block, Reading

WORDS = st.sampled_from(
    [
        "Staff",
        "must",
        "not",
        "lend",
        "keys",
        "to",
        "pupils",
        "Contents",
        "Appendix",
        "1",
        "policy",
        "Approved",
        "by:",
        "Governors",
        "Date:",
        "May",
        "2025",
        "_____",
        "•",
        "e.g.",
        "should:",
        "Name:",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
BLOCKS = st.builds(
    Block,
    text=TEXTS,
    kind=st.sampled_from(["paragraph", "heading", "item", "row", "contents"]),
    level=st.integers(0, 3),
    mark=st.sampled_from([None, "•", "1", "1.1", "2.3.4", "(a)", "iv"]),
    bold=st.booleans(),
    size=st.sampled_from([None, 1.0, 1.5]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(BLOCKS, max_size=30))
def test_every_word_is_in_one_clause_or_deliberately_left_out(blocks):
    parsed = parse(Reading(tuple(blocks)), "o/d")
    covered = [place for clause in parsed.clauses for place in range(*clause.span)]
    assert len(covered) == len(set(covered))
    words = sum(len(clause.text.split()) for clause in parsed.clauses)
    assert words + parsed.heading_words + parsed.omitted_words == sum(len(block.text.split()) for block in blocks)


@settings(max_examples=300, deadline=None)
@given(st.lists(BLOCKS, max_size=30))
def test_offsets_always_point_at_the_quoted_words(blocks):
    parsed = parse(Reading(tuple(blocks)), "o/d")
    for clause in parsed.clauses:
        assert parsed.text[slice(*clause.span)] == clause.text
        for sentence in clause.sentences:
            start, end = sentence.span
            assert 0 <= start < end <= len(clause.text)
            for low, high in sentence.exceptions:
                assert start <= low < high <= end


@given(st.text(max_size=200))
def test_any_text_at_all_is_parsed(text):
    from assistant.readers.clean import clean
    from assistant.readers.text import blocks_of

    parse(Reading(tuple(blocks_of(text))), "o/d")
    assert clean(clean(text)) == clean(text)
