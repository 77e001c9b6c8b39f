"""A served course with a clock that stands still, and graders that answer at once without judges."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from autograder.messages import Message
from autograder.results import CaseResult, Misconception, QuestionResult, Status, SubmissionResult, Timings, seal
from autograder.server.grader import Answer, Order, Setting
from autograder.server.site import Site

ROOT = Path(__file__).resolve().parents[2]
ATTENTION, FINE_TUNING = "03_attention", "05_fine_tuning"
FIRST_HAND_IN = {
    "receipt": "AAAA", "assignment": ATTENTION, "owner": "u1", "person": "u1", "time": "2026-03-10T10:00:00+00:00",
    "digest": "d", "size": 1, "name": "n", "kind": "ipynb", "attempt": 1, "state": "waiting",
}  # fmt: skip
"""A row of the first schema."""
COURSE = """\
title = "A served course"
time_zone = "Asia/Jerusalem"
free_days = 0

[server]
staff = ["prof@example.org"]
most_mb = 0.1
per_minute = 1000
proxy_header = "X-Remote-User"
proxy_from = ["10.0.0.9"]

[late.standard]
per = "day"
percent = 10
closed_after = "7 days"

[assignment.03_attention]
title = "3 Attention"
released = 2026-03-01T08:00:00
due = 2026-03-15T23:59:00
late = "standard"

[assignment.05_fine_tuning]
title = "5 Fine-tuning"
due = 2026-03-26T12:00:00
late = "standard"
groups = "pair"
counts = "best"
"""
PEOPLE = """\
id,name,email,login,pair
u1,Dana Levi,u1@example.org,dana,one
u2,Omer Cohen,u2@example.org,omer,one
u3,Noa Katz,u3@example.org,noa,two
u4,Noa Katz,u4@example.org,noa4,two
"""


@dataclass
class StillClock:
    """The time that a test sets."""

    now: dt.datetime = dt.datetime(2026, 3, 10, 10, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


def work(points: float, **more: Any) -> bytes:
    """What a student hands in: the graders below give as many points as it says, of 100."""
    return json.dumps({"points": points, **more}).encode()


@dataclass
class Graders:
    """Graders that answer at once. ``held`` keeps them from it; ``bonus`` is what tests give that were changed."""

    orders: list[Order] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)
    bonus: float = 0.0
    started: list[Setting] = field(default_factory=list)
    dies: bool = False

    def __post_init__(self) -> None:
        self.held.set()

    def start(self, setting: Setting) -> tuple[Any, Connection]:
        ours, theirs = multiprocessing.Pipe()
        self.started.append(setting)
        thread = _Thread(target=self._serve, args=(theirs, setting), daemon=True)
        thread.start()
        return thread, ours

    def _serve(self, pipe: Connection, setting: Setting) -> None:
        pipe.send(Answer(ready="namespaces"))
        waiting: deque[Order] = deque()
        try:
            while True:
                waiting.append(pipe.recv())
                while not self.held.wait(0.02):
                    if pipe.poll(0):
                        waiting.append(pipe.recv())
                order = waiting.popleft()
                self.orders.append(order)
                if self.dies:
                    pipe.close()
                    return
                pipe.send(Answer(order.number, self.document(order, setting), Timings()))
                while waiting:
                    order = waiting.popleft()
                    self.orders.append(order)
                    pipe.send(Answer(order.number, self.document(order, setting), Timings()))
        except (EOFError, OSError):
            return

    def document(self, order: Order, setting: Setting) -> str:
        content = Path(order.path).read_bytes()
        try:
            points = min(100.0, float(json.loads(content)["points"]) + self.bonus)
            result = result_with(points, order, setting)
        except ValueError:
            detail = Message("It is not valid JSON.")
            result = SubmissionResult(
                order.submission, order.student, setting.assignment, Status.UNREADABLE, detail,
                [QuestionResult("softmax", 0.0, 100.0, Status.UNREADABLE)], hand_in=order.hand_in,
            )  # fmt: skip
        return json.dumps(seal(result.to_gradescope()), ensure_ascii=False)


class _Thread(threading.Thread):
    exitcode = -9

    def kill(self) -> None:
        """A thread ends with its pipe."""


def result_with(points: float, order: Order, setting: Setting) -> SubmissionResult:
    """Two checks: a public one of 40 points that is passed from 40 on, a hidden one for the rest."""
    public = CaseResult("public_sum", 40.0 if points >= 40 else 0.0, 40.0, points >= 40, False, Message("public words"))
    hidden = CaseResult("secret_title", max(0.0, points - 40), 60.0, points >= 100, True, Message("hidden words"))
    wrong = Misconception("axis", "The hint of the axis: *each* row.\nA second line.") if points < 100 else None
    question = QuestionResult(
        "softmax", public.score + hidden.score, 100.0, cases=[public, hidden], misconception=wrong
    )
    return SubmissionResult(
        order.submission, order.student, setting.assignment, Status.GRADED, questions=[question],
        isolation="namespaces", hand_in=order.hand_in,
    )  # fmt: skip


@dataclass
class Served:
    """A served course, and who asks it."""

    site: Site
    app: Any
    clock: StillClock
    graders: Graders
    folder: Path
    main: TestClient

    def client(self, address: str = "127.0.0.1") -> TestClient:
        """A browser of its own."""
        return TestClient(self.app, base_url="http://testserver", client=(address, 5000), follow_redirects=True)

    def entered(self, person: str, *, staff: bool = False) -> TestClient:
        """A browser in which somebody has opened a personal link."""
        client = self.client()
        secret = self.site.tokens.make(person, 30, staff=staff)
        assert client.post("/enter", data={"secret": secret}).status_code == 200
        return client

    def bearer(self, person: str) -> dict[str, str]:
        """The header that hand_in() sends."""
        return {"authorization": f"Bearer {self.site.tokens.make(person, 30)}"}

    def upload(self, client: TestClient, content: bytes, assignment: str = ATTENTION, name: str = "nb.ipynb") -> Any:
        """Hand in from the page."""
        form = form_of(client.get(f"/assignment/{assignment}").text)
        return client.post(f"/assignment/{assignment}", data={"form": form}, files={"file": (name, content)})

    def hand_in(self, person: str, content: bytes, assignment: str = ATTENTION) -> Any:
        """Hand in as hand_in() does."""
        return self.main.post(f"/api/hand-ins/{assignment}", content=content, headers=self.bearer(person))

    def settled(self) -> None:
        """Until everything is graded and published."""
        until = time.monotonic() + 60
        while self.site.hand_ins.waiting() or self.site.hand_ins.unpublished():
            assert time.monotonic() < until
            time.sleep(0.01)


def form_of(html: str) -> str:
    """What a page's forms are signed with."""
    return html.split('name="form" value="')[1].split('"')[0]


Serve = Callable[..., Served]
