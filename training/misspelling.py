"""Misspelling as hurried people do it: what many hands were seen to type, texting, slips of the keys, sounds.

What was seen are the single-word entries of codespell's dictionary, turned round.
"""

from __future__ import annotations

import random
from collections import defaultdict
from functools import cache
from importlib.resources import files

SEEN = 0.5  # share of the words that hands were seen to misspell, which are so misspelt
TEXTED = {
    "and": "n", "any": "ne", "anyone": "any1", "anything": "anythin", "are": "r", "be": "b", "because": "cos",
    "before": "b4", "colleague": "coleeg", "could": "cud", "enough": "enuf", "for": "4", "give": "giv", "going": "goin",
    "great": "gr8", "have": "av", "having": "avin", "headteacher": "hedteacher", "kids": "kidz", "knew": "new",
    "know": "no", "later": "l8r", "laptop": "labtop", "message": "msg", "messages": "msgs", "might": "mite",
    "night": "nite", "nothing": "nuffin", "okay": "ok", "people": "ppl", "phone": "fone", "phones": "fones",
    "photo": "foto", "photos": "fotos", "picture": "pic", "please": "plz", "police": "polis", "pupil": "pupl",
    "really": "rly", "right": "rite", "said": "sed", "says": "sez", "school": "skool", "should": "shud",
    "someone": "sum1", "something": "sumthing", "sometimes": "sumtimes", "text": "txt", "thanks": "thx", "that": "dat",
    "the": "da", "their": "there", "them": "em", "they": "dey", "though": "tho", "through": "thru", "to": "2",
    "today": "2day", "tomorrow": "tmrw", "tonight": "2nite", "too": "2", "want": "wanna", "was": "woz", "were": "where",
    "what": "wot", "when": "wen", "which": "wich", "while": "wile", "with": "wiv", "would": "wud", "write": "rite",
    "you": "u", "your": "ur", "you're": "ur",
}  # fmt: skip
_KEYS = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_SOUNDS = [
    ("ough", "uf"), ("tion", "shun"), ("ph", "f"), ("ck", "k"), ("ee", "ea"), ("ea", "ee"), ("ie", "ei"), ("ei", "ie"),
    ("ou", "u"), ("kn", "n"), ("wh", "w"), ("gh", ""), ("ss", "s"), ("ll", "l"), ("tt", "t"), ("cc", "c"), ("mm", "m"),
    ("ight", "ite"), ("are", "r"), ("you", "u"), ("to", "2"), ("for", "4"), ("ing", "in"), ("er", "a"),
    ("s", "z"), ("c", "s"),
]  # fmt: skip


@cache
def _seen() -> dict[str, list[str]]:
    forms: dict[str, list[str]] = defaultdict(list)
    dictionary = files("codespell_lib").joinpath("data", "dictionary.txt").read_text(encoding="utf-8")
    for line in dictionary.splitlines():
        misspelt, _, meant = line.partition("->")
        if "," not in meant:
            forms[meant.strip()].append(misspelt)
    return dict(forms)


def misspell(question: str, rng: random.Random, rate: float = 0.3) -> str:
    """Return the question with about a share `rate` of its words misspelt."""
    return " ".join(_misspelt(word, rng) if rng.random() < rate else word for word in question.split())


def _misspelt(word: str, rng: random.Random) -> str:
    core = word.strip('.,?!;:"()').lower()
    if core in TEXTED and rng.random() < SEEN:
        return word.lower().replace(core, TEXTED[core])
    if core in _seen() and rng.random() < SEEN:
        return word.lower().replace(core, rng.choice(_seen()[core]))
    return _slipped(word, rng) if len(word) > 3 else word


def _slipped(word: str, rng: random.Random) -> str:
    kind = rng.random()
    at = rng.randrange(1, len(word) - 1)
    if kind < 0.25:
        sounds = [(old, new) for old, new in _SOUNDS if old in word[1:].lower()]
        if sounds:
            old, new = rng.choice(sounds)
            place = word.lower().index(old, 1)
            return word[:place] + new + word[place + len(old) :]
    if kind < 0.45:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.7:
        return word[:at] + word[at + 1 :]
    if kind < 0.85:
        return word[:at] + word[at] + word[at:]
    return word[:at] + rng.choice(_KEYS.get(word[at].lower(), word[at])) + word[at + 1 :]
