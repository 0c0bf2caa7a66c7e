"""The words that give a sentence its force; those that only look like it are `assistant.false_friends`.

What each pattern is for stands beside it; the order in which they are tried is `assistant.force`'s.
"""

from __future__ import annotations

import re


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern of any of these at the beginning of a word, in capitals or not; the first that fits counts."""
    return re.compile(r"(?<![\w’'-])(?:" + "|".join(alternatives) + ")", re.IGNORECASE)


PERSON = r"(?:I|we|you|staff|employees?|teachers?|colleagues?|volunteers?|members?|assistants?|supervisors?|leaders?|anyone|everyone|representatives?|drivers?|adults?|practitioners?|invigilators?|tutors?|coordinators?|chaperones?|technicians?)"
OWNER = r"(?<!\bof\s)(?<!\bof\sthe\s)(?<!\bby\s)(?<!\bby\sthe\s)(?<!\bat\s)(?<!\bat\sthe\s)(?<!\bin\s)(?<!\bin\sthe\s)(?<!\bfrom\s)(?<!\bfrom\sthe\s)(?<!nor\s)(?:the\s+|our\s+|this\s+)?(?:(?!(?:of|by|at|in|from|for|with|to|nor|neither|nobody|no|none|not|never|that)\b)[\w’']+\s+){0,3}?(?:school|academy|college|trust|(?:chair|board)\s+of\s+\w+|(?<!\ba\s)(?<!\bany\s)governors?|governing\s+\w+|employer|company|council|authority|headteacher|head|principal|managers?|dsl|leadership\s+team|slt|service|federation|insurer|nursery)"
PERMISSION = r"(?:permission|consent|approval|authori[sz]ation|agreement|(?<!local\s)authority|clearance|sign-off|(?:leave|sanction)(?=\s+of\b))"
APPROVED = r"(?:approved|agreed|authori[sz]ed|consented|consents?|agrees?|(?:counter)?signed(?:\s+off)?|given|cleared|assessed|granted|confirmed|permits?|allows?)"
ADVERB = r"(?:(?:also|always|normally|ordinarily|therefore|only|then|still|strictly|ever|preferably|generally|usually|really|,|(?:at|in|under)\s+(?:all|no|any)\s+(?:times?|circumstances)|wherever\s+possible|where\s+possible|in\s+general)\s+)"

# The condition before the main clause: "Should any pupil contact you, …", "If you cannot attend, …", "Although it is not required, …".
OPENING_CONDITION = re.compile(
    r"^\W*(?:if|when|whenever|before|after|to\s+\w+|just\s+because|where|although|though|while|whilst|because|since|as|even\s+if|even\s+though|so\s+that|whatever|however\s+\w+|no\s+matter|should\s+(?!be\b|not\b|the\s+[\w\s]+?(?:consent|agree|approve)))\b(?!\s+(?:possible|practicable|appropriate|necessary))[^,;:]*,",
    re.IGNORECASE,
)
MODAL = re.compile(
    r"\b(?:must|should|shall|will|may|can(?:not)?|need|not|never|required|forbidden|allowed|permitted|compulsory|mandatory|obligatory|prohibited|ha(?:ve|s)\s+to)\b",
    re.IGNORECASE,
)

NEVER = any_of(r"no\s+(?:situations?|circumstances?|occasions?|cases?)\s+(?:in|on)\s+which\b")
FREE = any_of(
    r"nothing\s+(?:in\s+(?:this|the|our)\s+(?:[\w-]+\s+){0,3}?\w+|here)\s+(?:prevents|stops|prohibits|forbids|is\s+intended)",
    r"nothing\s+in\s+these\s+\w+\s+(?:prevents?|stops?|prohibits?|forbids?)",
    r"(?:shall|must|may|will)\s+not\s+be\s+(?:prevented|stopped|discouraged|kept)\s+from",
    r"(?:is|are)\s+(?:entirely\s+|wholly\s+)?left\s+(?:entirely\s+)?to\s+(?:each|the|every)",
    r"no\s+(?:[\w’'-]+\s+){1,4}?is\s+(?:prohibited|forbidden|barred|banned|prevented)\s+from",
    r"(?:is|are|am|be)\s+not\s+(?:intended\s+to\s+(?:stop|prevent|prohibit|restrict|forbid)|meant\s+to\s+(?:stop|prevent)|forbidden|prohibited|banned|prevented|against|obliged|required|expected)\b",
    r"(?:do|does|will)\s*(?:not|n['’]t)\s+(?:(?:have|need|be\s+required|be\s+expected)\s+to|(?:need|require)\s+(?:an?|any|the|further|prior|special|written)\b)",
    r"need\s+not|needn['’]t",
    r"nothing\s+(?:[\w’']+\s+){0,4}?(?:takes?\s+away|removes?|limits?|restricts?|diminishes?|alters?|curtails?)\s+(?:[\w’']+\s+){0,4}?(?:rights?|freedom)",
    r"(?:may|can)\s+still\b(?!\s+be\b)",
    r"no\s+(?!one\b)(?:[\w’'-]+\s+){1,4}?(?:has\s+to|have\s+to|needs?\s+to|is\s+(?:required|obliged|expected)\s+to)\b",
    r"nothing\s+(?:to\s+)?(?:stops?|prevents?)\b",
    r"(?:entirely|wholly)?\s*(?:up\s+to|a\s+matter\s+for)\s+(?:you|the\s+individual|each)",
    r"feel\s+free|at\s+(?:your|their)\s+(?:own\s+)?discretion|(?:have|has)\s+the\s+(?:option|choice)",
    r"no\s+problem\s+with|(?:do|does)\s+not\s+(?:object|mind)\b",
    r"wrong\s+to\s+(?:say|think|suggest|assume|believe)\s+that",
    r"(?:no\s*one|nobody)\s+is\s+(?:forbidden|prohibited|banned|barred)|perfectly\s+(?:acceptable|fine|in\s+order)",
    r"no\s+rule\s+(?:forbids|prohibits|prevents|stops)\b",
    r"(?:not|no\s+longer)\s+(?:compulsory|mandatory|obligatory|a\s+requirement)\b",
    r"must\s+not\s+be\s+(?:read|taken|understood)\s+as\s+(?:preventing|stopping|forbidding|discouraging)\b",
    r"(?:do|should)\s+not\s+feel\s+(?:that\s+you\s+have\s+to|obliged|bound)|need\s+never\b",
    r"happy\s+for\s+(?:you|staff|colleagues|them)\s+to\b|(?:quite|perfectly)\s+(?:all\s+right|acceptable|proper)\b",
    r"(?:shall\s+be\s+(?:at\s+liberty|free)|must\s+feel\s+able)\s+to\b|no\s+prohibition\s+on\b",
    r"(?:is|are|would)\s+not\s+(?:be\s+)?(?:an?\s+)?(?:breach|offence|contravention|misuse|misconduct)\b",
    r"(?:is|are|am)\s+never\s+(?:obliged|required|expected)\b",
    r"no\s+(?:need|requirement|obligation|duty(?=\s+(?:to|on)\b)|objection|rule\s+against|bar\s+(?:on|upon|to)|ban\s+on)",
    r"need\s+(?:give|offer|provide)\s+no\b|(?:does|do)\s+not\s+(?:prevent|stop|prohibit|ban)",
    r"(?:do|does)\s+not\s+expect\s+(?:\w+\s+){1,4}?to\s+(?:discontinue|stop|give\s+up|end)",
    r"(?:no\s*one|nobody)\s+(?:has|needs|is\s+required|is\s+obliged|will\s+be\s+refused)\b",
    r"should\s+not\s+feel\s+(?:obliged|pressured|bound)",
    r"(?:ban|rule|restriction|limit|prohibition)\s+(?:\w+\s+){0,5}?does\s+not\s+(?:apply|extend)\s+to",
    r"wrong\s+to\s+read\s+(?:\w+\s+){1,4}as\s+forbidding|(?:is\s+)?not\s+·+",
    r"must\s+feel\s+free|(?:is|are)\s+(?:(?!not\b)\w+\s+)?(?:optional|voluntary)",
    r"(?:has|have)\s+(?:full\s+)?discretion\s+to",
    r"(?:is|are)\s+(?:(?!not\b)\w+\s+)?(?:empowered|free|welcome|at\s+liberty|entitled)\s+to",
    r"(?:may|can)\s+choose\s+to",
    r"(?:is|are|was)\s+not\s+(?:[\w’']+\s+){0,8}?to\s+(?:stop|discourage|prevent|restrict|forbid|ban|dissuade)\b",
    r"(?:do|does)\s+not\s+(?:ask|require|expect)\s+(?:[\w’']+\s+){1,4}?to\b",
)

NOT_ALLOWED = r"(?:permitted|allowed|authori[sz]ed|acceptable|permissible|appropriate|tolerated|ok(?:ay)?)"
PROHIBITED = any_of(
    r"(?:must|shall|may|can)\s+" + ADVERB + r"*(?:not|never)\b|cannot\b|can['’]t\b|mustn['’]t\b",
    PERSON
    + r"\s+(?:\w+\s+)?(?:will|wo)(?:\s+"
    + ADVERB
    + r"*(?:not|never)\b|n['’]t\b)|,?\s*nor\s+will\s+I\b|will\s+not\s+be\s+(?:tolerated|permitted|allowed|accepted)|I\s+(?:\w+\s+){1,12}(?:and|or)\s+will\s+not\b",
    r"(?:should|ought\s+to)\s+" + ADVERB + r"*never\b|(?:should|must)\s+(?:under|in)\s+no\s+circumstances",
    r"(?:is|are|am|be|remains?)\s+(?:\w+\s+){0,3}?(?:forbidden|prohibited|banned|barred|outlawed)",
    r"strictly\s+(?:forbidden|prohibited|no\b)|(?:forbids?|prohibits?|bans)\b",
    r"(?<!practice\s)(?:is|are|am)\s+(?:(?!better|best|wiser|safer|preferable|asked|advised|encouraged|urged|recommended)\w+\s+)?not\s+(?:(?:\w+\s+)?"
    + NOT_ALLOWED
    + r"\b|(?:ever\s+|at\s+any\s+time\s+)?to\s+(?:be\s+)?\w+)|(?:is|are)\s+never\s+"
    + NOT_ALLOWED,
    r"(?<!that\sit\s)(?<!so\sit\s)(?:do|does|did|will)\s+not\s+(?:permit|allow|tolerate|authori[sz]e|accept)|(?:not\s+be|be\s+not)\s+"
    + NOT_ALLOWED,
    r"(?:totally|wholly|completely|is|are)\s+unacceptable|zero[\s-]tolerance|refuse\s+to\b",
    r"(?:will|shall|may|would)\s+be\s+(?:regarded|treated|considered|viewed|dealt\s+with)\s+as\s+(?:\w+\s+){0,6}?misconduct",
    r"(?:is|are)\s+a\s+criminal\s+offence",
    r"(?:constitutes?|amounts?\s+to|is|are)\s+(?:an?\s+)?(?:act\s+of\s+)?(?:gross|serious)\s+misconduct",
    r"(?:do|does)\s+not\s+have\s+(?:the\s+)?(?:permission|leave|authority)\s+to\b",
    r"neither\s+(?:[\w’'-]+\s+){1,5}nor\s+(?:[\w’'-]+\s+){1,5}?can\b",
    r"(?:duty|responsibility)\s+(?:of\s+(?:[\w’'-]+\s+){1,4})?(?:not|never)\s+to\b",
    r"not\s+open\s+to\s+(?:\w+\s+){1,3}to\b",
    r"(?:must|shall|(?:required|obliged|told)\s+to)\s+(?:\w+\s+)?(?:refrain|abstain|desist)\b",
    r"(?:requirement|condition|rule)\s+(?:[\w’'-]+\s+){0,8}?that\s+(?:nobody|no\s+one|no)\b|is\s+not\s+an\s+option",
    r"(?:an?\s+)?(?:absolute|total|complete|blanket)\s+ban\b",
    r"(?:is|are)\s+not\s+(?:free|at\s+liberty|entitled)\s+to\b|not\s+something\s+that\s+(?:any|·)",
    r"inappropriate\s+for\s+(?:\w+\s+){1,3}?to\b|under\s+no\s+(?:circumstances|conditions?)",
    r"(?:in|on|at|by)\s+no\s+(?:point|stage|case|event|account|occasion|means|time|situation)",
    r"not\s+under\s+any\s+circumstances",
    r"not\s+(?:one|a\s+single)\b|out\s+of\s+the\s+question",
    r"(?<!sure\sthat\s)(?<!so\sthat\s)(?:no|neither)\s+(?:(?:[\w’'·-]+\s+){1,6}?|(?:[\w’'·-]+\s+){0,5}?[\w’'·-]+,\s+[^,;.]{1,60},\s+|(?:[\w’'·-]+\s+){0,5}?[\w’'·-]+(?:,\s+[\w’'·-]+)*,?\s+(?:or|nor)\s+[\w’'·-]+\s+)(?:may|shall|must|should|can|(?:is|are)\s+(?:ever\s+)?to|(?:is|are)\s+(?:allowed|permitted|authori[sz]ed))\b",
    r"(?:no[\s-]?one|nobody|nothing)\s+(?:[\w’'·-]+\s+){0,6}?(?:may|must|should|(?:is|are)\s+(?:allowed|permitted|authori[sz]ed))\b(?!\s+(?:feel|hesitate))",
    r"(?<!that\s)(?<!so\s)(?:no[\s-]?one|nobody)\s+(?:[\w’'-]+\s+){0,6}?can\b(?!\s+(?:be\s+(?:sure|certain|expected)|know|guarantee|say|tell|predict)\b)",
    r"off[\s-]limits|out\s+of\s+bounds|(?:has|have)\s+no\s+place",
    r"(?:is|are)\s+(?:contrary\s+to|against)\s+(?:the\s+)?(?:school|trust|our|rules?|policy|this|law)\w*",
    r"(?<!any\s)(?<!the\s)(?<!every\s)(?:sackable|dismissible|disciplinary)\s+(?:offence|matter)",
    r"grounds\s+for\s+(?:instant\s+|summary\s+)?dismissal|not\s+for\s+(?:staff|personal|private)\s+use",
    r"no\s+longer\s+(?:permitted|allowed)",
    r"(?:is|are)\s+never\s+to\s+\w+",
    r"(?:is|are)\s+never\s+(?!a\b|an\b|the\b|too\b|wise|sensible|advisable|easy|enough)\w+(?:ed|en|t|n)\b",
    r"(?:nobody|no[\s-]one|none)\s+(?:[\w’'-]+\s+){0,6}?(?:is|are)\s+(?:ever\s+)?to\b",
    r"(?:and|or|but)\s+never\s+\w+|\w+s\s+will\s+never\b|"
    + PERSON
    + r"\s+never\s+\w+|never\s+(?:give|share|use|post|contain|reveal|leave|lend|log|be\s+used|be\s+shared|be\s+left)",
)
PROHIBITED_OPENING = re.compile(
    r"(?:^|,\s)\W*(?:please\s+)?(?:never|do\s+not|don['’]t)\b(?!\s+hesitate)", re.IGNORECASE
)
AGAINST = any_of(
    r"(?:should|ought)\s+"
    + ADVERB
    + r"*(?:not)\b(?!\s+hesitate)|shouldn['’]t|oughtn['’]t|(?:try|aim|best|better|wise|asked|encouraged|advised|recommended|urged)\s+not\s+to",
    r"little\s+to\s+be\s+gained|undesirable\b|hesitate\s+before\b|stay\s+out\s+of\b",
    r"(?:do|does|would)\s+not\s+(?:advise|recommend|encourage|suggest)\b",
    r"(?:recommendation|advice)\s+is\s+(?:that\s+)?(?:\w+\s+)?(?:do\s+)?not\b|ideally,?\s+(?:nobody|no\s+one|no)\b",
    r"ask\s+yourself\b|(?:is|are)\s+(?:un|not\s+)(?:helpful|kind|fair|professional)\b|discourteous",
    r"not\s+(?:an?\s+|considered\s+|thought\s+|regarded\s+as\s+)*(?:good|wise|sensible|best)\s+(?:idea|practice)",
    r"(?:un|in|not\s+)(?:advisable|wise|recommended|sensible|prudent|advised)\b",
    r"(?:is|are|be)\s+(?:\w+\s+)?discouraged|discourages?\b|(?:good|best)\s+practice\s+(?:is\s+)?not\s+to",
    r"(?:recommend|advise|suggest|ask)(?:ed)?\s+that\s+(?:\w+\s+){1,3}?(?:avoid|refrain|(?:do\s+)?not)\b",
    r"(?:may|might)\s+(?:care|wish|like)\s+to\s+(?:reconsider|think\s+again)",
    r"(?:urge|ask|advise|encourage|recommend)\s+(?:\w+\s+){1,2}not\s+to\b|ideally,?\s+(?:\w+\s+){1,2}would\s+not\b",
    r"ill[\s-]advised|(?<!never\sa\s)(?<!never\sbe\sa\s)(?:bad|poor)\s+(?:idea|practice)|best\s+avoided",
    r"(?:should|ought\s+to|(?:advised|encouraged|asked|urged|expected|try|tries|aim|need|want|wise|wiser|best|better|reminded|sensible|important|prudent|like\s+\w+|good\s+practice(?:\s+for\s+(?:\w+\s+){1,3})?|good\s+idea|(?:urge|ask|advise|encourage|want|remind)\s+(?:\w+\s+){1,2})\s*\bto|recommended|please|must)\s+(?:also\s+|always\s+)?(?:be\s+)?(?:avoid|refrain|resist|think\s+twice|steer\s+clear|be\s+wary|wary)\w*",
    r"be\s+avoided",
    r"can\s*not\s+be\s+(?:encouraged|recommended|advised)",
    r"(?:seldom|rarely|hardly|scarcely|never)\s+(?:be\s+)?(?:wise|sensible|advisable|helpful|appropriate|a\s+good\s+idea|worth)",
    r"(?:the\s+)?less\s+\w+\s+the\s+better|(?:leave|leaving)\s+(?:\w+\s+){1,3}?alone",
    r"frowned\s+(?:up)?on|not\s+(?:to\s+be\s+)?encouraged",
    r"would\s+(?:rather|prefer)\s+(?:[\w’']+\s+){1,3}?(?:did\s+not|didn['’]t|not)",
    r"(?:preferable|better|best|wiser|safer)\s+not\s+to",
    r"(?:caution|(?:great|particular|extreme)\s+care)\s+(?:is|should)\s+(?:be\s+)?(?:advised|exercised|taken)",
    r"(?:advis|counsel|caution|warn|recommend|urg)\w*\s+(?:[\w’']+\s+){0,3}?against",
)
AVOID_OPENING = re.compile(
    r"(?<!\bto\s)\bthink\s+(?:(?:very\s+)?carefully|hard|twice)?\s*before\b|(?:^|,\s)\W*(?:avoid|refrain\s+from|steer\s+clear|think\s+twice|be\s+wary)\b",
    re.IGNORECASE,
)
REQUIRED = any_of(
    r"(?:responsibility|duty|job)\s+(?:of|for)\s+(?:[\w’'-]+\s+){1,7}?to\b|without\s+(?:fail|exception)",
    r"no\s+exceptions|non-negotiable|not\s+(?:optional|negotiable)",
    r"(?:is|are)\s+(?:an?\s+)?(?:\w+\s+)?(?:requirement|condition\s+of)\b|it\s+falls\s+to",
    r"must\b|shall\b|mandatory|compulsory|obligatory",
    r"(?:it\s+is|is)\s+(?:therefore\s+)?(?:essential|vital|imperative)|no(?:body|\s+\w+)\s+is\s+(?:excused|exempt)",
    r"it\s+is\s+incumbent|undertakes?\s+(?:to|that)\b|bears?\s+(?:\w+\s+)?responsibility",
    r"(?:is|are|am|be|remain)\s+(?:\w+\s+)?(?:required|obliged|bound)\b",
    r"(?:has|have)\s+(?:an?\s+(?:\w+\s+)?(?:duty|responsibility|obligation)|to)\b",
    r"duty\s+(?:of\s+(?:\w+\s+){1,5})?to\b",
    r"(?:I|we|all\s+staff|staff|employees|you)\s+(?:\w+\s+)?(?:will|agree\s+to|undertake\s+to|promise\s+to|commit\s+to)\b(?!\s+·)",
    r"(?:is|are)\s+(?:only\s+)?to\s+(?!be\s+(?:found|seen|had|preferred|welcomed|said)\b)(?:be\s+)?\w+",
    r"(?:is|are)\s+responsible\s+for|responsibility\s+for\s+(?:[\w’'-]+\s+){1,6}?(?:rests|lies)\s+with",
    r"needs?\s+to\b|requires?\s+(?:all\s+)?(?:staff|employees|you)",
    r"only\s+(?:[\w’'-]+\s+){1,8}?(?:may|can)\s+be\s+used",
    r"(?:needs?|requires?|awaits?|depends?\s+(?:up)?on)\s+(?:[\w’']+\s+){0,4}?" + PERMISSION,
    r"(?:will|shall)\s+(?:only|always)\s+\w+|(?:is|are)\s+(?:\w+\s+)?(?:limited|restricted|confined)\s+to",
    r"reserved\s+for|(?:is|are)\s+(?:[\w-]+\s+){1,2}only\s+(?:with|if|when|after|once|where)\b",
)
ADVISED = any_of(
    r"should\b|ought\s+to\b",
    r"(?:is|are|be)\s+(?:\w+\s+)?(?:encouraged|advised|recommended|expected|asked|urged|invited|reminded\s+to)\b",
    r"would\s+be\s+(?:recommended|wise|sensible)",
    r"(?:we|the\s+\w+|it\s+is)\s+(?:\w+\s+)?(?:recommends?|advises?|encourages?|urges?\b|suggests?|advisable|sensible|preferable|wise|important)",
    r"good\s+(?:idea|practice)|best\s+(?:practice|left|to|kept|done)",
    r"think\s+carefully|would\s+(?:\w+\s+)?(?:recommend|advise|suggest|encourage)\b|merit\s+in\b",
    r"never\s+(?:be\s+)?a\s+bad\s+idea|much\s+to\s+be\s+said\s+for|it\s+is\s+hoped\s+that",
    r"to\s+be\s+(?:preferred|welcomed)\b|(?:might|may)\s+like\s+to\b",
    r"(?:would|is|may|might)\s+(?:be\s+)?(?:\w+\s+)?(?:prudent|helpful\s+to|worth\s+\w+ing|worthwhile|helpful\s+(?:to|if)|wise|sensible|a\s+kindness)",
    r"(?:pays|helps)\s+to\b|may\s+find\s+it\s+helpful|(?:officers?|unions?|associations?|advisers?)\s+suggests?\b",
    r"how\s+useful\s+it\s+is|commends?\b|do\s+consider|would\s+like\s+(?:staff|you|all|everyone|colleagues|them)\b",
    r"please\s+\w+|expects?\s+\w+(?:\s+\w+)?\s+to\b|do(?:es)?\s+well\s+to|would\s+ask|ideally|where\s+possible,",
)
ADVISED_OPENING = re.compile(
    r"\b(?:(?:good|best)\s+practice|best\s+\w+|safest\s+\w+)\s+(?:is|would\s+be)\s+to\b|\bwill\s+(?:try|aim|endeavour)\s+to\b|\b(?:is|are)\s+best\s+(?:\w+ed|held|done|kept|left|made|sent|given|taken)\b|^\W*(?:better\s+still|where\s+you\s+can|if\s+(?:at\s+all\s+)?possible|the\s+preferred\s+\w+|ideally|where\s+(?:possible|practicable)|consider|try\s+to|aim\s+to|prefer|please)\b|\bnot\s+(?:hesitate|feel\s+(?:unable|awkward))\b",
    re.IGNORECASE,
)
PERMITTED = any_of(
    r"may\b|"
    + PERSON
    + r"\s+(?:[\w’'-]+\s+){0,4}?can\b|can\s+(?=be\s+(?:\w+\s+(?:[\w’']+\s+){0,4}?only\b|used|taken|booked|kept|worn|borrowed|made)|use|take|choose|ask|request|keep|claim|wear|borrow|book|continue|opt)",
    r"(?:is|are|be)\s+(?:\w+\s+)?(?:permitted|authori[sz]ed|allowed|acceptable|fine)\b|permits?\b",
    r"(?:permission|leave|consent|requests?|approval)\s+(?:[\w’'-]+\s+){0,6}?(?:is|are|will\s+be)\s+(?:normally\s+)?(?:given|granted)\b",
    r"allows?\s+(?:all\s+)?(?:staff|employees|you|members|teachers)|(?:is|are)\s+in\s+order",
    r"(?:has|have)\s+(?:the\s+)?(?:permission|right)\s+to",
    r"(?:is|are)\s+(?:only\s+)?possible(?=\s+(?:with|only|if|where|once|after)\b)",
)
ONLY_PERMITTED = any_of(
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
CONSEQUENCE = any_of(r"(?:action|penalt|sanction|dismiss|prosecut|warning|liable|consequence)\w*")
RULES_IN_LEAD_IN = any_of(
    r"(?:must|shall|may|can|will|should|never|ought|required|expected|(?:en|dis)courag\w+|counsel\w*|avoided|(?:in)?advisable|undertakes|helpful|stops|advised|forbid\w*|prohibit\w*|prevents?|permitted|allowed|granted|asked|duty|responsib\w+|obligation|objection|requirement|agree|undertake|avoid|not|good\s+practice|need|consent|approval|welcome|free|liberty|"
    r"recommend(?:ed|s)?|advise|idea|think\s+(?:carefully|twice)|choose|entitled|invited|suggest(?:ed|s)?|(?:un)?wise|unacceptable|end\s+in|sensible|best)\b|\bto\W*$"
)
PLEDGE = re.compile(
    r"^\W*I\s+(?:understand|accept|acknowledge|know|recognise|appreciate|am\s+aware|have\s+read)\b(?!.*\bI\s+(?:must|will|am\s+to|may)\b)",
    re.IGNORECASE,
)
