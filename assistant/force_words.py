"""The words that give a sentence its force, and those that only look like it.

What each pattern is for stands beside it; the order in which they are tried is `assistant.force`'s.
"""

from __future__ import annotations

import re


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile(r"(?<![\w’'-])(?:" + "|".join(alternatives) + ")", re.IGNORECASE)


PERSON = r"(?:I|we|you|staff|employees?|teachers?|colleagues?|volunteers?|members?|assistants?|supervisors?|leaders?|anyone|everyone|representatives?|drivers?|adults?|practitioners?|invigilators?|tutors?|coordinators?|chaperones?|technicians?)"
OWNER = r"(?<!\bof\s)(?<!\bof\sthe\s)(?<!\bby\s)(?<!\bby\sthe\s)(?<!\bat\s)(?<!\bat\sthe\s)(?<!\bin\s)(?<!\bin\sthe\s)(?<!\bfrom\s)(?<!\bfrom\sthe\s)(?<!nor\s)(?:the\s+|our\s+|this\s+)?(?:(?!(?:of|by|at|in|from|for|with|to|nor|neither|nobody|no|none|not|never|that)\b)[\w’']+\s+){0,3}?(?:school|academy|college|trust|(?:chair|board)\s+of\s+\w+|(?<!\ba\s)(?<!\bany\s)governors?|governing\s+\w+|employer|company|council|authority|headteacher|head|principal|managers?|dsl|leadership\s+team|slt|service|federation|insurer|nursery)"
PERMISSION = r"(?:permission|consent|approval|authori[sz]ation|agreement|(?<!local\s)authority|clearance|sign-off|(?:leave|sanction)(?=\s+of\b))"
APPROVED = r"(?:approved|agreed|authori[sz]ed|consented|consents?|agrees?|(?:counter)?signed(?:\s+off)?|given|cleared|assessed|granted|confirmed|permits?|allows?)"
ADVERB = r"(?:(?:also|always|normally|ordinarily|therefore|only|then|still|strictly|ever|preferably|generally|usually|really|,|(?:at|in|under)\s+(?:all|no|any)\s+(?:times?|circumstances)|wherever\s+possible|where\s+possible|in\s+general)\s+)"

POSSIBLE = (
    r"lead|result|stay|remain|become|constitute|arise|occur|happen|cause|contain|involve|affect|include|appear|vary|amount|damage|breach|differ|form|expose|suffer|"
    r"turn\s+out|reach|prove|re-?open|have\s+an?\s+(?:claim|effect|impact)|find(?!\s+it\s+(?:helpful|useful))|need|seem|feel|reveal|harm|compromise|attract|put|bring\s+(?:the|harm|disrepute|you|them)\b|change|fall|reflect|mean|arrive|last|end\s+(?:in|up)|not\s+(?:be\s+(?:noticed|aware|able|possible|clear|suitable|known|obvious|covered|right|true|truthful|accurate|reliable|safe|enough|necessary|available|visible)|know|understand|realise|come\s+across|have\s+(?:\w+ed|known|seen|heard|time)\b|want|feel|always|apply|need|see)|be\s+\w+ing\b|"
    r"be\s+(?:(?:more|very|too|so|just|particularly|especially|found\s+to\s+be)\s+)*(?:difficult|possible|necessary|appropriate|inappropriate|considered|seen|subject|liable|at\s+risk|guilty|found|misconstrued|traced|republished|changed|investigated|"
    r"withdrawn|asked|required|occasions|times|circumstances|situations|reasons|embarrassing|able|in\s+breach|affected|held\s+(?:responsible|liable|accountable|to\s+account|by)|lost|stolen|available|re-?advertised|reported\s+to\s+the\s+\w+|referred|disclosed|recovered|removed|refused|charged|reported\s+to\s+the\s+(?:police|\w+\s+authority)|an?\b|the\b)"
)

# What looks like a rule and is none.
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
    _any(
        # possibility, not permission
        r"(?:may|might|could|can)\s+(?:also\s+|well\s+|then\s+|even\s+|still\s+|therefore\s+)?(?:"
        + POSSIBLE
        + r")\w*(?!\s+only\b)",
        r"(?:action|steps|measures|offence|proceedings|costs?)\s+(?:may|might|can|could|will)\s+(?:also\s+)?be\s+(?:taken|committed|brought|recovered)",
        r"there\s+(?:may|might|could)\s+be|(?:the\s+latter|a\s+(?:person|court|parent)|(?<!\bof\s)(?<!\bof\sthe\s)(?<!\bof\sour\s)(?<!\bwith\s)(?<!\bfor\s)(?<!\bfrom\s)(?<!\bto\s)(?:parents?|pupils?|others))\s+(?:may|might|can|could)\b(?!\s+(?:only\s+)?be\s+\w+ed\b[^.;]*\b(?:only|unless|without|with\s+the)\b)",
        r"(?:may|might|could|can)\s+(?:one\s+day|easily|quickly|later|soon)\s+(?:be|become|turn|find|lead)\b|(?:posted|written|sent|put|published|said)\s+(?:online|(?:in|on)\s+(?:an?\s+|the\s+)?\w+)\s+(?:may|might|can|could)",
        r"(?:whatever|everything|all|what)\s+(?:you|they|we|staff)\s+can\b|must-\w+|(?:can|could)\s+never\s+(?:tell|know|be\s+sure)\b|must\s+seem\b|none\s+of\s+(?:these|this|that|it)\s+is\s+(?:forbidden|prohibited|banned|compulsory)|(?<!not\s)even\s+(?:if|where|when|with|though)\s+[^.;,]*|avoid\s+\w+\s+by\s+(?=\w+ing)|why\s+(?:[\w’']+\s+){1,4}?(?:may|might|can|could|should|must)\b|(?:this|that|it|which)\s+is\s+to(?=\s+(?!be\b))|we\s+(?:may|might)\b(?!\s+not|[^.;]*\bonly\b)|(?:that|which)\s+must\s+be\s+\w+(?=[^.;]*\b(?:can|may|should)\b)|(?:does|do)\s+not\s+mean\s+that\b(?=.*\bgood\s+idea\b)|cannot\s+be\s+(?:made|forced|compelled|required)\s+to|which\s+(?:[\w’']+\s+){1,4}?(?:is|are)\s+(?:not\s+)?(?:prohibited|allowed|permitted|forbidden)\b|that\s+(?:\w+\s+)?(?:is|are)\s+(?:not\s+)?(?:prohibited|allowed|permitted|forbidden)(?:\s+to\s+\w+)?\b|banned\s+for\s+(?:pupils|children)\b|who\s+(?:is|are)\s+(?:not\s+)?(?:permitted|allowed)\b|rather\s+than\s+\w+|why\s+(?:pupils|children)\s+[^.;]*|whose\s+\w+\s+(?:must|should|may|can)\b(?:\s+not)?|(?:am|is|are|please)\s+be\s+advised\s+that|cannot\s+be\s+expected\s+to|(?:no|any)\s+doubt\s+that|(?:nobody|no\s+one)\s+(?:must|should|need)\s+(?:think|feel|believe|suppose|fear)\b|(?<!having\s)said\s+that\b[^;.]*|(?:regulator|commissioner|police|bank|supplier)\s+(?:must|may|can|will|should)\b(?!\s+(?:not\s+)?be\s+\w+(?:ed|en|wn)\b)|should\s+have\s+(?:stayed|remained|happened)|(?:never|not)\s+hurts?\b|(?:we|the\s+\w+)\s+can(?:no|['’])t\s+(?:insist|compel|force|require|oblige|promise)\b|email\s+(?:traffic|accounts?|addresses)",
        r"can\s+(?:never|not)\s+hurt\b|with\s+or\s+without\s+(?:[\w’']+\s+){0,4}?" + PERMISSION,
        # what others lay down, and on others
        r"(?:networks?|sites?|providers?|platforms?|companies|apps)\s+(?:say|state|require|insist|ask)s?\b[^;.,]*|(?:law|act|regulations?)\s+(?:forbids?|prohibits?|bans|requires?|obliges?)\s+(?:an?\s+|the\s+|all\s+)?(?:employers?|schools?|companies|providers?)\b",
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
        r"(?:may|might|could|would|can(?:no|['’])t)\s+(?:\w+\s+)?have\s+(?:been\s+)?\w+(?:ed|en)\b|should\s+(?:[\w’']+\s+){0,3}?have\s+(?:been|caused|led)\b|(?:someone|somebody|there|it)\s+must\s+have\s+been|(?:was|were|had\s+been|used\s+to\s+be)\s+(?:\w+\s+)?(?:permitted|allowed|required|forbidden|prohibited|banned|expected|advised|encouraged|obliged)\b",
        r"(?:delivery|parcel|order|results?|bus|coach|letter)s?\s+(?:[\w’']+\s+){0,5}?should\s+(?:arrive|come|be\s+here|reach)|should\s+not\s+be\s+confused\s+with|allowed\s+for\b|should\s+by\s+rights",
        r"(?:which|that)\s+(?:pupils|children|parents|visitors|others)\s+(?:are|is)\s+(?:permitted|allowed)\s+to|(?:tells?|told|asks?|asked)\s+(?:its|their|his|her)\s+(?:own\s+)?(?:teachers|staff|employees)\s+that\b[^;.]*",
        r"(?:can\s*not|can['’]t)\s+(?:be\s+)?too\s+\w+|should\s+not\s+(?:feel\s+that|be\s+(?:understood|read|taken|seen)\s+as)\b|(?:misapprehension|misconception|myth|rumour)\s+that\b[^;.]*|(?:statute|law)\s+provides\s+that\b[^;.]*?(?=,\s+and\b|$)|must\s+have\s+done\b|(?:sets?\s+out|describes?|lists?|explains?|deals?\s+with|covers?|summarises?|records?)\s+(?:\w+\s+)?(?:what|who|when|which|where)\b.*",
        r"(?:no|not\s+an?)\s+(?:unconditional|absolute|automatic)\s+right",
        r"(?:purpose|aims?|intention|right|objective|point|goal|idea)\s+(?:of\s+(?:[\w’'-]+\s+){1,6}?)?(?:is|are)\s+to\b",
        r"can\s*not\s+be\s+(?:guaranteed|ruled\s+out|repaired|avoided|undone)|cannot\s+guarantee|can\s+be\s+(?:traced|found|seen|copied|used\s+by\s+others|shared\s+widely)",
        r"(?:permission|consent)\s+(?:slips?|forms?|records?|letters?)|\w+\s+permits(?=\s+(?:last|are|expire))",
        r"(?:whether|how|what)\s+(?:\w+\s+){0,3}?(?:may|might|can|could|should|must)\b(?:\s+(?:and|or)\s+(?:may|can|should|must)\s+not\b|(?!\s+not))|(?:decide|know|say|says|explain|explains|agree)s?\s+(?:who|which)\s+(?:\w+\s+){0,3}?(?:may|can|should|must)\b",
    ),
    # duties of children and families, which tell staff nothing to do
    re.compile(
        r"^\W*(?:all\s+|any\s+|older\s+|younger\s+)?(?:pupils?|children|students|parents|carers|families|learners|candidates|applicants)\s+(?:and\s+\w+\s+)?(?:in\s+(?:\w+\s+){1,3})?(?:must|shall|should|may|can|will|are\s+(?:not\s+)?\w+\s+(?:not\s+)?(?:to\b|phones|mobiles))(?!\s+not\s+be\s+\w+ed)",
        re.IGNORECASE,
    ),
]
# The condition before the main clause: "Should any pupil contact you, …", "If you cannot attend, …", "Although it is not required, …".
OPENING_CONDITION = re.compile(
    r"^\W*(?:if|when|whenever|before|after|to\s+\w+|just\s+because|where|although|though|while|whilst|because|since|as|even\s+if|even\s+though|so\s+that|whatever|however\s+\w+|no\s+matter|should\s+(?!be\b|not\b|the\s+[\w\s]+?(?:consent|agree|approve)))\b(?!\s+(?:possible|practicable|appropriate|necessary))[^,;:]*,",
    re.IGNORECASE,
)
MODAL = re.compile(
    r"\b(?:must|should|shall|will|may|can(?:not)?|need|not|never|required|forbidden|allowed|permitted|compulsory|mandatory|obligatory|prohibited|ha(?:ve|s)\s+to)\b",
    re.IGNORECASE,
)

NEVER = _any(r"no\s+(?:situations?|circumstances?|occasions?|cases?)\s+(?:in|on)\s+which\b")
FREE = _any(
    r"nothing\s+(?:in\s+(?:this|the|our)\s+(?:[\w-]+\s+){0,3}?\w+|here)\s+(?:prevents|stops|prohibits|forbids|is\s+intended)|nothing\s+in\s+these\s+\w+\s+(?:prevents?|stops?|prohibits?|forbids?)",
    r"(?:shall|must|may|will)\s+not\s+be\s+(?:prevented|stopped|discouraged|kept)\s+from|(?:is|are)\s+(?:entirely\s+|wholly\s+)?left\s+(?:entirely\s+)?to\s+(?:each|the|every)|no\s+(?:[\w’'-]+\s+){1,4}?is\s+(?:prohibited|forbidden|barred|banned|prevented)\s+from|(?:is|are|am|be)\s+not\s+(?:intended\s+to\s+(?:stop|prevent|prohibit|restrict|forbid)|meant\s+to\s+(?:stop|prevent)|forbidden|prohibited|banned|prevented|against|obliged|required|expected)\b",
    r"(?:do|does|will)\s*(?:not|n['’]t)\s+(?:(?:have|need|be\s+required|be\s+expected)\s+to|(?:need|require)\s+(?:an?|any|the|further|prior|special|written)\b)|need\s+not|needn['’]t",
    r"nothing\s+(?:[\w’']+\s+){0,4}?(?:takes?\s+away|removes?|limits?|restricts?|diminishes?|alters?|curtails?)\s+(?:[\w’']+\s+){0,4}?(?:rights?|freedom)|(?:may|can)\s+still\b(?!\s+be\b)",
    r"no\s+(?!one\b)(?:[\w’'-]+\s+){1,4}?(?:has\s+to|have\s+to|needs?\s+to|is\s+(?:required|obliged|expected)\s+to)\b|nothing\s+(?:to\s+)?(?:stops?|prevents?)\b|(?:entirely|wholly)?\s*(?:up\s+to|a\s+matter\s+for)\s+(?:you|the\s+individual|each)",
    r"feel\s+free|at\s+(?:your|their)\s+(?:own\s+)?discretion|(?:have|has)\s+the\s+(?:option|choice)|no\s+problem\s+with|(?:do|does)\s+not\s+(?:object|mind)\b|wrong\s+to\s+(?:say|think|suggest|assume|believe)\s+that|(?:no\s*one|nobody)\s+is\s+(?:forbidden|prohibited|banned|barred)|perfectly\s+(?:acceptable|fine|in\s+order)",
    r"no\s+rule\s+(?:forbids|prohibits|prevents|stops)\b|(?:not|no\s+longer)\s+(?:compulsory|mandatory|obligatory|a\s+requirement)\b|must\s+not\s+be\s+(?:read|taken|understood)\s+as\s+(?:preventing|stopping|forbidding|discouraging)\b|(?:do|should)\s+not\s+feel\s+(?:that\s+you\s+have\s+to|obliged|bound)|need\s+never\b|happy\s+for\s+(?:you|staff|colleagues|them)\s+to\b|(?:quite|perfectly)\s+(?:all\s+right|acceptable|proper)\b|(?:shall\s+be\s+(?:at\s+liberty|free)|must\s+feel\s+able)\s+to\b|no\s+prohibition\s+on\b",
    r"(?:is|are|would)\s+not\s+(?:be\s+)?(?:an?\s+)?(?:breach|offence|contravention|misuse|misconduct)\b|(?:is|are|am)\s+never\s+(?:obliged|required|expected)\b",
    r"no\s+(?:need|requirement|obligation|duty(?=\s+(?:to|on)\b)|objection|rule\s+against|bar\s+(?:on|upon|to)|ban\s+on)|need\s+(?:give|offer|provide)\s+no\b|(?:does|do)\s+not\s+(?:prevent|stop|prohibit|ban)",
    r"(?:do|does)\s+not\s+expect\s+(?:\w+\s+){1,4}?to\s+(?:discontinue|stop|give\s+up|end)|(?:no\s*one|nobody)\s+(?:has|needs|is\s+required|is\s+obliged|will\s+be\s+refused)\b",
    r"should\s+not\s+feel\s+(?:obliged|pressured|bound)|(?:ban|rule|restriction|limit|prohibition)\s+(?:\w+\s+){0,5}?does\s+not\s+(?:apply|extend)\s+to|wrong\s+to\s+read\s+(?:\w+\s+){1,4}as\s+forbidding|(?:is\s+)?not\s+·+",
    r"must\s+feel\s+free|(?:is|are)\s+(?:(?!not\b)\w+\s+)?(?:optional|voluntary)|(?:has|have)\s+(?:full\s+)?discretion\s+to|(?:is|are)\s+(?:(?!not\b)\w+\s+)?(?:empowered|free|welcome|at\s+liberty|entitled)\s+to|(?:may|can)\s+choose\s+to",
    r"(?:is|are|was)\s+not\s+(?:[\w’']+\s+){0,8}?to\s+(?:stop|discourage|prevent|restrict|forbid|ban|dissuade)\b|(?:do|does)\s+not\s+(?:ask|require|expect)\s+(?:[\w’']+\s+){1,4}?to\b",
)

NOT_ALLOWED = r"(?:permitted|allowed|authori[sz]ed|acceptable|permissible|appropriate|tolerated|ok(?:ay)?)"
PROHIBITED = _any(
    r"(?:must|shall|may|can)\s+" + ADVERB + r"*(?:not|never)\b|cannot\b|can['’]t\b|mustn['’]t\b",
    PERSON
    + r"\s+(?:\w+\s+)?(?:will|wo)(?:\s+"
    + ADVERB
    + r"*(?:not|never)\b|n['’]t\b)|,?\s*nor\s+will\s+I\b|will\s+not\s+be\s+(?:tolerated|permitted|allowed|accepted)|I\s+(?:\w+\s+){1,12}(?:and|or)\s+will\s+not\b",
    r"(?:should|ought\s+to)\s+" + ADVERB + r"*never\b|(?:should|must)\s+(?:under|in)\s+no\s+circumstances",
    r"(?:is|are|am|be|remains?)\s+(?:\w+\s+){0,3}?(?:forbidden|prohibited|banned|barred|outlawed)|strictly\s+(?:forbidden|prohibited|no\b)|(?:forbids?|prohibits?|bans)\b",
    r"(?<!practice\s)(?:is|are|am)\s+(?:(?!better|best|wiser|safer|preferable|asked|advised|encouraged|urged|recommended)\w+\s+)?not\s+(?:(?:\w+\s+)?"
    + NOT_ALLOWED
    + r"\b|(?:ever\s+|at\s+any\s+time\s+)?to\s+(?:be\s+)?\w+)|(?:is|are)\s+never\s+"
    + NOT_ALLOWED,
    r"(?<!that\sit\s)(?<!so\sit\s)(?:do|does|did|will)\s+not\s+(?:permit|allow|tolerate|authori[sz]e|accept)|(?:not\s+be|be\s+not)\s+"
    + NOT_ALLOWED,
    r"(?:totally|wholly|completely|is|are)\s+unacceptable|zero[\s-]tolerance|refuse\s+to\b",
    r"(?:will|shall|may|would)\s+be\s+(?:regarded|treated|considered|viewed|dealt\s+with)\s+as\s+(?:\w+\s+){0,6}?misconduct|(?:is|are)\s+a\s+criminal\s+offence|(?:constitutes?|amounts?\s+to|is|are)\s+(?:an?\s+)?(?:act\s+of\s+)?(?:gross|serious)\s+misconduct",
    r"(?:do|does)\s+not\s+have\s+(?:the\s+)?(?:permission|leave|authority)\s+to\b|neither\s+(?:[\w’'-]+\s+){1,5}nor\s+(?:[\w’'-]+\s+){1,5}?can\b|(?:duty|responsibility)\s+(?:of\s+(?:[\w’'-]+\s+){1,4})?(?:not|never)\s+to\b|not\s+open\s+to\s+(?:\w+\s+){1,3}to\b|(?:must|shall|(?:required|obliged|told)\s+to)\s+(?:\w+\s+)?(?:refrain|abstain|desist)\b|(?:requirement|condition|rule)\s+(?:[\w’'-]+\s+){0,8}?that\s+(?:nobody|no\s+one|no)\b|is\s+not\s+an\s+option|(?:an?\s+)?(?:absolute|total|complete|blanket)\s+ban\b|(?:is|are)\s+not\s+(?:free|at\s+liberty|entitled)\s+to\b|not\s+something\s+that\s+(?:any|·)",
    r"inappropriate\s+for\s+(?:\w+\s+){1,3}?to\b|under\s+no\s+(?:circumstances|conditions?)|(?:in|on|at|by)\s+no\s+(?:point|stage|case|event|account|occasion|means|time|situation)|not\s+under\s+any\s+circumstances",
    r"not\s+(?:one|a\s+single)\b|out\s+of\s+the\s+question|(?<!sure\sthat\s)(?<!so\sthat\s)(?:no|neither)\s+(?:(?:[\w’'·-]+\s+){1,6}?|(?:[\w’'·-]+\s+){0,5}?[\w’'·-]+,\s+[^,;.]{1,60},\s+|(?:[\w’'·-]+\s+){0,5}?[\w’'·-]+(?:,\s+[\w’'·-]+)*,?\s+(?:or|nor)\s+[\w’'·-]+\s+)(?:may|shall|must|should|can|(?:is|are)\s+(?:ever\s+)?to|(?:is|are)\s+(?:allowed|permitted|authori[sz]ed))\b|(?:no[\s-]?one|nobody|nothing)\s+(?:[\w’'·-]+\s+){0,6}?(?:may|must|should|(?:is|are)\s+(?:allowed|permitted|authori[sz]ed))\b(?!\s+(?:feel|hesitate))",
    r"(?<!that\s)(?<!so\s)(?:no[\s-]?one|nobody)\s+(?:[\w’'-]+\s+){0,6}?can\b(?!\s+(?:be\s+(?:sure|certain|expected)|know|guarantee|say|tell|predict)\b)",
    r"off[\s-]limits|out\s+of\s+bounds|(?:has|have)\s+no\s+place|(?:is|are)\s+(?:contrary\s+to|against)\s+(?:the\s+)?(?:school|trust|our|rules?|policy|this|law)\w*|(?<!any\s)(?<!the\s)(?<!every\s)(?:sackable|dismissible|disciplinary)\s+(?:offence|matter)|grounds\s+for\s+(?:instant\s+|summary\s+)?dismissal|not\s+for\s+(?:staff|personal|private)\s+use|no\s+longer\s+(?:permitted|allowed)",
    r"(?:is|are)\s+never\s+to\s+\w+|(?:is|are)\s+never\s+(?!a\b|an\b|the\b|too\b|wise|sensible|advisable|easy|enough)\w+(?:ed|en|t|n)\b|(?:nobody|no[\s-]one|none)\s+(?:[\w’'-]+\s+){0,6}?(?:is|are)\s+(?:ever\s+)?to\b",
    r"(?:and|or|but)\s+never\s+\w+|\w+s\s+will\s+never\b|"
    + PERSON
    + r"\s+never\s+\w+|never\s+(?:give|share|use|post|contain|reveal|leave|lend|log|be\s+used|be\s+shared|be\s+left)",
)
PROHIBITED_OPENING = re.compile(
    r"(?:^|,\s)\W*(?:please\s+)?(?:never|do\s+not|don['’]t)\b(?!\s+hesitate)", re.IGNORECASE
)
AGAINST = _any(
    r"(?:should|ought)\s+"
    + ADVERB
    + r"*(?:not)\b(?!\s+hesitate)|shouldn['’]t|oughtn['’]t|(?:try|aim|best|better|wise|asked|encouraged|advised|recommended|urged)\s+not\s+to",
    r"little\s+to\s+be\s+gained|undesirable\b|hesitate\s+before\b|stay\s+out\s+of\b|(?:do|does|would)\s+not\s+(?:advise|recommend|encourage|suggest)\b|(?:recommendation|advice)\s+is\s+(?:that\s+)?(?:\w+\s+)?(?:do\s+)?not\b|ideally,?\s+(?:nobody|no\s+one|no)\b|ask\s+yourself\b|(?:is|are)\s+(?:un|not\s+)(?:helpful|kind|fair|professional)\b|discourteous|not\s+(?:an?\s+|considered\s+|thought\s+|regarded\s+as\s+)*(?:good|wise|sensible|best)\s+(?:idea|practice)|(?:un|in|not\s+)(?:advisable|wise|recommended|sensible|prudent|advised)\b|(?:is|are|be)\s+(?:\w+\s+)?discouraged|discourages?\b|(?:good|best)\s+practice\s+(?:is\s+)?not\s+to|(?:recommend|advise|suggest|ask)(?:ed)?\s+that\s+(?:\w+\s+){1,3}?(?:avoid|refrain|(?:do\s+)?not)\b|(?:may|might)\s+(?:care|wish|like)\s+to\s+(?:reconsider|think\s+again)|(?:urge|ask|advise|encourage|recommend)\s+(?:\w+\s+){1,2}not\s+to\b|ideally,?\s+(?:\w+\s+){1,2}would\s+not\b|ill[\s-]advised|(?<!never\sa\s)(?<!never\sbe\sa\s)(?:bad|poor)\s+(?:idea|practice)|best\s+avoided",
    r"(?:should|ought\s+to|(?:advised|encouraged|asked|urged|expected|try|tries|aim|need|want|wise|wiser|best|better|reminded|sensible|important|prudent|like\s+\w+|good\s+practice(?:\s+for\s+(?:\w+\s+){1,3})?|good\s+idea|(?:urge|ask|advise|encourage|want|remind)\s+(?:\w+\s+){1,2})\s*\bto|recommended|please|must)\s+(?:also\s+|always\s+)?(?:be\s+)?(?:avoid|refrain|resist|think\s+twice|steer\s+clear|be\s+wary|wary)\w*|be\s+avoided",
    r"can\s*not\s+be\s+(?:encouraged|recommended|advised)|(?:seldom|rarely|hardly|scarcely|never)\s+(?:be\s+)?(?:wise|sensible|advisable|helpful|appropriate|a\s+good\s+idea|worth)|(?:the\s+)?less\s+\w+\s+the\s+better|(?:leave|leaving)\s+(?:\w+\s+){1,3}?alone",
    r"frowned\s+(?:up)?on|not\s+(?:to\s+be\s+)?encouraged|would\s+(?:rather|prefer)\s+(?:[\w’']+\s+){1,3}?(?:did\s+not|didn['’]t|not)|(?:preferable|better|best|wiser|safer)\s+not\s+to",
    r"(?:caution|(?:great|particular|extreme)\s+care)\s+(?:is|should)\s+(?:be\s+)?(?:advised|exercised|taken)|(?:advis|counsel|caution|warn|recommend|urg)\w*\s+(?:[\w’']+\s+){0,3}?against",
)
AVOID_OPENING = re.compile(
    r"(?<!\bto\s)\bthink\s+(?:(?:very\s+)?carefully|hard|twice)?\s*before\b|(?:^|,\s)\W*(?:avoid|refrain\s+from|steer\s+clear|think\s+twice|be\s+wary)\b",
    re.IGNORECASE,
)
REQUIRED = _any(
    r"(?:responsibility|duty|job)\s+(?:of|for)\s+(?:[\w’'-]+\s+){1,7}?to\b|without\s+(?:fail|exception)|no\s+exceptions|non-negotiable|not\s+(?:optional|negotiable)|(?:is|are)\s+(?:an?\s+)?(?:\w+\s+)?(?:requirement|condition\s+of)\b|it\s+falls\s+to",
    r"must\b|shall\b|mandatory|compulsory|obligatory|(?:it\s+is|is)\s+(?:therefore\s+)?(?:essential|vital|imperative)|no(?:body|\s+\w+)\s+is\s+(?:excused|exempt)|it\s+is\s+incumbent|undertakes?\s+(?:to|that)\b|bears?\s+(?:\w+\s+)?responsibility",
    r"(?:is|are|am|be|remain)\s+(?:\w+\s+)?(?:required|obliged|bound)\b|(?:has|have)\s+(?:an?\s+(?:\w+\s+)?(?:duty|responsibility|obligation)|to)\b|duty\s+(?:of\s+(?:\w+\s+){1,5})?to\b",
    r"(?:I|we|all\s+staff|staff|employees|you)\s+(?:\w+\s+)?(?:will|agree\s+to|undertake\s+to|promise\s+to|commit\s+to)\b(?!\s+·)",
    r"(?:is|are)\s+(?:only\s+)?to\s+(?!be\s+(?:found|seen|had|preferred|welcomed|said)\b)(?:be\s+)?\w+|(?:is|are)\s+responsible\s+for|responsibility\s+for\s+(?:[\w’'-]+\s+){1,6}?(?:rests|lies)\s+with|needs?\s+to\b|requires?\s+(?:all\s+)?(?:staff|employees|you)|only\s+(?:[\w’'-]+\s+){1,8}?(?:may|can)\s+be\s+used",
    r"(?:needs?|requires?|awaits?|depends?\s+(?:up)?on)\s+(?:[\w’']+\s+){0,4}?" + PERMISSION,
    r"(?:will|shall)\s+(?:only|always)\s+\w+|(?:is|are)\s+(?:\w+\s+)?(?:limited|restricted|confined)\s+to|reserved\s+for|(?:is|are)\s+(?:[\w-]+\s+){1,2}only\s+(?:with|if|when|after|once|where)\b",
)
ADVISED = _any(
    r"should\b|ought\s+to\b|(?:is|are|be)\s+(?:\w+\s+)?(?:encouraged|advised|recommended|expected|asked|urged|invited|reminded\s+to)\b|would\s+be\s+(?:recommended|wise|sensible)",
    r"(?:we|the\s+\w+|it\s+is)\s+(?:\w+\s+)?(?:recommends?|advises?|encourages?|urges?\b|suggests?|advisable|sensible|preferable|wise|important)|good\s+(?:idea|practice)|best\s+(?:practice|left|to|kept|done)",
    r"think\s+carefully|would\s+(?:\w+\s+)?(?:recommend|advise|suggest|encourage)\b|merit\s+in\b|never\s+(?:be\s+)?a\s+bad\s+idea|much\s+to\s+be\s+said\s+for|it\s+is\s+hoped\s+that|to\s+be\s+(?:preferred|welcomed)\b|(?:might|may)\s+like\s+to\b|(?:would|is|may|might)\s+(?:be\s+)?(?:\w+\s+)?(?:prudent|helpful\s+to|worth\s+\w+ing|worthwhile|helpful\s+(?:to|if)|wise|sensible|a\s+kindness)|(?:pays|helps)\s+to\b|may\s+find\s+it\s+helpful|(?:officers?|unions?|associations?|advisers?)\s+suggests?\b|how\s+useful\s+it\s+is|commends?\b|do\s+consider|would\s+like\s+(?:staff|you|all|everyone|colleagues|them)\b|please\s+\w+|expects?\s+\w+(?:\s+\w+)?\s+to\b|do(?:es)?\s+well\s+to|would\s+ask|ideally|where\s+possible,",
)
ADVISED_OPENING = re.compile(
    r"\b(?:(?:good|best)\s+practice|best\s+\w+|safest\s+\w+)\s+(?:is|would\s+be)\s+to\b|\bwill\s+(?:try|aim|endeavour)\s+to\b|\b(?:is|are)\s+best\s+(?:\w+ed|held|done|kept|left|made|sent|given|taken)\b|^\W*(?:better\s+still|where\s+you\s+can|if\s+(?:at\s+all\s+)?possible|the\s+preferred\s+\w+|ideally|where\s+(?:possible|practicable)|consider|try\s+to|aim\s+to|prefer|please)\b|\bnot\s+(?:hesitate|feel\s+(?:unable|awkward))\b",
    re.IGNORECASE,
)
PERMITTED = _any(
    r"may\b|"
    + PERSON
    + r"\s+(?:[\w’'-]+\s+){0,4}?can\b|can\s+(?=be\s+(?:\w+\s+(?:[\w’']+\s+){0,4}?only\b|used|taken|booked|kept|worn|borrowed|made)|use|take|choose|ask|request|keep|claim|wear|borrow|book|continue|opt)",
    r"(?:is|are|be)\s+(?:\w+\s+)?(?:permitted|authori[sz]ed|allowed|acceptable|fine)\b|permits?\b|(?:permission|leave|consent|requests?|approval)\s+(?:[\w’'-]+\s+){0,6}?(?:is|are|will\s+be)\s+(?:normally\s+)?(?:given|granted)\b|allows?\s+(?:all\s+)?(?:staff|employees|you|members|teachers)|(?:is|are)\s+in\s+order|(?:has|have)\s+(?:the\s+)?(?:permission|right)\s+to",
    r"(?:is|are)\s+(?:only\s+)?possible(?=\s+(?:with|only|if|where|once|after)\b)",
)
ONLY_PERMITTED = _any(
    r"(?:may|can)\s+only\b|only\s+(?:[\w’'-]+\s+){1,8}?(?:may|can)\b|(?:is|are)\s+only\s+(?:to\s+be|permitted|allowed)"
)
# "The class teacher marks the register …": a duty told as what is done.
DUTY_TOLD = re.compile(
    r"^\W*(?:the|each|every)\s+(?:[\w’-]+\s+){0,3}?(?:teacher|driver|caretaker|leader|manager|lead|clerk|secretary|aider|supervisor|invigilator|tutor|organiser|coordinator|officer)\s+(?:always\s+|then\s+)?(?!(?:is|has|was|does|means|includes|needs|has|says|advises)\b)\w+s\s+(?:the|an?|every|each|any|all|it|them|that|their|his|her)\b",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"(?:^|,\s(?!(?:phone|email|book|record|cover|call|contact|register|report|review|test|limit)\s+(?:or|and)\b)|:\s)[^\w·]*(?:so\s+)?(?:always|please|then|only|and|·+\s+to)?\s*(?:fill|do\s+(?=·|all\b|your\b)|telephone(?=\s+(?:the|an?|your)\b)|conduct(?=\s+(?:pupils|the|all))|break(?=\s+the\b)|make|ensure|check|report|use|keep|ask|tell|inform|contact|speak|follow|lock|log|sign|store|return|send|record|seek|obtain|take|treat|be\s+(?:careful|mindful|sure|prepared)|"
    r"remember\s+to|complete|read|save|delete|label|refer|notify|pass|wear|turn|switch|set|change|choose|respond|respect|protect|hand|write|leave|stop|give|consult|think|act|behave|put|let|bring|call|carry|count|cover|decline|"
    r"encrypt|limit|walk|go|stay|collect|clean|clear|close|shut|remove|provide|show|arrange|book|note|submit|test|wash|supervise|escort|register|review|retain|destroy|shred|back\s+up|phone|ring|email|"
    r"(?:end|answer|meet|hold|plan|prepare|agree|apply|decide|discuss|explain|listen|reassure|raise|move|place|print|monitor|replace|reply|scan|secure|separate|share|sit|stand|start|supply|tidy|try|type|unplug|update|upload|verify|wait|warn|wipe|work|dial|evacuate|invite|lift|open|park|pay|pick|post|press|reduce|request|step|swap|talk|tick|unlock|visit|watch|withdraw)"
    r"(?=\s+(?:the|an?|your|any|all|every|each|it|them|this|that|their|his|her|to|for|in|out|up|off|only|nothing|no|with|about|down|away)\b))\b(?!\s+(?:of|is|are|was|must|should|may|will|has|have)\b|ing)",
    re.IGNORECASE,
)
EXCEPTION = re.compile(
    r"\b(?:on\s+(?:the\s+)?(?:strict\s+|clear\s+)?(?:condition|understanding|proviso|basis)\s+that|conditional\s+on|if,?\s+and\s+only\s+if|unless|except(?:\s+(?:for|where|when|in|with|that))?|other\s+than|apart\s+from|save\s+(?:for|where|in|with|those)|in\s+the\s+absence\s+of\s+(?:[\w’']+\s+){0,3}?"
    + PERMISSION
    + r"|with\s+the\s+exception\s+of|(?:nobody|no\s+one|none)\s+but|"
    r"(?:but\s+)?only\s+(?:if|when|where|with|after|once|then)|solely\s+with|but\s+not\s+(?:otherwise|while|when|if)|(?:the\s+)?(?:one|only|sole)\s+exceptions?|provid(?:ed|ing)\b(?=\s+(?:that|the|they|it|you|this|there|everyone|everybody|all|both|an?|no|each|every|parents|pupils|staff|your|their)\b)|so\s+long\s+as|as\s+long\s+as(?!\s+(?:they|you|it)\s+(?:like|wish|want|takes))|subject\s+to|to\s+the\s+extent\s+that|"
    r"(?:without|with|until|after|following|on|having)\s+(?:first\s+)?(?:[\w’']+\s+){0,6}?"
    + PERMISSION
    + r"|with\s+(?:[\w’'-]+\s+){0,3}?\w+['’]s?\s+(?:leave|blessing|say-so)|without\s+(?:an?|the)\s+(?:(?:(?:valid|written|prior|current|completed|signed|approved)\s+)+\w+|(?:[\w-]+\s+){1,2}signed\b|(?:resolution|decision|letter)\b)|"
    r"(?:until|once|if)\s+(?:[\w’']+\s+){1,8}?(?:has|have|is|are)\s+(?:\w+\s+){0,2}?"
    + APPROVED
    + r"|if\s+(?:[\w’']+\s+){0,4}?(?:approved|agreed|authori[sz]ed|agrees|consents)|depends?\s+(?:up)?on\s+(?:[\w’']+\s+){0,4}?"
    + PERMISSION
    + r"|must\s+(?:first\s+)?have\s+(?:[\w’']+\s+){0,4}?"
    + PERMISSION
    + r"|until\s+(?:[\w’']+\s+){1,6}?"
    + APPROVED
    + r"|"
    r"should\s+the\s+\w+\s+(?:consent|agree|approve)|[\w’'-]+\s+(?:excepted|aside|excluded|apart)(?=\W*$)|"
    + PERMISSION
    + r"\s+(?:may|must|should|has|is|will)\s+(?:be\s+)?(?:required|needed|obtained|sought|given|granted)|prior\s+approval|unapproved|unauthori[sz]ed(?!\s+(?:access|person|use))|"
    r"needs?\s+(?:[\w’']+\s+){1,4}?"
    + PERMISSION
    + r"|must\s+be\s+(?:approved|agreed|authori[sz]ed)|(?:obtain|seek|get|ask\s+for|gain|require)\w*\s+(?!to\b)(?:[\w’']+\s+){0,4}?(?:permission|approval|consent|authori[sz]ation))\b",
    re.IGNORECASE,
)
LIMIT_OF_BAN = re.compile(
    r"\buntil\s+(?:[\w’']+\s+){1,6}?(?:has|have)\s+(?:been\s+)?\w+(?:ed|en|ng)\b|\bwithout\s+(?:first\s+)?(?:consulting|asking|checking|telling|informing|speaking|obtaining|seeking)\b",
    re.IGNORECASE,
)
# Limits without a word of force: "is not available … except where …", "are used only by those who …".
LIMITED = re.compile(
    r"\b(?:no|not|none)\b[^.;]*?\b(?:except|unless|save\s+(?:for|where|in|with)|other\s+than)\b|^\W*unless\b[^.;]*\bno\b|"
    r"\b(?:used|worn|given|granted|released|paid|booked|driven|taken|goes?\s+ahead|takes?\s+place|welcome(?:\s+in\s+\w+)?|opened|disclosed)\s+only\s+(?:by\s+those|when|if|after|with|once|where)\b",
    re.IGNORECASE,
)
LIMIT_OF_PERMISSION = re.compile(
    r"\bonly\s+(?:on|by|in|for|during|within|at)\b|(?<=\s)(?<!objection\s)if\s+(?!(?:in\s+doubt|necessary|possible|needed|you\s+wish|they\s+wish|so)\b)\w+|\bwithout\s+(?!\w+ing\b|charge|payment|notice|delay|any\b|further|fear|penalty|question|loss|prejudice)\w+|\bonce\s+(?:an?|the|it|they|every|all|both|each)\b|\bwhile\s+there\s+is\b|\bunder\s+(?:a|the)\s+(?:current|valid)\b|\buntil\s+such\s+time\b|(?<!\beven\s)\bwhere\s+(?:(?:they|you|it|there|this|(?:the|an?)\s+\w+)\s+(?:is|are|has|have|believes?|agrees?)\b|(?:[\w’']+\s+){1,5}?"
    + APPROVED
    + r"\b)",
    re.IGNORECASE,
)
CONSEQUENCE = _any(r"(?:action|penalt|sanction|dismiss|prosecut|warning|liable|consequence)\w*")
RULES_IN_LEAD_IN = _any(
    r"(?:must|shall|may|can|will|should|never|ought|required|expected|(?:en|dis)courag\w+|counsel\w*|avoided|(?:in)?advisable|undertakes|helpful|stops|advised|forbid\w*|prohibit\w*|prevents?|permitted|allowed|granted|asked|duty|responsib\w+|obligation|objection|requirement|agree|undertake|avoid|not|good\s+practice|need|consent|approval|welcome|free|liberty|"
    r"recommend(?:ed|s)?|advise|idea|think\s+(?:carefully|twice)|choose|entitled|invited|suggest(?:ed|s)?|(?:un)?wise|unacceptable|end\s+in|sensible|best)\b|\bto\W*$"
)
PLEDGE = re.compile(
    r"^\W*I\s+(?:understand|accept|acknowledge|know|recognise|appreciate|am\s+aware|have\s+read)\b(?!.*\bI\s+(?:must|will|am\s+to|may)\b)",
    re.IGNORECASE,
)
