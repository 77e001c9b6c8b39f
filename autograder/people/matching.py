"""Whose result is whose: by an id that the system wrote for people, or by a name that only one of them has.

Hints are never weighed against each other. Where two contradict (a number says one person, the name another), nobody gets the
mark and the conflict is named. A number at the end of a file's name is no hint at all: it may be a group's, an attempt's or the
student's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.intake.names import letters_of
from autograder.messages import NO_MESSAGE, Message
from autograder.people.people import SYSTEMS, Person, group_key, id_key
from autograder.people.spelling import asked_spellings, known_spellings, may_be_one_name
from autograder.results import SubmissionResult

_VERSION = re.compile(r"[-_ .]*(\(\d{1,3}\)|v?\d{1,3})$", re.I)
_OF_PEOPLE = frozenset({"gradescope", "nbgrader", "blackboard"})
"""Systems whose ids for people are the school's: one that is not the person's speaks against the name beside it."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who may get a mark: a person of people.csv, or a row of a roster that was downloaded.

    Attributes:
        key: unique among the candidates.
        name: for people.
        names: all names by which this one hands in.
        ids: by system, the ids that it may write for this one.
        sure: the systems whose id in ``ids`` is known to be that system's own, so that another one contradicts.
        expected: the systems whose id is the one in ``ids`` if nobody said otherwise, so that another one speaks against a name.
        email: may be empty.
        groups: names of the groups this one is in.
        columns: of each of these groups, the column of people.csv that names it; empty where there is only one.
    """

    key: str
    name: str
    names: tuple[str, ...]
    ids: Mapping[str, frozenset[str]]
    sure: frozenset[str] = frozenset()
    expected: frozenset[str] = frozenset()
    email: str = ""
    groups: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hints:
    """What tells whose something is. ``id`` is one that ``system`` wrote for a person. Each may be empty."""

    system: str
    id: str = ""
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class Conflict:
    """Results that got to nobody because their hints contradict one another, or to whom several lay claim."""

    submissions: tuple[str, ...]
    people: tuple[str, ...]
    """Keys of whom they may be."""
    reason: Message


@dataclass
class Matching:
    """The outcome for one class."""

    of: dict[str, list[SubmissionResult]] = field(default_factory=dict)
    """By key, the results; more than one only where a group may hand in several times."""
    without: list[Candidate] = field(default_factory=list)
    """Who has no result."""
    nobodys: list[SubmissionResult] = field(default_factory=list)
    """Results of nobody who is known."""
    conflicts: list[Conflict] = field(default_factory=list)
    unknown_members: list[tuple[str, str]] = field(default_factory=list)
    """A submission, and the name of a member of its group who is not known."""
    not_there: list[str] = field(default_factory=list)
    """Submissions that a person gave to somebody, and of which there is no result."""

    @property
    def is_clean(self) -> bool:
        """Whether everybody has a result and every result somebody."""
        return not (self.without or self.nobodys or self.conflicts or self.unknown_members or self.not_there)


def candidate_of(person: Person, group_column: str = "") -> Candidate:
    """A person of people.csv as a candidate; ``group_column`` is the assignment's. The school's id is never Moodle's number."""
    own = frozenset(id_key(known) for known in (person.id, person.login) if known)
    ids = {s: frozenset(map(id_key, person.ids.get(s, ()))) if s in (*person.ids, "moodle") else own for s in SYSTEMS}
    groups = {column: group for column, group in person.groups.items() if group_column in ("", column)}
    return Candidate(
        key=person.id,
        name=person.name,
        names=(person.name, *person.also),
        ids={**ids, "plain": own},
        sure=frozenset(system for system, known in person.ids.items() if known),
        expected=_OF_PEOPLE,
        email=(person.email or next((own for own in (person.login, person.id) if "@" in own), "")).casefold(),
        groups=tuple(groups.values()),
        columns=tuple(groups),
    )


def match(
    results: Sequence[SubmissionResult],
    candidates: Sequence[Candidate],
    *,
    named: Mapping[str, Iterable[str]] | None = None,
    groups: bool = False,
    several: bool = False,
) -> Matching:
    """Give each result to whom it belongs.

    Args:
        results: the class; their order makes no difference.
        candidates: everybody.
        named: by submission, the keys of those whose it is, as a person decided.
        groups: a result of one member is one of all members of the group.
        several: somebody may have several results (of a group's members); else that is a conflict.
    """
    matcher = Matcher(candidates)
    matcher.learn(results)
    found = Matching()
    explicit = {name.casefold(): tuple(keys) for name, keys in (named or {}).items()}
    chosen: dict[str, list[SubmissionResult]] = {}
    for result in sorted(results, key=lambda result: result.submission):
        if result.submission.casefold() in explicit:
            for key in explicit[result.submission.casefold()]:
                chosen.setdefault(key, []).append(result)
            continue
        owners = matcher.owners(result, found, groups=groups)
        if groups:
            owners = matcher.with_groups(owners)
        for owner in owners:
            found.of.setdefault(owner.key, []).append(result)
    found.of |= chosen
    there = {result.submission.casefold() for result in results}
    found.not_there = sorted(name for name in named or {} if name.casefold() not in there)
    if not several:
        _refuse_several(found, matcher)
    blamed = {key for conflict in found.conflicts for key in conflict.people}
    found.without = [c for c in candidates if c.key not in found.of and c.key not in blamed]
    return found


def _refuse_several(found: Matching, matcher: Matcher) -> None:
    for key, results in sorted(found.of.items()):
        if len(results) > 1:
            names = tuple(result.submission for result in results)
            reason = Message("{name} has {count} results", name=matcher.by_key[key].name, count=len(names))
            found.conflicts.append(Conflict(names, (key,), reason))
            del found.of[key]


class Matcher:
    """Finds whom hints mean among the candidates."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.by_key = {candidate.key: candidate for candidate in candidates}
        self._by_id: dict[tuple[str, str], list[Candidate]] = {}
        self._by_email: dict[str, list[Candidate]] = {}
        self._by_name: dict[str, list[Candidate]] = {}
        self._shared: set[str] = set()
        self._by_group: dict[str, dict[str, list[Candidate]]] = {}
        """By name and by column: two columns may each have a group of one name."""
        for candidate in candidates:
            for system, ids in candidate.ids.items():
                for known in ids:
                    self._by_id.setdefault((system, known), []).append(candidate)
            if candidate.email:
                self._by_email.setdefault(candidate.email, []).append(candidate)
            for spelling in {s for name in candidate.names for s in known_spellings(name)}:
                self._by_name.setdefault(spelling, []).append(candidate)
            columns = candidate.columns or ("",) * len(candidate.groups)
            for column, name in zip(columns, candidate.groups, strict=True):
                members = self._by_group.setdefault(group_key(name), {}).setdefault(column, []) if name else []
                members.append(candidate)

    def learn(self, results: Iterable[SubmissionResult]) -> None:
        """Of which systems' ids for people the candidates have the same: a roster may have quite others (SIS ids, none)."""
        for result in results:
            system = result.hand_in.system or "plain"
            ids = [result.hand_in.person_id, *(member.id for member in result.hand_in.members or ())]
            if system in _OF_PEOPLE and any(number and self.knows(system, number) for number in ids):
                self._shared.add(system)

    def knows(self, system: str, number: str) -> bool:
        """Whether somebody has this id of a system."""
        return (system, id_key(number)) in self._by_id

    def owners(self, result: SubmissionResult, found: Matching, *, groups: bool = False) -> list[Candidate]:
        """Whose a result is; what keeps it from anybody is noted in ``found``. ``groups``: it may be a group's."""
        hand_in = result.hand_in
        system = hand_in.system or "plain"
        if hand_in.members:
            owners: list[Candidate] = []
            for member in hand_in.members:
                one = self._owner(result, found, Hints(system, member.id or "", member.email or "", member.name or ""))
                if one is None:
                    found.unknown_members.append((result.submission, member.name or member.email or member.id or "?"))
                owners += one or []
            if not owners and not any(result.submission in c.submissions for c in found.conflicts):
                found.nobodys.append(result)
            return list({owner.key: owner for owner in owners}.values())
        for name in filter(None, (hand_in.group, result.student)):
            columns = self._by_group.get(group_key(name), {})
            group = list({member.key: member for members in columns.values() for member in members}.values())
            people = self._named(name, system)
            if hand_in.person_id and id_key(name) == id_key(hand_in.person_id):
                people = people or self._by_id.get((system, id_key(name)), [])
            outside = [person for person in people if person not in group]
            if group and outside and groups and name != hand_in.group:
                told = Message("“{name}” is a group, and also {person}", name=name, person=outside[0].name)
                keys = tuple(dict.fromkeys(candidate.key for candidate in (*outside, *group)))
                found.conflicts.append(Conflict((result.submission,), keys, told))
                return []
            if group and not (people and name != hand_in.group):
                if any({m.key for m in members} != {m.key for m in group} for members in columns.values()):
                    named = ", ".join(sorted(columns))
                    told = Message("“{name}” is a group in each of the columns {columns}", name=name, columns=named)
                    found.conflicts.append(Conflict((result.submission,), tuple(m.key for m in group), told))
                    return []
                return group
        together = self._together(result.student, system) if not hand_in.person_id else []
        if together:
            return together
        one = self._owner(result, found, Hints(system, hand_in.person_id or "", _email(result), result.student))
        if one is None:
            found.nobodys.append(result)
        return one or []

    def _together(self, name: str, system: str) -> list[Candidate]:
        """The people of "Dana Levi and Noa Cohen", if each is one that is known; else nobody."""
        names = re.split(r"\s+and\s+", name)
        found = [self._named(part, system) for part in names]
        if len(names) < 2 or not all(len(fits) == 1 for fits in found) or self._named(name, system):
            return []
        return [fits[0] for fits in found]

    def with_groups(self, owners: list[Candidate]) -> list[Candidate]:
        """With everybody who is in a group of theirs."""
        every = {owner.key: owner for owner in owners}
        for owner in owners:
            for group in owner.groups:
                for members in self._by_group.get(group_key(group), {}).values():
                    every |= {member.key: member for member in members}
        return list(every.values())

    def one(self, hints: Hints) -> tuple[list[Candidate], Message]:
        """The one that hints mean. A list of one; else whom they may mean, and why that is a conflict (empty if nobody fits)."""
        system, number, email, name = hints.system, hints.id, hints.email, hints.name
        if number and id_key(name) == id_key(number):
            name = ""  # nbgrader's folders: the id stands where elsewhere a name does
        if number and system == "moodle" and letters_of(name) == "participant":
            name = ""  # blind marking
        if email and name.casefold() == email.casefold():
            name = ""
        by_id = self._by_id.get((system, id_key(number)), []) if number else []
        by_email = self._by_email.get(email.casefold(), []) if email else []
        by_name = self._named(name, system)
        if len(by_id) > 1:
            return by_id, Message("several people have the {system} id {number}", system=system, number=number)
        if by_id:
            (one,) = by_id
            is_ones = Message("the {system} id {number} is {name}'s", system=system, number=number, name=one.name)
            if by_email and one not in by_email:
                other = by_email[0].name
                told = Message("{first}, the e-mail {email} {name}'s", first=is_ones, email=email, name=other)
                return [one, *by_email], told
            if by_name and one not in by_name:
                others = ", ".join(sorted({other.name for other in by_name}))
                return [one, *by_name], Message("{first}, the name {name}'s", first=is_ones, name=others)
            if not by_name and name and not may_be_one_name(name, one.names):
                return [one], Message("{first}, and the name there is “{name}”", first=is_ones, name=name)
            return [one], NO_MESSAGE
        if len(by_email) > 1:
            return by_email, Message("several people have the e-mail {email}", email=email)
        if by_email and by_name and by_email[0] not in by_name:
            told = Message(
                "the e-mail {email} is {name}'s, the name {other}'s",
                email=email,
                name=by_email[0].name,
                other=by_name[0].name,
            )
            return [*by_email, *by_name], told
        if by_email and name and not may_be_one_name(name, by_email[0].names):
            told = Message(
                "the e-mail {email} is {other}'s, and the name there is “{name}”",
                email=email,
                other=by_email[0].name,
                name=name,
            )
            return by_email, told
        fits = by_email or by_name
        if len(fits) > 1:
            if by_email or not self._by_id.get(("plain", id_key(name))):
                return fits, Message("{count} people are called “{name}”", count=len(fits), name=name)
            others = ", ".join(sorted(one.name for one in fits))
            return fits, Message("“{name}” is the name, id or login of each of {names}", name=name, names=others)
        expected = bool(fits) and system in fits[0].expected | self._shared and bool(fits[0].ids.get(system))
        unlike = expected and not by_email
        if fits and number and (unlike or system in fits[0].sure):
            whose = fits[0].name
            told = Message(
                "the name is {name}'s, whose {system} id is not {number}", name=whose, system=system, number=number
            )
            return fits, told
        return fits, NO_MESSAGE

    def _owner(self, result: SubmissionResult, found: Matching, hints: Hints) -> list[Candidate] | None:
        """A list of one, an empty one where there is a conflict (it is noted), None if nobody fits."""
        fits, why = self.one(hints)
        if why:
            keys = tuple(dict.fromkeys(candidate.key for candidate in fits))
            found.conflicts.append(Conflict((result.submission,), keys, why))
            return []
        return fits or None

    def _named(self, name: str, system: str) -> list[Candidate]:
        """Everybody of a name; where a file's name tells no more, also whoever's id or login it is: "dana" may be either."""
        if not name:
            return []
        for text in (name, _VERSION.sub("", name)):
            fits = {c.key: c for spelling in asked_spellings(text) for c in self._by_name.get(spelling, [])}
            if system in ("plain", "otter") and text == name:
                fits |= {c.key: c for c in self._by_id.get(("plain", id_key(text)), [])}
            if fits:
                return list(fits.values())
        return []


def _email(result: SubmissionResult) -> str:
    return result.student if re.fullmatch(r"[^@\s]+@[^@\s]+", result.student) else ""


def matching_lines(matching: Matching, *, rows: bool = False) -> list[Message]:
    """The matching for people: one line for each kind, without those that are empty.

    Args:
        matching: the outcome.
        rows: the candidates are rows of a roster, not the people of the course.
    """
    lines = [_matched(len(matching.of), rows)]
    if matching.nobodys:
        lines.append(_nobodys(sorted(result.submission for result in matching.nobodys), rows))
    if matching.without:
        lines.append(_without(sorted(candidate.name for candidate in matching.without), rows))
    for submission, name in matching.unknown_members:
        one = Message("a member has no row: {name}, of {submission}", name=name, submission=submission)
        of_people = Message("a member has no person: {name}, of {submission}", name=name, submission=submission)
        lines.append(one if rows else of_people)
    if matching.not_there:
        names = "; ".join(matching.not_there)
        lines.append(Message("submissions.csv names what was not handed in: {names}", names=names))
    for conflict in matching.conflicts:
        names = ", ".join(conflict.submissions)
        lines.append(Message("conflict, no mark: {submissions}: {reason}", submissions=names, reason=conflict.reason))
    return lines


# One and several are sentences of their own, so that a language may say them as it must.


def _matched(count: int, rows: bool) -> Message:
    if rows:
        return Message("matched: 1 row") if count == 1 else Message("matched: {count} rows", count=count)
    return Message("matched: 1 person") if count == 1 else Message("matched: {count} people", count=count)


def _nobodys(names: Sequence[str], rows: bool) -> Message:
    count, listed = len(names), "; ".join(names)
    if rows and count == 1:
        return Message("1 result has no row: {names}", names=listed)
    if rows:
        return Message("{count} results have no row: {names}", count=count, names=listed)
    if count == 1:
        return Message("1 result has no person: {names}", names=listed)
    return Message("{count} results have no person: {names}", count=count, names=listed)


def _without(names: Sequence[str], rows: bool) -> Message:
    count, listed = len(names), "; ".join(names)
    if rows and count == 1:
        return Message("1 row has no result: {names}", names=listed)
    if rows:
        return Message("{count} rows have no result: {names}", count=count, names=listed)
    if count == 1:
        return Message("1 person has no result: {names}", names=listed)
    return Message("{count} people have no result: {names}", count=count, names=listed)
