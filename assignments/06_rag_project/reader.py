"""A plain reader: what in a text may be an answer, and which kinds of answer a question asks for. English and Hebrew.

It is given, so that nobody's project hangs on regular expressions for the time of day. It finds **what has the form of an
answer**; which of it *is* the answer, and in which passage, is yours.

    >>> [(span.kind, span.text) for span in spans("The ferry leaves at 9:40 on Fridays and costs 12.50 crowns.")]
    [('time', '9:40'), ('weekday', 'Fridays'), ('price', '12.50 crowns')]
    >>> kinds_asked("How much is a ticket?")
    ('price', 'count')

    kind      what it is                              examples
    time      a time of day                           09:40, 9.40 a.m., twenty to ten, half past six, רבע לתשע
    price     an amount of money with its currency    12.50 crowns, 3 כתרים
    count     another number, with its unit           4,200, 55 minutes, 3.4 km, forty-eight, 24 חדרים
    date      a day or a year                         17 May 2031, May 17, 17/5/1903, 2031-05-17, 1874, 3 במאי
    weekday   a day of the week                       Mondays, יום שני
    month     a month                                 April, אפריל
    name      a name, of people, houses, places       Jonas Pell, Mill Lane; in Hebrew those that `Names` has learnt
    quoted    what stands in quotation marks          “The Tin Sailor”

Where two have a part of the text in common, the longer one counts.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np
from glossary import GLOSSARY
from stop_words import STOP_WORDS

PREFIXES = "והבלכמש"
"""Hebrew words of one letter that are written together with the next one."""

_MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTHS_HE = [
    "ינואר",
    "פברואר",
    "מרץ",
    "אפריל",
    "מאי",
    "יוני",
    "יולי",
    "אוגוסט",
    "ספטמבר",
    "אוקטובר",
    "נובמבר",
    "דצמבר",
]
_DAYS_EN = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_DAYS_HE = ["שני", "שלישי", "רביעי", "חמישי", "שישי", "שבת", "ראשון"]
_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SMALL_HE = {
    word: number
    for number, words in enumerate(
        [
            "אפס",
            "אחת אחד",
            "שתיים שניים שתי שני",
            "שלוש שלושה",
            "ארבע ארבעה",
            "חמש חמישה",
            "שש שישה",
            "שבע שבעה",
            "שמונה",
            "תשע תשעה",
            "עשר עשרה",
        ]
    )
    for word in words.split()
} | {"אחת עשרה": 11, "שתים עשרה": 12, "שתים־עשרה": 12, "אחת־עשרה": 11}
_TENS_HE = {
    word: 10 * number
    for number, word in enumerate(["עשרים", "שלושים", "ארבעים", "חמישים", "שישים", "שבעים", "שמונים", "תשעים"], start=2)
}
_CURRENCIES = (
    "crowns?|shillings?|pounds?|pence|euros?|dollars?|cents?|shekels?|francs?|marks?|florins?|guilders?|ducats?|thalers?|kronor|krone"
    "|כתר(?:ים)?|שילינג(?:ים)?|ליר(?:ה|ות)|שקל(?:ים)?|ש״ח|אירו|דולר(?:ים)?|סנט(?:ים)?|פרנק(?:ים)?"
)
_UNITS = (
    "(?:square )?(?:kilo|centi|milli)?met(?:re|er)s?|km|cm|m|miles?|feet|minutes?|min|hours?|days?|weeks?|months|years|%|per cent"
    "|kilograms?|kg|tons?|litres?|ק.?מ|קילומטר(?:ים)?|מטר(?:ים)?|דק(?:ות|ה|׳)|שעות|ימים|שבועות|שנים"
)

_EN_MONTH, _HE_MONTH = "|".join(_MONTHS_EN), "|".join(_MONTHS_HE)
_WORD_NUMBER = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_SMALL[1:10])}))?|{'|'.join(_SMALL)})"
_EN_NUMBER = rf"(?:(?:an?|{_WORD_NUMBER}) (?:hundred|thousand)(?: (?:and )?{_WORD_NUMBER})?|{_WORD_NUMBER})"
_HE_SMALL = "|".join(sorted(_SMALL_HE, key=len, reverse=True))
_HE_TENS = "|".join(_TENS_HE)
_HE_NUMBER = rf"(?:(?:{_HE_TENS})(?: ו(?:{_HE_SMALL}))?|{_HE_SMALL})"
_FIGURES = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_START, _END = r"(?<![\w.,:/-])", r"(?![\w]|[.,:/-]\d)"
_HE_START = rf"(?<![א-ת\w.,:/])(?:[{PREFIXES}]{{1,2}}[-־]?)?"

_PATTERNS: list[tuple[str, re.Pattern]] = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in [
        (
            "quoted",
            r"“([^”\n]{2,80})”|(?<!\w)\"([^\"\n]{2,80})\"(?!\w)|״([^״\n]{2,80})״|‘([^’\n]{4,80})’(?!\w)|„([^“”\n]{2,80})[“”]",
        ),
        ("date", rf"{_START}\d{{4}}-\d\d-\d\d{_END}|{_START}\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}{_END}"),
        (
            "date",
            rf"(?:the )?\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_EN_MONTH})\b(?:,? \d{{4}}\b)?|\b(?:{_EN_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?\b(?!:)(?:,? \d{{4}}\b)?",
        ),
        ("date", rf"(?<!\d)\d{{1,2}} ב?(?:{_HE_MONTH})(?: \d{{4}})?"),
        (
            "date",
            r"(?<=[ הב־-])(?:ה־|ב־|ה-|ב-)?(?<!\d)(?:1[4-9]|20)\d\d(?![\d:/]|[.,]\d| (?:people|visitors|books|volumes|[a-z]+s\b))",
        ),
        ("time", r"(?<![\d.,:])(?:[01]?\d|2[0-3]):[0-5]\d(?!\d|:)(?: ?[ap]\.? ?m\b\.?)?"),
        ("time", r"(?<![\d.,:])(?:1[0-2]|0?\d)(?:[.:][0-5]\d)? ?[ap]\.? ?m\b\.?"),
        ("time", rf"(?<![\d.,:])(?:[01]?\d|2[0-3])\.[0-5]\d(?![.,:]?\d)(?! ?(?:{_CURRENCIES}|{_UNITS})\b)"),
        (
            "time",
            rf"\b(?:half|(?:a )?quarter|(?:{_WORD_NUMBER})(?: minutes)?) (?:past|to) (?:{'|'.join(_SMALL[1:13])}|noon|midnight)\b"
            rf"(?:(?: in the|,? at) (?:morning|afternoon|evening|night))?|\b(?:{'|'.join(_SMALL[1:13])}) o[’']clock\b",
        ),
        (
            "time",
            rf"(?<![א-ת])(?:[{PREFIXES}]{{1,2}})?((?:רבע|חמישה|עשרה|עשרים|עשר דקות|חמש דקות)(?: וחמישה| וחמש)?(?: דקות)? ל(?:{_HE_SMALL}))(?![א-ת])"
            rf"|(?<![א-ת])[{PREFIXES}]?((?:{_HE_SMALL}) ו(?:חצי|רבע|עשרה|עשר דקות|עשרים|חמישה)(?: וחמישה| וחמש)?)(?![א-ת])",
        ),
        ("price", rf"{_START}(?:{_FIGURES}) ?(?:{_CURRENCIES})(?![\w])|[€$£₪] ?(?:{_FIGURES})|(?:{_FIGURES}) ?[€$£₪]"),
        ("price", rf"\b{_EN_NUMBER} (?:{_CURRENCIES})\b|(?<![א-ת]){_HE_NUMBER} (?:{_CURRENCIES})(?![א-ת])"),
        (
            "weekday",
            rf"\b(?:{'|'.join(_DAYS_EN)})s?\b|(?<=יום )(?:{'|'.join(_DAYS_HE)})(?![א-ת])|(?<=ימי )(?:{'|'.join(_DAYS_HE)})(?![א-ת])|(?<![א-ת])[בה]?שבת(?![א-ת])",
        ),
        ("count", rf"(?<![\w.,:/])(?:{_FIGURES})(?:[ -]?(?:{_UNITS})(?![\w]))?(?![:/]\d|[.,]\d)"),
        ("count", rf"\b{_EN_NUMBER}(?: (?:{_UNITS}))?\b"),
        ("count", rf"(?<=[א-ת־ -])(?<![א-ת]){_HE_NUMBER}(?: (?:{_UNITS}))?(?![א-ת])"),
        ("month", rf"\b(?:{_EN_MONTH})\b|(?<![א-ת])[{PREFIXES}]?(?:{_HE_MONTH})(?![א-ת])"),
    ]
]
_CAPITALS = re.compile(r"[A-Z][\w’'-]+(?: (?:(?:of|and|de|van|von)(?: the)? |the )?[A-Z][\w’'-]+)*")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"\w+(?:[-'’׳״\"]\w+)*")
_ASKED: list[tuple[tuple[str, ...], re.Pattern]] = [
    (kinds, re.compile(pattern, re.IGNORECASE))
    for kinds, pattern in [
        (
            ("time",),
            r"\b(?:time|hour)\b|\bo[’']clock\b|\bhow (?:early|late)\b|(?<![א-ת])[א-ת]{0,2}שעה(?![א-ת])|כמה (?:מוקדם|מאוחר)",
        ),
        (("month",), r"\b(?:what|which) month\b|חודש"),
        (
            ("weekday",),
            r"\bweekday\b|\b(?:what|which) day\b|\bday off\b|\bday of the week\b|(?:איזה|באיזה|לאיזה|מהו) יום",
        ),
        (
            ("date",),
            r"\b(?:what|which) (?:year|date)\b|\bsince when\b|\bdate\b|\byear\b|(?<![א-ת])[א-ת]{0,2}(?:שנה|תאריך)(?![א-ת])|ממתי",
        ),
        (
            ("price",),
            r"\b(?:cost|costs|price|fee|fare|rate|pay|owe|money|charge|charges|admission)\b|מחיר|עולה|משלמ|לשלם|תעריף|כסף|דמי",
        ),
        (("price", "count"), r"\bhow (?:much|dear|expensive|cheap)\b"),
        (
            ("count", "price"),
            r"\bhow (?:many|far|long|tall|high|large|old|deep|wide|big)\b|(?<![א-ת])[בלמ]?כמה(?![א-ת])|\bnumber\b|מספר|\b(?:population|height|length|distance|extension)\b",
        ),
        (("name",), r"\b(?:who|whose|whom)\b|(?<![א-ת])[לשמב]?מיה?ו?(?![א-ת])"),
        (("time", "date", "weekday"), r"\bwhen\b|\buntil when\b|מתי"),
        (
            ("name",),
            r"\bwhere\b|\b(?:what|which) (?:street|road|lane|house|place|town|village|island|building|address|person)\b|(?<![א-ת])[מבל]?(?:איפה|היכן|לאן)(?![א-ת])|רחוב|כתובת",
        ),
    ]
]


class Span(NamedTuple):
    """A piece of a text that has the form of an answer."""

    start: int
    end: int
    kind: str
    text: str
    """text[start:end] of the text that it was found in."""


class Names:
    """The names in a corpus. Nobody lists them: capitals, titles and words that are never met apart give them away.

    Args:
        texts: (title, text, language) of each passage that was written; transcripts are better left out.
    """

    def __init__(self, texts: Iterable[tuple[str, str, str]]):
        texts = list(texts)
        english = "\n".join(f"{title}.\n{text}" for title, text, language in texts if language != "he")
        hebrew = [text for _, text, language in texts if language == "he"]
        self.lower = frozenset(re.findall(r"\b[a-z]+\b", english))
        self.inside = frozenset(re.findall(r"(?<=[a-z,] )[A-Z][a-z’'-]+\b", english))
        self.hebrew_people = _hebrew_people(hebrew)
        found = set(_english_names(english))
        found |= {name for title, text, _ in texts if (name := title_name(title, text))}
        found |= {" ".join(pair) for pair, sure in self.hebrew_people.items() if sure == 1}
        self.names = sorted(found, key=lambda name: (-len(name), name))
        self.english = sorted(name for name in found if name.isascii())
        self._spelt = [_letters(name) for name in self.english]
        self._longest = max((len(name.split()) for name in self.english), default=0)
        either = "|".join(map(re.escape, self.names)) or "(?!)"
        self.pattern = re.compile(rf"(?<!\w)(?:[{PREFIXES}]{{0,2}}[-־]?)({either})(?!\w)")

    def spans(self, text: str) -> list[Span]:
        """The names of this corpus that stand in a text, in its order, without their Hebrew prefixes."""
        return [Span(*match.span(1), "name", match[1]) for match in self.pattern.finditer(text)]

    def in_text(self, text: str) -> list[str]:
        """Different names in a text, in its order."""
        return list(dict.fromkeys(span.text for span in self.spans(text)))

    def is_person(self, name: str) -> bool:
        """Whether a name looks like a person's: two words in capitals that are no words otherwise, or a Hebrew pair."""
        words = name.split()
        if re.match("[א-ת]", name):
            return tuple(words) in self.hebrew_people
        return len(words) == 2 and self.lower.isdisjoint(word.casefold() for word in words)

    def mended(self, text: str, least: float = 0.74) -> str:
        """A transcript of speech with names as the corpus writes them, where something was heard that is nearly alike."""
        if not self.english or not text.split():
            return text
        words, heard = text.split(), []
        runs = [(a, b) for a in range(len(words)) for b in range(a + 1, min(a + self._longest + 2, len(words)) + 1)]
        said = [_letters("".join(words[a:b])) for a, b in runs]
        for run, number in zip(*np.nonzero(_at_most_alike(said, self._spelt) >= least), strict=True):
            name, (a, b) = self.english[number], runs[run]
            if -1 <= b - a - len(name.split()) <= 2:
                alike = _likeness(self._spelt[number], said[run])
                heard += [(-alike, a, b, name)] if alike >= least else []
        taken: set[int] = set()
        for _, a, b, name in sorted(heard):
            if not taken & set(range(a, b)):
                taken |= set(range(a, b))
                behind = re.search(r"\W*$", words[b - 1])[0]
                words[a:b] = [name + behind, *[""] * (b - a - 1)]
        return " ".join(word for word in words if word)


def spans(text: str, names: Names | None = None) -> list[Span]:
    """All that has the form of an answer, in the order of the text; see the table above.

    Args:
        names: those of the corpus, if you have them; without them English names are found by their capitals alone, and
            Hebrew ones not at all.
    """
    found = [span for kind, pattern in _PATTERNS for span in _matches(kind, pattern, text)]
    known = names.spans(text) if names else []
    calendar = [span for span in found if span.kind in ("weekday", "month")]
    found += known + [
        span for span in _capitals(text, names) if not any(_meet(span, other) for other in (*known, *calendar))
    ]
    chosen: list[Span] = []
    kinds = [kind for kind, _ in _PATTERNS]
    for span in sorted(found, key=lambda s: (s.start - s.end, kinds.index(s.kind) if s.kind in kinds else 0, s.start)):
        if not any(_meet(span, other) for other in chosen):
            chosen.append(span)
    return sorted(dict.fromkeys(chosen))


def kinds_asked(question: str) -> tuple[str, ...]:
    """The kinds of answer that a question asks for, by its words; () if they do not say.

    English and Hebrew. The first sign that is found counts: "At what time", before "how much", before "when".
    """
    return next((kinds for kinds, pattern in _ASKED if pattern.search(question)), ())


def value_of(text: str) -> float | None:
    """A number by which two answers of one kind can be compared; None if there is none.

    Times in minutes, dates in years, prices and counts as they are: "9:40" is 580.0, "forty-eight" 48.0, "3.4 km" 3.4.
    """
    if (minutes := _minutes(text)) is not None:
        return minutes
    if (date := _date(text)) is not None:
        return date
    if figures := re.search(_FIGURES, text):
        return float(figures[0].replace(",", ""))
    return _number_in_words(text)


def nearest(
    question_terms: Sequence[str], text: str, terms_of, kinds: Sequence[str], names: Names | None = None
) -> str:
    """Of what a sentence holds of the kinds that are asked for, that which stands nearest to the question's words.

    Args:
        question_terms: terms of the question, as `terms_of` makes them; what they name is no answer.
        text: the sentence.
        terms_of: your `analyze`.
        kinds: what `kinds_asked` said; () takes any kind.

    Returns:
        The text of the span, or "".
    """
    of_question = frozenset(question_terms)
    places = [match.start() for match in _WORD.finditer(text) if of_question & set(terms_of(match[0]))]
    found = [
        span
        for span in spans(text, names)
        if (not kinds or span.kind in set(kinds)) and not (terms := set(terms_of(span.text))) <= of_question and terms
    ]

    def distance(span: Span) -> int:
        """Words between, and ten for each comma: 9:40, the library at 10:20."""
        gaps = [text[min(span.start, place) : max(span.start, place)] for place in places]
        return min((len(gap.split()) + 10 * len(re.findall("[,;:] ", gap)) for gap in gaps), default=0)

    return min(found, key=lambda span: (distance(span), span.start)).text if found else ""


def _matches(kind: str, pattern: re.Pattern, text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        group = match.lastindex or 0
        start, end = match.span(group)
        if text[start:end].strip():
            yield Span(start, end, kind, text[start:end])


def _meet(one: Span, two: Span) -> bool:
    return one.start < two.end and two.start < one.end


def _capitals(text: str, names: Names | None) -> Iterator[Span]:
    """English names by their capitals; a single word at the start of a sentence is one only if it stands elsewhere within one."""
    for match in _CAPITALS.finditer(text):
        name = re.sub("^(?:The|An?) ", "", match[0])
        start = match.end() - len(name)
        first = re.search(r"(?:^|[.:?!\"“\n] ?)$", text[: match.start()])
        alone = " " not in name
        if alone and first and (names is None or name not in names.inside):
            continue
        if alone and (name.casefold() in STOP_WORDS or len(name) < 3):
            continue
        yield Span(start, match.end(), "name", name)


def _english_names(text: str) -> Iterator[str]:
    """Names of two and more words that stand in a text at least twice, each with the noun that mostly follows it."""
    counts = Counter(name.removeprefix("The ") for name in _CAPITALS.findall(text))
    for name in [name for name in counts if name.count(" ") > 1]:
        shorter = name.split(" ", 1)[1]  # "Ask Mira Tolland", at the start of a sentence, is Mira Tolland
        if counts[shorter] and counts[name] == 1:
            counts[shorter] += counts.pop(name)
    following: dict[str, Counter] = {}
    for match in _CAPITALS.finditer(text):
        if noun := re.match(r" ([a-z]+)", text[match.end() : match.end() + 30]):
            following.setdefault(match[0].removeprefix("The "), Counter())[noun[1]] += 1
    for name, count in counts.items():
        if count > 1 and " " in name:
            noun = following.get(name, Counter()).most_common(1)
            yield f"{name} {noun[0][0]}" if noun and noun[0][1] > count / 2 and noun[0][0] not in STOP_WORDS else name


@lru_cache(maxsize=1 << 14)
def title_name(title: str, text: str) -> str:
    """What a passage is about: the longest run of words, two at least, that its title and its text share; or nothing."""
    words, best = re.findall(r"[^\s:,]+", title.removeprefix("The ")), ""

    def stands(name: str, prefix: str) -> bool:
        return name in text and bool(re.search(rf"(?<!\w){prefix}{re.escape(name)}(?!\w)", text))

    for start, end in combinations(range(len(words) + 1), 2):
        run = name = " ".join(words[start:end])
        if run[0] == "ה" or (run[0] in "בלמ" and stands(run[1:], "")):  # האי והאי, באי: אי
            name = run[1:]
        if stands(name, f"[{PREFIXES}]?") and name.count(" ") > best.count(" "):
            best = name
    content = [word for word in best.split() if word.casefold() not in STOP_WORDS]
    capital = not re.match("[A-Za-z]", best) or any(word[0].isupper() for word in content)
    return best if " " in best and content and capital else ""


def _hebrew_people(texts: list[str]) -> dict[tuple[str, str], float]:
    """First name and surname, in a script without capitals: pairs of words that are never met apart.

    Returns {(first, second): how sure, 1.0 if they were met together more than once}.
    """
    words = [word for text in texts for word in [*re.findall(r"[א-ת]+(?:[׳״'\"][א-ת]+)*|[^א-ת\s]", text), "."]]
    counts, pairs = Counter(words), Counter(pairwise(words))
    stems = Counter(word[cut : cut + 5] for word in counts for cut in (0, 1) if len(word) >= cut + 5)

    @cache
    def ordinary(word: str) -> bool:
        """Has the article, stands there with another prefix or ending too, or is in a dictionary."""
        forms = any(letter + word in counts for letter in PREFIXES) or any(word[cut:] in counts for cut in (1, 2))
        common = word in STOP_WORDS or any(word[cut:] in GLOSSARY for cut in range(3))
        return len(word) < 3 or not word.isalpha() or word[0] == "ה" or forms or stems[word[:5]] > 1 or common

    found = {}
    for (first, second), count in pairs.items():
        if count == counts[second] and counts[first] <= 12 and not ordinary(first) and not ordinary(second):
            if count > 1:
                found[first, second] = 1.0
            elif counts[first] == 1:
                found[first, second] = 0.4
    sure = {word for pair, how_sure in found.items() if how_sure == 1 for word in pair}
    return {pair: how for pair, how in found.items() if how == 1 or sure.isdisjoint(pair)}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()


def _at_most_alike(some: list[str], others: list[str]) -> np.ndarray:
    """For each pair of strings of the letters a to z the most that their likeness may be: (len(some), len(others)).

    By the letters that they have in common, whatever their order.
    """
    one, two = (np.array([[text.count(letter) for letter in _ALPHABET] for text in texts]) for texts in (some, others))
    common = np.stack([np.minimum(row, two).sum(1) for row in one])
    return 2 * common / np.maximum(one.sum(1)[:, None] + two.sum(1)[None], 1)


@lru_cache(maxsize=200_000)
def _likeness(one: str, two: str) -> float:
    """How alike two strings are, from 0 to 1 (Ratcliff and Obershelp)."""
    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio()


def _number_in_words(text: str) -> float | None:
    total = found = 0
    for word in re.findall(r"[a-z]+|[א-ת]+", text.casefold()):
        bare = word if word in _SMALL_HE or word in _TENS_HE else word.lstrip("ו")
        if word in _SMALL:
            total, found = total + _SMALL.index(word), 1
        elif word in _TENS:
            total, found = total + 10 * (_TENS.index(word) + 2), 1
        elif word in ("hundred", "thousand"):
            total, found = max(total, 1) * (100 if word == "hundred" else 1000), 1
        elif bare in _SMALL_HE or bare in _TENS_HE:
            total, found = total + _SMALL_HE.get(bare, 0) + _TENS_HE.get(bare, 0), 1
    return float(total) if found else None


def _minutes(text: str) -> float | None:
    """A time of day in minutes."""
    if clock := re.search(
        r"(\d{1,2})[:.](\d\d)(?!\d)(?: ?([ap])\.? ?m)?|(\d{1,2}) ?([ap])\.? ?m\b", text, re.IGNORECASE
    ):
        if clock[2] and ":" not in clock[0] and not clock[3]:
            return None  # 12.50 may be an amount
        hour, half = int(clock[1] or clock[4]), (clock[3] or clock[5] or "").casefold()
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        return float(60 * hour + int(clock[2] or 0))
    if spoken := re.search(rf"(half|quarter|{_WORD_NUMBER})(?: minutes)? (past|to) (\w+)", text, re.IGNORECASE):
        part = {"half": 30.0, "quarter": 15.0}.get(spoken[1].casefold()) or _number_in_words(spoken[1])
        hour = {"noon": 12.0, "midnight": 0.0}.get(spoken[3].casefold(), _number_in_words(spoken[3]))
        late = re.search("afternoon|evening|night", text) and hour is not None and hour < 12
        if hour is not None and part is not None:
            return 60 * (hour + (12 if late else 0)) + (part if spoken[2].casefold() == "past" else -part)
    return _hebrew_minutes(text)


def _hebrew_minutes(text: str) -> float | None:
    """A time of day in Hebrew words: תשע וחצי, רבע לעשר."""
    parts = {"חצי": 30.0, "רבע": 15.0}
    if before := re.search(rf"([א-ת]+)(?: ו([א-ת]+))?(?: דקות)? ל({_HE_SMALL})(?![א-ת])", text):
        part = parts.get(before[1], _number_in_words(before[1]))
        part = part + (_number_in_words(before[2]) or 0) if before[2] and part is not None else part
        return 60 * _SMALL_HE[before[3]] - part if part is not None else None
    if behind := re.search(rf"(?<![א-ת])[{PREFIXES}]?({_HE_SMALL}) ו([א-ת]+)(?: ו([א-ת]+))?", text):
        part = parts.get(
            behind[2], _number_in_words(behind[2]) if behind[2] in ("עשרה", "עשרים", "חמישה", "עשר") else None
        )
        more = (_number_in_words(behind[3]) or 0) if behind[3] else 0
        return 60 * _SMALL_HE[behind[1]] + part + more if part is not None else None
    return None


def _date(text: str) -> float | None:
    """A day or a year, in years."""
    if numbers := re.search(r"(\d{4})-(\d\d)-(\d\d)|(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text):
        year, month, day = (numbers[1], numbers[2], numbers[3]) if numbers[1] else (numbers[6], numbers[5], numbers[4])
        return int(year) + (int(month) - 1) / 12 + int(day) / 400
    for months in (_MONTHS_EN, _MONTHS_HE):
        if month := re.search("|".join(months), text):
            year, day = re.search(r"\d{4}", text), re.search(r"(?<!\d)\d{1,2}(?!\d)", text)
            return (int(year[0]) if year else 0) + months.index(month[0]) / 12 + (int(day[0]) if day else 0) / 400
    return float(text.strip(" -־בה")) if re.fullmatch(r"[בה]?[-־]?(?:1\d|20)\d\d", text.strip()) else None
