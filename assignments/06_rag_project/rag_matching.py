"""When two answers are the same, in English and in Hebrew: what exact match, token F1 and citations are built on.

SQuAD's evaluation (Rajpurkar et al. 2016, section 6.1) lowers the case and drops punctuation and the articles a, an, the.
In Hebrew that is not enough, and it spoils numbers. So here, beyond it:

    niqqud and accents            go:                      סְפָרִים = ספרים, café = cafe
    geresh, gershayim, quotes     go, in every variant:    צה״ל = צה"ל, ג׳ורג' = ג'ורג'
    maqaf, hyphens, dashes        separate:                בית־ספר = בית ספר
    times, amounts                keep their meaning:      9:40 = 09:40, 6:30 pm = 18:30, 3,450 = 3450, 12.50 ≠ 1250
    a full stop in a time         is a colon, where the other answer has that time: 17.15 = 17:15, and 12.50 crowns stay
    one-letter prefixes (והבלמשכ) may differ:              בספרייה = הספרייה = ספרייה, ב-9:40 = 9:40
    invisible direction marks     go
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

ARTICLES = frozenset({"a", "an", "the"})
_PREFIXES = "ובהלמשכ"
_SHORTEST_STEM = 3
"""Letters that must be left after a prefix, so that לבן (white) does not become בן (son)."""

_QUOTES = re.compile("['\"`´‘’‚‛“”„‟′″׳״]")
_MAQAF = re.compile("[־‐‑‒–—―]")
_HALF_OF_DAY = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\s*([ap])\.?\s?m\b\.?")
_CLOCK = re.compile(r"(?<![\d.,:])([01]?\d|2[0-3])([:.])([0-5]\d)(?![.,:]?\d)")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)")
_STUCK_PREFIX = re.compile(rf"(?<![א-ת])[{_PREFIXES}]{{1,2}}(?:-(?=\w)|(?=\d))")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_TOKEN = re.compile(r"(?<![\w.,:])-?\d+(?:[.:]\d+)*|\d+(?:[.:]\d+)*|[^\W\d_]+")


@lru_cache(maxsize=1 << 13)
def tokens(text: str, articles: bool = False) -> tuple[str, ...]:
    """The words and numbers of a text, in the form in which they are compared.

    Args:
        articles: True keeps a, an and the.
    """
    text = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", _MAQAF.sub("-", text))
        if unicodedata.category(letter) not in ("Mn", "Cf")
    )
    text = _QUOTES.sub("", text.casefold())
    text = _HALF_OF_DAY.sub(_on_24_hours, text)
    text = _GROUPED.sub(lambda found: found[0].replace(",", ""), text)
    text = _STUCK_PREFIX.sub("", _ORDINAL.sub(r"\1", text))
    found = [_number(token) if token[-1].isdigit() else token for token in _TOKEN.findall(text)]
    return tuple(found if articles else _without_articles(found))


def same(one: str, two: str) -> bool:
    """Whether two tokens are the same word, up to Hebrew prefixes: ספרייה, הספרייה, מהספרייה.

    A short word keeps its first letter if the other one has lost another: הרים (mountains) is not מרים (a name).
    """
    if one == two:
        return True
    if not (_is_hebrew(one) and _is_hebrew(two)):
        return False
    stems, others = _stems(one), _stems(two)
    return two in stems or one in others or any(len(stem) > _SHORTEST_STEM for stem in stems & others)


def exact_match(text: str, accepted: list[str]) -> float:
    """1.0 if the text is one of the accepted answers after normalisation, else 0.0."""
    pairs = (_with_one_clock(text, answer) for answer in accepted)
    return float(any((said := tokens(one)) and _equal(said, tokens(other)) for one, other in pairs))


def token_f1(text: str, accepted: list[str]) -> float:
    """Harmonic mean of the precision and recall of an answer's tokens (Rajpurkar et al. 2016), for the best accepted answer."""
    pairs = (_with_one_clock(text, answer) for answer in accepted)
    return max((_f1(tokens(one), tokens(other)) for one, other in pairs), default=0.0)


def stands_in(answer: str, text: str) -> bool:
    """Whether a text contains an answer, as neighbouring tokens after normalisation."""
    answer, text = _with_one_clock(answer, text)
    return any(
        _contains(tokens(text, articles), wanted) for articles in (True, False) if (wanted := tokens(answer, articles))
    )


def _with_one_clock(one: str, other: str) -> tuple[str, str]:
    """Both texts, with colons in the times of day that either of them writes with one.

    Speech recognisers write 17.15, as many countries do. On its own that may be an amount; beside 17:15 it is the time.
    """
    if ":" not in one and ":" not in other:
        return one, other
    times = {_time(found) for text in (one, other) for found in _CLOCK.finditer(text) if found[2] == ":"}
    return _colons(one, times), _colons(other, times)


def _time(found: re.Match) -> tuple[int, int]:
    return int(found[1]), int(found[3])


def _colons(text: str, times: set[tuple[int, int]]) -> str:
    return _CLOCK.sub(lambda found: f"{found[1]}:{found[3]}" if _time(found) in times else found[0], text)


def _on_24_hours(found: re.Match) -> str:
    hour = int(found[1]) % 12 + (12 if found[3] == "p" else 0)
    return f"{hour}:{found[2] or '00'}"


def _number(token: str) -> str:
    """A number without leading zeros, and without zeros at the end of a fraction: 09:40 is 9:40, 12.50 is 12.5."""
    sign, digits = ("-", token[1:]) if token[0] == "-" else ("", token)
    if digits.count(".") == 1 and ":" not in digits:
        whole, fraction = digits.split(".")
        digits = ".".join(part for part in (_whole(whole), fraction.rstrip("0")) if part)
    elif "." in digits:
        digits = ".".join(map(_whole, digits.split(".")))  # a date: 17.04.2031
    else:
        hours, *minutes = digits.split(":")
        digits = ":".join([_whole(hours), *minutes])
    return sign + digits


def _whole(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _without_articles(found: list[str]) -> list[str]:
    """All but the articles. An "a" at the end is a name: platform A."""
    kept = [
        token
        for place, token in enumerate(found)
        if token not in ARTICLES or (token == "a" and place == len(found) - 1)
    ]
    return kept or found


def _is_hebrew(token: str) -> bool:
    return "א" <= token[0] <= "ת"


def _stems(token: str) -> set[str]:
    """The token, and what may be left of it without one or two prefixes."""
    found = {token}
    for length in (1, 2):
        if len(token) >= length + _SHORTEST_STEM and set(token[:length]) <= set(_PREFIXES):
            found.add(token[length:])
    return found


def _equal(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    return len(one) == len(two) and all(map(same, one, two))


def _contains(text: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(_equal(text[place : place + len(wanted)], wanted) for place in range(len(text) - len(wanted) + 1))


def _f1(said: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    common = Counter(said) & Counter(wanted)
    shared = sum(common.values())
    rest = list((Counter(wanted) - common).elements())
    for token in (Counter(said) - common).elements():
        partner = next((other for other in rest if same(token, other)), None)
        if partner is not None:
            rest.remove(partner)
            shared += 1
    return 2 * shared / (len(said) + len(wanted)) if shared else 0.0
