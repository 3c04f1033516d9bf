"""What prose may not hold unless a result says it: digits, numbers in words, and words that state a result.

VERDICTS are such words anywhere. DEGREES are words that a reader of results takes for one (high, few, above): they are
found where results are told, and as OPINIONS where they are discussed (gate.py says where). What passes does so by a
rule, each with its reason; there is no list of sentences.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COUNTED = (
    "patients?|subjects?|participants?|persons?|people|volunteers?|deaths?|events?|cases?|men|women|man|woman"
    "|reactions?|infections?|withdrawals?|dropouts?|deviations?|responders?|survivors?"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_FATE = "died|survived|responded|improved|worsened|recovered|relapsed|withdrew|progressed|discontinued|dropped"
#: Numbers in words. Compounds such as two-sided and double-blind are terms of design.
COUNTS = re.compile(
    rf"""\b(?:
      (?:{_SMALL})(?!-(?:sided|tailed|stage|arm|armed|way|sample|step)\b)
    | thirteen | fourteen | fifteen | sixteen | seventeen | eighteen | nineteen
    | (?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)? | hundreds? | thousands? | millions? | dozens?
    | twice | thrice | half(?!-li(?:fe|ves)\b) | halved | halves | halving | doubl(?:ed|es|ing) | tripl(?:ed|es|ing)
    | double(?!-(?:blind|masked|dummy)\b) | triple(?!-(?:blind|masked)\b) | \w+-fold | twofold | threefold | tenfold
    | (?:one|a)[ -](?:third|quarter|half|fifth|tenth) | percent | per[ ]cent | two-thirds
    | (?:zero|nil|several|numerous)(?=\s(?:{_COUNTED})\b) | (?:a\s)?(?:couple|handful|pair|score)\sof
    | one(?=\s(?:{_COUNTED})\b) | one(?=\sof\sthe\s(?:{_COUNTED})\b) | one\sin(?=\s(?:{_SMALL})\b)
    | one(?=\s(?:{_FATE}|was|had)\b) | (?:an?|the)\s(?:single|sole|only)(?=\s(?:{_COUNTED})\b)
    | both(?=\s(?:{_COUNTED})\b) | (?-i:[IVXLC]{{2,}})(?=\s(?:{_COUNTED})\b)
    | (?:in|on|since|until|from|by|before|after|of)\s(?-i:{_MONTHS})\b
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: Words that state a direction, a comparison, a significance or its absence.
VERDICTS = re.compile(
    rf"""\b(?:
      (?:in|non-?)?significant(?:ly)? | (?:reach|attain|achiev|approach|toward)\w*\s(?:statistical\s)?significance
    | statistical\ssignificance\s(?:was|is)
    | increas(?:e|es|ed|ing) | decreas(?:e|es|ed|ing) | rose | ris(?:e|es|en|ing) | fell | fallen | falling
    | falls?(?=\s(?:by|to|from|after|at)\b) | declin(?:e|es|ed|ing) | drop(?:s|ped|ping)
    | (?:went|gone|goes|going|came|come|coming|moved|trended)\s(?:up|down|upward|downward)s?
    | (?:was|were|is|are)\s(?:up|down)\b(?!-|\sto\b) | climb(?:s|ed|ing) | surg(?:ed|ing) | soar(?:s|ed|ing)
    | plummet\w* | dwindl\w+ | diminish\w* | shr(?:ank|unk|ink\w*) | subsid(?:ed|es|ing) | regressed
    | gained | gains?(?=\s(?:in|of|was|were)\b) | augment\w* | boost\w* | ameliorat\w+ | alleviat\w+ | attenuat\w+
    | suppress(?:es|ed)(?=\s(?:by|after|in|at)\b) | (?:up|down)-?regulat\w+
    | improv(?:e|es|ed|ing|ement|ements) | worsen(?:s|ed|ing)? | deteriorat\w+
    | reduc(?:e|es|ed|ing|tion|tions) | elevat(?:ed|ion|ions) | normali[sz](?:ed|es|ation)
    | lower(?:ed|ing)?(?!\s(?:limits?|bounds?|quartiles?|end)\b) | higher | greater | larger | smaller | better | worse
    | (?:highest|lowest)(?!\s(?:\w+\s)?(?:dose|grades?|class|values?)\b) | greatest | largest | smallest | biggest
    | best | worst(?!\s(?:grades?|class|case)\b) | fewer | fewest
    | superior(?:ity)? | (?<!non-)inferior(?:ity)?
    | (?:was|were|is|are|proved)\s(?:to\sbe\s)?non-?inferior
    | equivalen(?:t|ce) | outperform\w* | outd(?:id|oes|one) | exceed(?:s|ed) | surpass(?:es|ed)?
    | favou?r(?:s|ed|ing) | advantage(?=\s(?:of|for|over)\s(?:the\s)?(?:\w+\s)?(?:dose|group|treatment|cells|arm))
    | trend(?:s|ed)?\stowards? | dose-dependent(?:ly)?
    | dose[ -]response(?:\srelation(?:ship)?)?\s(?:was|is|were)\b | (?:clear|evident)\sdose[ -]response
    | unchanged | similar(?:ly)? | comparable | stable | stabili[sz]\w+ | indistinguishable
    | (?:did|does|do)\snot\s(?:\w+\s)?(?:differ|change|vary) | differ(?:ed|s)
    | (?:no|little)\s(?:\w+\s){{0,3}}(?:differences?|changes?|effects?|benefits?|evidence|improvements?|associations?
        |concerns?|signals?|toxicit(?:y|ies)|harms?)\b
    | no\s(?:\w+\s){{0,3}}(?:{_COUNTED}|infections?|toxicit\w+|tumou?rs?|reactions?)
        (?=\s(?:died|were|was|had|occurred|developed|experienced|emerged)\b)
    | (?:there\s)?(?:were|was)\sno\b | well[ -]tolerated | tolerated\s(?:well|without) | safe | effective(?:ly|ness)?
    | efficacious | beneficial | harmless | promising | benefit(?:t)?ed
    | (?:the\s)?(?:treatment|therapy|cells|drug|infusions?|dose)\s(?:works?|worked|helps?|helped)\b
    | (?:nobody|no\sone|none(?:\sof\s(?:the|them|our)(?:\s\w+)?)?|every(?:one|body)?(?:\s\w+)?)
        \s(?:has\s|had\s)?(?:{_FATE})
    | (?:few|many|several|some|most|all|no|almost\sall|nearly\sall)\s(?:of\s(?:the|them)\s)?(?:{_COUNTED})?\s?
        (?:{_FATE})
    | (?:prolong|extend|lengthen|shorten)(?:s|ed)(?=\s(?:the\s)?(?:\w+\s)?(?:life|survival|time))
    | (?:more|less)\s(?:\w+\s)?(?:than|frequent(?:ly)?|often|common(?:ly)?|likely|pronounced|marked)
    | (?:longer|shorter|faster|slower|earlier|later)\sthan | prolonged | correlat(?:ed|es)\swith | associated\swith
    | (?:lived|survived)\slonger | died\searlier
    | majority | minority | mostly | most\s(?:{_COUNTED}) | (?:all|no)\s(?:{_COUNTED})\s(?:survived|responded|died)
    | healthier | sicker | fitter | endpoints?\s(?:was|were|is|are)\s(?:not\s)?(?:met|reached)
    | every\s(?:{_COUNTED})\s(?:was|had|got|complet\w+|finish\w+|receiv\w+)
    | hypothesis\s(?:was|is)\s(?:rejected|accepted|confirmed)
    | (?:remain|hold|held)(?:s|ed)?\s(?:constant|steady|the\ssame)
    | (?:return|recover)(?:s|ed)?\sto(?:wards?)?\s(?:baseline|normal)
    | (?:above|below|beneath|exceeding)\s(?:the\s)?baseline
    )\b | [\u2191\u2193\u2197\u2198\u21D1\u21D3\u25B2\u25BC]""",
    re.IGNORECASE | re.VERBOSE,
)
_QUALITIES = r"""
      high(?:ly)?(?!-?\s?(?:dose|density|sensitivity|resolution|flow)) | low(?!-?\s?(?:dose|density))
    | large(?:ly)? | small
    | big | great(?:ly)? | strong(?:ly)? | weak(?:ly)? | rapid(?:ly)? | slow(?:ly)? | marked(?:ly)? | substantial(?:ly)?
    | considerabl[ey] | modest(?:ly)? | dramatic(?:ally)? | robust(?:ly)? | pronounced | slight(?:ly)?
    | meaningful(?:ly)?
    | (?:statistically|clinically)\s(?:meaningful|relevant) | relevant(?:ly)? | borderline | striking(?:ly)?
    | notabl[ey]
    | excellent | good(?!\sclinical) | poor | favou?rable | acceptable | manageable | mild(?!\s(?:or|and)\s) | severe
    | encouraging | rare(?:ly)? | frequent(?:ly)? | infrequent(?:ly)? | (?:un)?common(?:ly)?(?!\sterminology)
    | (?<!described\s)(?<!shown\s)(?<!listed\s)(?<!see\s)(?:above|below|beneath) | (?:the\s)?same | alike
    | equal(?:ly)?(?:\sgood)? | balanced | (?:well\s)?matched | identical
    | constant(?:ly)? | consistent(?:ly)? | (?<!-)positive(?:ly)? | negative(?:ly)? | tolerated | absent | nil | zero
    | preferable | different | numerical(?:ly)? | (?:free|devoid)\sof"""
_COURSES = r"""
      persisted | sustained | maintained | preserved | restored | recovered | resolved | disappeared | vanished
    | suppressed
    | peaked | plateaued | returned | enhanced | strengthened | weakened | expanded | slowed | steepened
    | flattened | cut
    | delayed | approached | varied | responded | confirm(?:s|ed)? | demonstrat(?:es?|ed) | prov(?:es?|ed|en)"""
#: Words of degree, amount and judgment, which state a result where results are told.
DEGREES = re.compile(
    rf"""\b(?:{_QUALITIES} | {_COURSES}
    | persist(?:s|ent|ently|ing)? | sustain(?:s|ing)? | maintain(?:s|ing)? | restor(?:es|ing|ation)
    | recover(?:s|y|ing)?
    | resolution | enhanc(?:es|ing|ement) | strengthen(?:s|ing)? | returns? | peaks? | benefits? | advantages? | safety
        \s(?:signals?|concerns?) | toxicit(?:y|ies) | absence | vary | works? | worked | help(?:s|ed)
    | few | many | several | some | only | nearly | almost | hardly | barely | merely | numerous | nobody | no\sone
    | none
    | (?:exclud|includ)(?:es?|ed|ing)\s(?:zero|one|no\b) | no(?=\s\w+) | without\s(?:any\b|\w*\s?(?:{_COUNTED})\b)
    | differences?\s(?:was|were)\s(?:seen|found|noted|observed|detected|apparent)
    )\b | (?<=[\w)])\s?[<>\u2264\u2265\u2248](?=\s?\w)""",
    re.IGNORECASE | re.VERBOSE,
)
#: The same where results are discussed: said of something, or of an effect.
OPINIONS = re.compile(
    rf"""\b(?:{_COURSES}
    | (?:was|were|remained|became|appeared|seemed|proved|looked|stayed)\s(?:\w+ly\s|very\s|quite\s|rather\s|not\s)?
        (?:{_QUALITIES})
    | (?:an?|the|no|any|some)\s(?:very\s)?(?:{_QUALITIES})\s(?:\w+\s)?(?:change|effect|response|gain|difference
        |advantage|benefit|efficacy|survival|trend)s?
    | (?:few|hardly\sany|many|several|some|most|almost\sno|no)\s(?:{_COUNTED})\s(?:was|were|had|occurred|developed)
    | (?:interval|limits?)\s(?:\w+\s)?(?:exclud|includ)(?:es?|ed|ing)\s(?:zero|one|no\b)
    | without\s(?:any\b|\w*\s?(?:{_COUNTED})\b) | (?:free|devoid)\sof\s(?:adverse|serious|any)
    )\b | (?<=[\w)])\s?[<>\u2264\u2265\u2248](?=\s?\w)""",
    re.IGNORECASE | re.VERBOSE,
)
#: Names: digits that measure nothing. What study.yaml calls by a name is added by the gate.
NAMES = (
    r"\b[A-Z]{2,}(?:-\d{1,2}[A-Z]{1,2})+\b",  # EQ-5D-5L
    r"\b[A-Za-z]*[A-Z]\w*-?\d+(?![.,]?\d)\w*(?:\(R\d\))?[+]?",  # SF-36, CD4+, TRT01A, E9(R1), SHA-256
    r"\b[a-z]{3,}\d+\b",  # a word of code: results2
    r"\b[A-Z]{2,}[\w-]*\s(?:19|20)\d\d\b",  # a standard by its year: CONSORT 2025
    r"\b(?:[Pp]hases?|[Gg]rades?|[Cc]lass(?:es)?|[Tt]ypes?|[Ss]tages?)\s\d(?:[a-c]|[+])?(?:(?:,|\sand|\sor|\sto|\/)\s?\d)*(?!\w|[.,]\d)",
    r"\b[Vv]ersion\s\d+(?:\.\d+)*",
    r"\b[Ss]ections?\s\d+(?:\.\d+)*(?:(?:,|\sand|\sto)\s\d+(?:\.\d+)*)*(?!\d)",  # sections
    r"(?<![\d.])\d+\.\d+\.\d+(?:\.\d+)*(?![\d.]*\d)",  # a section's number has two dots or more
)
_NAMES = re.compile("|".join(NAMES))
#: Latin letters mixed with letters of another alphabet that look like them.
_ALIKE = "\u0400-\u04ff\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03c1"
DISGUISED = re.compile(rf"\b(?=\w*[A-Za-z])(?=\w*[{_ALIKE}])[^\W\d]+\b")


def find_numbers(text: str) -> Iterator[tuple[int, str]]:
    """Position and text of every digit or number in words; any script, powers and fractions included."""
    at = 0
    while at < len(text):
        if _is_digit(text[at]):
            end = at
            while end < len(text) and (
                _is_digit(text[end]) or (text[end] in ".,%" and _is_digit(text[end + 1 : end + 2]))
            ):
                end += 1
            yield at, text[at:end]
            at = end
        at += 1
    for found in COUNTS.finditer(text):
        yield found.start(), found[0]


def find_verdicts(text: str) -> Iterator[tuple[int, str]]:
    """Position and text of every word that states a result."""
    for found in VERDICTS.finditer(text):
        yield found.start(), " ".join(found[0].split())


def find_degrees(text: str) -> Iterator[tuple[int, str]]:
    """Position and text of every word of degree, amount or judgment."""
    for found in DEGREES.finditer(text):
        yield found.start(), " ".join(found[0].split())


def find_opinions(text: str) -> Iterator[tuple[int, str]]:
    """Position and text of every judgment in a discussion."""
    for found in OPINIONS.finditer(text):
        yield found.start(), " ".join(found[0].split())


def find_disguised(text: str) -> Iterator[tuple[int, str]]:
    """Position and text of every word whose letters are of two alphabets, so that it can't be read as it looks."""
    for found in DISGUISED.finditer(text):
        yield found.start(), found[0]


def hide_names(text: str) -> str:
    """The text with names that hold digits blanked out, each character by a space."""
    return _NAMES.sub(lambda found: blank(found[0]), text)


def blank(text: str) -> str:
    """As many spaces as the text has characters, its line ends kept."""
    return re.sub(r"[^\n]", " ", text)


def _is_digit(character: str) -> bool:
    return bool(character) and unicodedata.numeric(character, None) is not None
