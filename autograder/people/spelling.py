"""When two ways of writing a name are one person's.

Words are compared with words: "Dana Levi" is "Levi, Dana" and not "Dan Alevi". Only a name that was written without spaces, as
Canvas names files ("levidana"), is compared with the letters of all words together.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence

from autograder.intake.names import clean, letters_of

_BETWEEN = re.compile(r"[\s,_.]+")
_HYPHENS = re.compile(r"[-\u2010-\u2015\u05be]+")
_CLOSE = 0.7
"""From which likeness (difflib's ratio) on two words may be one name with a slip: "Levi", "Levy"."""


def known_spellings(name: str) -> set[str]:
    """Keys of a name that people.csv or a roster has; :func:`asked_spellings` of the same name has one of them.

    >>> sorted(known_spellings("Dana Levi"))
    ['+danalevi', '+levidana', 'dana levi', 'levi dana']
    """
    return _keys(name, joined="+", single="-")


def asked_spellings(name: str) -> set[str]:
    """Keys of a name as it was found: words in any order that only turns them round, with and without accents.

    >>> known = known_spellings("Dana Levi")
    >>> [bool(known & asked_spellings(name)) for name in ("Levi, Dana", "levidana", "dana_levi", "Dan Alevi")]
    [True, True, True, False]
    """
    return _keys(name, joined="-", single="+")


def _keys(name: str, *, joined: str, single: str) -> set[str]:
    found = set()
    for words in _readings(name):
        turned = [words[n:] + words[:n] for n in range(len(words))]
        found |= {" ".join(order) for order in turned}
        found |= {joined + "".join(order) for order in turned} if len(words) > 1 else {single + words[0]}
    return found


def _readings(name: str) -> Iterator[list[str]]:
    """The words of a name: with its accents and without, and "Bar-Lev" as two words and as one."""
    for text in dict.fromkeys((clean(name), without_accents(clean(name)))):
        apart = _words(_HYPHENS.sub(" ", text))
        if apart:
            yield apart
        together = _words(_HYPHENS.sub("", text))
        if len(together) > 1 and together != apart:  # else a file's "dana-levi" would be one word
            yield together


def _words(text: str) -> list[str]:
    return [letters for word in _BETWEEN.split(text) if (letters := letters_of(word))]


def may_be_one_name(name: str, known: Sequence[str]) -> bool:
    """Whether a name does not contradict the names that somebody is known by.

    Every word of the shorter one is a word of the other, begins one ("D. Levi", "Dani Levi") or is close to one ("Levy"); a name without
    spaces shares a word; names in different scripts cannot be compared.
    """
    asked = _words_of_letters(name)
    others = [words for other in known if (words := _words_of_letters(other))]
    return not asked or not others or any(_may_be_one(asked, words) for words in others)


def _words_of_letters(name: str) -> list[str]:
    """Without numbers, which are ids and versions."""
    words = _words(_HYPHENS.sub(" ", without_accents(clean(name))))
    return [word for word in words if any(letter.isalpha() for letter in word)]


def _may_be_one(one: list[str], other: list[str]) -> bool:
    if _script(one[0]) != _script(other[0]):
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1:
        whole = shorter[0]
        return any(_may_be_word(whole, word) or (len(word) > 1 and word in whole) for word in longer)
    return all(any(_may_be_word(word, fit) for fit in longer) for word in shorter)


def _may_be_word(one: str, other: str) -> bool:
    if one.startswith(other) or other.startswith(one):
        return True
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= _CLOSE


def _script(text: str) -> str:
    """The block of a name's first letter, roughly its script: Latin, Hebrew, Arabic, …"""
    letter = next((c for c in text if c.isalpha()), "a")
    return "latin" if ord(letter) < 0x250 else hex(ord(letter) >> 8)


def without_accents(text: str) -> str:
    """ "José" as "Jose", and Hebrew without its points."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
