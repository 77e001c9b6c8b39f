"""Names a student's misconception: replays the calls of the failed cases against each known wrong solution.

Where a wrong solution does in each of them what the student's code did, and something that the right one does not, the
student most likely made that mistake. The hint is the docstring of the wrong solution; the test itself is not shown.
Two mistakes at once are looked for where one does not explain everything: each failed case must then be one of theirs. One may
hide behind the other: the values are the first one's, and their type, or that an argument is changed, the second one's.
Where numbers are random, a draw may lie outside all others by chance, and a right way to draw may be another one: a wrong solution that
says it fails just what failed is then told by those numbers alone that its mistake always changes.
Where that finds nothing, what is beside the point of a wrong solution may differ, the lesser part of what it fails may
have been done rightly, or it may explain all of its own cases, which are most of what was lost, and others failed besides; then
only if no second one comes as near.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.authoring.variants import Variant
from autograder.results import Misconception

from .distributions import DRAWS, STEP, Draw, decisive, described, outside
from .likeness import Outcome, alike_in_the_digits_of, at_the_point, beside_the_values, of_one_kind
from .matches import Match, best, best_pair, explains, nearest, only
from .replay import observed, replay, takes_seed
from .transcript import CaseRecord

MANY = 50
"""Numbers of draws of which one may lie outside."""
__all__ = ["CaseRecord", "recognise"]


def recognise(
    records: Sequence[CaseRecord],
    variants: Sequence[Variant],
    reference: Mapping[str, Any],
    shows: Callable[[Any], Any] | None = None,
) -> tuple[Misconception, ...]:
    """The wrong solutions that behave as the student's does on the failed cases: none, one, or two together.

    A wrong solution that says it fails a case which the student passed is not the student's mistake.

    Args:
        records: all cases of one exercise.
        variants: the wrong solutions of that exercise.
        reference: the right solution's names.
        shows: what of a result is compared, in an exercise with many right results; None: the result itself.
    """
    failed = [record for record in records if not record.passed]
    if not all(record.complete for record in failed):
        return ()
    failed = [record for record in failed if record.events]
    if not failed:
        return ()
    passed = {record.case for record in records if record.passed}
    student = _Student(failed, reference, shows)
    possible = _loaded([variant for variant in variants if not passed.intersection(variant.fails or ())], reference)
    for by_draws in (False, True):
        if by_draws and not student.random and not student.by_luck:
            break
        whole = [student.match(variant, names, by_draws, all_of_them=True) for variant, names in possible]
        chosen = best([match for match in whole if explains((match,), failed)], failed)
        if chosen is not None:
            hidden = only([variant for variant, names in possible if student.is_beside(variant, names, chosen)])
            return tuple(Misconception(one.title, one.hint) for one in (chosen.variant, *hidden))
    if student.random or student.by_luck:
        cases = frozenset(record.case for record in failed)
        sure = [
            student.match(variant, names, all_of_them=True, by_the_decisive=True)
            for variant, names in possible
            if cases == {*(variant.fails or ())}
        ]
        if surely := nearest([match for match in sure if all(map(match.telling.get, cases))], failed):
            return tuple(Misconception(match.variant.title, match.variant.hint) for match in surely)
    two = len(failed) > 1 and student.each_case_is_of_one_of(possible)
    matches = [student.match(variant, names) for variant, names in possible] if two else []
    pairs = itertools.combinations([match for match in matches if any(match.telling.values())], 2)
    found = best_pair([pair for pair in pairs if explains(pair, failed)], failed)
    if not found:
        near = [
            student.match(variant, names, False, all_of_them=True, only_the_point=True) for variant, names in possible
        ]
        found = nearest([match for match in near if explains((match,), failed)], failed)
    if not found:
        mostly = _loaded([variant for variant in variants if _failed_most_of(variant, records)], reference)
        near = [student.match(variant, names, False, all_of_them=True) for variant, names in mostly]
        found = nearest([match for match in near if all(match.telling.get(record.case) for record in failed)], failed)
    if not found:
        partly = [student.match(variant, names, False) for variant, names in possible if _lost_most_by(variant, failed)]
        found = nearest([match for match in partly if all(match.telling.get(case) for case in match.own)], failed)
    return tuple(Misconception(match.variant.title, match.variant.hint) for match in found)


def _failed_most_of(variant: Variant, records: Sequence[CaseRecord]) -> bool:
    """Whether some of the cases that it says it fails were passed, and yet more than half of their points are lost.

    So it is where a mistake has a lesser part, a check besides, say, that the student has done. Nothing else may have failed.
    """
    own = set(variant.fails or ())
    lost = sum(record.points for record in records if not record.passed and record.case in own)
    kept = sum(record.points for record in records if record.passed and record.case in own)
    return 0 < kept < lost and all(record.passed or record.case in own for record in records)


def _lost_most_by(variant: Variant, failed: Sequence[CaseRecord]) -> bool:
    """Whether all that it says it fails was failed, and cost more than half of what was lost."""
    own = set(variant.fails or ())
    lost = sum(record.points for record in failed)
    of_its_own = sum(record.points for record in failed if record.case in own)
    return own <= {record.case for record in failed} and 2 * of_its_own > lost


def _loaded(variants: Sequence[Variant], reference: Mapping[str, Any]) -> list[tuple[Variant, dict[str, Any]]]:
    """Those that can be run, with the notebook's names as they are with each."""
    found = [(variant, _names_with(variant, reference)) for variant in variants]
    return [(variant, names) for variant, names in found if names is not None]


def _names_with(variant: Variant, reference: Mapping[str, Any]) -> dict[str, Any] | None:
    names = {name: _own(value) for name, value in reference.items()}
    try:
        exec(compile(variant.source, str(variant.path), "exec"), names)
    except Exception:  # reported by `autograder verify`; no reason to fail a student's grading
        return None
    return names


def _own(value: Any) -> Any:
    """A wrong solution's own copy of a global list: it may append to it, and the next replay must not see that."""
    return value.copy() if type(value) in (list, dict, set) else value


class _Student:
    """What the student's code did in the failed cases, and what the right solution does there."""

    def __init__(
        self, failed: Sequence[CaseRecord], reference: Mapping[str, Any], shows: Callable[[Any], Any] | None = None
    ) -> None:
        self.failed = failed
        self.reference = reference
        self.shows = shows
        self.did = {record.case: self._shown(record, [observed(event) for event in record.events]) for record in failed}
        self.right = {record.case: self._replay(record, reference) for record in failed}
        self._chances: dict[str, list[bool]] = {}
        self._found: dict[tuple[str, str, Variant], int | None] = {}
        self._right_draws: dict[str, list[list[Draw]]] = {}

    def _replay(self, record: CaseRecord, names: Mapping[str, Any], *shift: int) -> list[Outcome]:
        return self._shown(record, replay(record, names, *shift))

    def _shown(self, record: CaseRecord, outcomes: list[Outcome]) -> list[Outcome]:
        """The outcomes, with what shows of a result of the exercise's own functions in place of it."""
        if self.shows is None:
            return outcomes
        own = set(record.names.values())
        return [
            self._as_it_shows(outcome) if event.operation == "call" and event.target in own else outcome
            for event, outcome in zip(record.events, outcomes, strict=True)
        ]

    def _as_it_shows(self, outcome: Outcome) -> Outcome:
        if outcome.error is not None or self.shows is None:
            return outcome
        try:
            return replace(outcome, value=self.shows(outcome.value))
        except Exception:  # it has not the form of a result
            return outcome

    def _by_chance(self, record: CaseRecord) -> list[bool]:
        """Of each operation whether the right solution itself does another thing with other random numbers.

        So it is with what a module that was just made, with random weights, puts out: it tells nothing.
        """
        if record.case not in self._chances:
            again = self._replay(record, self.reference, STEP)
            pairs = zip(self.right[record.case], again, strict=True)
            self._chances[record.case] = [not _values(one).alike(_values(other)) for one, other in pairs]
        return self._chances[record.case]

    def match(
        self,
        variant: Variant,
        names: Mapping[str, Any],
        by_draws: bool = True,
        all_of_them: bool = False,
        only_the_point: bool = False,
        by_the_decisive: bool = False,
    ) -> Match:
        """In which of the failed cases a wrong solution does the same.

        Args:
            variant: the wrong solution.
            names: the notebook's names with it.
            by_draws: in random cases also by what the outcomes are like.
            all_of_them: it must be all cases, so the search ends where one is another.
            only_the_point: but for what is beside its point (:func:`autograder.judge.likeness.at_the_point`).
            by_the_decisive: in random cases it is enough to be like it in what its mistake always changes.
        """
        telling: dict[str, int] = {}
        for record in self.failed:
            number = self._number(record, variant, names, by_draws, only_the_point)
            if number is None and by_the_decisive and record.case in self.random | self.by_luck:
                number = self._once(self._told_by_the_decisive, record, variant, names)
            if number is not None:
                telling[record.case] = number
            elif all_of_them:
                break
        return Match(variant, frozenset(telling), telling)

    def is_beside(self, variant: Variant, names: Mapping[str, Any], first: Match) -> bool:
        """Whether a wrong solution explains what the first one leaves: its own cases are those that the first does not say it fails,
        and in them results are of its types, and the arguments that it changes are changed, where the right ones are not.
        """
        left = [record for record in self.failed if record.case not in (first.variant.fails or ())]
        if variant is first.variant or not left or {record.case for record in left} != set(variant.fails or ()):
            return False
        for record in left:
            others = self._replay(record, names)
            three = [
                tuple(map(beside_the_values, outcomes))
                for outcomes in zip(self.did[record.case], others, self.right[record.case], strict=True)
            ]
            if any(did != other for did, other, _ in three) or all(did == right for did, _, right in three):
                return False
        return True

    def each_case_is_of_one_of(self, possible: Sequence[tuple[Variant, Mapping[str, Any]]]) -> bool:
        """Whether each failed case shows one of these; where not, no two explain all. Who did nothing is done with at the first."""
        return all(any(self._number(record, *one, by_draws=True) for one in possible) for record in self.failed)

    def _number(
        self,
        record: CaseRecord,
        variant: Variant,
        names: Mapping[str, Any],
        by_draws: bool,
        only_the_point: bool = False,
    ) -> int | None:
        number = self._once(self._told_at_the_point if only_the_point else self._told, record, variant, names)
        drawn = record.case in self.random or (record.case in (variant.fails or ()) and record.case in self.by_luck)
        if number is None and by_draws and drawn:
            number = self._once(self._told_by_draws, record, variant, names)
        return number

    def _once(
        self,
        tell: Callable[[CaseRecord, Mapping[str, Any]], int | None],
        record: CaseRecord,
        variant: Variant,
        names: Mapping[str, Any],
    ) -> int | None:
        """What ``tell`` says of a wrong solution in a case. It is worked out once: some solutions train a model."""
        key = tell.__name__, record.case, variant
        if key not in self._found:
            self._found[key] = tell(record, names)
        return self._found[key]

    def _told_at_the_point(self, record: CaseRecord, names: Mapping[str, Any]) -> int | None:
        """As ``_told``, but for what is beside the point."""
        return self._told(record, names, only_the_point=True)

    def _told(self, record: CaseRecord, names: Mapping[str, Any], only_the_point: bool = False) -> int | None:
        """In how many operations the outcome is the student's and not the right one; None if one is not the student's."""
        found = self._replay(record, names)
        number = 0
        for place, (event, did, other, right) in enumerate(
            zip(record.events, self.did[record.case], found, self.right[record.case], strict=True)
        ):
            if event.asked is None:
                return None  # of a question that could not be asked nobody knows what it would have led to
            if only_the_point:
                did, other = at_the_point(did, other, right)
            if not _same(did, other, right):
                if only_the_point and of_one_kind(did, other) and self._by_chance(record)[place]:
                    continue
                return None
            number += not did.alike(right, exactly=True) and not other.alike(right, exactly=True)
        return number

    # Random exercises.

    @functools.cached_property
    def random(self) -> frozenset[str]:
        """The failed cases that pass a seed."""
        return frozenset(
            record.case
            for record in self.failed
            if any(takes_seed(event, self.reference, record) for event in record.events)
        )

    @functools.cached_property
    def by_luck(self) -> frozenset[str]:
        """The failed cases in which the right solution draws numbers without being given a seed, as dropout does."""
        return frozenset(record.case for record in self.failed if any(self._by_chance(record)))

    def _told_by_draws(self, record: CaseRecord, names: Mapping[str, Any]) -> int | None:
        """As ``_told``, by what the outcomes are like under many seeds."""
        beside = self._beside_draws(record, names)
        unlike = sum(len(outside(one, others)) for one, others in beside)
        if (
            not beside or unlike > sum(len(one) for one, _ in beside) // MANY
        ):  # of many numbers one may lie outside by chance
            return None
        number = 0
        for (one, others), right in zip(beside, self._drawn_rightly(record), strict=True):
            number += bool(outside(one, right)) and any(outside(draw, right) for draw in others)
        return number

    def _told_by_the_decisive(self, record: CaseRecord, names: Mapping[str, Any]) -> int | None:
        """As ``_told_by_draws``, by those numbers alone in which the wrong solution is never like the right one."""
        beside = self._beside_draws(record, names)
        if not beside:
            return None
        number = 0
        for (one, others), right in zip(beside, self._drawn_rightly(record), strict=True):
            changed = decisive(others, right)
            if changed & set(outside(one, others)):
                return None
            number += bool(changed & set(outside(one, right)))
        return number

    def _beside_draws(self, record: CaseRecord, names: Mapping[str, Any]) -> list[tuple[Draw, list[Draw]]]:
        """By event, what the student's outcome is like, and a solution's under many seeds; none where a question was not asked."""
        if any(event.asked is None for event in record.events):
            return []
        draws = self._draws(record, names)
        mine = _described(record, self.did[record.case])
        return [(one, [draw[place] for draw in draws]) for place, one in enumerate(mine)]

    def _drawn_rightly(self, record: CaseRecord) -> list[list[Draw]]:
        """What the right solution draws, by event; worked out for whoever is like a wrong one."""
        if record.case not in self._right_draws:
            self._right_draws[record.case] = self._draws(record, self.reference)
        draws = self._right_draws[record.case]
        return [[draw[place] for draw in draws] for place in range(len(record.events) + 1)]

    def _draws(self, record: CaseRecord, names: Mapping[str, Any]) -> list[list[Draw]]:
        """For each of some seeds, what the outcomes of the events are like."""
        return [_described(record, self._replay(record, names, n * STEP)) for n in range(DRAWS)]


def _described(record: CaseRecord, outcomes: Sequence[Outcome]) -> list[Draw]:
    """What each outcome is like, and behind them which are the same as the one before."""
    draws = [_drawn(event, outcome) for event, outcome in zip(record.events, outcomes, strict=True)]
    same = {f"{i}": float(a.alike(b)) for i, (a, b) in enumerate(itertools.pairwise(outcomes))}
    return [*draws, same]


def _drawn(event: Any, outcome: Outcome) -> Draw:
    if outcome.error is not None:
        return {f"raises {outcome.error}": 1.0}
    args, kwargs = event.arguments() if event.operation == "call" else ([], {})
    return described(outcome.value, [*args, *kwargs.values()])


def _same(did: Outcome, other: Outcome, right: Outcome) -> bool:
    """Whether a wrong solution did what the student's code did.

    Where only the types differ from the right outcome, or numbers by less than a rounding, these must be the same. A student
    whose result shows the mistake may have changed an argument besides.
    """
    shows = not _values(did).alike(_values(right))
    same = _values(did).alike(_values(other), exactly=True) or alike_in_the_digits_of(right, did, other)
    same = same or (shows and _values(did).alike(_values(other)))
    if not same or did.alike(other):
        return same
    return shows and Outcome(changed=other.changed, called=other.called).alike(
        Outcome(changed=right.changed, called=right.called)
    )


def _values(outcome: Outcome) -> Outcome:
    return Outcome(outcome.value, outcome.error)
