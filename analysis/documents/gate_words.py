"""What prose may not hold unless a result says it: digits, numbers in words, and words that state a result.

The allow-list is by rule, each with its reason; there is none by sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COUNTED = "patients?|subjects?|participants?|persons?|deaths?|events?|cases?|men|women|man|woman"
#: Numbers in words. Compounds such as two-sided and double-blind are terms of design.
COUNTS = re.compile(
    rf"""\b(?:
      (?:{_SMALL})(?!-(?:sided|tailed|stage|arm|armed|way|sample|step)\b)
    | thirteen | fourteen | fifteen | sixteen | seventeen | eighteen | nineteen
    | (?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)? | hundreds? | thousands? | millions? | dozens?
    | twice | thrice | half(?!-li(?:fe|ves)\b) | halved | halves | doubl(?:ed|es|ing) | tripl(?:ed|es|ing)
    | double(?!-(?:blind|masked|dummy)\b) | triple(?!-(?:blind|masked)\b) | \w+-fold | twofold | threefold | tenfold
    | (?:one|a)[ -](?:third|quarter|half|fifth|tenth) | percent | per[ ]cent
    | one(?=\s(?:{_COUNTED})\b) | one(?=\sof\sthe\s(?:{_COUNTED})\b) | one\sin(?=\s(?:{_SMALL})\b)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: Words that state a direction, a comparison, a significance or its absence.
VERDICTS = re.compile(
    rf"""\b(?:
      (?:in)?significant(?:ly)? | (?:reach|attain)\w*\s(?:statistical\s)?significance
    | increas(?:e|es|ed|ing) | decreas(?:e|es|ed|ing) | rose | ris(?:e|es|en|ing) | fell | fallen | falling
    | falls?(?=\s(?:by|to|from|after|at)\b) | declin(?:e|es|ed|ing) | drop(?:s|ped|ping)
    | improv(?:e|es|ed|ing|ement|ements) | worsen(?:s|ed|ing)? | deteriorat\w+
    | reduc(?:e|es|ed|ing|tion|tions) | elevat(?:ed|ion|ions) | normali[sz](?:ed|es|ation)
    | lower(?:ed|ing)?(?!\s(?:limits?|bounds?|quartiles?|end)\b) | higher | greater | larger | smaller | better | worse
    | best | worst(?!\s(?:grades?|class|case)\b) | fewer
    | superior(?:ity)? | (?<!non-)inferior(?:ity)? | equivalen(?:t|ce) | outperform\w*
    | unchanged | similar(?:ly)? | comparable | stable | stabili[sz]\w+
    | (?:did|does|do)\snot\s(?:differ|change) | differ(?:ed|s)
    | no\s(?:\w+\s){{0,2}}(?:differences?|changes?|effects?|benefits?|evidence|improvements?|associations?)
    | no\s(?:\w+\s){{0,3}}(?:{_COUNTED}|infections?|toxicit\w+|tumou?rs?|reactions?)
        (?=\s(?:died|were|was|had|occurred|developed|experienced)\b)
    | (?:there\s)?were\sno\b | well[ -]tolerated | safe | effective(?:ly|ness)? | efficacious | beneficial | harmless
    | (?:more|less)\s(?:\w+\s)?(?:than|frequent(?:ly)?|often|common(?:ly)?|likely)
    | (?:longer|shorter|faster|slower)\sthan | prolonged | correlat(?:ed|es)\swith | associated\swith
    | majority | mostly | most\s(?:{_COUNTED}) | (?:all|no)\s(?:{_COUNTED})\s(?:survived|responded|died)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
#: Names: digits that measure nothing. What study.yaml calls by a name is added by the gate.
NAMES = (
    r"\b[A-Za-z]*[A-Z]\w*-?\d+(?![.,]?\d)\w*(?:\(R\d\))?[+]?",  # SF-36, CD4+, TRT01A, E9(R1), SHA-256
    r"\b[a-z]{3,}\d+\b",  # a word of code: results2
    r"\b[A-Z]{2,}[\w-]*\s(?:19|20)\d\d\b",  # a standard by its year: CONSORT 2025
    r"\b(?:[Pp]hases?|[Gg]rades?|[Cc]lass(?:es)?|[Tt]ypes?|[Ss]tages?)\s\d(?:[a-c]|[+])?(?:(?:,|\sand|\sor|\sto|\/)\s?\d)*(?!\w|[.,]\d)",
    r"\b[Vv]ersion\s\d+(?:\.\d+)*",
    r"\b[Ss]ections?\s\d+(?:\.\d+)*(?:(?:,|\sand|\sto)\s\d+(?:\.\d+)*)*(?!\d)",  # sections
    r"(?<![\d.])\d+\.\d+\.\d+(?:\.\d+)*(?![\d.]*\d)",  # a section's number has two dots or more
)
_NAMES = re.compile("|".join(NAMES))


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


def hide_names(text: str) -> str:
    """The text with names that hold digits blanked out, each character by a space."""
    return _NAMES.sub(lambda found: blank(found[0]), text)


def blank(text: str) -> str:
    """As many spaces as the text has characters, its line ends kept."""
    return re.sub(r"[^\n]", " ", text)


def _is_digit(character: str) -> bool:
    return bool(character) and unicodedata.numeric(character, None) is not None
