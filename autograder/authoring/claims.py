"""From a claim of the lecture to the checks that hold students to it, and to the mistakes that these catch.

``solutions/lecture_claims.toml`` lists the claims. A kit without that file has a lecture that nobody has listed, and nothing
to check.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import assignment_names, find_assignment
from autograder.authoring.outlines import CaseOutline, case_outlines, exercise_numbers
from autograder.authoring.variants import Variant, load_variants
from autograder.errors import KitError
from autograder.messages import Message
from autograder.places import at, did_you_mean
from autograder.toml_table import TomlTable, read_toml

CLAIMS_NAME = "lecture_claims.toml"
PAGE_NAME = "traceability.md"
_EXAMPLE = Message('Write it like [claim.checks.03_attention] softmax = ["test_large_scores"]')
_MARK = "<!-- written by `autograder build` from solutions/lecture_claims.toml -->"


@dataclass(frozen=True)
class Claim:
    """One thing that the lecture says."""

    id: str
    says: str
    example: str
    checks: dict[str, dict[str, tuple[str, ...]]]
    """By assignment and exercise: the names of the cases that hold students to it."""
    line: int
    """Where it stands in the file."""


def read_claims(kit: Path) -> list[Claim]:
    """The claims, in the order of the lecture; none where the kit has no such file.

    Raises:
        KitError: if the file cannot be read or a claim is not written like one.
    """
    path = kit / "solutions" / CLAIMS_NAME
    if not path.is_file():
        return []
    table = read_toml(path)
    table.known("claim")
    claims = [_claim(entry) for entry in table.array("claim")] if table.has("claim") else []
    seen: set[str] = set()
    for claim in claims:
        if claim.id in seen:
            raise KitError(
                "{place}: the claim {id} stands there twice.",
                "Rename one of them.",
                place=at(path, claim.line),
                id=repr(claim.id),
            )
        seen.add(claim.id)
    return claims


def _claim(entry: TomlTable) -> Claim:
    entry.known("id", "says", "example", "checks")
    checks = entry.table("checks", {})
    return Claim(
        id=entry.text("id"),
        says=entry.text("says"),
        example=entry.text("example", ""),
        checks={
            assignment: {exercise: tuple(group.texts(exercise, "test_large_scores")) for exercise in group.keys}
            for assignment, group in ((name, checks.table(name)) for name in checks.keys)
        },
        line=entry.line or 1,
    )


def claim_problems(kit: Path, assignment: Assignment, exercises: Collection[str] | None = None) -> list[str]:
    """Claims that nothing checks, and checks of this assignment that are not there.

    Args:
        kit: the kit's folder.
        assignment: whose exercises are looked at.
        exercises: only these of them; all if None.

    Raises:
        KitError: as :func:`read_claims`.
    """
    path = kit / "solutions" / CLAIMS_NAME
    known = {exercise.name: exercise for exercise in assignment.exercises}
    found: list[str] = []
    for claim in read_claims(kit):
        place = Message("{place}: the claim {claim}", place=at(path, claim.line), claim=repr(claim.id))
        if not any(cases for group in claim.checks.values() for cases in group.values()):
            found.append(Message("{claim} has no check. {example}", claim=place, example=_EXAMPLE))
        for name in claim.checks:
            if name not in assignment_names(kit):
                found.append(
                    Message(
                        "{claim} names an assignment {name} that there is not. {near}",
                        claim=place,
                        name=repr(name),
                        near=did_you_mean(name, assignment_names(kit)),
                    )
                )
        for name, cases in claim.checks.get(assignment.name, {}).items():
            if exercises is not None and name not in exercises:
                continue
            if name not in known:
                near = did_you_mean(name, known)
                found.append(
                    Message(
                        "{claim} names an exercise {name} that there is not. {near}",
                        claim=place,
                        name=repr(name),
                        near=near,
                    )
                )
                continue
            there = [case.name for case in case_outlines(known[name].tests)]
            found += [
                Message(
                    "{claim} names {case}, which {exercise} does not have. {near}",
                    claim=place,
                    case=repr(case),
                    exercise=name,
                    near=did_you_mean(case, there),
                )
                for case in cases
                if case not in there
            ]
    return found


def traceability_page(kit: Path, only: Assignment | None = None) -> str | None:
    """The page: claim, exercise, checks, wrong variants; of all assignments, or of ``only`` one. None without claims.

    Raises:
        KitError: as :func:`read_claims`, or if an assignment cannot be read.
    """
    claims = read_claims(kit)
    if not claims:
        return None
    assignments = [only] if only else [find_assignment(name, kit) for name in assignment_names(kit)]
    parts = [
        _MARK,
        "# From the lecture to the checks",
        "What the lecture says, the exercise in which students build it, the checks that hold them to it (*h*: hidden), and the "
        "wrong solutions that these catch. Names are those of the files in `autograder/tests/` and `solutions/*/wrong/`.",
    ]
    for assignment in assignments:
        told = [claim for claim in claims if claim.checks.get(assignment.name)]
        if told:
            parts.append(f"## {assignment.number}. {assignment.title}")
            parts.append(_table(assignment, told))
    return "\n\n".join(parts) + "\n"


def _table(assignment: Assignment, claims: list[Claim]) -> str:
    numbers = exercise_numbers(assignment)
    outlines = {one.name: {case.name: case for case in case_outlines(one.tests)} for one in assignment.exercises}
    wrong = [variant for variant in load_variants(assignment) if variant.kind == "wrong"]
    rows = ["| the lecture says | exercise | checks | wrong solutions that they catch |", "|---|---|---|---|"]
    for claim in claims:
        says = f"{claim.says} *({claim.example})*" if claim.example else claim.says
        for name, cases in claim.checks[assignment.name].items():
            checks = "<br>".join(_check(outlines.get(name, {}).get(case), case) for case in cases)
            mistakes = "<br>".join(_caught(name, cases, wrong)) or "—"
            rows.append(f"| {_cell(says)} | {numbers.get(name, '?')} `{name}` | {checks} | {mistakes} |")
            says = ""
    return "\n".join(rows)


def _check(case: CaseOutline | None, name: str) -> str:
    return f"`{name}`" + (" *h*" if case and case.hidden else "")


def _caught(exercise: str, cases: tuple[str, ...], wrong: list[Variant]) -> list[str]:
    """What the cases catch, by what the wrong variants declare; how many of the exercise's declare nothing yet."""
    own = [variant for variant in wrong if variant.exercises[0] == exercise]
    names = {f"{exercise}.{case}" for case in cases}
    caught = [
        _cell(variant.name)
        for variant in wrong
        if names & {fail if "." in fail else f"{variant.exercises[0]}.{fail}" for fail in variant.fails or ()}
    ]
    undeclared = sum(variant.fails is None for variant in own)
    return [*caught, f"*{undeclared} that do not declare yet what they fail*"] if undeclared else caught


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
