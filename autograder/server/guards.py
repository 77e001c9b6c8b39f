"""What stands in front of every route: hosts, sizes, slow senders, floods, forged forms, and the headers of every answer."""

from __future__ import annotations

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FORM_SECONDS = 12 * 3600
"""How long a form that was shown may be sent."""
PIECE_SECONDS = 20.0
"""The longest that a sender may pause within a request's body."""
BODY_SECONDS = 300.0
"""For the whole body of a request."""
FORM_BYTES = 64 * 1024
"""Of a form without a file."""

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Of a page that the reports make: its style stands in it, and nothing in it may run."""


class Headers:
    """Security headers on every answer; nothing of a person's is kept by a cache on the way."""

    def __init__(self, app: ASGIApp, https: Callable[[], bool]) -> None:
        self.app, self.https = app, https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("content-security-policy", POLICY)
                headers.setdefault("cache-control", "no-store")
                headers["x-content-type-options"] = "nosniff"
                headers["referrer-policy"] = (
                    "same-origin"  # with "no-referrer" browsers say of our own forms that nobody sent them
                )
                headers["x-frame-options"] = "DENY"
                headers["cross-origin-opener-policy"] = "same-origin"
                headers["cross-origin-resource-policy"] = "same-origin"
                headers["permissions-policy"] = "camera=(), geolocation=(), microphone=()"
                if self.https():
                    headers["strict-transport-security"] = "max-age=31536000"
            await send(message)

        await self.app(scope, receive, with_headers)


class SlowSender(Exception):
    """A body that does not come."""


class Patience:
    """Ends a request whose body comes too slowly, so that it holds nothing for long."""

    def __init__(self, app: ASGIApp, piece_seconds: float = PIECE_SECONDS, body_seconds: float = BODY_SECONDS) -> None:
        self.app, self.piece_seconds, self.body_seconds = app, piece_seconds, body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        until = time.monotonic() + self.body_seconds
        whole = False
        began = False

        async def patiently() -> Message:
            nonlocal whole
            if whole:  # from here on it waits for the client to leave, however long that is
                return await receive()
            left = min(self.piece_seconds, until - time.monotonic())
            try:
                message = await asyncio.wait_for(receive(), max(0.0, left))
            except TimeoutError as error:
                raise SlowSender from error
            whole = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def noted(message: Message) -> None:
            nonlocal began
            began = began or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, patiently, noted)
        except SlowSender:
            if not began:
                headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
                await send({"type": "http.response.start", "status": 408, "headers": headers})
                await send({"type": "http.response.body", "body": b"The rest of the request did not come in time.\n"})


class Flood:
    """At most so many of something in a minute, by whoever does it: a bucket that fills up again.

    >>> flood = Flood(clock=lambda: 0.0)
    >>> [flood.wait("dana", 2) for _ in range(3)]
    [0, 0, 30]
    """

    MOST = 10_000
    """Buckets that are remembered."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, who: str, per_minute: int) -> int:
        """0 if one more is accepted now, which counts; else the seconds to wait."""
        now = self._clock()
        left, then = self._buckets.get(who, (float(per_minute), now))
        left = min(float(per_minute), left + (now - then) * per_minute / 60)
        accepted = left >= 1
        self._buckets[who] = (left - accepted, now)
        self._buckets.move_to_end(who)
        while len(self._buckets) > self.MOST:
            self._buckets.popitem(last=False)
        return 0 if accepted else math.ceil((1 - left) * 60 / per_minute)


class Forms:
    """Signs the forms of a visit, and says whether one that comes back is of this visit and this site."""

    def __init__(self, secret: bytes) -> None:
        self._signer = URLSafeTimedSerializer(secret, salt="form")

    def token(self, key: str) -> str:
        """What a form of this visit carries."""
        return str(self._signer.dumps(key))

    def is_ours(self, token: str, key: str) -> bool:
        """Whether a form carries what was signed for this visit."""
        try:
            return self._signer.loads(token, max_age=FORM_SECONDS) == key
        except BadSignature:
            return False


def same_site(request: HTTPConnection) -> bool:
    """Whether the browser says that one of our own pages sent this; a program says nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or (urlsplit(origin).netloc == request.headers.get("host", "") and origin != "null")
