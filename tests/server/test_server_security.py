"""Nobody reads, guesses or changes what is another's: every route as everybody, and rude requests."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import threading
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served_course import ATTENTION, FINE_TUNING, Serve, Served, StillClock, form_of, work
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from autograder.server.connections import PatientProtocol
from autograder.server.guards import Flood, Forms, Patience
from autograder.server.routes import For

OPEN = {"/health", "/style.css"}
"""Routes that tell nothing of anybody."""


def routes(served: Served) -> list[Route]:
    return [one for one in served.app.routes if isinstance(one, Route)]


def visitors(served: Served) -> dict[str, TestClient]:
    revoked = served.entered("u2")
    served.site.tokens.revoke("u2")
    return {
        "nobody": served.client(),
        "owner": served.entered("u1"),
        "other": served.entered("u3"),
        "staff": served.entered("prof", staff=True),
        "revoked": revoked,
    }


def test_every_route_says_whom_it_is_for(served: Served) -> None:
    for one in routes(served):
        assert one.path in OPEN or isinstance(getattr(one, "whom", None), For), one.path
    mounts = [one.path for one in served.app.routes if isinstance(one, Mount)]
    assert mounts == ["/static"]


def test_every_route_as_everybody(served: Served) -> None:
    receipt = served.hand_in("u1", work(70)).json()["receipt"]
    served.settled()
    values = {"receipt": receipt, "assignment": ATTENTION, "person": "u1", "table": "extensions", "secret": "guess"}
    everybody = visitors(served)
    seen = 0
    for one in routes(served):
        if one.path in OPEN:
            continue
        path = re.sub(r"\{(\w+)(:\w+)?\}", lambda found: values[found[1]], one.path)
        methods = (one.methods or set()) - {"HEAD"}
        for method in methods:
            codes = {}
            for name, client in everybody.items():
                answer = client.request(method, path, follow_redirects=False)
                codes[name] = answer.status_code
                if name != "owner" and name != "staff":
                    for secret in ("Dana", "u1@", "hidden words", "70 of 100", "public checks", work(70).decode()):
                        assert secret not in answer.text, (path, name)
                seen += 1
            whom = one.whom  # type: ignore[attr-defined]
            if whom is not For.ANYBODY:
                assert codes["nobody"] == codes["revoked"] == 401, (method, path, codes)
            if whom is For.STAFF:
                assert codes["owner"] == codes["other"] == 403, (method, path, codes)
                assert codes["staff"] in (200, 303, 403, 404, 422), (method, path, codes)
            if "{receipt}" in one.path:
                assert codes["other"] == 404, (method, path, codes)
                assert codes["owner"] == 200, (method, path, codes)
            if method == "POST":  # without the form's signature nobody changes anything
                assert all(code in (400, 401, 403) for code in codes.values()), (method, path, codes)
    assert seen > 80
    assert [record.attempt for record in served.site.hand_ins.of_assignment(ATTENTION)] == [1]


def test_another_students_page_is_said_not_to_be_there_and_staffs_pages_not_to_be_theirs(served: Served) -> None:
    receipt = served.hand_in("u1", work(70)).json()["receipt"]
    noa = served.entered("u3")
    mine, unknown = noa.get(f"/hand-in/{receipt}"), noa.get("/hand-in/AAAA-AAAA-AAAA")
    assert mine.status_code == unknown.status_code == 404
    assert mine.text == unknown.text
    assert noa.get(f"/staff/{ATTENTION}").status_code == 403


def test_a_pair_sees_the_hand_ins_of_both_and_no_other_pairs(served: Served) -> None:
    receipt = served.hand_in("u1", work(70), FINE_TUNING).json()["receipt"]
    assert served.entered("u2").get(f"/hand-in/{receipt}").status_code == 200
    assert served.entered("u3").get(f"/hand-in/{receipt}").status_code == 404


def test_a_form_of_another_site_or_another_session_changes_nothing(served: Served) -> None:
    dana, noa = served.entered("u1"), served.entered("u3")
    mine, others = (form_of(client.get(f"/assignment/{ATTENTION}").text) for client in (dana, noa))
    file = {"file": ("nb.ipynb", work(1))}
    address = f"/assignment/{ATTENTION}"
    for data, headers in (
        ({}, {}),
        ({"form": "made up"}, {}),
        ({"form": others}, {}),
        ({"form": mine}, {"origin": "https://evil.example"}),
        ({"form": mine}, {"origin": "null"}),
        ({"form": mine}, {"sec-fetch-site": "cross-site"}),
        ({"form": mine}, {"sec-fetch-site": "same-site"}),
    ):
        assert dana.post(address, data=data, files=file, headers=headers).status_code == 403
    assert served.site.hand_ins.of_assignment(ATTENTION) == []
    good = dana.post(address, data={"form": mine}, files=file, headers={"origin": "http://testserver"})
    assert good.status_code == 200
    session = {"content": work(2)}
    assert dana.post(f"/api/hand-ins/{ATTENTION}", **session).status_code == 403  # a cookie alone is no hand_in()
    assert len(served.site.hand_ins.of_assignment(ATTENTION)) == 1


def test_a_session_that_was_set_before_is_not_taken_over(served: Served) -> None:
    victim = served.client()
    victim.cookies.set("autograder_session", "fixed-by-somebody-else", domain="testserver.local", path="/")
    secret = served.site.tokens.make("u1", 1)
    answer = victim.post("/enter", data={"secret": secret}, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert "fixed" not in cookie and "HttpOnly" in cookie and "SameSite=lax" in cookie
    thief = served.client()
    thief.cookies.set("autograder_session", "fixed-by-somebody-else")
    assert thief.get("/").status_code == 401


def test_a_link_does_nothing_before_its_button_and_nothing_from_another_site(served: Served) -> None:
    secret = served.site.tokens.make("u1", 1)
    preview = served.client()
    page = preview.get(f"/enter/{secret}")
    assert "Dana Levi" in page.text and preview.get("/").status_code == 401
    forged = preview.post("/enter", data={"secret": secret}, headers={"origin": "https://evil.example"})
    assert forged.status_code == 403 and preview.get("/").status_code == 401


def test_links_expire_and_are_taken_back_with_their_sessions(served: Served) -> None:
    import datetime as dt

    dana = served.entered("u1")
    assert dana.get("/").status_code == 200
    header = served.bearer("u1")
    assert served.main.get("/api/me", headers=header).status_code == 200
    assert served.site.tokens.revoke("u1") == 2
    assert dana.get("/").status_code == 401
    assert served.main.get("/api/me", headers=header).status_code == 401
    secret = served.site.tokens.make("u1", 1)
    served.clock.now += dt.timedelta(days=1)
    assert served.site.tokens.holder(secret) is None


def test_secrets_are_nowhere_on_the_disk_and_not_in_the_log(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = served.site.tokens.make("u1", 30)
    client = served.client()
    client.get(f"/enter/{secret}")
    client.post("/enter", data={"secret": secret})
    client.get("/")
    session = client.cookies["autograder_session"]
    served.main.post(f"/api/hand-ins/{ATTENTION}", content=work(1), headers={"authorization": f"Bearer {secret}"})
    with served.site.database.reading() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint")
    stored = b"".join(path.read_bytes() for path in served.folder.rglob("*") if path.is_file())
    ours = [record for record in caplog.records if record.name.startswith("autograder")]
    assert ours  # the audit log speaks
    for hidden in (secret, session):
        assert hidden.encode() not in stored
        assert not any(hidden in record.getMessage() for record in ours)


def test_a_proxy_is_believed_at_its_own_address_alone(served: Served) -> None:
    proxy, other = served.client("10.0.0.9"), served.client("10.0.0.8")
    header = {"x-remote-user": "dana"}
    assert "Dana Levi" in proxy.get("/", headers=header).text
    for client, headers in (
        (other, header),
        (other, {**header, "x-forwarded-for": "10.0.0.9", "forwarded": "for=10.0.0.9"}),
        (proxy, {}),
        (proxy, {"x-remote-user": "Noa Katz"}),  # a name is no login, and two have it
        (proxy, {"x-remote-user": "prof"}),
        (proxy, {"x-remote-user": ""}),
    ):
        assert client.get("/", headers=headers).status_code == 401, headers
    twice = proxy.get("/", headers=[("x-remote-user", "dana"), ("x-remote-user", "noa")])
    assert twice.status_code == 401
    staff = proxy.get("/", headers={"x-remote-user": "prof@example.org"})
    assert "(staff)" in staff.text
    page = proxy.get(f"/assignment/{ATTENTION}", headers=header)
    sent = proxy.post(
        f"/assignment/{ATTENTION}",
        data={"form": form_of(page.text)},
        files={"file": ("a.ipynb", work(5))},
        headers=header,
    )
    assert sent.status_code == 200


def test_an_upload_is_bounded_while_it_comes(served: Served) -> None:
    header = served.bearer("u1")
    address = f"/api/hand-ins/{ATTENTION}"
    most = served.site.course.loaded().course.server.most_bytes

    assert served.main.post(address, content=b"x" * (most + 1), headers=header).status_code == 413
    pieces = [{"type": "http.request", "body": b"x" * 65536, "more_body": True} for _ in range(100)]
    assert _asgi(served, address, header, pieces) == 413
    assert len(pieces) > 90  # the rest was never asked for
    dana = served.entered("u1")
    page = served.upload(dana, b"x" * (most + 200_000))
    assert page.status_code == 413
    assert served.main.post(address, content=b"", headers=header).status_code == 409
    assert served.site.hand_ins.of_assignment(ATTENTION) == []
    assert list((served.site.blobs.folder / ".incoming").iterdir()) == []
    assert served.main.post(address, content=b"x" * most, headers=header).status_code == 201


def _asgi(served: Served, path: str, headers: dict[str, str], pieces: list[Any]) -> int:
    """Send a body that does not say how long it is, piece by piece; the status of the answer."""
    sent: list[Any] = []

    async def receive() -> Any:
        return pieces.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"", "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()], "client": ("127.0.0.1", 1),
        "server": ("testserver", 80), "root_path": "", "http_version": "1.1",
    }  # fmt: skip
    _run(served.app(scope, receive, send))
    return sent[0]["status"]


def _run(coroutine: Coroutine[Any, Any, None]) -> None:
    """In a thread without a running loop; this one may have a browser's."""
    with ThreadPoolExecutor(1) as one:
        one.submit(asyncio.run, coroutine).result()


def test_a_flood_is_held_back_by_person(serve: Serve, course: Any) -> None:
    course.write_text(course.read_text().replace("per_minute = 1000", "per_minute = 3"))
    served = serve()
    header = served.bearer("u1")
    codes = [
        served.main.post(f"/api/hand-ins/{ATTENTION}", content=work(n), headers=header).status_code for n in range(5)
    ]
    assert codes[:3] == [201] * 3 and codes[3:] == [429] * 2
    assert served.hand_in("u3", work(1)).status_code == 201


def test_a_bucket_fills_up_again() -> None:
    now = [0.0]
    flood = Flood(clock=lambda: now[0])
    assert [flood.wait("a", 2) for _ in range(3)] == [0, 0, 30]
    now[0] = 30
    assert [flood.wait("a", 2), flood.wait("a", 2), flood.wait("b", 2)] == [0, 30, 0]


def test_guesses_of_links_are_bounded(served: Served) -> None:
    client = served.client()
    secret = served.site.tokens.make("u1", 1)
    for number in range(40):
        client.post("/enter", data={"secret": f"guess{number}"})
    assert client.post("/enter", data={"secret": secret}).status_code == 403


def test_a_slow_sender_is_let_go() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        while (await receive()).get("more_body"):
            pass

    async def never() -> Any:
        await asyncio.sleep(60)

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    _run(Patience(app, piece_seconds=0.05)({"type": "http"}, never, send))
    assert sent[0]["status"] == 408


def test_a_connection_on_which_no_request_comes_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing, half a head, and a second request that does not come whole; who sends a whole one is answered, also late."""
    monkeypatch.setattr("autograder.server.connections.HEAD_SECONDS", 0.5)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(1.0)  # longer than a head may take
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    config = uvicorn.Config(app, port=0, http=PatientProtocol, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    address = server.servers[0].sockets[0].getsockname()
    whole = b"GET / HTTP/1.1\r\nhost: here\r\n\r\n"
    try:
        for begins, ends in ((b"", False), (b"GET / HT", False), (whole, True), (whole + b"GET /", True)):
            with socket.create_connection(address, timeout=60) as connection:
                connection.sendall(begins)
                said = b""
                while not said.endswith(b"ok") and (piece := connection.recv(1000)):
                    said += piece
                assert said.endswith(b"ok") is ends, begins
                if begins == whole:  # another one on the same connection
                    connection.sendall(whole)
                    assert connection.recv(1000)
                elif ends:
                    assert connection.recv(1000) == b""
    finally:
        server.should_exit = True
        thread.join(30)


def test_every_answer_has_the_security_headers(served: Served) -> None:
    dana = served.entered("u1")
    for path in ("/", "/style.css", "/static/live.js", "/nowhere", "/api/me", f"/assignment/{ATTENTION}", "/health"):
        headers = dana.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY" and "cache-control" in headers


def test_what_students_wrote_is_text_in_every_page(serve: Serve, course: Any) -> None:
    people = course.parent / "people.csv"
    people.write_text(people.read_text().replace("Omer Cohen", "<script>alert(1)</script>"))
    served = serve()
    omer, staff = served.entered("u2"), served.entered("prof", staff=True)
    page = served.upload(omer, work(70), name="<img src=x onerror=alert(2)>.ipynb")
    served.settled()
    pages = [omer.get(path) for path in ("/", f"/assignment/{ATTENTION}", str(page.url), str(page.url) + "/feedback")]
    pages += [
        staff.get(path)
        for path in (f"/staff/{ATTENTION}", f"/staff/{ATTENTION}/student/u2", "/staff/audit", str(page.url))
    ]
    for one in pages:
        assert one.status_code == 200
        assert "<script>alert" not in one.text and "<img" not in one.text
    fetched = omer.get(str(page.url) + "/file")
    assert fetched.headers["content-type"] == "application/octet-stream"
    assert fetched.headers["content-disposition"].startswith("attachment")


def test_forms_are_signed_for_one_visit() -> None:
    forms, others = Forms(b"a" * 32), Forms(b"b" * 32)
    token = forms.token("dana")
    assert forms.is_ours(token, "dana")
    assert not forms.is_ours(token, "noa") and not others.is_ours(token, "dana") and not forms.is_ours("", "dana")


PATHS = st.lists(
    st.sampled_from(
        ["", ".", "..", "%2e%2e", "hand-in", "enter", "staff", "api", "hand-ins", ATTENTION, "file", "student", "u1",
         "static", "%00", "server.sqlite3", "people.csv", "\u202e", "a" * 300, "'--", "{receipt}"]
    ),
    max_size=6,
)  # fmt: skip
VALUES = st.one_of(st.text(max_size=60), st.sampled_from(["\x00", "=1+1", "-1", "9" * 400, "NaN", "../x"]))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=PATHS,
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"]),
    value=VALUES,
    staff=st.booleans(),
)
def test_no_address_and_no_field_brings_it_down(
    served: Served, parts: list[str], method: str, value: str, staff: bool
) -> None:
    key = "prof" if staff else "u1"
    clients: dict[str, TestClient] = served.__dict__.setdefault("fuzzed", {})
    client = clients.get(key) or clients.setdefault(key, served.entered(key, staff=staff))
    answer = client.request(
        method, "http://testserver/" + "/".join(parts), params={"wait": value, "name": value}, follow_redirects=False
    )
    assert answer.status_code < 500, (method, parts, value)
    assert "Traceback" not in answer.text and "root:" not in answer.text


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(VALUES, min_size=6, max_size=6), number=st.integers(0, 100))
def test_no_form_brings_it_down(served: Served, values: list[str], number: int) -> None:
    posts = [one for one in routes(served) if "POST" in (one.methods or ())]
    one = posts[number % len(posts)]
    staff = getattr(one, "whom", None) is For.STAFF
    key = "prof" if staff else "u1"
    clients: dict[str, TestClient] = served.__dict__.setdefault("fuzzed", {})
    client = clients.get(key) or clients.setdefault(key, served.entered(key, staff=staff))
    page = client.get(f"/staff/{ATTENTION}" if staff else "/")
    if page.status_code != 200:  # a form that was fuzzed may have been the one to leave
        client = clients[key] = served.entered(key, staff=staff)
        page = client.get(f"/staff/{ATTENTION}" if staff else "/")
    path = re.sub(
        r"\{(\w+)(:\w+)?\}",
        lambda found: {"assignment": ATTENTION, "person": "u1", "table": "overrides"}.get(found[1], "x"),
        one.path,
    )
    names = ("reason", "points", "delta", "exercise", "due", "receipt")
    fields = dict(zip(names, values, strict=True)) | {"form": form_of(page.text), "do": values[0], "number": values[1]}
    answer = client.post(path, data=fields, follow_redirects=False)
    assert answer.status_code < 500, (path, fields)


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "utf-16", "utf-7", "idna", "punycode", "base64", "nonsense", "\\x00", "utf-8"]
)
def test_a_form_in_any_encoding_is_text_or_refused(served: Served, charset: str) -> None:
    """Who sends a form says in which encoding: some make of bytes what is no text, or are no encodings of text at all."""
    staff, dana = served.entered("prof", staff=True), served.entered("u1")
    page = f"/staff/{ATTENTION}/student/u1"
    form = form_of(staff.get(page).text)
    text = rb"\ud800\x00 +2AA-"

    def body(fields: dict[bytes, bytes]) -> bytes:
        parts = [b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % one for one in fields.items()]
        return b"".join(parts) + b"--x--\r\n"

    headers = {"content-type": f"multipart/form-data; boundary=x; charset={charset}"}
    fields = {b"form": form.encode(), b"exercise": b"all", b"delta": b"1", b"reason": text}
    answers = [staff.post(f"{page}/decide/overrides", content=body(fields), headers=headers)]
    answers.append(dana.post("/enter", content=body({b"secret": text}), headers=headers))
    file = b'--x\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n\r\n{}\r\n' % text
    mine = form_of(dana.get(f"/assignment/{ATTENTION}").text).encode()
    sent = file + body({b"form": mine})
    answers.append(dana.post(f"/assignment/{ATTENTION}", content=sent, headers=headers))
    assert all(answer.status_code < 500 for answer in answers), [answer.status_code for answer in answers]
    assert staff.get(page).status_code == 200 and dana.get(f"/assignment/{ATTENTION}").status_code == 200


def test_the_clock_of_these_tests_stands_still() -> None:
    clock = StillClock()
    assert clock() == clock()
