"""The ASGI application of a served course."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from autograder.errors import KitError
from autograder.messages import Message
from autograder.reports.html import TEMPLATES as REPORTS
from autograder.server.blobs import TooLarge
from autograder.server.entry import entry_routes
from autograder.server.guards import Headers, Patience, SlowSender
from autograder.server.hand_ins import Refused
from autograder.server.handing_out import handing_out_routes
from autograder.server.pages import STATIC, Pages
from autograder.server.programs import program_routes
from autograder.server.site import Site
from autograder.server.staff import staff_routes
from autograder.server.students import student_routes

if TYPE_CHECKING:
    from autograder.server.hub import Hub

log = logging.getLogger(__name__)

SAID = {
    400: Message("The request cannot be understood."),
    401: Message("It is not known who you are. Open your personal link."),
    403: Message("This is not for you."),
    404: Message("There is nothing here."),
    405: Message("This address does not take that."),
}
OLD_FORM = Message(
    "This form was open for too long, or another site sent it. Go back, load the page again, and send it once more."
)
NOT_KEPT = Message(
    "It could not be kept: the server's disk or database does not take it. There is no receipt, and nothing was handed in."
)
TRY_AGAIN = Message("Try again in some minutes, and tell whoever teaches the course.")


def make_app(site: Site, *, grade: bool = True, hub: Hub | None = None) -> Starlette:
    """The application; with ``grade``, it begins to grade when it starts, and lets go of the site when it ends.

    Args:
        site: what is served.
        grade: whether to grade.
        hub: the JupyterHub that says who somebody is.
    """
    pages = Pages(site)

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        if grade:
            site.start()
        yield
        if grade:
            site.close()

    def answer(request: Request, status: int, *said: Message) -> Response:
        if request.url.path.removeprefix(request.scope.get("root_path", "")).startswith("/api/"):
            return JSONResponse({"said": " ".join(pages.translate(line) for line in said)}, status)
        return pages.problem(request, status, *said)

    async def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        said = OLD_FORM if error.detail == "form" else SAID.get(error.status_code, SAID[400])
        return answer(request, error.status_code, said)

    async def too_large(request: Request, error: Exception) -> Response:
        most = site.course.loaded().course.server.most_bytes // 2**20
        said = Message("It is larger than {most} MB, and was not handed in.", most=most)
        return answer(request, 413, said, Message("Leave out data and outputs that the notebook makes anew."))

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return answer(request, 409, Message("It was not handed in."), error.message)

    async def not_kept(request: Request, error: Exception) -> Response:
        log.error("%s %s: %s", request.method, request.scope["route"].path if "route" in request.scope else "?", error)
        return answer(request, 503, NOT_KEPT, TRY_AGAIN)

    async def wrong(request: Request, error: Exception) -> Response:
        assert isinstance(error, KitError)
        return answer(request, 422, error.message, error.mend)

    async def health(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    sheet = "\n".join((folder / "style.css").read_text(encoding="utf-8") for folder in (REPORTS, STATIC))

    async def style(request: Request) -> Response:
        return Response(sheet, media_type="text/css; charset=utf-8", headers={"cache-control": "max-age=300"})

    hubs: list[Route] = []
    if hub is not None:
        from autograder.server.hub import HubDoor, hub_routes

        site.doors.append(HubDoor(hub, site.course.loaded))
        site.login = "/login"
        site.left = f"{hub.auth.hub_host}{hub.auth.hub_prefix}home"
        site.tokens.still_in = hub.still_in
        hubs = hub_routes(site, pages, hub, site.secret)
    routes: list[BaseRoute] = [
        *student_routes(site, pages),
        *entry_routes(site, pages),
        *program_routes(site, pages),
        *handing_out_routes(site, pages),
        *staff_routes(site, pages),
        Route("/health", health, name="health"),
        Route("/style.css", style, name="style"),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
        *hubs,
    ]
    return Starlette(
        routes=routes,
        lifespan=life,
        middleware=[Middleware(Headers, https=lambda: site.https), Middleware(Patience)],
        exception_handlers={
            HTTPException: of_http,
            TooLarge: too_large,
            Refused: refused,
            KitError: wrong,
            OSError: not_kept,
            SQLAlchemyError: not_kept,
            SlowSender: _raise,
        },
    )


async def _raise(request: Request, error: Exception) -> Response:
    raise error
