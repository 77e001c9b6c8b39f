"""Submissions that come one by one to a cluster: who is lost with worker after worker is tried alone, then given up."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from classroom import ASSIGNMENT, KIT

from autograder.authoring.catalogue import find_assignment
from autograder.errors import KitError
from autograder.grading import cluster
from autograder.grading.warm_cluster import AHEAD, WarmCluster
from autograder.intake import Submission
from autograder.isolation.levels import Level
from autograder.results import Graded, Rules, Status, SubmissionResult, Timings


class Future:
    def __init__(self, key: str) -> None:
        self.key = key
        self.tell: Any = None

    def add_done_callback(self, tell: Any) -> None:
        self.tell = tell

    def release(self) -> None:
        """Nothing is kept of it."""


class Client:
    """A cluster of two threads, on which a test says what is done."""

    threads = 2

    def __init__(self) -> None:
        self.sent: list[Future] = []

    def nthreads(self) -> dict[str, int]:
        return {"worker": self.threads}

    def submit(self, function: Any, order: bytes, submission: bytes, key: str, pure: bool) -> Future:
        self.sent.append(Future(key))
        return self.sent[-1]


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    client = Client()
    monkeypatch.setattr(WarmCluster, "_connected", lambda self: contextlib.nullcontext(client))
    pool = WarmCluster("tcp://nowhere:1", find_assignment(ASSIGNMENT, KIT), tmp_path, Level.PROCESS, Rules())
    lost: set[str] = set()

    def answer(future: Future) -> Graded | None:
        name = pool._on_their_way_then[future.key]
        result = SubmissionResult(name, name, ASSIGNMENT, Status.GRADED)
        return None if name in lost else Graded(result, Timings())

    monkeypatch.setattr(pool, "_answer", answer)
    with pool:
        yield pool, client, lost


def end(pool: WarmCluster, future: Future, name: str) -> list[Graded]:
    pool._on_their_way_then = {future.key: name}  # type: ignore[attr-defined]
    future.tell(future)
    return pool.finished(seconds=0.01)


def test_who_is_lost_is_tried_alone_and_then_given_up_and_nobody_else_pays(pool: Any) -> None:
    warm, client, lost = pool
    assert (warm.room, warm.free) == (2 * AHEAD, 2 * AHEAD)
    for name in "abc":
        warm.hand(Submission(name, name, f"{name}.ipynb", None))
    lost.add("a")
    assert end(warm, client.sent[0], "a") == [] and warm.free == 0
    assert [graded.result.submission for graded in end(warm, client.sent[1], "b")] == ["b"] and len(client.sent) == 3
    assert [graded.result.submission for graded in end(warm, client.sent[2], "c")] == ["c"]
    assert len(client.sent) == 4 and warm.free == 0  # a again, and nothing beside it
    (given_up,) = end(warm, client.sent[3], "a")
    assert given_up.result.submission == "a" and given_up.result.grader_failed
    assert warm.free == warm.room


def test_a_cluster_without_workers_is_waited_for_and_then_said(pool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    warm, client, _ = pool
    monkeypatch.setattr(cluster, "LOOK_EVERY", 0.0)
    client.threads = 0
    assert warm.finished(seconds=0.01) == [] and warm.room == AHEAD
    client.threads = 3
    warm.finished(seconds=0.01)
    assert warm.room == 3 * AHEAD
    client.threads = 0
    warm.finished(seconds=0.01)
    monkeypatch.setattr(cluster, "WORKERS_BACK_SECONDS", 0.0)
    with pytest.raises(KitError, match="none came back"):
        warm.finished(seconds=0.01)
