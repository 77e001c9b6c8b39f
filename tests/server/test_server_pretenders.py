"""Whoever only says who they are, comes with another's token, or names a file with tricks: nothing of anybody's is shown or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from served_course import ATTENTION, Served, form_of, work
from starlette.routing import Route
from test_server_security import OPEN, routes

from autograder.server.routes import For

FORM = {"points": "100", "exercise": "final", "reason": "mine", "do": "publish", "number": "1", "to": "csv"}


def addresses(served: Served, receipt: str) -> Iterator[tuple[Route, str, str]]:
    """Each route that is not for anybody, with its methods, as an address of Dana's."""
    values = {"receipt": receipt, "assignment": ATTENTION, "person": "u1", "table": "overrides"}
    for one in routes(served):
        if one.path not in OPEN and one.whom is not For.ANYBODY:  # type: ignore[attr-defined]
            path = re.sub(r"\{(\w+)(:\w+)?\}", lambda found: values[found[1]], one.path)
            for method in (one.methods or set()) - {"HEAD"}:
                yield one, method, path


def test_every_route_as_somebody_who_only_says_who_they_are(served: Served) -> None:
    """A header of a proxy or a hub that did not come from there, and tokens that are another's, old or made up."""
    receipt = served.hand_in("u1", work(70)).json()["receipt"]
    served.settled()
    elsewhere = {"x-forwarded-for": "10.0.0.9", "forwarded": "for=10.0.0.9", "x-real-ip": "10.0.0.9"}
    forged = {
        "a proxy's header": {"x-remote-user": "dana"},
        "a proxy's header for staff": {"x-remote-user": "prof@example.org", **elsewhere},
        "a proxy's address": {"x-remote-user": "dana", **elsewhere},
        "a hub's headers": {"x-jupyterhub-user": "dana", "x-jupyterhub-token": "a" * 32, "remote-user": "dana"},
        "a hub's cookie": {"cookie": "jupyterhub-session-id=dana; jupyterhub-services=dana; autograder_session=dana"},
        "a token that is made up": {"authorization": f"Bearer {'A' * 43}"},
        "a hub's way of a token": {"authorization": f"token {served.site.tokens.make('u1', 30)}"},
        "a token that is over": {"authorization": f"Bearer {served.site.tokens.make('u1', 0)}"},
        "a receipt as token": {"authorization": f"Bearer {receipt}"},
    }
    asked = 0
    for _, method, path in addresses(served, receipt):
        for name, headers in forged.items():
            answer = served.client().request(
                method, path, headers=headers, data=FORM if method == "POST" else None, follow_redirects=False
            )
            assert answer.status_code == 401, (method, path, name)
            assert "Dana" not in answer.text and "hidden words" not in answer.text
            asked += 1
    assert asked > 150
    assert [record.attempt for record in served.site.hand_ins.of_assignment(ATTENTION)] == [1]
    assert not list(served.folder.glob("*overrides*"))


def test_every_route_with_another_students_token(served: Served) -> None:
    """A program needs no signed form: so its token opens its own person's routes alone, and no staff's."""
    receipt = served.hand_in("u1", work(70)).json()["receipt"]
    served.settled()
    noa = served.client()
    noa.headers.update(served.bearer("u3"))
    before = {path: path.read_bytes() for path in served.folder.glob("*.*") if path.is_file()}
    for one, method, path in addresses(served, receipt):
        answer = noa.request(method, path, data=FORM if method == "POST" else None, follow_redirects=False)
        if one.whom is For.STAFF:  # type: ignore[attr-defined]
            assert answer.status_code == 403, (method, path)
        elif "{receipt}" in one.path:
            assert answer.status_code == 404, (method, path)
        assert "Dana" not in answer.text and "70 of 100" not in answer.text and "hidden words" not in answer.text
    assert {path: path.read_bytes() for path in served.folder.glob("*.*") if path.is_file()} == before
    mine = [one.receipt for one in served.site.hand_ins.of_owner(ATTENTION, "u3")]
    everybodys = [one.receipt for one in served.site.hand_ins.of_assignment(ATTENTION)]
    assert [one for one in everybodys if one not in mine] == [receipt]


TRICKS = (
    "../../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow", "a/../../b.ipynb", "nul\x00.ipynb", "\u202egpj.ipynb", "x" * 500,
    ".", "..", " ", "C:\\con", "<b>.zip", "line\nset-cookie: a=b", "server.sqlite3", "%2e%2e%2fsecret", "~root", "-rf",
)  # fmt: skip


@pytest.mark.parametrize("door", ["the page", "hand_in()"])
def test_a_name_with_tricks_is_a_name(served: Served, door: str) -> None:
    """It is shown, on one line; what is stored lies under its digest, and is saved under its receipt."""
    dana, header = served.entered("u1"), served.bearer("u1")
    address = f"/assignment/{ATTENTION}"
    form = form_of(dana.get(address).text)
    for number, name in enumerate(TRICKS):
        content = work(number)
        if door == "the page":
            answer = dana.post(address, data={"form": form}, files={"file": (name, content, "text/plain")})
        else:
            answer = served.main.post(
                f"/api/hand-ins/{ATTENTION}", params={"name": name}, content=content, headers=header
            )
        assert answer.status_code in (200, 201), (name, answer.text)
        record = served.site.hand_ins.of_owner(ATTENTION, "u1")[-1]
        assert record.attempt == number + 1
        assert 0 < len(record.name) <= 100 and not re.search(r"[/\\\x00-\x1f\u202a-\u202e]", record.name), record.name
        saved = dana.get(f"/hand-in/{record.receipt}/file")
        assert saved.content == content
        assert saved.headers["content-disposition"] == f'attachment; filename="{record.receipt}.{record.kind}"'
    served.settled()
    kept = {path.stem for path in served.site.blobs.folder.rglob("*") if path.is_file()}
    assert kept == {record.digest for record in served.site.hand_ins.of_owner(ATTENTION, "u1")}
    others = {path.relative_to(served.folder).parts[0] for path in served.folder.rglob("*")}
    assert others <= {"course.toml", "people.csv", "server", "results"}
    assert [path.name for path in served.folder.parent.iterdir()] == [served.folder.name]
