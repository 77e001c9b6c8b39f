"""What every route shares: who asks, what they may, whose a hand-in is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.course.settings import CourseAssignment
from autograder.people.people import Person
from autograder.server.doors import asking
from autograder.server.guards import same_site
from autograder.server.hand_ins import HandInRecord
from autograder.server.pages import Pages
from autograder.server.receiving import Form, read_form
from autograder.server.site import Site
from autograder.server.standing import owner_of
from autograder.server.who import Who

Handler = Callable[["Visit"], Awaitable[Response]]


class For(StrEnum):
    """Whom a route is for. A test walks every route as everybody."""

    ANYBODY = "anybody"
    KNOWN = "known"
    """Students and staff."""
    STUDENT = "student"
    STAFF = "staff"


class Visit:
    """One request, with who asks and what they may reach."""

    def __init__(self, request: Request, site: Site, pages: Pages, who: Who | None) -> None:
        self.request, self.site, self.pages, self.maybe = request, site, pages, who

    @property
    def who(self) -> Who:
        """Who asks.

        Raises:
            HTTPException: nobody that is known.
        """
        if self.maybe is None:
            raise HTTPException(401)
        return self.maybe

    @property
    def person(self) -> Person:
        """The student who asks.

        Raises:
            HTTPException: it is none.
        """
        if self.who.person is None:
            raise HTTPException(403)
        return self.who.person

    @property
    def address(self) -> str:
        return self.request.client.host if self.request.client else ""

    def assignment(self) -> CourseAssignment:
        """The assignment that the address names, by its whole name.

        Raises:
            HTTPException: there is none.
        """
        name = self.request.path_params["assignment"]
        found = next((a for a in self.site.course.loaded().course.assignments if a.name == name), None)
        if found is None:
            raise HTTPException(404)
        return found

    async def hand_in(self) -> tuple[HandInRecord, CourseAssignment]:
        """The hand-in that the address names, if whoever asks may see it: staff, and those whose it is.

        Raises:
            HTTPException: there is none, which is also what is said where it is somebody else's.
        """
        record = await run_in_threadpool(self.site.hand_ins.by_receipt, self.request.path_params["receipt"])
        loaded = self.site.course.loaded()
        assignment = loaded.course.assignment(record.assignment) if record else None
        if record is None or assignment is None:
            raise HTTPException(404)
        if not self.who.staff and owner_of(self.person, assignment) != record.owner:
            raise HTTPException(404)
        return record, assignment

    async def form(self, *, with_file: bool = False) -> Form:
        """The form that was sent, from one of our own pages to this visitor.

        Raises:
            HTTPException: another site's page sent it, or it is too old.
        """
        form = await read_form(self.site, self.request, with_file=with_file)
        if not self.who.by_header and not self.site.forms.is_ours(form.fields.get("form", ""), self.who.key):
            raise HTTPException(403, "form")
        return form

    def url(self, path: str) -> str:
        return f"{self.request.scope.get('root_path', '')}{path}"


def route(
    path: str, handler: Handler, whom: For, site: Site, pages: Pages, methods: tuple[str, ...] = ("GET",)
) -> Route:
    """A route that asks who it is before anything else of the request is looked at."""

    async def endpoint(request: Request) -> Response:
        who = await run_in_threadpool(asking, request, site.doors)
        request.state.who = who
        visit = Visit(request, site, pages, who)
        if whom is not For.ANYBODY and who is None:
            raise HTTPException(401)
        if (whom is For.STAFF and who is not None and not who.staff) or (
            whom is For.STUDENT and who is not None and who.staff
        ):
            raise HTTPException(403)
        if request.method == "POST" and (who is None or not who.by_header) and not same_site(request):
            raise HTTPException(403, "form")
        return await handler(visit)

    made = Route(path, endpoint, methods=list(methods), name=f"{handler.__module__}.{handler.__name__}")
    made.whom = whom  # type: ignore[attr-defined]
    return made
