"""Asks the kit, `otter run` and `nbgrader autograde` for the marks of fifty submissions, and writes the tables of docs/engines.md.

    python scripts/engine_table.py [--list | --page] [ASSIGNMENT…]

Marks are kept in benchmarks/engines.json, each as soon as it is known, with a digest of what can change them: the code of the
notebook and of the tests, without comments and messages. What did not change is not asked again, a run that was ended goes on where it was,
and a row stands until all engines have been asked anew. All of it takes about half an hour of processor time. `--list` says which
would be asked, `--page` only writes the page.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import multiprocessing
import os
import re
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "benchmarks")]

from autograder import startup

startup.prepare()

import nbformat
from cold import without_grammar
from engine_submissions import Case, cases, tests_of
from real_graders import nbgrader_autograde, nbgrader_scores

from autograder.api import Grader
from autograder.authoring.assignment import Assignment
from autograder.authoring.catalogue import find_assignment, kit_root
from autograder.points import total
from autograder.release.files import write_text
from autograder.release.nbgrader_tree import write_nbgrader_tree
from autograder.release.otter_zip import write_otter_zip
from autograder.results import SubmissionResult

PLACE, PAGE = "benchmarks/engines.json", "docs/engines.md"
BEGIN, END = "<!-- engines: begin (made by scripts/engine_table.py) -->", "<!-- engines: end -->"
ENGINES = ("kit", "alone", "otter", "nbgrader")
"""``alone`` is the kit without lending; a mark is None where an engine gave none."""
PATIENCE, LONG = 300, 3600
"""Seconds on the wall after which `otter run` is ended: where a cell does not end, and elsewhere, however busy the machine is."""
ENDLESS_CELL = 120
"""Seconds on the wall after which nbgrader interrupts a cell where one does not end; elsewhere ``LONG``: no mark is to hang on other work here."""
LENDING = "lending: an exercise that builds on a wrong one is graded beside a right one, which gives points back, and takes those that two mistakes gave together"
Known = dict[str, dict[str, Any]]
"""By submission: each engine's mark, and in ``lost`` what each exercise lost by it; a peer's only where it is not ``alone``'s."""
Scores = Mapping[str, float]
"""The points of each exercise."""
Keep = Callable[[Case, str, Scores | None], None]
MOST_NAMES = 3
"""Exercises that are named in a row of the page; more of them are counted."""


class Engines:
    """The three engines, for the submissions of one assignment; what they need is made once, in ``folder``."""

    def __init__(self, assignment: Assignment, kit: Path, folder: Path) -> None:
        self.assignment, self.kit, self.folder = assignment, kit, folder

    def by_kit(self, cases: Sequence[Case], keep: Keep) -> None:
        """With lending, and without it where anything was lent: else it is the same."""
        lending = Grader(self.assignment.name, kit=self.kit, isolation="best")
        alone = Grader(self.assignment.name, kit=self.kit, isolation="best", follow_through=False)
        notebook = self.folder / "student.ipynb"
        with lending, alone:
            for case in cases:
                write_text(notebook, case.handed_in())
                result = lending.grade(notebook)
                lent = any(question.lent for question in result.questions)
                keep(case, "alone", _by_exercise(alone.grade(notebook) if lent else result))
                keep(case, "kit", _by_exercise(result))

    def by_otter(self, cases: Sequence[Case], keep: Keep) -> None:
        """What `otter run` does, each in a process forked from one that has imported Otter: half of its time is imports."""
        autograder_zip = self.folder / "autograder.zip"
        write_otter_zip(self.assignment, autograder_zip, self.kit)
        import otter.run.run_autograder
        import otter.run.run_autograder.runners.python_runner  # noqa: F401

        for case in cases:
            with tempfile.TemporaryDirectory(dir=self.folder) as name:
                write_text(Path(name) / "student.ipynb", case.handed_in())
                process = multiprocessing.get_context("fork").Process(
                    target=_otter_run, args=(autograder_zip, Path(name))
                )
                process.start()
                process.join(PATIENCE if case.endless else LONG)
                if process.is_alive():
                    process.terminate()
                    process.join()
                    print("    otter: ended", flush=True)
                keep(case, "otter", _otter_scores(Path(name)))

    def by_nbgrader(self, cases: Sequence[Case], keep: Keep) -> None:
        """`nbgrader autograde` of a class, a few at a time; whose notebook it gave up has no folder in autograded/."""
        tree, name = self.folder / "tree", self.assignment.name
        write_nbgrader_tree(self.assignment, tree)
        release = nbformat.read(tree / "release" / name / f"{name}.ipynb", as_version=4)
        ordinary = [case for case in cases if not case.endless]
        groups = [ordinary[start : start + 6] for start in range(0, len(ordinary), 6)]
        for few in (*groups, *([case] for case in cases if case.endless)):
            with tempfile.TemporaryDirectory(dir=self.folder) as folder:
                course = Path(folder) / "course"
                shutil.copytree(tree, course)
                with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
                    seconds = ENDLESS_CELL if few[0].endless else LONG
                    config.write(f"\nc.Execute.timeout = {seconds}\nc.Execute.startup_timeout = {LONG}\n")
                for number, case in enumerate(few):
                    submitted = course / "submitted" / f"student{number}" / name
                    shutil.copytree(course / "release" / name, submitted)
                    write_text(submitted / f"{name}.ipynb", case.for_nbgrader(nbformat.from_dict(release)))
                try:
                    nbgrader_autograde(course, name)
                except AssertionError as error:
                    print(f"    nbgrader: {_last_words(error)}", flush=True)
                scores = nbgrader_scores(course, name)
                for number, case in enumerate(few):
                    graded = (course / "autograded" / f"student{number}" / name / f"{name}.ipynb").is_file()
                    keep(case, "nbgrader", self._of_cells(scores[f"student{number}"]) if graded else None)

    def _of_cells(self, cells: Scores) -> Scores:
        """nbgrader gives points to cells, each named after its exercise (:func:`grade_ids`)."""
        names = [exercise.name for exercise in self.assignment.exercises]
        return {name: total(cells[cell] for cell in cells if cell.startswith(f"{name}-")) for name in names}


def _by_exercise(result: SubmissionResult) -> Scores:
    return {question.name: question.score for question in result.questions}


def _otter_run(autograder_zip: Path, folder: Path) -> None:
    import otter.run

    os.chdir(folder)
    with (folder / "said.txt").open("w") as said, contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        otter.run.main("student.ipynb", autograder=str(autograder_zip), no_logo=True)


def _otter_scores(folder: Path) -> Scores | None:
    results = folder / "results.json"
    if not results.is_file():
        return None
    return {test["name"]: test["score"] for test in json.loads(results.read_text())["tests"] if "score" in test}


def _last_words(error: BaseException) -> str:
    """The last line that a program said."""
    return (str(error).strip().splitlines() or [repr(error)])[-1][:200]


def main(arguments: Sequence[str]) -> None:
    """Grade what is not known yet, and write the page."""
    kit = kit_root()
    every = list(cases(kit))
    known = read(kit)
    wanted = {name for name in arguments if not name.startswith("-")}
    if "--page" not in arguments:
        for name, waiting in old(every, known).items():
            if wanted and name not in wanted:
                continue
            print(f"{name}: {len(waiting)} to be asked", flush=True)
            if "--list" not in arguments:
                with without_grammar():  # no mark depends on it, and each kernel starts two seconds sooner
                    grade(find_assignment(name, kit), waiting, known, kit, [case.key for case in every])
    known = {case.key: {**known[case.key], "kind": case.kind, "why": case.why} for case in every if case.key in known}
    write_known(kit, known)
    page = kit / PAGE
    write_text(page, with_tables(page.read_text(encoding="utf-8"), known))


def read(kit: Path) -> Known:
    """The marks that are kept, by the submissions' keys."""
    place = kit / PLACE
    return json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}


def write_known(kit: Path, known: Known) -> None:
    """Keep the marks."""
    write_text(kit / PLACE, json.dumps(known, ensure_ascii=False, indent=1) + "\n")


def old(every: Sequence[Case], known: Known) -> dict[str, list[Case]]:
    """By assignment, the submissions of which not every mark is known, or whose code or tests have changed since."""
    tests = {
        assignment.name: tests_of(assignment)
        for assignment in {case.assignment.name: case.assignment for case in every}.values()
    }
    found: dict[str, list[Case]] = {}
    for case in every:
        if known.get(case.key, {}).get("digest") != case.digest(tests[case.assignment.name]):
            found.setdefault(case.assignment.name, []).append(case)
    return found


def grade(assignment: Assignment, waiting: Sequence[Case], known: Known, kit: Path, order: Sequence[str]) -> None:
    """Ask every engine for what it has not said yet; each mark is on the disk before the next is asked for."""
    tests = tests_of(assignment)
    for case in waiting:
        begun = known.setdefault(case.key, {}).get("begun", {})
        if begun.get("digest") != case.digest(tests):
            known[case.key]["begun"] = {"digest": case.digest(tests)}

    most = {exercise.name: exercise.points for exercise in assignment.exercises}

    def keep(case: Case, engine: str, scores: Scores | None) -> None:
        begun = known[case.key]["begun"]
        begun[engine] = mark = None if scores is None else total(scores.values())
        if scores is not None:
            lost = {name: round(points - scores.get(name, 0.0), 6) for name, points in most.items()}
            lost = {name: points for name, points in lost.items() if points}
            if engine in ("kit", "alone") or lost != begun["lost"]["alone"]:
                begun.setdefault("lost", {})[engine] = lost
        if set(ENGINES) <= begun.keys():
            known[case.key] = {**begun, "asked": datetime.date.today().isoformat()}
        used = sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(f"  {engine:9}{shown(mark):>7}  {case.key} ({used:.0f} s so far)", flush=True)
        write_known(kit, {key: known[key] for key in order if key in known})

    with tempfile.TemporaryDirectory(prefix="engines-") as name:
        engines = Engines(assignment, kit, Path(name))
        asked = {"kit": engines.by_kit, "otter": engines.by_otter, "nbgrader": engines.by_nbgrader}
        for engine, ask in asked.items():
            without = [case for case in waiting if engine not in known[case.key].get("begun", {engine})]
            if without:
                ask(without, keep)


def with_tables(text: str, known: Known) -> str:
    """The page with both tables as the marks are."""
    made = "\n".join((BEGIN, *tables(known), END))
    return re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: made, text, flags=re.DOTALL)


def tables(known: Known) -> list[str]:
    """How often the engines agree, by kind; then every submission in which one of them gives another mark, with the reason."""
    rows = {key: row for key, row in known.items() if set(ENGINES) <= row.keys()}
    days = sorted(row["asked"] for row in rows.values())
    lines = [
        f"{len(rows)} submissions, each graded by all three, the last of them on {days[-1]}.\n",
        "| submissions | number | Otter gives the kit's mark | nbgrader does | … the kit's without lending: Otter | nbgrader |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for kind in (*dict.fromkeys(row["kind"] for row in rows.values()), None):
        mine = [row for row in rows.values() if kind in (row["kind"], None)]
        counts = [sum(same(row[a], row[b]) for row in mine) for a in ("kit", "alone") for b in ("otter", "nbgrader")]
        lines.append(f"| {kind or '**all**'} | {len(mine)} | " + " | ".join(map(str, counts)) + " |")
    lines += [
        "",
        "| submission | kit | without lending | Otter | nbgrader | where | why |",
        "|---|---:|---:|---:|---:|---|---|",
    ]
    for key, row in rows.items():
        if where(row):
            marks = " | ".join(shown(row[engine]) for engine in ENGINES)
            lines.append(f"| {key} | {marks} | {where(row)} | {reason(row)} |")
    return lines


def where(row: Mapping[str, Any]) -> str:
    """The exercises to which an engine gives other points than the kit; empty where there is none, "everywhere" where one gives no mark."""
    found: dict[str, None] = {}
    for engine in ENGINES:
        if row[engine] is None:
            return "everywhere"
        lost, ours = row["lost"].get(engine, row["lost"]["alone"]), row["lost"]["kit"]
        found |= {name: None for name in (*ours, *lost) if not same(lost.get(name, 0.0), ours.get(name, 0.0))}
    names = [f"`{name}`" for name in found]
    return ", ".join(names) if len(names) <= MOST_NAMES else f"{len(names)} exercises"


def same(one: float | None, other: float | None) -> bool:
    """Whether two engines give the same mark; to give none is like giving none."""
    return one is other is None or (one is not None and other is not None and abs(one - other) < 0.01)


def shown(mark: float | None) -> str:
    return "none" if mark is None else f"{mark:g}"


def reason(row: Mapping[str, Any]) -> str:
    """Why: lending where that is a part of it, and what is said of this submission where that is not all; else a question mark."""
    said = [LENDING] if not same(row["kit"], row["alone"]) else []
    if not all(same(row["alone"], row[engine]) for engine in ("otter", "nbgrader")):
        said.append(row["why"] or "?")
    return "; ".join(said)


if __name__ == "__main__":
    main(sys.argv[1:])
