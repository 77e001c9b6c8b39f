"""Exports for other systems: Gradescope, Canvas, Moodle, nbgrader, and a plain CSV.

What each system reads, from its own importer:

- **Gradescope**: ``results.json`` (gradescope-autograders.readthedocs.io/en/latest/specs).
- **Canvas** (``lib/gradebook_importer.rb``): columns Student, ID, SIS Login ID, Section, then assignments, matched by
  "Title (id)" or by title; a row "Points Possible". A student is found by ID, else by login, else by name. So without a
  gradebook downloaded from Canvas (``roster``) the title must be the assignment's there, or Canvas offers a new one.
- **Moodle** (``mod/assign/feedback/offline/importgradeslib.php``): needs Identifier ("Participant 123456"), Grade and
  "Last modified (grade)"; an empty date is older than any grade, so Moodle asks before it overwrites one.
- **nbgrader**: only through :class:`nbgrader.api.Gradebook`; one grade cell an exercise.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.errors import KitError
from autograder.intake.names import letters_of
from autograder.reports.files import write_atomically
from autograder.reports.tables import exercise_names, number, write_csv, write_grades_csv
from autograder.results import SubmissionResult
from autograder.translation import translator

TARGETS = ("nbgrader", "gradescope", "canvas", "moodle", "csv")


def export(
    results: Iterable[SubmissionResult],
    to: str,
    destination: Path,
    *,
    title: str = "",
    roster: Path | None = None,
    language: str | None = None,
) -> Path:
    """Write the results in the format of another system.

    Args:
        results: the class.
        to: one of :data:`TARGETS`.
        destination: a folder for "gradescope" (one folder a submission with its results.json), a CSV file for "canvas",
            "moodle" and "csv", a database file (gradebook.db) for "nbgrader".
        title: the column's name in Canvas; the assignment's name where empty.
        roster: for "canvas" the gradebook, for "moodle" the grading worksheet, as downloaded: its rows and columns are
            kept, and the grades filled in. Without one, the rows are made from the results.
        language: of what "gradescope" and "csv" say in words ("he"); None is English.

    Returns:
        What was written.

    Raises:
        KitError: the target is not known, the roster does not fit, or the place cannot be written to.
    """
    translate = translator(language)
    ordered = sorted(results, key=lambda result: result.submission)
    if not ordered:
        raise KitError("There are no results to export.", "Grade the class first.")
    if to not in TARGETS:
        raise KitError(
            f"“{to}” is not a system that grades can be exported to.", f"Choose one of: {', '.join(TARGETS)}."
        )
    if roster is not None and to not in ("canvas", "moodle"):
        raise KitError(f"A roster is of no use for {to}.", "It is for canvas and moodle.")
    name = next((result.assignment for result in ordered if result.assignment), "assignment")
    if to == "gradescope":
        for result in ordered:
            document = json.dumps(result.to_gradescope(translate), ensure_ascii=False, indent=1)
            write_atomically(destination / result.submission / "results.json", document + "\n")
    elif to == "canvas":
        _canvas(ordered, destination, title or name, roster)
    elif to == "moodle":
        _moodle(ordered, destination, roster)
    elif to == "csv":
        write_grades_csv(ordered, destination, translate)
    else:
        _nbgrader(ordered, destination, name)
    return destination


def _grade(result: SubmissionResult) -> str:
    """The grade, or nothing where there is none (a result file that is damaged)."""
    return number(result.score) if result.max_score else ""


def _most(results: Sequence[SubmissionResult]) -> float:
    return max(result.max_score for result in results)


def _lms_id(result: SubmissionResult) -> str:
    """The participant's number, which intake puts at the end of the id of a Canvas or Moodle download."""
    match = re.search(r"_(\d+)(?:-\d{1,2})?$", result.submission)
    return match[1] if match else ""


def _canvas(results: Sequence[SubmissionResult], path: Path, title: str, roster: Path | None) -> None:
    if roster is None:
        rows = [["Student", "ID", "SIS Login ID", "Section", title]]
        rows.append(["    Points Possible", "", "", "", number(_most(results))])
        rows += [[result.student, _lms_id(result), "", "", _grade(result)] for result in results]
        write_csv(path, rows, encoding="utf-8")
        return
    rows = _read_roster(roster, ("Student", "ID"))
    header = rows[0]
    named = [n for n, column in enumerate(header) if re.sub(r"\s*\(\d+\)$", "", column).strip() == title]
    named = [n for n, column in enumerate(header) if column.strip() == title] or named
    if len(named) != 1:
        number_of = "no column" if not named else f"{len(named)} columns"
        raise KitError(
            f"{roster} has {number_of} for “{title}”.", "Give the assignment's name as Canvas has it, with --title."
        )
    column, wanted = named[0], {header.index("ID"), named[0]}
    found = _Matcher(results)
    kept = [n for n, text in enumerate(header) if n in wanted or text in _CANVAS_COLUMNS]
    out = [[header[n] for n in kept]]
    for row in rows[1:]:
        result = found(row[header.index("ID")], row[header.index("Student")])
        if result:
            row[column] = _grade(result)
        elif "Points Possible" not in row[0]:
            row[column] = ""  # blank: Canvas leaves the grade as it is
        out.append([row[n] for n in kept])
    write_csv(path, out, encoding="utf-8")


_CANVAS_COLUMNS = {"Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section"}


def _moodle(results: Sequence[SubmissionResult], path: Path, roster: Path | None) -> None:
    if roster is None:
        rows = [
            ["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Last modified (grade)"]
        ]
        most = number(_most(results))
        for result in results:
            participant = f"Participant {_lms_id(result)}" if _lms_id(result) else ""
            rows.append([participant, result.student, "", "", _grade(result), most, ""])
        write_csv(path, rows, encoding="utf-8")
        return
    rows = _read_roster(roster, ("Identifier", "Grade"))
    header = rows[0]
    identifier, grade = header.index("Identifier"), header.index("Grade")
    full_name = header.index("Full name") if "Full name" in header else None
    found = _Matcher(results)
    for row in rows[1:]:
        digits = re.search(r"(\d+)\s*$", row[identifier])
        match = found(digits[1] if digits else "", row[full_name] if full_name is not None else "")
        if match:
            row[grade] = _grade(match)
    write_csv(path, rows, encoding="utf-8")


def _read_roster(path: Path, needed: tuple[str, ...]) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KitError(f"The roster {path} cannot be read.", "Download it again, as CSV in UTF-8.") from error
    try:
        delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise KitError(f"The roster {path} is no CSV file.", "Download it again, as CSV in UTF-8.") from error
    if not rows or not all(name in rows[0] for name in needed):
        raise KitError(f"The roster {path} has no columns {' and '.join(needed)}.", "Download it again, in English.")
    width = len(rows[0])
    return [(row + [""] * width)[:width] for row in rows]


class _Matcher:
    """Finds the result of a row in a roster: by the participant's number, else by a name that only one student has."""

    def __init__(self, results: Sequence[SubmissionResult]) -> None:
        self._by_id = {_lms_id(result): result for result in results if _lms_id(result)}
        self._by_name: dict[str, list[SubmissionResult]] = {}
        for result in results:
            self._by_name.setdefault(letters_of(result.student), []).append(result)

    def __call__(self, identifier: str, name: str) -> SubmissionResult | None:
        if identifier.strip() in self._by_id:
            return self._by_id[identifier.strip()]
        named = {id(r): r for key in _names(name) for r in self._by_name.get(key, [])}
        return next(iter(named.values())) if len(named) == 1 else None


def _names(name: str) -> list[str]:
    """ "Levi, Dana" as "levidana" (so Canvas names files) and as "danalevi"."""
    last, comma, first = name.partition(",")
    return [letters_of(name), letters_of(first + last)] if comma else [letters_of(name)]


def _nbgrader(results: Sequence[SubmissionResult], path: Path, assignment: str) -> None:
    from nbgrader.api import Gradebook, MissingEntry
    from sqlalchemy.exc import SAWarning

    from autograder.release.nbgrader_tree import tools_on_path

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KitError(f"{path.parent} cannot be made: {error.strerror}.", "Name another place.") from error
    exercises = exercise_names(results)
    most = {q.name: q.max_score for result in results for q in result.questions}
    with (
        tools_on_path(),
        warnings.catch_warnings(),
        Gradebook(f"sqlite:///{path.resolve().as_posix()}") as gradebook,
    ):
        warnings.simplefilter("ignore", SAWarning)  # nbgrader's own, each time that it adds a submission
        gradebook.update_or_create_assignment(assignment)
        gradebook.update_or_create_notebook(assignment, assignment)
        for name in exercises:
            gradebook.update_or_create_grade_cell(
                name, assignment, assignment, max_score=float(most[name]), cell_type="code"
            )
        for result in results:
            if not result.max_score:
                continue
            gradebook.update_or_create_student(result.submission, first_name=result.student)
            # Made anew: nbgrader gives a submission its grades when it is made, and no new exercise would appear.
            with contextlib.suppress(MissingEntry):
                gradebook.remove_submission(assignment, result.submission)
            gradebook.add_submission(assignment, result.submission)
            scores = {question.name: question.score for question in result.questions}
            for name in exercises:
                grade = gradebook.find_grade(name, assignment, assignment, result.submission)
                grade.auto_score = float(scores.get(name, 0.0))
                grade.needs_manual_grade = False
            notebook = gradebook.find_submission_notebook(assignment, assignment, result.submission)
            notebook.failed_tests = result.score < result.max_score
        gradebook.db.commit()
