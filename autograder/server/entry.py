"""Coming in by a personal link, and leaving."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from autograder.messages import Message
from autograder.server.doors import COOKIE
from autograder.server.pages import Pages
from autograder.server.receiving import read_form
from autograder.server.routes import For, Visit, route
from autograder.server.site import Site
from autograder.server.tokens import SESSION

PER_MINUTE = 30
"""Links that one address may try in a minute."""


async def ask(visit: Visit) -> Response:
    """The page of a link: nothing happens before its button is pressed, so that no preview of a mail program opens it."""
    secret = visit.request.path_params["secret"]
    holder = None
    if not visit.site.flood.wait(f"enter {visit.address}", PER_MINUTE):
        holder = await run_in_threadpool(visit.site.tokens.holder, secret)
    if holder is None:
        return _unknown(visit)
    name = holder.person
    if not holder.staff:
        name = next((p.name for p in visit.site.course.loaded().people if p.id == holder.person), "")
        if not name:
            return _unknown(visit)
    return visit.pages.show("enter.html", visit.request, name=name, secret=secret)


async def enter(visit: Visit) -> Response:
    """Open a session; one that the browser brought along is not taken over."""
    form = await read_form(visit.site, visit.request)
    if visit.site.flood.wait(f"enter {visit.address}", PER_MINUTE):
        return _unknown(visit)
    holder = await run_in_threadpool(visit.site.tokens.holder, form.fields.get("secret", ""))
    if holder is None:
        return _unknown(visit)
    old = visit.request.cookies.get(COOKIE, "")
    if old:
        await run_in_threadpool(visit.site.tokens.close_session, old)
    session = await run_in_threadpool(visit.site.tokens.open_session, holder)
    await run_in_threadpool(visit.site.audit.note, holder.person, "entered", "", visit.address)
    response = RedirectResponse(visit.url("/"), 303)
    set_cookie(response, visit, session)
    return response


def set_cookie(response: Response, visit: Visit, session: str) -> None:
    """Hand a session to the browser: for this site's own pages, and for no script."""
    response.set_cookie(
        COOKIE, session, max_age=int(SESSION.total_seconds()), path=visit.url("/") or "/", httponly=True,
        samesite="lax", secure=visit.site.https,
    )  # fmt: skip


async def leave(visit: Visit) -> Response:
    """End the session."""
    await visit.form()
    await run_in_threadpool(visit.site.tokens.close_session, visit.request.cookies.get(COOKIE, ""))
    person = visit.who.person
    await run_in_threadpool(visit.site.audit.note, person.id if person else visit.who.name, "left", "", visit.address)
    response = RedirectResponse(visit.site.left or visit.url("/"), 303)
    response.delete_cookie(COOKIE, path=visit.url("/") or "/")
    return response


def _unknown(visit: Visit) -> Response:
    return visit.pages.problem(
        visit.request,
        403,
        Message("This link is not known here, or it has expired or was taken back."),
        Message("Ask whoever teaches the course for a new one."),
    )


def entry_routes(site: Site, pages: Pages) -> list[Route]:
    """The routes of this file."""
    return [
        route("/enter/{secret}", ask, For.ANYBODY, site, pages),
        route("/enter", enter, For.ANYBODY, site, pages, ("POST",)),
        route("/leave", leave, For.KNOWN, site, pages, ("POST",)),
    ]
