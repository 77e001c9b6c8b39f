"""Students' pages: what there is to hand in, where to upload it, and what became of it."""

from __future__ import annotations

import dataclasses

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from autograder.course.hand_in_rules import Shown
from autograder.course.marks import window_of
from autograder.course.person_pages import person_mark
from autograder.messages import Message
from autograder.people.people import Person
from autograder.reports.html import person_page
from autograder.server.guards import REPORT_POLICY
from autograder.server.pages import Pages
from autograder.server.receiving import may_hand_in, receive_file
from autograder.server.routes import For, Visit, route
from autograder.server.site import Site
from autograder.server.standing import owner_of
from autograder.server.told import late_line, result_lines, seen_result, told


async def home(visit: Visit) -> Response:
    """Everybody's first page."""
    loaded = visit.site.course.loaded()
    if visit.maybe is None and visit.site.login:
        return RedirectResponse(visit.url(visit.site.login), 303)
    if visit.maybe is None:
        return visit.pages.show("welcome.html", visit.request, 401)
    if visit.who.staff:
        queue = await run_in_threadpool(visit.site.hand_ins.count_waiting)
        return visit.pages.show(
            "staff_home.html", visit.request, assignments=loaded.course.assignments, queue=queue,
            faults=_faults(visit.site), levels={name: desk.level for name, desk in visit.site.dispatcher.desks.items()},
        )  # fmt: skip
    person = visit.person
    rows = []
    for assignment in loaded.course.assignments:
        window = window_of(person, assignment, loaded.decisions.extensions)
        used = await run_in_threadpool(visit.site.hand_ins.of_owner, assignment.name, owner_of(person, assignment))
        rows.append((assignment, window, used))
    return visit.pages.show("home.html", visit.request, rows=rows)


def _faults(site: Site) -> list[str]:
    refused = [f"{name}: {why}" for name, (why, _) in sorted(site.dispatcher.refused.items())]
    return [fault for fault in (site.course.fault, site.publisher.fault, *refused) if fault]


async def assignment_page(visit: Visit, *, status: int = 200, said: Message | None = None) -> Response:
    """Where to upload, and all earlier hand-ins."""
    assignment, person = visit.assignment(), visit.person
    loaded = visit.site.course.loaded()
    owner = owner_of(person, assignment)
    now = await run_in_threadpool(told, visit.site, person, assignment, owner)
    refused = await run_in_threadpool(may_hand_in, visit.site, person, assignment, visit.site.clock())
    return visit.pages.show(
        "assignment.html", visit.request, status, assignment=assignment, refused=refused, said=said, told=now,
        window=window_of(person, assignment, loaded.decisions.extensions), late_line=late_line,
        result_lines=result_lines, most=loaded.course.server.most_bytes // 2**20,
    )  # fmt: skip


async def upload(visit: Visit) -> Response:
    """A hand-in from the page."""
    assignment, person = visit.assignment(), visit.person
    now = visit.site.clock()
    if wait := visit.site.flood.wait(person.id, visit.site.course.loaded().course.server.per_minute):
        return await assignment_page(
            visit, status=429, said=Message("Too many at once. Wait {seconds} s.", seconds=wait)
        )
    form = await visit.form(with_file=True)
    if form.file is None or not form.file.size:
        return await assignment_page(visit, status=422, said=Message("Choose the notebook or the zip first."))
    received = await receive_file(visit.site, form.file, person, assignment, now)
    await note_hand_in(visit, received.record.receipt, new=received.new)
    return RedirectResponse(visit.url(f"/hand-in/{received.record.receipt}"), 303)


async def note_hand_in(visit: Visit, receipt: str, *, new: bool) -> None:
    """Write a hand-in into the audit log."""
    what = "handed in" if new else "handed in again, the same"
    await run_in_threadpool(visit.site.audit.note, visit.person.id, what, receipt, visit.address)


async def hand_in_page(visit: Visit) -> Response:
    """The receipt, and what became of it so far."""
    record, assignment = await visit.hand_in()
    person = await run_in_threadpool(_person_of, visit, record.person)
    now = await run_in_threadpool(told, visit.site, person, assignment, record.owner)
    place = await run_in_threadpool(visit.site.hand_ins.place, record) if record.state == "waiting" else 0
    attempt = now.attempt(record)
    level = Shown.EVERYTHING if visit.who.staff else now.level
    lines = result_lines(attempt, level, assignment) if attempt else []
    return visit.pages.show(
        "hand_in.html", visit.request, record=record, assignment=assignment, place=place, told=now, attempt=attempt,
        lines=lines, late=late_line(attempt) if attempt else Message(), full=attempt is not None
        and attempt.result is not None and level is not Shown.NOTHING, person=person,
    )  # fmt: skip


async def feedback_page(visit: Visit) -> Response:
    """The whole page of a result, as far as it may be seen: the same as `autograder feedback` writes."""
    record, assignment = await visit.hand_in()
    person = await run_in_threadpool(_person_of, visit, record.person)
    now = await run_in_threadpool(told, visit.site, person, assignment, record.owner)
    attempt = now.attempt(record)
    level = Shown.EVERYTHING if visit.who.staff else now.level
    result = seen_result(attempt, level) if attempt else None
    if attempt is None or result is None or attempt.mark is None:
        raise HTTPException(404)
    marked = level in (Shown.EVERYTHING, Shown.MARKS)
    mark = person_mark(attempt.mark, visit.site.course.loaded().course.zone) if marked else None
    content = await run_in_threadpool(
        lambda: person_page(
            result if marked else dataclasses.replace(result, student=person.name),
            mark,
            title=assignment.title,
            translate=visit.pages.translate,
            show_cases=level is not Shown.MARKS,
        )
    )
    return HTMLResponse(content, headers={"content-security-policy": REPORT_POLICY})


def _person_of(visit: Visit, sender: str) -> Person:
    """Whose marks a hand-in's page shows: one's own; to staff those of whoever sent it."""
    if visit.who.person is not None:
        return visit.who.person
    for person in visit.site.course.loaded().people:
        if person.id == sender:
            return person
    raise HTTPException(404)


async def file(visit: Visit) -> Response:
    """The bytes as they were handed in, to save and never to show."""
    record, _ = await visit.hand_in()
    path = visit.site.blobs.path(record.digest)
    if not path.is_file():
        raise HTTPException(404)
    if visit.who.staff:
        await run_in_threadpool(
            visit.site.audit.note, visit.who.name, "fetched the file", record.receipt, visit.address
        )
    return FileResponse(path, media_type="application/octet-stream", filename=f"{record.receipt}.{record.kind}")


def student_routes(site: Site, pages: Pages) -> list[Route]:
    """The routes of this file."""
    return [
        route("/", home, For.ANYBODY, site, pages),
        route("/assignment/{assignment}", assignment_page, For.STUDENT, site, pages),
        route("/assignment/{assignment}", upload, For.STUDENT, site, pages, ("POST",)),
        route("/hand-in/{receipt}", hand_in_page, For.KNOWN, site, pages),
        route("/hand-in/{receipt}/feedback", feedback_page, For.KNOWN, site, pages),
        route("/hand-in/{receipt}/file", file, For.KNOWN, site, pages),
    ]
