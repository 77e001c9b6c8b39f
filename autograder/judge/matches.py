"""How far known wrong solutions explain what a student's code did, and which of them explain it best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.authoring.variants import Variant

from .transcript import CaseRecord


@dataclass(frozen=True)
class Match:
    """How far a wrong solution explains what a student's code did."""

    variant: Variant
    cases: frozenset[str]
    """The failed cases in which it does the same."""
    telling: Mapping[str, int]
    """Of those, in how many operations both differ from the right solution."""

    @property
    def own(self) -> frozenset[str]:
        """The cases of its exercise that it says it fails; those that it explains, if it says nothing."""
        if self.variant.fails is None:
            return frozenset(case for case, number in self.telling.items() if number)
        return frozenset(name for name in self.variant.fails if "." not in name)


def explains(matches: Sequence[Match], failed: Sequence[CaseRecord]) -> bool:
    """Whether each failed case is one of theirs, and each of them shows in one that is its own."""
    cases = frozenset(record.case for record in failed)
    if len(matches) == 1:
        only = matches[0]
        return (
            cases <= only.cases
            and any(only.telling.values())
            and (only.variant.fails is None or all(only.telling[case] or case in only.own for case in cases))
        )
    if any(match.cases >= cases for match in matches):
        return False
    shows = all(
        any(
            match.telling.get(case) and not any(case in other.cases for other in matches if other is not match)
            for case in cases
        )
        for match in matches
    )
    return shows and all(any(case in match.cases and match.telling[case] for match in matches) for case in cases)


def best(matches: Sequence[Match], failed: Sequence[CaseRecord]) -> Match | None:
    """The one that says it fails just what failed; among equals the one that shows in most operations."""
    cases = frozenset(record.case for record in failed)
    ranked = sorted(matches, key=lambda match: (-len(match.own ^ cases), sum(match.telling.values())), reverse=True)
    return ranked[0] if ranked else None


def nearest(matches: Sequence[Match], failed: Sequence[CaseRecord]) -> tuple[Match, ...]:
    """The one whose cases are nearest to what failed; none where as near ones say different things."""
    cases = frozenset(record.case for record in failed)
    apart = [len(match.own ^ cases) for match in matches]
    nearest = [match for match, number in zip(matches, apart, strict=True) if number == min(apart)]
    return tuple(nearest[:1]) if len({match.variant.hint for match in nearest}) == 1 else ()


def best_pair(pairs: Sequence[tuple[Match, Match]], failed: Sequence[CaseRecord]) -> tuple[Match, ...]:
    """The two that say they fail just what failed, taken together; among equals those that show in most operations."""
    cases = frozenset(record.case for record in failed)
    ranked = sorted(
        pairs,
        key=lambda pair: (
            -len((pair[0].own | pair[1].own) ^ cases),
            sum(sum(match.telling.values()) for match in pair),
        ),
        reverse=True,
    )
    return ranked[0] if ranked else ()


def only(variants: Sequence[Variant]) -> tuple[Variant, ...]:
    """The one; none where there are several that say different things."""
    return tuple(variants[:1]) if len({variant.hint for variant in variants}) == 1 else ()
