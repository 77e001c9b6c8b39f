"""What a case asked is remembered as it was when it was asked, whatever was done to it afterwards."""

from __future__ import annotations

from collections import OrderedDict, namedtuple
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from bench import Bench, question

from autograder.isolation.levels import Level
from autograder.judge.likeness import alike
from autograder.judge.proxies import Opaque, Proxy, StudentError
from autograder.judge.replay import changes_arguments
from autograder.judge.session import Session
from autograder.judge.transcript import CaseRecord
from autograder.messages import Message
from autograder.runner.confine import ChildLimits
from autograder.wire.encoder import NotData

LIMITS = ChildLimits(cpu_seconds=60, memory_mb=1024, processes=8, file_mb=16, output_kb=64)
Point = namedtuple("Point", "x y")
SOURCE = """
import numpy as np
import torch

def same(*args, **kwargs):
    return list(args), kwargs

def change(first, *rest, **kwargs):
    for thing in (first, *rest, *kwargs.values()):
        if isinstance(thing, (torch.Tensor, np.ndarray)):
            thing += 1
        elif isinstance(thing, list):
            thing.append(9)
        elif isinstance(thing, dict):
            thing["new"] = 9
        elif isinstance(thing, set):
            thing.add(9)
    return len(rest)

def numbers():
    return (n for n in range(3))

def call(function, value):
    return function(value)

def fails(value):
    value.append(1)
    raise KeyError("no")

class Thing:
    size = 3
    def __init__(self, start):
        self.start = start
    def plus(self, n):
        return self.start + n
    def __getitem__(self, key):
        return self.start * key
    def __len__(self):
        return self.start

odd = lambda: object()
"""


@pytest.fixture
def session(bench: Bench, level: Level) -> Iterator[Session]:
    child = bench.sandbox(level).slots[0].start(LIMITS)
    made = Session(child, LIMITS)
    try:
        made.process.greet()
        made.process.limit(60, lambda spent: Message("too slow"))
        assert made.process.request("cell", SOURCE)["error"] is None
        yield made
    finally:
        child.end()


def named(session: Session, *names: str) -> list[Any]:
    found = session.begin(5, names)
    return [found[name] for name in names]


def arguments_of(session: Session) -> tuple[list[Any], dict[str, Any]]:
    return session.events[-1].arguments()


def test_arguments_are_those_that_were_sent(session: Session) -> None:
    (same,) = named(session, "same")
    tensor, array, words = torch.arange(6.0).reshape(2, 3).T, np.eye(2, dtype=np.float32), ["a", ("b", 2)]
    same(tensor, array, words, key={"k": [1.5, None]})
    tensor += 1
    array[:] = 7
    words.append("c")
    args, kwargs = arguments_of(session)
    assert torch.equal(args[0], torch.arange(6.0).reshape(2, 3).T) and args[0].stride() == tensor.stride()
    assert args[1].dtype == np.float32 and (args[1] == np.eye(2)).all()
    assert args[2] == ["a", ("b", 2)] and kwargs == {"key": {"k": [1.5, None]}}
    args[2].append("changed by a replay")
    assert arguments_of(session)[0][2] == ["a", ("b", 2)]


def test_results_are_those_that_were_returned(session: Session) -> None:
    same, numbers, thing = named(session, "same", "numbers", "Thing")
    returned = same([1, 2])
    returned[0][0].append("changed by a test")
    assert session.events[-1].result == ([[1, 2]], {})
    assert list(numbers()) == [0, 1, 2] and session.events[-1].result == [0, 1, 2]
    made = thing(4)
    assert isinstance(session.events[-1].result, Proxy) and session.events[-1].result == made
    assert (made.plus(2), made[3], len(made), made.size) == (6, 12, 4, 3)
    told = [(event.operation, event.arguments()[0], event.result) for event in session.events[-5:]]
    assert [entry for entry in told if not isinstance(entry[2], Proxy)] == [
        ("call", [2], 6), ("item", [3], 12), ("length", [], 4), ("attribute", ["size"], 3),
    ]  # fmt: skip


def test_changes_are_made_here_and_undone_to_the_letter(session: Session) -> None:
    """Also what does not cross the wire as it is: a named tuple in a list must still be one for the next submission."""
    (change,) = named(session, "change")
    tensor, array = torch.zeros(2, 3).T, np.zeros((2, 2), dtype=">f8")
    points, ordered, members = [Point(1, 2)], OrderedDict(a=Point(3, 4)), {1, 2}
    assert change(tensor, array, points, ordered, key=members) == 3
    assert tensor.sum() == 6 and array.sum() == 4 and len(points) == 2 and ordered["new"] == 9 and members == {1, 2, 9}
    assert session.changed_arguments
    session.undo_changes()
    assert tensor.sum() == 0 and array.sum() == 0 and array.dtype == np.dtype(">f8")
    assert points == [Point(1, 2)] and type(points[0]) is Point
    assert ordered == {"a": Point(3, 4)} and type(ordered["a"]) is Point and members == {1, 2}


def test_arguments_that_shall_stay_stay(session: Session) -> None:
    (change,) = named(session, "change")
    session.keep_arguments = True
    numbers = [1]
    change(numbers)
    assert numbers == [1] and session.changed_arguments


def test_a_call_that_raised_is_told_with_its_arguments(session: Session) -> None:
    (fails,) = named(session, "fails")
    with pytest.raises(KeyError):
        fails([0])
    event = session.events[-1]
    assert event.raised and event.arguments() == ([[0]], {})


def test_a_lent_function_is_itself_again_in_a_replay(session: Session) -> None:
    (call,) = named(session, "call")
    doubled: Callable[[int], int] = lambda n: 2 * n  # noqa: E731
    assert call(doubled, 4) == 8
    (function, value), _ = arguments_of(session)
    assert function is doubled and value == 4


def test_a_call_that_could_not_be_made_says_so(session: Session) -> None:
    (same,) = named(session, "same")
    with pytest.raises(NotData):
        same(object())
    assert session.events[-1].asked is None and session.events[-1].raised


@pytest.mark.parametrize("solution", [np.ones(2), np.float64(1), torch.ones(2), [1.0], {"a": 1}, 1.0, None])
def test_an_object_in_place_of_data_is_like_nothing(session: Session, solution: Any) -> None:
    """It is compared when its process may be gone: then it can no more be asked how long it is."""
    session.functions = frozenset({"odd"})
    odd, thing = named(session, "odd", "Thing")
    with pytest.raises(StudentError):
        len(odd())
    assert len(thing(3)) == 3
    session.process.child.end()
    for event in session.events[:2]:
        assert isinstance(event.result, Proxy)
        assert not alike(event.result, solution) and not alike(solution, event.result)


def test_names_of_one_session_have_one_number(session: Session) -> None:
    first = named(session, "same", "Thing")
    second = named(session, "same", "Thing")
    assert first == second and [hash(one) for one in first] == [hash(one) for one in second]
    assert first[0] != first[1]


def test_what_cannot_be_read_does_not_hide_the_other_names(session: Session) -> None:
    assert session.process.request("cell", "deep = []\nfor _ in range(200):\n    deep = [deep]\n")["error"] is None
    found = session.begin(5, ["deep", "same", "nowhere"])
    assert set(found) == {"deep", "same"} and isinstance(found["deep"], Opaque)
    assert found["same"](1) == ([1], {})
    with pytest.raises(StudentError):
        len(found["deep"])


def test_random_generators_that_are_broken_do_not_hide_a_name(session: Session) -> None:
    assert session.process.request("cell", "import random\nrandom.seed = None\n")["error"] is None
    assert set(session.begin(5, ["same"])) == {"same"}


def test_each_case_begins_with_its_own_seed(session: Session) -> None:
    draw = "import random\ndef draw():\n    return [random.random(), float(np.random.rand()), float(torch.rand(1))]\n"
    assert session.process.request("cell", draw)["error"] is None
    drawn = [session.begin(seed, ["draw"])["draw"]() for seed in (1, 2, 1)]
    assert drawn[0] == drawn[2] and all(one != other for one, other in zip(drawn[0], drawn[1], strict=True))


@pytest.mark.parametrize(
    "solution, changes", [("return sum(numbers)", False), ("numbers.sort(); return sum(numbers)", True)]
)
def test_a_replay_sees_whether_a_solution_changes_its_arguments(session: Session, solution: str, changes: bool) -> None:
    (change,) = named(session, "change")
    change([3, 1])
    names: dict[str, Any] = {}
    exec(f"def change(numbers):\n    {solution}", names)
    record = CaseRecord(1, dict(session.names), session.events, True)
    assert changes_arguments(record, names) is changes
    assert changes_arguments(record, names) is changes, "a replay must not see what an earlier one did"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("return sum(numbers[:-1])", id="as in the kit"),
        pytest.param("numbers.pop(); return sum(numbers)", id="and changes its argument"),
    ],
)
def test_a_known_mistake_is_named(bench: Bench, level: Level, answer: str) -> None:
    result = bench.grade(level, total=f"def total(numbers):\n    {answer}\n")
    misconception = question(result, "total").misconception
    assert misconception is not None and misconception.name == "Forgets the last number"


def test_another_mistake_is_not(bench: Bench, level: Level) -> None:
    result = bench.grade(level, total="def total(numbers):\n    return sum(numbers[1:])\n")
    assert question(result, "total").misconception is None


def test_alike_looks_into_what_was_returned() -> None:
    assert alike([torch.ones(2)], [torch.ones(2)]) and not alike([torch.ones(2)], [torch.zeros(2)])
