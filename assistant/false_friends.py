"""What looks like a rule and is none: "may" of possibility, what others lay down, what was, forms of words.

Like assistant.force_words this is data, read by assistant.force alone.
"""

from __future__ import annotations

import re

from assistant.force_words import OWNER, PERMISSION, any_of

POSSIBLE = (
    r"lead|result|stay|remain|become|constitute|arise|occur|happen|cause|contain|involve|affect|include|appear|vary|amount|damage|breach|differ|form|expose|suffer|"
    r"turn\s+out|reach|prove|re-?open|have\s+an?\s+(?:claim|effect|impact)|find(?!\s+it\s+(?:helpful|useful))|need|seem|feel|reveal|harm|compromise|attract|put|bring\s+(?:the|harm|disrepute|you|them)\b|change|fall|reflect|mean|arrive|last|end\s+(?:in|up)|not\s+(?:be\s+(?:noticed|aware|able|possible|clear|suitable|known|obvious|covered|right|true|truthful|accurate|reliable|safe|enough|necessary|available|visible)|know|understand|realise|come\s+across|have\s+(?:\w+ed|known|seen|heard|time)\b|want|feel|always|apply|need|see)|be\s+\w+ing\b|"
    r"be\s+(?:(?:more|very|too|so|just|particularly|especially|found\s+to\s+be)\s+)*(?:difficult|possible|necessary|appropriate|inappropriate|considered|seen|subject|liable|at\s+risk|guilty|found|misconstrued|traced|republished|changed|investigated|"
    r"withdrawn|asked|required|occasions|times|circumstances|situations|reasons|embarrassing|able|in\s+breach|affected|held\s+(?:responsible|liable|accountable|to\s+account|by)|lost|stolen|available|re-?advertised|reported\s+to\s+the\s+\w+|referred|disclosed|recovered|removed|refused|charged|reported\s+to\s+the\s+(?:police|\w+\s+authority)|an?\b|the\b)"
)

FALSE_FRIENDS = [
    # "Employees should be aware that …": the rule, if any, is what they are to be aware of
    re.compile(
        r"\b(?:should|must|need\s+to|are\s+(?:reminded|advised|asked)(?:\s+to)?|it\s+should)\s+(?:also\s+|always\s+)?(?:be\s+noted|be\s+aware|note|remember|understand|bear\s+in\s+mind)\s+that\b",
        re.IGNORECASE,
    ),
    re.compile(r"^\W*(?:please\s+)?(?:remember|note|be\s+aware)\b(?!\s+to\b)", re.IGNORECASE),
    # quoted rules, reported rather than laid down
    re.compile(r"[“\"][^”\"]*[”\"]|(?<!\w)[‘'](?:[^’']|’(?=\w)|'(?=\w)){12,}[’'](?!\w)"),
    # the month
    re.compile(r"\bMay(?=\s+(?:half|bank|day|term|\d))|(?<=\b(?:in|of|by)\s)May\b"),
    any_of(
        # possibility, not permission
        r"(?:may|might|could|can)\s+(?:also\s+|well\s+|then\s+|even\s+|still\s+|therefore\s+)?(?:"
        + POSSIBLE
        + r")\w*(?!\s+only\b)",
        r"(?:action|steps|measures|offence|proceedings|costs?)\s+(?:may|might|can|could|will)\s+(?:also\s+)?be\s+(?:taken|committed|brought|recovered)",
        r"there\s+(?:may|might|could)\s+be",
        r"(?:the\s+latter|a\s+(?:person|court|parent)|(?<!\bof\s)(?<!\bof\sthe\s)(?<!\bof\sour\s)(?<!\bwith\s)(?<!\bfor\s)(?<!\bfrom\s)(?<!\bto\s)(?:parents?|pupils?|others))\s+(?:may|might|can|could)\b(?!\s+(?:only\s+)?be\s+\w+ed\b[^.;]*\b(?:only|unless|without|with\s+the)\b)",
        r"(?:may|might|could|can)\s+(?:one\s+day|easily|quickly|later|soon)\s+(?:be|become|turn|find|lead)\b",
        r"(?:posted|written|sent|put|published|said)\s+(?:online|(?:in|on)\s+(?:an?\s+|the\s+)?\w+)\s+(?:may|might|can|could)",
        r"(?:whatever|everything|all|what)\s+(?:you|they|we|staff)\s+can\b|must-\w+",
        r"(?:can|could)\s+never\s+(?:tell|know|be\s+sure)\b|must\s+seem\b",
        r"none\s+of\s+(?:these|this|that|it)\s+is\s+(?:forbidden|prohibited|banned|compulsory)",
        r"(?<!not\s)even\s+(?:if|where|when|with|though)\s+[^.;,]*|avoid\s+\w+\s+by\s+(?=\w+ing)",
        r"why\s+(?:[\w’']+\s+){1,4}?(?:may|might|can|could|should|must)\b",
        r"(?:this|that|it|which)\s+is\s+to(?=\s+(?!be\b))|we\s+(?:may|might)\b(?!\s+not|[^.;]*\bonly\b)",
        r"(?:that|which)\s+must\s+be\s+\w+(?=[^.;]*\b(?:can|may|should)\b)",
        r"(?:does|do)\s+not\s+mean\s+that\b(?=.*\bgood\s+idea\b)",
        r"cannot\s+be\s+(?:made|forced|compelled|required)\s+to",
        r"which\s+(?:[\w’']+\s+){1,4}?(?:is|are)\s+(?:not\s+)?(?:prohibited|allowed|permitted|forbidden)\b",
        r"that\s+(?:\w+\s+)?(?:is|are)\s+(?:not\s+)?(?:prohibited|allowed|permitted|forbidden)(?:\s+to\s+\w+)?\b",
        r"banned\s+for\s+(?:pupils|children)\b|who\s+(?:is|are)\s+(?:not\s+)?(?:permitted|allowed)\b",
        r"rather\s+than\s+\w+|why\s+(?:pupils|children)\s+[^.;]*",
        r"whose\s+\w+\s+(?:must|should|may|can)\b(?:\s+not)?|(?:am|is|are|please)\s+be\s+advised\s+that",
        r"can(?:not|['’]t)\s+be\s+expected\s+to|(?:no|any)\s+doubt\s+that",
        r"(?:nobody|no\s+one)\s+(?:must|should|need)\s+(?:think|feel|believe|suppose|fear)\b",
        r"(?<!having\s)said\s+that\b[^;.]*",
        r"(?:regulator|commissioner|police|bank|supplier)\s+(?:must|may|can|will|should)\b(?!\s+(?:not\s+)?be\s+\w+(?:ed|en|wn)\b)",
        r"should\s+have\s+(?:stayed|remained|happened)|(?:never|not)\s+hurts?\b",
        r"(?:we|the\s+\w+)\s+can(?:no|['’])t\s+(?:insist|compel|force|require|oblige|promise)\b",
        r"email\s+(?:traffic|accounts?|addresses)",
        r"can\s+(?:never|not)\s+hurt\b|with\s+or\s+without\s+(?:[\w’']+\s+){0,4}?" + PERMISSION,
        # what others lay down, and on others
        r"(?:networks?|sites?|providers?|platforms?|companies|apps)\s+(?:say|state|require|insist|ask)s?\b[^;.,]*",
        r"(?:law|act|regulations?)\s+(?:forbids?|prohibits?|bans|requires?|obliges?)\s+(?:an?\s+|the\s+|all\s+)?(?:employers?|schools?|companies|providers?)\b",
        r"should\s+be\s+(?:in\s+place|ready|complete|finished|working|back)\b",
        # powers and promises of the school are information to staff
        OWNER
        + r"\s+(?:may|can|might|could|will|shall(?<!managers\sshall)(?<!manager\sshall)|reserves?\s+the\s+right|has\s+the\s+right\s+to|is\s+entitled)\b(?![^.;]*\bonly\s+(?:if|when|where|with|after)\b)(?!\s+not\s+(?:be\s+(?:used|allowed)|permit|allow|tolerate|authori[sz]e|accept))"
        r"(?:(?:(?!\b(?:must|should|staff|employees|you|they|not)\b)[^.;])*?\band\s+(?:may|can|will)\b)?",
        r"(?:staff|employees|you|colleagues)\s+will\s+(?:also\s+)?be\s+(?!required|expected|asked|responsible|prohibited|forbidden|allowed|permitted|encouraged)\w+",
        # forms of words that lay nothing on anybody
        r"who\s+(?:must|need\s+to|have\s+to)\b|who\s+(?:\w+\s+)?(?:cannot|can['’]t|may\s+not|need\s+not|(?:must|need\s+to|have\s+to|should|may|can|will)(?=.*\b(?:must|should|shall|may|will|can|are)\b))|(?:(?:if|when|where|because|since|whom|which)\s+(?:[\w’']+\s+){0,5}?|that\s+|(?:sure|ensur\w+|so|care)\s+(?:[\w’',]+\s+){0,8}?that\s+(?:[\w’']+\s+){0,5}?)(?:cannot|can['’]t)|"
        r"(?:do\s+not|don['’]t|never|not)\s+(?:forget|fail|neglect|omit)(?=\s+to\b)|(?:nobody|no\s+one)\s+should\s+feel|(?:fines?|charges?|penalt\w+|sanctions?)\s+(?:[\w£,’']+\s+){0,5}?(?:may|can|will)\s+be|no\s+(?:fewer|less|later|earlier)\s+than|there\s+must\s+have\s+been|"
        r"required\s+by\s+law|what\s+would\s+otherwise\s+be\s+\w+|(?:an?|the)\s+must\b|not\s+only|not\s+enough",
        # what was, or must have been: nothing to do about it now
        r"(?:may|might|could|would|can(?:no|['’])t)\s+(?:\w+\s+)?have\s+(?:been\s+)?\w+(?:ed|en)\b",
        r"should\s+(?:[\w’']+\s+){0,3}?have\s+(?:been|caused|led)\b",
        r"(?:someone|somebody|there|it)\s+must\s+have\s+been",
        r"(?:was|were|had\s+been|used\s+to\s+be)\s+(?:\w+\s+)?(?:permitted|allowed|required|forbidden|prohibited|banned|expected|advised|encouraged|obliged)\b",
        r"(?:delivery|parcel|order|results?|bus|coach|letter)s?\s+(?:[\w’']+\s+){0,5}?should\s+(?:arrive|come|be\s+here|reach)",
        r"should\s+not\s+be\s+confused\s+with|allowed\s+for\b|should\s+by\s+rights",
        r"(?:which|that)\s+(?:pupils|children|parents|visitors|others)\s+(?:are|is)\s+(?:permitted|allowed)\s+to",
        r"(?:tells?|told|asks?|asked)\s+(?:its|their|his|her)\s+(?:own\s+)?(?:teachers|staff|employees)\s+that\b[^;.]*",
        r"(?:can\s*not|can['’]t)\s+(?:be\s+)?too\s+\w+",
        r"should\s+not\s+(?:feel\s+that|be\s+(?:understood|read|taken|seen)\s+as)\b",
        r"(?:misapprehension|misconception|myth|rumour)\s+that\b[^;.]*",
        r"(?:statute|law)\s+provides\s+that\b[^;.]*?(?=,\s+and\b|$)|must\s+have\s+done\b",
        r"(?:sets?\s+out|describes?|lists?|explains?|deals?\s+with|covers?|summarises?|records?)\s+(?:\w+\s+)?(?:what|who|when|which|where)\b.*",
        r"(?:no|not\s+an?)\s+(?:unconditional|absolute|automatic)\s+right",
        r"(?:purpose|aims?|intention|right|objective|point|goal|idea)\s+(?:of\s+(?:[\w’'-]+\s+){1,6}?)?(?:is|are)\s+to\b",
        r"can\s*not\s+be\s+(?:guaranteed|ruled\s+out|repaired|avoided|undone)|cannot\s+guarantee",
        r"can\s+be\s+(?:traced|found|seen|copied|used\s+by\s+others|shared\s+widely)",
        r"(?:permission|consent)\s+(?:slips?|forms?|records?|letters?)|\w+\s+permits(?=\s+(?:last|are|expire))",
        r"(?:whether|how|what)\s+(?:\w+\s+){0,3}?(?:may|might|can|could|should|must)\b(?:\s+(?:and|or)\s+(?:may|can|should|must)\s+not\b|(?!\s+not))",
        r"(?:decide|know|say|says|explain|explains|agree)s?\s+(?:who|which)\s+(?:\w+\s+){0,3}?(?:may|can|should|must)\b",
    ),
    # duties of children and families, which tell staff nothing to do
    re.compile(
        r"^\W*(?:all\s+|any\s+|older\s+|younger\s+)?(?:pupils?|children|students|parents|carers|families|learners|candidates|applicants)\s+(?:and\s+\w+\s+)?(?:in\s+(?:\w+\s+){1,3})?(?:must|shall|should|may|can|will|are\s+(?:not\s+)?\w+\s+(?:not\s+)?(?:to\b|phones|mobiles))(?!\s+not\s+be\s+\w+ed)",
        re.IGNORECASE,
    ),
]
