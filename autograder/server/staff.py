"""Staff's pages: the class as it hands in, grading again, extensions and overrides."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from autograder.course.decide import add_decision
from autograder.course.person_pages import person_mark
from autograder.course.settings import CourseAssignment
from autograder.course.status import StatusRow, status_rows, summary_line
from autograder.course.times import shown
from autograder.exports import TARGETS
from autograder.messages import Message
from autograder.people.people import Person
from autograder.reports.html import person_page
from autograder.results import SubmissionResult
from autograder.server.guards import REPORT_POLICY
from autograder.server.hand_ins import DONE, HandInRecord
from autograder.server.pages import Pages
from autograder.server.routes import For, Handler, Visit, route
from autograder.server.site import Site
from autograder.server.standing import owner_of, result_of
from autograder.server.told import told


@dataclass(frozen=True)
class ClassRow:
    """A person in the class page: the course's line, and the hand-ins of the person or group."""

    row: StatusRow
    hand_ins: tuple[HandInRecord, ...]

    @property
    def waiting(self) -> int:
        return sum(one.state == "waiting" for one in self.hand_ins)


def class_rows(site: Site, assignment: CourseAssignment) -> list[ClassRow]:
    """Everybody's line, by name."""
    by_owner: dict[str, list[HandInRecord]] = {}
    for record in site.hand_ins.of_assignment(assignment.name):
        by_owner.setdefault(record.owner, []).append(record)
    rows = status_rows(site.course.marks(), assignment)
    return [ClassRow(row, tuple(by_owner.get(owner_of(row.mark.person, assignment), ()))) for row in rows]


async def _shown(visit: Visit, template: str) -> Response:
    assignment = visit.assignment()
    rows = await run_in_threadpool(class_rows, visit.site, assignment)
    queue = await run_in_threadpool(visit.site.hand_ins.count_waiting, assignment.name)
    summary = summary_line([one.row for one in rows], assignment)
    regrade = await run_in_threadpool(visit.site.regrades.running, assignment.name)
    return visit.pages.show(
        template,
        visit.request,
        assignment=assignment,
        rows=rows,
        queue=queue,
        summary=summary,
        regrade=regrade,
        targets=TARGETS,
    )


async def class_page(visit: Visit) -> Response:
    """Who handed in, when, and how it stands."""
    return await _shown(visit, "class.html")


async def class_part(visit: Visit) -> Response:
    """The part of the class page that changes, for its script."""
    return await _shown(visit, "class_part.html")


def _person(visit: Visit) -> Person:
    wanted = visit.request.path_params["person"]
    found = next((p for p in visit.site.course.loaded().people if p.id == wanted), None)
    if found is None:
        raise HTTPException(404)
    return found


async def student_page(visit: Visit) -> Response:
    """All of one person's hand-ins in an assignment, and the forms for what staff decide."""
    assignment, person = visit.assignment(), _person(visit)
    now = await run_in_threadpool(told, visit.site, person, assignment, owner_of(person, assignment))
    exercises = sorted(visit.site.course.loaded().tests.get(assignment.name, {}))
    return visit.pages.show(
        "student.html", visit.request, assignment=assignment, person=person, told=now, exercises=exercises
    )


async def decide(visit: Visit) -> Response:
    """An extension or an override, written into the course's own table."""
    assignment, person = visit.assignment(), _person(visit)
    form = await visit.form()
    table = visit.request.path_params["table"]
    if table not in ("extensions", "overrides"):
        raise HTTPException(404)
    zone = visit.site.course.loaded().course.zone
    asked = ("due", "extra") if table == "extensions" else ("exercise", "points", "delta")
    cells = {name: form.fields.get(name, "") for name in (*asked, "reason")}
    cells |= {"student": person.id, "assignment": assignment.name, "by": visit.who.name}
    cells |= {"when": shown(visit.site.clock(), zone)[:10]}
    cells["due"] = cells.get("due", "").replace("T", " ")
    if table == "overrides":
        del cells["due"]
    await run_in_threadpool(add_decision, visit.site.course.loaded(), table, cells)
    await run_in_threadpool(visit.site.course.refreshed)
    about = f"{person.id} {assignment.name} {json.dumps({name: cells[name] for name in asked if cells.get(name)})}"
    await run_in_threadpool(visit.site.audit.note, visit.who.name, f"wrote {table}", about, visit.address)
    return RedirectResponse(visit.url(f"/staff/{assignment.name}/student/{person.id}"), 303)


async def begin_regrade(visit: Visit) -> Response:
    """Grade again: one hand-in, or everything; nothing changes before it is published."""
    assignment = visit.assignment()
    form = await visit.form()
    records = [
        one for one in await run_in_threadpool(visit.site.hand_ins.of_assignment, assignment.name) if one.state == DONE
    ]
    receipt = form.fields.get("receipt", "")
    if receipt:
        records = [one for one in records if one.receipt == receipt]
        if not records:
            raise HTTPException(404)
    await run_in_threadpool(visit.site.regrades.begin, assignment.name, records, visit.who.name, visit.site.clock())
    visit.site.dispatcher.fresh(assignment.name)
    about = f"{assignment.name}: {len(records)} hand-ins"
    await run_in_threadpool(visit.site.audit.note, visit.who.name, "began to grade again", about, visit.address)
    return RedirectResponse(visit.url(f"/staff/{assignment.name}/regrade"), 303)


@dataclass(frozen=True)
class Pair:
    """A hand-in with its published result and the new one, and the exercises whose points differ."""

    record: HandInRecord
    old: SubmissionResult
    new: SubmissionResult | None
    differs: tuple[tuple[str, float | None, float | None], ...]


def _pair(record: HandInRecord, new_document: str) -> Pair:
    old = result_of(record)
    assert old is not None
    if not new_document:
        return Pair(record, old, None, ())
    new = result_of(dataclasses.replace(record, document=new_document))
    assert new is not None
    before = {question.name: question.score for question in old.questions}
    after = {question.name: question.score for question in new.questions}
    names = dict.fromkeys([*before, *after])
    differs = tuple((name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name))
    return Pair(record, old, new, differs)


async def regrade_page(visit: Visit) -> Response:
    """Old and new side by side."""
    assignment = visit.assignment()
    regrade = await run_in_threadpool(visit.site.regrades.running, assignment.name)
    if regrade is None:
        return visit.pages.problem(visit.request, 404, Message("Nothing is being graded again."))
    compared = await run_in_threadpool(visit.site.regrades.compared, regrade.id)
    pairs = [_pair(one.hand_in, one.new) for one in compared]
    waiting = sum(pair.new is None for pair in pairs)
    return visit.pages.show(
        "regrade.html", visit.request, assignment=assignment, regrade=regrade, pairs=pairs, waiting=waiting
    )


async def end_regrade(visit: Visit) -> Response:
    """Publish the new results, or drop them."""
    assignment = visit.assignment()
    form = await visit.form()
    regrade = await run_in_threadpool(visit.site.regrades.running, assignment.name)
    if regrade is None or form.fields.get("number") != str(regrade.id):
        return visit.pages.problem(visit.request, 409, Message("It has been published or dropped meanwhile."))
    if form.fields.get("do") == "publish":
        if not await run_in_threadpool(visit.site.regrades.publish, regrade.id):
            return visit.pages.problem(visit.request, 409, Message("Some are not graded yet."))
        await run_in_threadpool(visit.site.publisher.publish_all)
        what = "published what was graded again"
    else:
        await run_in_threadpool(visit.site.regrades.drop, regrade.id)
        what = "dropped what was graded again"
    await run_in_threadpool(visit.site.audit.note, visit.who.name, what, assignment.name, visit.address)
    return RedirectResponse(visit.url(f"/staff/{assignment.name}"), 303)


async def staff_feedback(visit: Visit) -> Response:
    """A person's page as staff see it, hidden checks named."""
    assignment, person = visit.assignment(), _person(visit)
    now = await run_in_threadpool(told, visit.site, person, assignment, owner_of(person, assignment))
    counting = now.standing.counting
    if counting is None or counting.result is None or counting.mark is None:
        raise HTTPException(404)
    zone = visit.site.course.loaded().course.zone
    page = person_page(
        counting.result, person_mark(counting.mark, zone), title=assignment.title, translate=visit.pages.translate
    )
    return HTMLResponse(page, headers={"content-security-policy": REPORT_POLICY})


async def audit_page(visit: Visit) -> Response:
    """Who did what."""
    return visit.pages.show("audit.html", visit.request, deeds=await run_in_threadpool(visit.site.audit.last))


def staff_routes(site: Site, pages: Pages) -> list[Route]:
    """The routes of this file."""

    def staff(path: str, handler: Handler, *methods: str) -> Route:
        return route(path, handler, For.STAFF, site, pages, methods or ("GET",))

    return [
        staff("/staff/audit", audit_page),
        staff("/staff/{assignment}", class_page),
        staff("/staff/{assignment}/part", class_part),
        staff("/staff/{assignment}/regrade", regrade_page),
        staff("/staff/{assignment}/regrade", begin_regrade, "POST"),
        staff("/staff/{assignment}/regrade/end", end_regrade, "POST"),
        staff("/staff/{assignment}/student/{person:path}/feedback", staff_feedback),
        staff("/staff/{assignment}/student/{person:path}/decide/{table}", decide, "POST"),
        staff("/staff/{assignment}/student/{person:path}", student_page),
    ]
