"""A hand-in's bytes from the wire onto the disk, piece by piece, and then into the queue."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message as AsgiMessage

from autograder.course.load import LoadedCourse
from autograder.course.marks import window_of
from autograder.course.settings import CourseAssignment
from autograder.intake.names import clean
from autograder.messages import Message
from autograder.people.people import Person
from autograder.server.admission import refusal
from autograder.server.blobs import Incoming, TooLarge
from autograder.server.clock import second_of
from autograder.server.guards import FORM_BYTES
from autograder.server.hand_ins import Arrival, HandInRecord, Refused
from autograder.server.site import Site
from autograder.server.standing import owner_of

PIECE = 1 << 16
_NO_NAME = re.compile(r"^.*[/\\]")


@dataclass(frozen=True)
class Received:
    """A hand-in that is safe: its record, and whether it is a new one."""

    record: HandInRecord
    new: bool


def _refuse(
    loaded: LoadedCourse, person: Person, assignment: CourseAssignment, now: dt.datetime
) -> Callable[[Sequence[dt.datetime]], Message]:
    """What says, of the times of earlier hand-ins, why the rules do not accept one now."""
    window = window_of(person, assignment, loaded.decisions.extensions)
    return lambda earlier: refusal(assignment, window, earlier, now, loaded.course.zone)


def may_hand_in(site: Site, person: Person, assignment: CourseAssignment, now: dt.datetime) -> Message:
    """Why a person could not hand in at this moment; empty if it would be accepted."""
    loaded = site.course.loaded()
    earlier = [one.time for one in site.hand_ins.of_owner(assignment.name, owner_of(person, assignment))]
    return _refuse(loaded, person, assignment, now)(earlier)


def _check_announced(request: Request, most: int) -> None:
    """Refuse what says itself that it is too large, before a byte of it is read."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most:
        raise TooLarge


async def receive_body(site: Site, request: Request, person: Person, assignment: CourseAssignment) -> Received:
    """A hand-in that is the request's body, as hand_in() sends it.

    Raises:
        TooLarge, Refused: it is not accepted.
        OSError: the disk does not take it: no receipt was given.
    """
    now = second_of(site.clock())
    most = site.course.loaded().course.server.most_bytes
    _check_announced(request, most)
    with await run_in_threadpool(site.blobs.receive, most) as incoming:
        async for piece in request.stream():
            await run_in_threadpool(incoming.write, piece)
        return await run_in_threadpool(
            _keep, site, incoming, person, assignment, now, request.query_params.get("name", "")
        )


@dataclass(frozen=True)
class Form:
    """A form that was sent: its fields, and a file if there was one."""

    fields: dict[str, str]
    file: UploadFile | None


async def read_form(site: Site, request: Request, *, with_file: bool = False) -> Form:
    """The fields of a form, read to a bound.

    Raises:
        TooLarge: it is larger than a form of ours can be.
        HTTPException: it is no form.
    """
    most = FORM_BYTES + (site.course.loaded().course.server.most_bytes if with_file else 0)
    _check_announced(request, most)
    seen = 0
    receive = request.receive

    async def bounded() -> AsgiMessage:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise TooLarge
        return message

    bounded_request = Request(request.scope, bounded)
    try:
        form = await bounded_request.form(max_files=1, max_fields=20, max_part_size=FORM_BYTES)
    except (UnicodeError, LookupError) as error:  # the sender names an encoding that makes no text of it
        raise HTTPException(400) from error
    fields = {
        name: value.encode("utf-8", "replace").decode() for name, value in form.multi_items() if isinstance(value, str)
    }
    files = [value for value in form.values() if isinstance(value, UploadFile)]
    return Form(fields, files[0] if files else None)


async def receive_file(
    site: Site, file: UploadFile, person: Person, assignment: CourseAssignment, now: dt.datetime
) -> Received:
    """A hand-in from a page's form; ``now`` is when its first byte came. Raises as :func:`receive_body`."""
    most = site.course.loaded().course.server.most_bytes
    with await run_in_threadpool(site.blobs.receive, most) as incoming:
        while piece := await file.read(PIECE):
            await run_in_threadpool(incoming.write, piece)
        return await run_in_threadpool(_keep, site, incoming, person, assignment, second_of(now), file.filename or "")


def _keep(
    site: Site, incoming: Incoming, person: Person, assignment: CourseAssignment, now: dt.datetime, name: str
) -> Received:
    if not incoming.size:
        raise Refused(Message("The file is empty."))
    loaded = site.course.loaded()
    shown = clean(_NO_NAME.sub("", name))[:100] or f"{assignment.name}.ipynb"
    digest = incoming.keep()
    arrival = Arrival(
        assignment.name, owner_of(person, assignment), person.id, now, digest, incoming.size, shown,
        _kind(incoming.head, shown),
    )  # fmt: skip
    record, new = site.hand_ins.accept(arrival, _refuse(loaded, person, assignment, now))
    if new:
        site.dispatcher.wake()
    return Received(record, new)


def _kind(head: bytes, name: str) -> str:
    """How to read the bytes: by what they are where that can be told, else by the name."""
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    return "py" if name.casefold().endswith(".py") else "ipynb"
