"""Pairs of submissions that share more code than the task explains: to look at, never a verdict.

Code is compared by its k-grams, after names, comments, strings and layout are taken out of it (copydetect, after Schleimer, Wilkerson and
Aiken, "Winnowing", SIGMOD 2003), so that renaming hides nothing. What explains itself is discounted: what was given out, what the kit's
own right solutions say, and what many of the class wrote.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

GRAM = 25
"""Length of a k-gram in characters of the filtered code; matches below it are noise (copydetect's own default)."""
COMMON = 0.15
"""A k-gram that more than this share of the class wrote is common."""
FEWEST = 3
"""… and more than so many submissions, so that three friends in a small class are not called the class."""


@dataclass(frozen=True)
class Code:
    """One submission's code. ``alike`` names whose sharing explains itself, as the group; "" for none."""

    name: str
    text: str
    group: str = ""


@dataclass(frozen=True)
class Passage:
    """A passage of a text that both share, in characters."""

    start: int
    end: int


@dataclass(frozen=True)
class Pair:
    """Two submissions. ``shared`` counts characters of filtered code that both have and that nothing explains."""

    first: Code
    second: Code
    shared: int
    share_first: float
    """Of the first one's code that nothing explains, how much is shared (0 to 1)."""
    share_second: float
    passages_first: tuple[Passage, ...]
    passages_second: tuple[Passage, ...]

    @property
    def share(self) -> float:
        """The larger of the two shares."""
        return max(self.share_first, self.share_second)


def similar_pairs(codes: Sequence[Code], explained: Iterable[str] = (), *, least: int = 60) -> list[Pair]:
    """The pairs that share at least ``least`` characters of code that nothing explains, the most shared first.

    Args:
        codes: the class; their order makes no difference.
        explained: code that may be in anybody's: what was given out, right solutions.
        least: characters of filtered code.
    """
    prints = {code.name: _Print.of(code.text) for code in codes}
    known: set[str] = set()
    for text in explained:
        known |= set(_Print.of(text).grams)
    counts = Counter(gram for one in prints.values() for gram in one.grams)
    bound = max(FEWEST, math.floor(COMMON * len(codes)))
    known |= {gram for gram, count in counts.items() if count > bound}
    own = {name: one.without(known) for name, one in prints.items()}
    found = []
    for first, second in combinations(sorted(codes, key=lambda code: code.name), 2):
        if first.group and first.group == second.group:
            continue
        one, other = own[first.name], own[second.name]
        both = one.grams.keys() & other.grams.keys()
        if not both:
            continue
        here, there = one.covered(both), other.covered(both)
        shared = min(len(here), len(there))
        if shared >= least:
            found.append(
                Pair(
                    first,
                    second,
                    shared,
                    len(here) / max(1, len(one.covered(one.grams))),
                    len(there) / max(1, len(other.covered(other.grams))),
                    one.passages(here),
                    other.passages(there),
                )
            )
    return sorted(found, key=lambda pair: (-pair.shared, pair.first.name, pair.second.name))


@dataclass(frozen=True)
class _Print:
    """A text's k-grams by where they begin in the filtered code, and the way back to the text."""

    grams: Mapping[str, tuple[int, ...]]
    filtered: str
    offsets: Any
    length: int

    @classmethod
    def of(cls, text: str) -> _Print:
        from copydetect import CodeFingerprint

        made = CodeFingerprint("submission.py", GRAM, 1, language="python", fp=io.StringIO(text))
        filtered = made.filtered_code
        grams: dict[str, list[int]] = {}
        for start in range(len(filtered) - GRAM + 1):
            grams.setdefault(filtered[start : start + GRAM], []).append(start)
        offsets = made.offsets.copy()
        for entry in range(len(offsets) - 1):
            if (
                filtered[offsets[entry, 0] : offsets[entry, 0] + 1] == "O"
            ):  # at a class's name copydetect notes its length, not the sum so far
                offsets[entry, 1] = offsets[entry + 1, 1] - offsets[entry, 1]
        return cls({gram: tuple(places) for gram, places in grams.items()}, filtered, offsets, len(text))

    def without(self, known: Collection[str]) -> _Print:
        grams = {gram: places for gram, places in self.grams.items() if gram not in known}
        return _Print(grams, self.filtered, self.offsets, self.length)

    def covered(self, grams: Iterable[str]) -> set[int]:
        """The characters of the filtered code that these k-grams cover."""
        return {place + n for gram in grams for place in self.grams[gram] for n in range(GRAM)}

    def passages(self, covered: Collection[int]) -> tuple[Passage, ...]:
        """Characters of the filtered code as passages of the text."""
        found: list[Passage] = []
        places = sorted(covered)
        start = 0
        for n, place in enumerate(places):
            if n + 1 == len(places) or places[n + 1] != place + 1:
                end = self._back(place + 1) if place + 1 < len(self.filtered) else self.length
                found.append(Passage(self._back(places[start]), end))
                start = n + 1
        return tuple(found)

    def _back(self, place: int) -> int:
        """A place in the filtered code as one in the text."""
        import numpy as np

        if not len(self.offsets):
            return place
        entry = int(np.clip(np.searchsorted(self.offsets[:, 0], place), 0, len(self.offsets) - 1))
        return place + int(self.offsets[entry, 1])
