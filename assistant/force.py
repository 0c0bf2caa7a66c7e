"""Tell the deontic force of a sentence, and where it limits itself.

In: one sentence (or part of one) and the lead-in it continues. Out: a Ruling with the words that prove it. The rules
are read top to bottom: what only looks like a rule is set aside first ("may stay public", "should any pupil contact
you"), then each force is looked for by its words, the strictest first. The classes are those of deontic logic
(von Wright, Mind 1951: obligation, prohibition, permission) with the recommendation that policies use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.datatypes import Force, Span

_STRICTEST_FIRST = (
    Force.PROHIBITED,
    Force.CONDITIONAL,
    Force.REQUIRED,
    Force.ADVISED_AGAINST,
    Force.ADVISED,
    Force.PERMITTED,
    Force.INFORMATIONAL,
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """The force of a sentence with its proof, as offsets into the sentence."""

    force: Force
    trigger: Span | None = None
    """The words that give the force; None when they stand in the lead-in or there are none."""
    exceptions: tuple[Span, ...] = ()


def strongest(forces: Iterable[Force]) -> Force:
    """Return the strictest of the forces, INFORMATIONAL if there are none."""
    return min(forces, key=_STRICTEST_FIRST.index, default=Force.INFORMATIONAL)


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(alternatives) + ")", re.IGNORECASE)


_OWNER = r"(?:the\s+|our\s+)?(?:[\w’']+\s+){0,3}?(?:school|academy|college|trust|governors?|governing\s+\w+|employer|council|authority|headteacher|head|principal|managers?|line\s+manager|dsl|lead|leadership\s+team|slt|service|federation|we)"
_PERMISSION = r"(?:permission|consent|approval|authori[sz]ation|agreement|authority|clearance|sign-off)"
_ADVERB = r"(?:(?:also|always|normally|ordinarily|therefore|only|never|then|still|strictly|at\s+all\s+times|at\s+no\s+time|under\s+no\s+circumstances|under\s+any\s+circumstances|in\s+any\s+circumstances|in\s+no\s+circumstances|in\s+general|wherever\s+possible|where\s+possible|ever|,)\s+)"

# What looks like a rule and is none; blanked out before the rules are read, keeping every offset.
_FALSE_FRIENDS = [
    re.compile(r"[“\"][^”\"]*[”\"]|(?<!\w)[‘'](?:[^’']|’(?=\w)|'(?=\w)){12,}[’'](?!\w)"),
    _any(
        # possibility, not permission
        r"(?:may|might|could|can)\s+(?:also\s+|well\s+|then\s+|even\s+|still\s+|therefore\s+|not\s+)?(?:lead|result|stay|remain|become|constitute|arise|occur|happen|cause|contain|involve|affect|include|"
        r"appear|vary|amount|bring|put|leave|attract|damage|breach|differ|form|expose|suffer|find\s+(?:it|themselves)|need|have|seem|feel|reveal|harm|compromise|make\s+matters|see|"
        r"be\s+(?:(?:more|very|too|so|just|particularly|especially)\s+)?(?:difficult|possible|necessary|appropriate|inappropriate|considered|regarded|treated|seen|subject|liable|at\s+risk|guilty|found|misconstrued|"
        r"traced|republished|copied|changed|used\s+(?:as|against|in)|investigated|withdrawn|taken|asked|required|reported\s+to\s+the\s+(?:police|\w+\s+authority)|occasions|times|circumstances|situations|reasons|embarrassing|a\b|an\b|the\b))\w*",
        # powers of the school are information to staff
        _OWNER
        + r"\s+(?:may|can|might|could|will|shall|reserves?\s+the\s+right|is\s+entitled)\b(?!\s+not\s+be\s+(?:used|allowed))",
        r"there\s+(?:may|might|could)\s+be",
        # the wish or the duty of a form of words, not of a person
        r"(?:is|are)\s+(?:required|obliged)\s+by\s+law",
        r"must\s+(?:also\s+)?have\s+been",
        r"(?:no|not\s+an?|is\s+not\s+an)\s+(?:unconditional|absolute|automatic)\s+right",
        r"can\s*not\s+be\s+(?:guaranteed|ruled\s+out)|cannot\s+guarantee",
        r"not\s+only",
        r"(?:permission|consent)\s+(?:slips?|forms?|records?)",
        r"what\s+(?:they|you|we|staff)\s+(?:should|must|can|may)",
        r"(?:whether|if|when|where|how|what|who|which|that)\s+(?:\w+\s+){0,3}?(?:may|might|can|could)\s+(?:be|have)\b",
    ),
    # inverted condition: "Should any pupil contact you, …"
    re.compile(
        r"^\s*should\s+(?:an?|any|the|you|staff|employees?|pupils?|parents?|it|there|this|members?|someone|anyone)\b",
        re.IGNORECASE,
    ),
]

_NOT_A_RULE = _any(
    r"nothing\s+in\s+this\s+\w+\s+(?:prevents|stops|prohibits|forbids|is\s+intended)",
    r"(?:is|are)\s+not\s+(?:intended|meant|designed)\s+to\s+(?:stop|prevent|prohibit|restrict|forbid)",
    r"(?:is|are)\s+not\s+(?:forbidden|prohibited|banned)",
    r"(?:do|does|is|are|will)\s+not\s+(?:have|need|required|obliged|expected|be\s+required|be\s+expected)(?:\s+to)?",
    r"need\s+not|needn['’]t|no\s+(?:need|requirement|obligation)\s+(?:to|for)|does\s+not\s+(?:prevent|stop|prohibit)",
    r"(?:do|does)\s+not\s+expect\s+\w+(?:\s+\w+){0,3}\s+to\s+(?:discontinue|stop|give\s+up|end)",
)

_PROHIBITED = _any(
    r"(?:must|shall|may|can|will)\s+" + _ADVERB + r"?(?:not|never)\b(?!\s+only)",
    r"(?:cannot|can['’]t|mustn['’]t|won['’]t)\b",
    r"(?:should|ought\s+to)\s+" + _ADVERB + r"?never\b|(?:should|must)\s+(?:under\s+no|in\s+no)\s+circumstances",
    r"(?:is|are|remains?|be)\s+(?:\w+\s+){0,2}?(?:forbidden|prohibited|banned|barred|outlawed)",
    r"(?:strictly|expressly)\s+(?:forbidden|prohibited)|(?:forbids?|prohibits?|bans)\b",
    r"(?:is|are)\s+(?:\w+\s+)?not\s+(?:\w+\s+)?(?:permitted|allowed|authori[sz]ed|acceptable|tolerated|to\s+(?:be\s+)?\w+)",
    r"(?:do|does|did|will)\s+not\s+(?:permit|allow|tolerate|authori[sz]e)|(?:not\s+be|be\s+not)\s+(?:tolerated|permitted|allowed|accepted)",
    r"(?:totally|wholly|completely|is|are)\s+unacceptable|not\s+be\s+tolerated|zero[\s-]tolerance",
    r"(?:will|shall|may|would)\s+be\s+(?:regarded|treated|considered|viewed|dealt\s+with)\s+as\s+(?:an?\s+)?(?:act\s+of\s+)?(?:potential\s+|serious\s+)?(?:gross\s+|serious\s+)?misconduct",
    r"(?:constitutes?|amounts?\s+to|is|are)\s+(?:an?\s+)?(?:act\s+of\s+)?(?:gross|serious)\s+misconduct",
    r"inappropriate\s+for\s+(?:\w+\s+){1,3}?to\b|(?:is|are)\s+(?:never|not)\s+(?:acceptable|appropriate|ok(?:ay)?)",
    r"no\s+(?:\w+\s+){1,4}?(?:may|shall|must|should|can|is\s+to|are\s+to|is\s+allowed|is\s+permitted|are\s+allowed|are\s+permitted)\b|no\s+one\s+(?:may|must|should|is)",
    r"under\s+no\s+circumstances|on\s+no\s+account|at\s+no\s+time|refuse\s+to\b|not\s+under\s+any\s+circumstances",
)
_PROHIBITED_OPENING = re.compile(r"^\W*(?:please\s+|staff\s+)?(?:never|do\s+not|don['’]t|no\s+\w+ing\b)", re.IGNORECASE)
_PROHIBITED_INNER = _any(
    r"and\s+never\s+\w+", r"never\s+(?:give|share|use|post|contain|reveal|leave|lend|log|be\s+used|be\s+shared)"
)

_ADVISED_AGAINST = _any(
    r"(?:should|ought)\s+" + _ADVERB + r"?not\b(?!\s+only)|shouldn['’]t|oughtn['’]t",
    r"not\s+(?:a\s+good|a\s+wise|a\s+sensible)\s+idea|(?:un|in|not\s+)(?:advisable|wise|recommended|sensible)\b|(?:is|are|be)\s+(?:strongly\s+)?discouraged|ill[\s-]advised|bad\s+idea",
    r"(?:should|ought\s+to|advised\s+to|encouraged\s+to|asked\s+to|expected\s+to|recommended\s+to|best\s+to|recommend\w*\s+that\s+(?:\w+\s+){1,3}?)\s*(?:avoid|refrain|resist|think\s+twice)\w*",
    r"caution\s+(?:is|should|must)\s+(?:be\s+)?(?:advised|exercised)?|(?:strongly\s+)?advise\w*\s+(?:\w+\s+)?(?:not\s+to|against)|asked\s+not\s+to|encouraged\s+not\s+to|recommended\s+not\s+to|(?:better|best)\s+(?:not\s+to|avoided)",
)
_AVOID_OPENING = re.compile(r"^\W*(?:avoid|refrain\s+from)\b", re.IGNORECASE)

_REQUIRED = _any(
    r"must\b|shall\b|mandatory|compulsory|obligatory|it\s+is\s+(?:essential|vital|imperative)",
    r"(?:is|are|be|remain)\s+(?:\w+\s+)?(?:required|obliged|bound|under\s+an?\s+(?:duty|obligation))\b|(?:has|have)\s+(?:a\s+(?:legal\s+)?(?:duty|responsibility|obligation)|to)\b|duty\s+to\b",
    r"(?:I|we|all\s+staff|staff|employees|you)\s+(?:also\s+)?(?:will|agree\s+to|undertake\s+to|promise\s+to|commit\s+to)\b",
    r"(?:is|are)\s+(?:only\s+)?to\s+(?:be\s+)?\w+|(?:is|are)\s+responsible\s+for|need(?:s)?\s+to\b|requires?\s+(?:all\s+)?(?:staff|employees|you)",
    r"(?:will|shall)\s+(?:only|always)\s+\w+|(?:is|are)\s+(?:strictly\s+)?(?:limited|restricted|confined)\s+to|reserved\s+for",
)
_ADVISED = _any(
    r"should\b|ought\s+to\b|(?:is|are|be)\s+(?:strongly\s+|also\s+|actively\s+)?(?:encouraged|advised|recommended|expected|asked|urged|invited|reminded\s+to)\b|would\s+be\s+recommended",
    r"(?:we|the\s+\w+|it\s+is)\s+(?:strongly\s+)?(?:recommends?|advises?|encourages?|suggests?|advisable|sensible|good\s+practice|best\s+practice|preferable|wise|recommended)|(?:is\s+)?(?:a\s+)?good\s+(?:idea|practice)|best\s+practice",
    r"think\s+(?:carefully|twice)|please\s+(?:contact|seek|speak|ask|see|note|consider|try|remember|use)|expects?\s+\w+(?:\s+\w+)?\s+to\b|it\s+is\s+important",
)
_PERMITTED = _any(
    r"may\b|can\b(?=\s+(?:\w+\s+)?(?:use|take|bring|choose|ask|request|keep|claim|apply|wear|leave|access|be\s+used|also|still|borrow|work|book|do|only|continue|opt|make|send|store|have))|(?:is|are|be)\s+(?:\w+\s+)?(?:permitted|authori[sz]ed|allowed|entitled|free|welcome|at\s+liberty|acceptable)\b",
    r"permits?\b|allows?\s+(?:all\s+)?(?:staff|employees|you|members|teachers)|(?:is|are)\s+(?:fine|acceptable|in\s+order)|has\s+no\s+objection|(?:has|have)\s+(?:the\s+)?(?:permission|right)\s+to",
)
_EXCLUSIVE = _any(r"(?:may|can|is|are|be)\s+(?:\w+\s+){0,4}?only\b|only\s+(?:\w+\s+){1,6}?(?:may|can|is|are)\b")

_EXCEPTION = re.compile(
    r"\b(?:unless|except(?:\s+(?:for|where|when|in|with|that))?|other\s+than|apart\s+from|save\s+(?:for|where|in|with)|with\s+the\s+exception\s+of|"
    r"but\s+only\s+(?:if|when|where|with)|only\s+(?:if|when|where|with|after|then|by\s+agreement)|provided\s+(?:that|the|they|it|you|this)|so\s+long\s+as|as\s+long\s+as|subject\s+to|"
    r"(?:without|with|until|after|following|on|having)\s+(?:first\s+)?(?:\w+\s+){0,6}?"
    + _PERMISSION
    + r"|without\s+(?:first\s+)?(?:consulting|asking|checking|telling|informing|speaking|obtaining|seeking)|"
    r"(?:permission|approval|consent|authori[sz]ation)\s+(?:may|must|should|has|is|will)\s+be\s+(?:required|obtained|sought|given|granted)|prior\s+approval|"
    r"must\s+be\s+(?:approved|agreed|authori[sz]ed|consulted)|(?:obtain|seek|get|ask\s+for|gain)\w*\s+(?:\w+\s+){0,4}?(?:permission|approval|consent|authori[sz]ation)|with\s+(?:their|the\s+head\w*['’]?s?)\s+(?:\w+\s+)?"
    + _PERMISSION
    + r")\b",
    re.IGNORECASE,
)
_CONSEQUENCE = _any(r"(?:action|penalt|sanction|dismiss|prosecut|warning|liable|consequence)\w*")
_IMPERATIVE = re.compile(
    r"^\W*(?:always|please|and)?\s*(?:make|ensure|check|report|use|keep|ask|tell|inform|contact|speak|follow|lock|log|sign|store|return|send|record|seek|obtain|take|"
    r"treat|be\s+(?:aware|careful|mindful|sure)|remember\s+to|complete|read|save|delete|label|refer|notify|pass|wear|turn|switch|set|change|choose|respond|respect|protect|hand|write|leave|stop|give|"
    r"consult|consider|think|act|behave|put|let|bring|call|carry|count|cover|decline|encrypt|limit|only\s+\w+)\b(?!\s+of\b)",
    re.IGNORECASE,
)
_LEAD_IN_RULES = _any(
    r"(?:must|shall|may|can|will|should|never|ought|required|expected|encouraged|advised|forbidden|prohibited|permitted|allowed|asked|duty|agree|undertake|avoid|not)\b"
)
_PLEDGE = re.compile(
    r"^\W*I\s+(?:understand|accept|acknowledge|know|recognise|appreciate|am\s+aware)\b(?!.*\bI\s+(?:must|will|am\s+to)\b)",
    re.IGNORECASE,
)


def judge(sentence: str, lead_in: str | None = None) -> Ruling:
    """Judge one sentence; `lead_in` is the line it continues, such as "Employees should:", if it continues one.

    The trigger and exceptions are offsets into `sentence`. A sentence that tells nobody what to do is INFORMATIONAL.
    """
    head = f"{lead_in.rstrip().rstrip(':-–—')} " if lead_in and _LEAD_IN_RULES.search(lead_in) else ""
    text = _blank_false_friends(head + sentence)
    force, trigger = _base(text, bool(head))
    exceptions = tuple(
        (match.start() - len(head), _exception_end(sentence, match.end() - len(head)))
        for match in _EXCEPTION.finditer(text)
        if match.start() >= len(head)
    )
    if force is not Force.INFORMATIONAL and exceptions and not _only_in_consequence(sentence, exceptions):
        force = Force.CONDITIONAL
    shown = (trigger[0] - len(head), trigger[1] - len(head)) if trigger and trigger[0] >= len(head) else None
    return Ruling(force, shown, exceptions if force is Force.CONDITIONAL else ())


def _blank_false_friends(text: str) -> str:
    for pattern in _FALSE_FRIENDS:
        text = pattern.sub(lambda match: " " * len(match.group()), text)
    return text


def _base(text: str, continued: bool) -> tuple[Force, Span | None]:
    """Return the force by its words, before exceptions are weighed, and the words."""
    free = _NOT_A_RULE.search(text)
    if free:
        return Force.PERMITTED, free.span()
    if _PLEDGE.match(text) and not _PROHIBITED.search(text):
        return Force.INFORMATIONAL, None
    for force, patterns in (
        (Force.PROHIBITED, (_PROHIBITED, _PROHIBITED_OPENING, _PROHIBITED_INNER)),
        (Force.ADVISED_AGAINST, (_ADVISED_AGAINST, _AVOID_OPENING)),
    ):
        for pattern in patterns:
            match = pattern.search(text)
            if match:
                return force, match.span()
    for force, pattern in ((Force.REQUIRED, _REQUIRED), (Force.ADVISED, _ADVISED), (Force.PERMITTED, _PERMITTED)):
        match = pattern.search(text)
        if match:
            exclusive = force is Force.PERMITTED and _EXCLUSIVE.search(text)
            return (Force.REQUIRED if exclusive else force), match.span()
    imperative = None if continued else _IMPERATIVE.match(text)
    return (Force.REQUIRED, imperative.span()) if imperative else (Force.INFORMATIONAL, None)


def _exception_end(sentence: str, start: int) -> int:
    """Return where an exception ends: at the next comma-and-clause, semicolon, bracket or the end of the sentence."""
    stop = re.search(r"[;)]|,\s+(?=(?:and|but|staff|you|they|employees|this)\b)|[.!?]\W*$", sentence[start:])
    return start + stop.start() if stop else len(sentence)


def _only_in_consequence(sentence: str, exceptions: tuple[Span, ...]) -> bool:
    before = sentence[: exceptions[0][0]]
    return bool(_CONSEQUENCE.search(before)) and not re.search(r"\b(?:must|should|may|shall)\b", before)
