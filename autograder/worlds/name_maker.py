"""Names, composed by chance: of syllables that can be read in both scripts, or of an adjective and a noun."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection
from dataclasses import dataclass

from autograder.worlds.lexicon.words import ADJECTIVES, CREATURES, rows

_FIRST = "b ב|d ד|g ג|k ק|l ל|m מ|n נ|p פ|r ר|s ס|t ט|z ז|dr דר|br בר|tr טר|gr גר|sh ש"
_SECOND = "d ד|l ל|m מ|n נ|r ר|s ס|t ט|g ג|z ז|k ק|ld לד|lm למ|rm רמ|rn רנ|nd נד|rs רס|lk לק|st סט|rt רט|ml מל|nt נט"
_VOWELS = [("a", ""), ("e", ""), ("i", "י"), ("o", "ו"), ("u", "ו")]
_PLACE_ENDS = "ir יר|on ון|ova ובה|im ים|el ל|ara רה|una ונה|en ן|is יס|ora ורה|oth ות|ika יקה|eva בה"
_FAMILY_ENDS = "ek ק|on ון|in ין|el ל|or ור|is יס|ovic וביץ|ar ר|am ם|usk וסק|ini יני|ano נו|et ט|ulu ולו"
_MALE_ENDS = "an ן|or ור|on ון|ek ק|im ים|us וס|il יל|ur ור"
_FEMALE_ENDS = "ina ינה|ela לה|ira ירה|it ית|ora ורה|ana נה|una ונה|ila ילה"
_UNWANTED = (
    "shit dik dick nig rap nazi tit kak pis kunt fuk fag gas sod damn turd slut grope gonor tumor rotten mort sin "
    "moron urin anus arse poop drunk lust kill dead genit satan demon",
    "זין כוס זונ חרא תחת נאצ רצח סמים מוות מת שרמ קקי פיפי הרג גנב שטן לוזר גזע טיפש מטומט דרעק אסון נבל רמא רקב",
)
_FINALS = str.maketrans("כמנפצ", "ךםןףץ")


@dataclass(frozen=True)
class Name:
    """A name in both scripts."""

    en: str
    he: str

    def text(self, language: str) -> str:
        return self.en if language == "en" else self.he


class NameMaker:
    """Gives names that it has not given before.

    Args:
        rng: the source of chance.
        avoid: English names and parts of names (lower case) that another world has, and this one must not have.
    """

    def __init__(self, rng: random.Random, avoid: Collection[str] = ()) -> None:
        self._rng = rng
        self._taken: set[str] = set()
        self._forms: set[str] = set()
        self._shortened: set[str] = set()
        for name in avoid:
            self._take(name.lower())
        self._adjectives: dict[str, int] = {}
        self._nouns: dict[str, int] = {}
        self._stems: dict[str, tuple[str, str]] = {}

    @property
    def taken(self) -> set[str]:
        """All names given so far, and those to avoid; lower case."""
        return set(self._taken)

    def place(self, near: str = "") -> Name:
        """A place, a street, a museum: Tolmira. ``near``: the name of another one that begins like it: Tolmeva."""
        return self._syllables(_PLACE_ENDS, long=True, near=near)

    def family(self) -> Name:
        return self._syllables(_FAMILY_ENDS, long=True)

    def given(self, gender: str) -> Name:
        return self._syllables(_MALE_ENDS if gender == "m" else _FEMALE_ENDS, long=False)

    def pair(self, near: str = "") -> Name:
        """Two words: Grey Heron.

        Args:
            near: an English name with which it shares its first or its last word.

        Raises:
            ValueError: no pair is left that is not taken.
        """
        adjectives, nouns = rows(ADJECTIVES), rows(CREATURES)
        shared = near.lower().split()
        if shared and self._rng.random() < 0.5:
            adjectives = [row for row in adjectives if row[0] == shared[0]]
        elif shared:
            nouns = [row for row in nouns if row[0] == shared[-1]]
        for attempt in range(10_000):
            english, *forms = self._rng.choice(adjectives)
            noun, hebrew, gender = self._rng.choice(nouns)
            rare = self._adjectives.get(english, 0) < 2 and self._nouns.get(noun, 0) < 1
            fresh = shared or rare or attempt > 2_000
            if fresh and self._take(f"{english} {noun}"):
                self._adjectives[english] = self._adjectives.get(english, 0) + 1
                self._nouns[noun] = self._nouns.get(noun, 0) + 1
                return Name(f"{english} {noun}".title(), f"{hebrew} {forms[0 if gender == 'm' else 1]}")
        raise ValueError("There are no more names of two words; the word lists are too short for so many.")

    def _syllables(self, ends: str, long: bool, near: str = "") -> Name:
        firsts, seconds, endings = rows(_FIRST), rows(_SECOND), rows(ends)
        for attempt in range(10_000):
            (c1, h1), (c2, h2), (end, hend) = (self._rng.choice(part) for part in (firsts, seconds, endings))
            vowel, hvowel = self._rng.choice(_VOWELS)
            stem, hstem = c1 + vowel + c2, h1 + hvowel + h2
            if long and self._rng.random() < 0.25:
                (c0, h0), (v0, hv0) = self._rng.choice(firsts[:13]), self._rng.choice(_VOWELS)
                stem, hstem = c0 + v0 + stem, h0 + hv0 + hstem
            if near and attempt < 500:
                stem, hstem = self._stems[near]
            english, hebrew = stem + end, hstem + hend
            if len(hebrew) < 4 or len(english) > 9 or _unwanted(english, hebrew) or _clumsy(english, hebrew):
                continue
            if attempt < 3_000 and not near and self._is_near(english):
                continue
            if self._take(english):
                name = Name(english.capitalize(), hebrew[:-1] + hebrew[-1].translate(_FINALS))
                self._stems[name.en] = (stem, hstem)
                return name
        raise ValueError("There are no more names of syllables; make the lists longer.")

    def _take(self, name: str) -> bool:
        if name in self._taken:
            return False
        self._taken.add(name)
        self._forms |= _forms(name)
        self._shortened |= _shortened(name)
        return True

    def _is_near(self, name: str) -> bool:
        """Whether it would be taken for a name that is taken: the same but for one letter, or the same consonants."""
        if name in self._shortened or not self._taken.isdisjoint(_shortened(name)):
            return True
        return not self._forms.isdisjoint(_forms(name))


def _unwanted(english: str, hebrew: str) -> bool:
    return any(part in english for part in _UNWANTED[0].split()) or any(part in hebrew for part in _UNWANTED[1].split())


def _clumsy(english: str, hebrew: str) -> bool:
    """Hard to say, as Drurmova, or to read, as דררמון: r twice around a vowel, or a Hebrew letter twice in a row."""
    tripping = any(f"r{vowel}r" in english[:6] for vowel, _hebrew in _VOWELS)
    return tripping or any(one == two for one, two in itertools.pairwise(hebrew))


def _forms(name: str) -> set[str]:
    """What names of one length share if they differ in one letter at most, and names of nearly one length if they have the same consonants."""
    bones = "".join(letter for letter in name if letter not in "aeiou")
    one_open = {f"{name[:i]}?{name[i + 1 :]}" for i in range(len(name))}
    return one_open | {f"{bones} {len(name)}", f"{bones} {len(name) + 1}"}


def _shortened(name: str) -> set[str]:
    """The name without one of its letters."""
    return {name[:i] + name[i + 1 :] for i in range(len(name))}
