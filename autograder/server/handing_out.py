"""What staff carry away: tables, the class report, the grade book's page and exports, made as the commands make them."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from autograder.course.changes import changes, outdated_overrides, override_outdated, read_record
from autograder.course.gradebook import rows_of_course, write_gradebook_csv, write_gradebook_page
from autograder.course.load import results_of
from autograder.course.person_pages import person_marks
from autograder.course.settings import CourseAssignment
from autograder.messages import Message
from autograder.people.matching import Matching, matching_lines
from autograder.reports import write_grades_csv, write_html_report
from autograder.server.guards import REPORT_POLICY
from autograder.server.pages import Pages
from autograder.server.routes import For, Handler, Visit, route
from autograder.server.site import Site

SAID = "what_was_said.txt"
"""Beside an export: whose marks were found and whose not, as the command says it."""


def _made(write: Callable[[Path], object]) -> bytes:
    """What a writer of the command line has written to a file, as bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made"
        write(path)
        return path.read_bytes()


def _zipped(folder: Path) -> bytes:
    """All files of a folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.write(path, path.relative_to(folder).as_posix())
    return packed.getvalue()


async def _carried(visit: Visit, content: bytes, name: str, kind: str) -> Response:
    await run_in_threadpool(visit.site.audit.note, visit.who.name, "fetched", name, visit.address)
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


async def grades(visit: Visit) -> Response:
    """grades.csv of an assignment, as `autograder report` writes it in a course."""
    assignment, site, translate = visit.assignment(), visit.site, visit.pages.translate

    def written(path: Path) -> None:
        people = person_marks(site.course.marks(), assignment.name)
        write_grades_csv(results_of(assignment.results, []), path, translate, people)

    return await _carried(visit, await run_in_threadpool(_made, written), f"{assignment.name}.csv", CSV)


async def gradebook(visit: Visit) -> Response:
    """gradebook.csv of the course, as `autograder gradebook` writes it."""
    marks, translate = await run_in_threadpool(visit.site.course.marks), visit.pages.translate
    content = await run_in_threadpool(
        _made, lambda path: write_gradebook_csv(rows_of_course(marks), marks, path, translate)
    )
    return await _carried(visit, content, "gradebook.csv", CSV)


async def gradebook_page(visit: Visit) -> Response:
    """The grade book's page. What changed is since the last run of the command, whose record is only read."""
    site = visit.site

    def written(path: Path) -> None:
        loaded, marks = site.course.loaded(), site.course.marks()
        last = read_record(loaded.gradebook_folder)
        warnings = list(loaded.problems)
        warnings += [override_outdated(*one) for one in outdated_overrides(marks, loaded.tests, last)]
        write_gradebook_page(rows_of_course(marks), marks, changes(marks, last), path, warnings=warnings)

    content = await run_in_threadpool(_made, written)
    return HTMLResponse(content, headers={"content-security-policy": REPORT_POLICY})


async def report(visit: Visit) -> Response:
    """The class report with everybody's page, as `autograder report` writes it."""
    assignment, site, translate = visit.assignment(), visit.site, visit.pages.translate

    def written() -> bytes:
        marks, problems = site.course.marks(), list[Message]()
        matching = marks.matchings.get(assignment.name, Matching())
        results = results_of(assignment.results, problems)
        warnings = [*problems, *(() if matching.is_clean else matching_lines(matching))]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "report"
            write_html_report(
                results, folder, title=assignment.title, warnings=warnings, translate=translate,
                people=person_marks(marks, assignment.name),
            )  # fmt: skip
            return _zipped(Path(name))

    return await _carried(visit, await run_in_threadpool(written), f"{assignment.name}_report.zip", ZIP)


async def export(visit: Visit) -> Response:
    """Marks for another system, as `autograder export` writes them; what the command says lies beside them."""
    from autograder.exports.out import Refused

    assignment = visit.assignment()
    form = await visit.form(with_file=True)
    to = form.fields.get("to", "")
    roster = await form.file.read() if form.file is not None and form.file.size else b""
    missing = form.fields.get("missing", "blank")
    language = visit.site.course.loaded().course.language
    try:
        content = await run_in_threadpool(_exported, visit, assignment, to, roster, missing, language)
    except Refused as error:
        return visit.pages.problem(visit.request, 422, *error.lines, error.message, error.mend)
    return await _carried(visit, content, f"{assignment.name}_{to}.zip", ZIP)


def _exported(
    visit: Visit, assignment: CourseAssignment, to: str, roster: bytes, missing: str, language: str | None
) -> bytes:
    from autograder.exports.targets import export as write

    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as given:
        table = Path(given) / "roster.csv"
        table.write_bytes(roster)
        ending = {"gradescope": "", "nbgrader": "/gradebook.db"}.get(to, ".csv")
        done = write(
            results_of(assignment.results, []), to, Path(name) / f"{assignment.name}{ending}",
            roster=table if roster else None, course=visit.site.course.marks(), missing=missing, language=language,
        )  # fmt: skip
        if done.lines:
            said = "".join(f"{visit.pages.translate(line)}\n" for line in done.lines)
            (Path(name) / SAID).write_text(said, encoding="utf-8")
        return _zipped(Path(name))


CSV, ZIP = "text/csv; charset=utf-8", "application/zip"


def handing_out_routes(site: Site, pages: Pages) -> list[Route]:
    """The routes of this file."""

    def staff(path: str, handler: Handler, *methods: str) -> Route:
        return route(path, handler, For.STAFF, site, pages, methods or ("GET",))

    return [
        staff("/staff/gradebook.csv", gradebook),
        staff("/staff/gradebook", gradebook_page),
        staff("/staff/{assignment}/grades.csv", grades),
        staff("/staff/{assignment}/report.zip", report),
        staff("/staff/{assignment}/export", export, "POST"),
    ]
