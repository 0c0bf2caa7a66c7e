"""Take out of a question what could tell who it is about: names, addresses, numbers.

In: a question as typed. Out: the same with "[name]", "[address]" and "[number]" in their places. A word is kept only
if it is known to be an ordinary one, so that a name nobody has ever heard of is taken out as surely as "Smith"; a word
lost costs the owner little. It is no promise of anonymity: a situation can tell who is meant without any name.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from assistant.question import vocabulary_words
from assistant.spelling import english_words

NAME, ADDRESS, NUMBER = "[name]", "[address]", "[number]"

_WORDS = Path(__file__).parent / "words"
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S*@\S+|"
    r"\S+(?:\s+dot\s+\S+){0,2}\s+at\s+\S+(?:\s+dot\s+(?:com|co|uk|org|net|ac|sch|gov))+|"
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|co\.uk|org|net|sch\.uk|ac\.uk|gov\.uk)\b\S*",
    re.IGNORECASE,
)
_DIGIT_WORD = r"(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)"
_NUMBER = re.compile(
    rf"\b{_DIGIT_WORD}(?:[\s,-]+{_DIGIT_WORD}\b){{3,}}|"
    # a token with a digit, and what hangs together with it: "+44 (0)7700 900 321", "AB1 2CD", "12/03/2011"
    r"[+(]*\w*\d\w*(?:[\s()./:+-]{0,2}\w*\d\w*)*\)*",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\[(?:address|number)\]|[^\W\d_]+(?:[’'‘`.-][^\W\d_]+)*|\w+|\s+|.", re.DOTALL)
_TITLES = frozenset(["mr", "mrs", "ms", "mx", "dr", "prof", "professor", "miss", "sir", "madam", "master", "rev"])
_CALLED = frozenset(["called", "named"])
_NEVER_NAMES = frozenset(
    re.split(
        r"\s",
        "i a the and or to of in on at is was are has had if from for with who who's whose but about by can could "
        "should would does did do said says wants asked keeps that this my her his their our not as so",
    )
)
_SHORT = "ok okay pe hr cp sen send gp reg dob cv dm ppe pshe inset dofe parentpay"
MIN_SINGULAR = 4  # letters of a word without its "s"
_SENTENCE_END = re.compile(r"[.?!:]\s*$")


def scrub(question: str) -> str:
    """Return the question without names, addresses and numbers."""
    text = _NUMBER.sub(NUMBER, _ADDRESS.sub(ADDRESS, question))
    shouted = text.upper() == text
    tokens = _TOKEN.findall(text.lower() if shouted else text)
    words = [place for place, token in enumerate(tokens) if token[0].isalpha()]
    removed: set[int] = set()
    for at, place in enumerate(words):
        before = words[at - 1] if at and not tokens[place - 1].strip(" ") and place - words[at - 1] == 2 else None
        opens = at == 0 or bool(_SENTENCE_END.search("".join(tokens[words[at - 1] + 1 : place])))
        if _is_name(tokens[place], tokens[before] if before is not None else "", before in removed, opens=opens):
            removed.add(place)
            if before is not None and _may_be_name(tokens[before]) and tokens[before][0].isupper():
                removed.add(before)  # "Will Thompson": the second word tells what the first is
    for at in range(len(words) - 2, -1, -1):
        # "Mark, Dean and Drew"; "Summer's nan"
        place, then = words[at], words[at + 1]
        listed = re.fullmatch(r"\s*,\s*|\s*&\s*", "".join(tokens[place + 1 : then])) and then in removed
        owns = tokens[place].endswith(("'s", "’s"))
        if (listed or owns) and tokens[place][0].isupper() and _may_be_name(tokens[place]):
            removed.add(place)
    kept = "".join(NAME if place in removed else token for place, token in enumerate(tokens))
    return re.sub(r"\[name\](?:\s+\[name\])+", NAME, kept)


def _is_name(word: str, before: str, after_name: bool, *, opens: bool) -> bool:
    plain = _plain(word)
    if plain in _NEVER_NAMES or plain in _TITLES:
        return False
    if not _ordinary(word):
        return True
    upper = word[0].isupper()
    if before.lower().rstrip(".") in _TITLES and (upper or before.lower() not in ("miss", "sir", "madam", "master")):
        return True
    if before.lower() in _CALLED and (upper or _may_be_name(word)):
        return True
    if after_name and (upper or len(word) == 1 or _may_be_name(word)):
        return True
    return upper and not opens and _may_be_name(word)


def _may_be_name(word: str) -> bool:
    return _plain(word) in _words("names_or_words.txt")


def _ordinary(word: str) -> bool:
    """Say whether every part of a word is known and no name."""
    plain = _plain(word)
    if (plain in english_words() or word.lower() in english_words()) and plain not in _words("names.txt"):
        return True
    if plain in vocabulary_words() or plain in _SHORT.split():
        return True
    if plain.endswith("s") and len(plain) > MIN_SINGULAR and _ordinary(plain[:-1]):
        return True
    parts = re.split(r"[-.]", plain)
    return len(parts) > 1 and all(map(_ordinary, filter(None, parts)))


def _plain(word: str) -> str:
    return re.sub(r"(?<!o)'(?:s|d|m|ll|re|ve)?$", "", re.sub("[’‘`]", "'", word.lower()))


@cache
def _words(name: str) -> frozenset[str]:
    lines = (_WORDS / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
