"""What hand_in() in a notebook talks to: plain HTTP and JSON, with a personal token."""

from __future__ import annotations

import asyncio
from textwrap import indent
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from autograder.course.marks import window_of
from autograder.course.settings import CourseAssignment
from autograder.course.times import shown
from autograder.messages import Message
from autograder.server.hand_ins import HandInRecord
from autograder.server.pages import Pages
from autograder.server.receiving import receive_body
from autograder.server.routes import For, Visit, route
from autograder.server.site import Site
from autograder.server.students import note_hand_in
from autograder.server.told import Line, late_line, result_lines, told

MOST_WAIT = 25.0
"""Seconds for which an answer is held back until there is a result."""


class Results:
    """Wakes whoever waits for the result of a hand-in."""

    def __init__(self, site: Site) -> None:
        self._waiting: dict[int, list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]] = {}
        site.dispatcher.on_result(self._tell)

    def _tell(self, number: int) -> None:
        for loop, event in self._waiting.get(number, ()):
            loop.call_soon_threadsafe(event.set)

    async def wait(self, site: Site, record: HandInRecord, seconds: float) -> HandInRecord:
        """The record again, once it has a result or the seconds are over."""
        entry = (asyncio.get_running_loop(), asyncio.Event())
        self._waiting.setdefault(record.id, []).append(entry)
        try:
            again = await run_in_threadpool(site.hand_ins.by_receipt, record.receipt)  # it may have come meanwhile
            if again is not None and again.state == "waiting":
                try:
                    await asyncio.wait_for(entry[1].wait(), seconds)
                except TimeoutError:
                    return again
                again = await run_in_threadpool(site.hand_ins.by_receipt, record.receipt)
            return again or record
        finally:
            entries = self._waiting[record.id]
            entries.remove(entry)
            if not entries:
                del self._waiting[record.id]


async def me(visit: Visit) -> Response:
    """Who asks, and what there is to hand in."""
    loaded = visit.site.course.loaded()
    assignments = []
    for assignment in loaded.course.assignments:
        window = window_of(visit.person, assignment, loaded.decisions.extensions)
        assignments.append(
            {
                "name": assignment.name,
                "title": assignment.title,
                "due": shown(window.due, loaded.course.zone) if window.due else None,
                "closed": shown(window.closed, loaded.course.zone) if window.closed else None,
            }
        )
    return JSONResponse({"course": loaded.course.title, "name": visit.person.name, "assignments": assignments})


async def hand_in(visit: Visit) -> Response:
    """Take the body as a hand-in, and give the receipt once it is on the disk."""
    assignment, person = visit.assignment(), visit.person
    if wait := visit.site.flood.wait(person.id, visit.site.course.loaded().course.server.per_minute):
        said = visit.pages.translate(Message("Too many at once. Wait {seconds} s.", seconds=wait))
        return JSONResponse({"said": said}, 429, {"retry-after": str(wait)})
    if not visit.who.by_header and visit.request.headers.get("x-hand-in") != "1":
        # A browser sends this header only for scripts of our own pages, so no other site can have it sent.
        return JSONResponse({"said": "The header X-Hand-In is missing."}, 403)
    received = await receive_body(visit.site, visit.request, person, assignment)
    await note_hand_in(visit, received.record.receipt, new=received.new)
    told_now = await run_in_threadpool(_plain, visit, received.record, assignment)
    return JSONResponse(told_now | {"new": received.new}, 201 if received.new else 200)


def _plain(visit: Visit, record: HandInRecord, assignment: CourseAssignment) -> dict[str, Any]:
    """A hand-in as hand_in() prints it."""
    site, translate = visit.site, visit.pages.translate
    place = site.hand_ins.place(record) if record.state == "waiting" else 0
    plain: dict[str, Any] = {
        "receipt": record.receipt,
        "assignment": assignment.name,
        "time": shown(record.time, site.course.loaded().course.zone),
        "attempt": record.attempt,
        "sha256": record.digest,
        "bytes": record.size,
        "state": record.state,
        "place": place,
        "page": f"{site.address}/hand-in/{record.receipt}",
        "lines": [],
    }
    if record.state == "waiting":
        return plain
    now = told(site, visit.person, assignment, record.owner)
    attempt = now.attempt(record)
    if attempt is not None:
        lines = [*result_lines(attempt, now.level, assignment), Line(late_line(attempt))]
        if len(now.standing.attempts) > 1:
            this, another = (
                Message("this one counts: {why}", why=now.standing.why),
                Message("another one counts: {why}", why=now.standing.why),
            )
            lines.append(Line(this if now.counts(record) else another))
        if now.left is not None:
            lines.append(Line(Message("hand-ins left: {count}", count=now.left)))
        plain["lines"] = [indent(translate(line.said), "  " * bool(line.kind)) for line in lines if line.said]
    return plain


def program_routes(site: Site, pages: Pages) -> list[Route]:
    """The routes of this file."""
    results = Results(site)

    async def look(visit: Visit) -> Response:
        """A hand-in as it is now; with ``?wait=SECONDS`` once it has a result."""
        record, assignment = await visit.hand_in()
        try:
            seconds = min(MOST_WAIT, max(0.0, float(visit.request.query_params.get("wait", "0"))))
        except ValueError:
            seconds = 0.0
        if record.state == "waiting" and seconds > 0:
            record = await results.wait(site, record, seconds)
        return JSONResponse(await run_in_threadpool(_plain, visit, record, assignment))

    return [
        route("/api/me", me, For.STUDENT, site, pages),
        route("/api/hand-ins/{assignment}", hand_in, For.STUDENT, site, pages, ("POST",)),
        route("/api/hand-in/{receipt}", look, For.STUDENT, site, pages),
    ]
