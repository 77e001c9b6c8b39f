"""The doors that need nothing but this server: a bearer token, a session's cookie, and a header of a proxy that is named."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.requests import HTTPConnection

from autograder.course.load import LoadedCourse
from autograder.people.people import Person
from autograder.server.tokens import Holder, Tokens, digest_of
from autograder.server.who import Door, Loaded, Who, who_named

COOKIE = "autograder_session"


def bearer_of(request: HTTPConnection) -> str:
    """The token that a program sends."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if kind.casefold() == "bearer" else ""


def _who(holder: Holder | None, loaded: LoadedCourse, key: str, *, by_header: bool) -> Who | None:
    if holder is None:
        return None
    if holder.staff:
        return Who(holder.person, None, True, key, by_header)
    person = _with_id(holder.person, loaded)
    return None if person is None else Who(person.name, person, False, key, by_header)


def _with_id(id: str, loaded: LoadedCourse) -> Person | None:
    return next((person for person in loaded.people if person.id == id), None)


class TokenDoor:
    """`Authorization: Bearer …` with a personal token, as hand_in() sends it."""

    def __init__(self, tokens: Tokens, loaded: Loaded) -> None:
        self.tokens, self.loaded = tokens, loaded

    def who(self, request: HTTPConnection) -> Who | None:
        secret = bearer_of(request)
        if not secret:
            return None
        return _who(self.tokens.holder(secret), self.loaded(), digest_of(secret), by_header=True)


class SessionDoor:
    """The cookie of a session that a personal link, or a hub, has opened."""

    def __init__(self, tokens: Tokens, loaded: Loaded) -> None:
        self.tokens, self.loaded = tokens, loaded

    def who(self, request: HTTPConnection) -> Who | None:
        secret = request.cookies.get(COOKIE, "")
        if not secret:
            return None
        return _who(self.tokens.of_session(secret), self.loaded(), digest_of(secret), by_header=False)


class ProxyDoor:
    """The header of a proxy that authenticates, believed from the addresses that course.toml names and from no other."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded

    def who(self, request: HTTPConnection) -> Who | None:
        loaded = self.loaded()
        settings = loaded.course.server
        named = request.headers.getlist(settings.proxy_header) if settings.proxy_header else []
        if len(named) != 1 or not named[0].strip() or request.client is None:
            return None
        try:
            address = ipaddress.ip_address(request.client.host)
        except ValueError:
            return None
        if not any(address in network for network in settings.proxy_from):
            return None
        return who_named(named[0].strip(), loaded, f"proxy {named[0].strip()}")


def asking(request: HTTPConnection, doors: Sequence[Door]) -> Who | None:
    """Who asks, by the first door that knows."""
    return next((who for door in doors if (who := door.who(request)) is not None), None)
