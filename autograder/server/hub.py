"""The door of a JupyterHub that runs this server as a service: its OAuth for browsers, its tokens for hand_in()."""

from __future__ import annotations

import logging
import os
import secrets
from collections import OrderedDict
from typing import Any
from urllib.parse import urlencode, urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from jupyterhub.services.auth import HubOAuth
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from autograder.errors import KitError
from autograder.server.doors import bearer_of
from autograder.server.entry import set_cookie
from autograder.server.pages import Pages
from autograder.server.routes import For, Visit, route
from autograder.server.site import Site
from autograder.server.tokens import Holder, digest_of
from autograder.server.who import Loaded, Who, who_named

log = logging.getLogger(__name__)

STATE_COOKIE = "autograder_hub_state"
STATE_SECONDS = 600
CACHE_SECONDS = 30
"""For which an answer of the hub holds: so long a session outlasts its user's logging out there."""
MOST_SESSIONS = 10_000
"""Of browsers that came in by the hub; who has the oldest comes in once more."""
NEEDED = ("JUPYTERHUB_API_TOKEN", "JUPYTERHUB_API_URL", "JUPYTERHUB_SERVICE_PREFIX", "JUPYTERHUB_SERVICE_URL")


def place() -> tuple[str, int, str]:
    """Where the hub wants this service: host, port, and the path in front of everything.

    Raises:
        KitError: no JupyterHub has started this.
    """
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        raise KitError(
            "No JupyterHub has started this server: {names} is not set.",
            "Name the command in JupyterHub's configuration, as docs/server.md shows.",
            names=missing[0],
        )
    url = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    return url.hostname or "127.0.0.1", url.port or 80, os.environ["JUPYTERHUB_SERVICE_PREFIX"].rstrip("/")


class Hub:
    """What the hub says of tokens. Asked in a thread; answers are kept for a short time by JupyterHub's own client.

    The token with which a browser has come in is kept in memory alone, by the digest of its session: the hub takes it back when its user logs
    out there, and then the session here has ended. After a restart browsers come in by the hub once more, which shows them nothing.
    """

    def __init__(self) -> None:
        self.auth = HubOAuth(cache_max_age=CACHE_SECONDS)
        self._tokens: OrderedDict[str, str] = OrderedDict()

    def opened(self, session: str, token: str) -> None:
        """Remember by which token a session was opened."""
        self._tokens[digest_of(session)] = token
        while len(self._tokens) > MOST_SESSIONS:
            self._tokens.popitem(last=False)

    def still_in(self, digest: str) -> bool:
        """Whether whoever opened a session is still logged in at the hub, and may use this service."""
        token = self._tokens.get(digest)
        if token is not None and not self.login_of(token):
            self._tokens.pop(digest, None)
            token = None
        return token is not None

    def login_of(self, token: str) -> str:
        """The name of the user whose token it is, if the user may use this service; empty otherwise."""
        try:
            user: dict[str, Any] | None = self.auth.user_for_token(token)
        except Exception as error:  # the hub is away: then nobody is known by it
            log.warning("the hub could not be asked: %s", type(error).__name__)
            return ""
        if not user or user.get("kind") != "user" or not self.auth.check_scopes(self.auth.access_scopes, user):
            return ""
        return str(user["name"])


class HubDoor:
    """`Authorization: Bearer …` with a token of the hub's, as a notebook on it has one."""

    def __init__(self, hub: Hub, loaded: Loaded) -> None:
        self.hub, self.loaded = hub, loaded

    def who(self, request: HTTPConnection) -> Who | None:
        token = bearer_of(request)
        login = self.hub.login_of(token) if token else ""
        found = who_named(login, self.loaded(), digest_of(token)) if login else None
        return None if found is None else Who(found.name, found.person, found.staff, found.key, by_header=True)


def hub_routes(site: Site, pages: Pages, hub: Hub, secret: bytes) -> list[Route]:
    """To the hub and back."""
    states = URLSafeTimedSerializer(secret, salt="hub")
    auth = hub.auth

    async def login(visit: Visit) -> Response:
        """Send the browser to the hub, which says who it is."""
        state = secrets.token_urlsafe(24)
        verifier, challenge, method = auth.generate_pkce_code_challenge()
        asked = {
            "client_id": auth.oauth_client_id, "redirect_uri": auth.oauth_redirect_uri, "response_type": "code",
            "state": state, "code_challenge": challenge, "code_challenge_method": method,
        }  # fmt: skip
        response = RedirectResponse(f"{auth.hub_host}{auth.oauth_authorization_url}?{urlencode(asked)}", 303)
        response.set_cookie(
            STATE_COOKIE, str(states.dumps([state, verifier])), max_age=STATE_SECONDS, path=visit.url("/"),
            httponly=True, samesite="lax", secure=site.https,
        )  # fmt: skip
        return response

    async def callback(visit: Visit) -> Response:
        """Back from the hub: the state must be the one that this browser left with."""
        query = visit.request.query_params
        try:
            state, verifier = states.loads(visit.request.cookies.get(STATE_COOKIE, ""), max_age=STATE_SECONDS)
        except (BadSignature, ValueError, TypeError):
            raise HTTPException(403) from None
        if not query.get("code") or not secrets.compare_digest(query.get("state", "").encode(), state.encode()):
            raise HTTPException(403)
        try:
            token = await auth.token_for_code(query["code"], code_verifier=verifier, sync=False)
        except Exception as error:
            log.warning("the hub gave no token: %s", type(error).__name__)
            raise HTTPException(403) from error
        name = await run_in_threadpool(hub.login_of, token)
        who = who_named(name, site.course.loaded(), "") if name else None
        if who is None:
            await run_in_threadpool(site.audit.note, name or "?", "turned away", "not in the course", visit.address)
            raise HTTPException(403)
        holder = Holder(who.person.id if who.person else who.name, who.staff, None)
        session = await run_in_threadpool(site.tokens.open_session, holder)
        hub.opened(session, token)
        await run_in_threadpool(site.audit.note, holder.person, "entered by the hub", "", visit.address)
        response = RedirectResponse(visit.url("/"), 303)
        response.delete_cookie(STATE_COOKIE, path=visit.url("/"))
        set_cookie(response, visit, session)
        return response

    return [
        route("/login", login, For.ANYBODY, site, pages),
        route("/oauth_callback", callback, For.ANYBODY, site, pages),
    ]


class Below:
    """The application below a path that the proxy in front leaves in every address."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app, self.prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "root_path": self.prefix}
        await self.app(scope, receive, send)
