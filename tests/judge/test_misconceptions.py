"""Which misconception is named, case by case of how a name could be wrong or missing."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from naming import named, names_of, recorded, wrong

from autograder.judge import misconceptions
from autograder.judge.distributions import DRAWS, described, outside
from autograder.judge.likeness import KEPT, alike
from autograder.judge.replay import replay

RIGHT = "def answer(numbers):\n    return sum(numbers)\n"
FIRST = wrong("def answer(numbers):\n    return sum(numbers[1:])\n", title="first")
LAST = wrong("def answer(numbers):\n    return sum(numbers[:-1])\n", title="last")


def student(source: str):
    return names_of(source)["answer"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("total = 0\n    for n in numbers[1:]:\n        total += n\n    return total", ["first"]),
        ("return sum(numbers) - numbers[-1]", ["last"]),
        ("return 2 * sum(numbers)", []),
        ("return sum(numbers)", []),
    ],
)
def test_a_name_is_for_who_does_the_same(body: str, expected: list[str]) -> None:
    records = [recorded("test_a", student(f"def answer(numbers):\n    {body}\n"), [([3, 1, 5],), ([2, 9],)])]
    assert named(records, [FIRST, LAST], RIGHT) == expected


def test_an_object_that_was_made_tells_nothing() -> None:
    """No two objects are alike, so the making of one must not count as a difference from the right solution."""
    right = "class Made:\n    pass\n\n\ndef answer(n):\n    return Made()\n"
    other = wrong("class Made:\n    x = 1\n\n\ndef answer(n):\n    return Made()\n", title="other")
    assert named([recorded("test_a", student(right), [(1,)])], [other], right) == []


def test_where_right_results_are_many_what_shows_of_them_is_compared() -> None:
    """Only the direction of a vector counts: right ones, and wrong ones, may have any length."""
    right = "def answer(x, y):\n    return [x, y]\n"
    swapped = wrong("def answer(x, y):\n    return [y, x]\n", title="swapped")
    turned = wrong("def answer(x, y):\n    return [-x, -y]\n", title="turned")
    records = [recorded("test_a", student("def answer(x, y):\n    return [7 * y, 7 * x]\n"), [(1, 2), (3, 1)])]

    def direction(vector: list[float]) -> list[float]:
        return [part / sum(map(abs, vector)) for part in vector]

    assert named(records, [swapped, turned], right) == []
    assert named(records, [swapped, turned], right, direction) == ["swapped"]
    formless = [recorded("test_a", student("def answer(x, y):\n    return None\n"), [(1, 2)])]
    assert named(formless, [swapped, turned], right, direction) == []


def test_by_which_exception_it_fails_on_right_data_is_beside_the_point() -> None:
    right = "def answer(numbers):\n    return min(numbers, default=0)\n"
    fails = wrong("def answer(numbers):\n    return min(numbers)\n", title="fails")
    records = [recorded("test_a", student("def answer(numbers):\n    return sorted(numbers)[0]\n"), [([],), ([3, 2],)])]
    assert named(records, [fails], right) == ["fails"]
    not_done = "def answer(numbers):\n    if numbers:\n        return min(numbers)\n    raise NotImplementedError\n"
    assert named([recorded("test_a", student(not_done), [([],), ([3, 2],)])], [fails], right) == []


def test_what_the_right_one_draws_by_chance_tells_nothing() -> None:
    """A module that was just made has random weights, so what it puts out is nobody's: what it refuses tells."""
    right = "import torch\n\n\ndef answer(n):\n    if n > 2:\n        raise ValueError\n    return torch.rand(3)\n"
    late = wrong(right.replace("n > 2", "n > 5"), title="late")
    never = wrong(right.replace("raise ValueError", "raise IndexError"), title="other error")
    same = "import torch\n\n\ndef answer(n):\n    assert n < 5\n    return 2 + torch.randn(3)\n"
    records = [recorded("test_a", student(same), [(1,), (3,)])]
    assert named(records, [late, never], right) == ["late"]
    right_too = (
        "import torch\n\n\ndef answer(n):\n    if n > 2:\n        raise ValueError\n    return 2 + torch.randn(3)\n"
    )
    assert named([recorded("test_a", student(right_too), [(1,), (3,)])], [late, never], right) == []


def test_a_change_of_an_argument_is_part_of_what_is_compared() -> None:
    right = "def answer(numbers):\n    return sorted(numbers)\n"
    in_place = wrong("def answer(numbers):\n    numbers.sort()\n    return list(numbers)\n", title="in place")
    copies = wrong("def answer(numbers):\n    return sorted(numbers) if numbers != [2] else []\n", title="copies")
    sorts = "def answer(numbers):\n    numbers[:] = sorted(numbers)\n    return numbers + []\n"
    assert named([recorded("test_a", student(sorts), [([3, 1],)])], [copies, in_place], right) == ["in place"]
    reverses = "def answer(numbers):\n    result = sorted(numbers)\n    numbers.reverse()\n    numbers.reverse()\n    numbers.append(1)\n    return result\n"
    assert named([recorded("test_a", student(reverses), [([3, 1],)])], [copies, in_place], right) == []


def test_a_change_besides_does_not_hide_a_mistake_that_shows() -> None:
    pops = "def answer(numbers):\n    numbers.pop()\n    return sum(numbers)\n"
    assert named([recorded("test_a", student(pops), [([3, 1, 5],)])], [FIRST, LAST], RIGHT) == ["last"]


def test_how_often_a_lent_function_is_called_is_part_of_it() -> None:
    right = "def answer(score, texts):\n    return max(score(text) for text in texts[:2])\n"
    everything = wrong("def answer(score, texts):\n    return max([score(t) for t in texts][:2])\n", title="everything")
    same = "def answer(score, texts):\n    found = []\n    for t in texts:\n        found.append(score(t))\n    return max(found[:2])\n"
    assert named([recorded("test_a", student(same), [(len, ["a", "bc", "d"])])], [everything], right) == ["everything"]
    assert named([recorded("test_a", student(right), [(len, ["a", "bc", "d"])])], [everything], right) == []


@pytest.mark.parametrize(
    ("error", "expected"), [("IndexError", ["index"]), ("ValueError", ["value"]), ("KeyError", [])]
)
def test_exceptions_are_told_by_their_type(error: str, expected: list[str]) -> None:
    right = "def answer(n):\n    raise TypeError\n"
    variants = [
        wrong("def answer(n):\n    raise IndexError\n", title="index"),
        wrong("class Mine(ValueError):\n    pass\n\n\ndef answer(n):\n    raise Mine\n", title="value"),
    ]
    raises = f"def answer(n):\n    raise {error}\n"
    assert named([recorded("test_a", student(raises), [(1,)])], variants, right) == expected


def test_a_variant_that_fails_what_the_student_passed_is_not_it() -> None:
    body = "def answer(numbers):\n    return sum(numbers[1:]) if len(numbers) == 3 else sum(numbers)\n"
    failed = recorded("test_three", student(body), [([3, 1, 5],)])
    passed = recorded("test_two", student(body), [([3, 1],)], passed=True)
    always = wrong(FIRST.source, "test_three", "test_two", title="always")
    of_three = wrong(body, "test_three", title="of three")
    assert named([failed, passed], [always, of_three], RIGHT) == ["of three"]
    assert named([failed, passed], [always], RIGHT) == []


def test_the_truest_match_is_taken_not_the_first() -> None:
    """Both do what the student does in the failed case; one says that it fails another one too."""
    failed = recorded("test_a", student(FIRST.source), [([3, 1],)])
    also_b = wrong(FIRST.source + "\n", "test_a", "test_b", title="also b")
    only_a = wrong(FIRST.source, "test_a", title="only a")
    assert named([failed], [also_b, only_a], RIGHT) == named([failed], [only_a, also_b], RIGHT) == ["only a"]


def test_what_somebody_counts_with_is_no_part_of_a_mistake() -> None:
    """Of "ab" the result is right, a dict here and a Counter there; of "ba" the mistake shows."""
    right = "def answer(word):\n    return {tuple(word): 1}\n"
    variant = "import collections\n\n\ndef answer(word):\n    return collections.Counter({tuple(sorted(word)): 1})\n"
    plain = "def answer(word):\n    return {tuple(sorted(word)): 1}\n"
    either_order = wrong(variant, "test_a", title="either order")
    assert named([recorded("test_a", student(plain), [("ab",), ("ba",)])], [either_order], right) == ["either order"]


def test_two_mistakes_are_named_together() -> None:
    right = "def answer(n, up=False):\n    return n + 10 if up else n\n"
    up = wrong("def answer(n, up=False):\n    return n + 20 if up else n\n", "test_up", title="up")
    minus = wrong("def answer(n, up=False):\n    return n + 10 if up else abs(n)\n", "test_minus", title="minus")
    zero = wrong("def answer(n, up=False):\n    return n + 10 if up else n or 1\n", "test_zero", title="zero")
    both = student("def answer(n, up=False):\n    return n + 20 if up else abs(n)\n")
    records = [
        recorded("test_up", both, [(1, True)]),
        recorded("test_minus", both, [(-3,), (4,)]),
        recorded("test_zero", both, [(0,)], passed=True),
    ]
    assert sorted(named(records, [up, zero, minus], right)) == ["minus", "up"]
    assert named(records, [up, zero], right) == []  # the other half is unknown: nothing is said


def test_one_mistake_that_hides_behind_another_is_named_too() -> None:
    """The values are the first one's; that they are floats, or that the list was emptied, is the second one's."""
    right = "def answer(numbers):\n    return [n > 2 for n in numbers]\n"
    strict = wrong("def answer(numbers):\n    return [n > 3 for n in numbers]\n", "test_values", title="strict")
    floats = wrong("def answer(numbers):\n    return [float(n > 2) for n in numbers]\n", "test_types", title="floats")
    empties = wrong(
        "def answer(numbers):\n    return [numbers.pop(0) > 2 for _ in range(len(numbers))]\n",
        "test_left_alone",
        title="empties",
    )
    calls = [([1, 3, 5],)]

    def of(source: str, *cases: str) -> list[str]:
        return named([recorded(case, student(source), calls) for case in cases], [strict, floats, empties], right)

    both = "def answer(numbers):\n    return [float(n > 3) for n in numbers]\n"
    assert of(both, "test_values", "test_types") == ["strict", "floats"]
    popped = "def answer(numbers):\n    return [numbers.pop(0) > 3 for _ in range(len(numbers))]\n"
    assert of(popped, "test_values", "test_left_alone") == ["strict", "empties"]
    ints = "def answer(numbers):\n    return [int(n > 3) for n in numbers]\n"
    assert of(ints, "test_values", "test_types") == ["strict"]  # as numbers that is all; nobody makes ints of them


@pytest.mark.parametrize(("of_its_own", "besides", "expected"), [(2, 1, ["first"]), (1, 1, []), (1, 2, [])])
def test_what_explains_most_of_what_was_lost_is_named(of_its_own: float, besides: float, expected: list[str]) -> None:
    body = "def answer(numbers):\n    return sum(numbers[1:]) if len(numbers) < 4 else 0\n"
    first = wrong("def answer(numbers):\n    return sum(numbers[1:])\n", "test_short", title="first")
    short = recorded("test_short", student(body), [([3, 1, 5],)], points=of_its_own)
    long = recorded("test_long", student(body), [([3, 1, 5, 2],)], points=besides)
    assert named([short, long], [first], RIGHT) == expected
    other = recorded("test_short", student("def answer(numbers):\n    return 7\n"), [([3, 1, 5],)], points=of_its_own)
    assert named([other, long], [first], RIGHT) == []


def test_what_is_drawn_without_a_seed_is_told_by_what_it_is_like() -> None:
    """As with dropout: which numbers are dropped is luck, that some are, and how many, is not."""
    dropped = "import torch\n\n\ndef answer(x, y):\n    return {}\n"
    right = dropped.format("torch.nn.functional.dropout(x + y, 0.4)")
    of_one = wrong(dropped.format("x + torch.nn.functional.dropout(y, 0.4)"), "test_dropout", title="of one")
    calls = [(torch.linspace(1, 2, 300), torch.linspace(5, 9, 300))]

    def of(body: str) -> list[str]:
        return named([recorded("test_dropout", student(dropped.format(body)), calls)], [of_one], right)

    assert of("x + y * (torch.rand(300) < 0.6) / 0.6") == ["of one"]
    assert of("y + x * (torch.rand(300) < 0.6) / 0.6") == []


def test_who_computes_in_too_many_digits_may_do_so_from_the_first_step_or_the_last() -> None:
    third = "import torch\n\n\ndef answer(n):\n    return {}\n"
    right = third.format("torch.tensor(float(n)) / 3")
    late = wrong(third.format("(torch.tensor(float(n)) / 3).double()"), "test_dtype", title="late")
    scaled = wrong(third.format("torch.tensor(2.0 * n) / 3"), "test_value", title="scaled")

    def of(body: str) -> list[str]:
        return named([recorded("test_dtype", student(third.format(body)), [(1,), (5,)])], [late, scaled], right)

    assert of("torch.tensor(float(n), dtype=torch.float64) / 3") == ["late"]
    assert of("torch.tensor(float(n), dtype=torch.float64) / 3.001") == []


def test_what_comes_back_where_an_error_was_due_is_beside_the_point() -> None:
    """Both accept what should be refused; how many numbers they then make of it is not the mistake."""
    right = "def answer(n):\n    if n % 2:\n        raise ValueError\n    return [0] * (n // 2)\n"
    accepts = wrong("def answer(n):\n    return [0] * ((n + 1) // 2)\n", "test_odd", title="accepts")
    calls = [(4,), (7,)]
    shorter = student("def answer(n):\n    return [0] * (n // 2)\n")
    assert named([recorded("test_odd", shorter, calls)], [accepts], right) == ["accepts"]
    prints = student("def answer(n):\n    return None if n % 2 else [0] * (n // 2)\n")
    assert named([recorded("test_odd", prints, calls)], [accepts], right) == []
    other_error = student("def answer(n):\n    return [0] * (n // 2) if n % 2 == 0 else [][0]\n")
    assert named([recorded("test_odd", other_error, calls)], [accepts], right) == []
    also = wrong("def answer(n):\n    return [0] * (n + 2 if n % 2 else n // 2)\n", "test_odd", title="also")
    assert named([recorded("test_odd", shorter, calls)], [accepts, also], right) == []  # either may be meant


SCALED = "import torch\n\n\ndef answer(x):\n    return {}\n"


def test_a_division_that_one_guards_and_the_other_does_not() -> None:
    right = SCALED.format("x @ x.T")
    guarded = wrong(SCALED.format("(u := torch.nn.functional.normalize(x, dim=1)) @ u.T"), "test_a", title="unit")
    zeros = wrong(SCALED.format("torch.where((x @ x.T) == 0, 7.0, x @ x.T)"), "test_a", title="sevens")
    bare = student(SCALED.format("(u := x / x.norm(dim=1, keepdim=True)) @ u.T"))
    calls = [(torch.eye(3, 2),), (torch.tensor([[1.0, 2.0], [3.0, 4.0]]),)]
    assert named([recorded("test_a", bare, calls)], [zeros, guarded], right) == ["unit"]
    only_nan = student(SCALED.format("torch.where((x @ x.T) == 0, torch.nan, x @ x.T)"))
    assert named([recorded("test_a", only_nan, calls)], [zeros, guarded], right) == []


def test_a_mistake_that_is_made_in_more_entries_than_the_wrong_solution_makes_it_in() -> None:
    right = "def answer(a, b):\n    return {'a': a, 'b': b}\n"
    a_turned = wrong("def answer(a, b):\n    return {'a': -a, 'b': b}\n", "test_a", title="a turned")
    cases = [("test_a", [(1, 2)]), ("test_b", [(3, 4)])]

    def of(source: str) -> list[str]:
        return named([recorded(name, student(source), calls) for name, calls in cases], [a_turned], right)

    assert of("def answer(a, b):\n    return {'a': -a, 'b': -b}\n") == ["a turned"]
    assert of("def answer(a, b):\n    return {'a': a, 'b': -b}\n") == []
    assert of("def answer(a, b):\n    return {'a': a + 9, 'b': -b}\n") == []


@pytest.mark.parametrize(("greater", "lesser", "expected"), [(2, 0.5, ["ignored"]), (1, 1, []), (0.5, 2, [])])
def test_the_lesser_part_of_a_mistake_may_have_been_done(greater: float, lesser: float, expected: list[str]) -> None:
    right = (
        "def answer(n, order='up'):\n    if order not in ('up', 'down'):\n        raise ValueError\n"
        "    return list(range(n))[:: 1 if order == 'up' else -1]\n"
    )
    ignored = wrong(
        "def answer(n, order='up'):\n    return list(range(n))\n", "test_down", "test_check", title="ignored"
    )
    checks = student(
        "def answer(n, order='up'):\n    if order not in ('up', 'down'):\n        raise ValueError\n    return list(range(n))\n"
    )
    down = recorded("test_down", checks, [(4, "down")], points=greater)
    check = recorded("test_check", checks, [(4, "sideways")], passed=True, points=lesser)
    assert named([down, check], [ignored], right) == expected
    elsewhere = recorded("test_other", checks, [(2, "down")], points=0.1)
    assert named([down, check, elsewhere], [ignored], right) == []


RANDOM = """
import random

def answer(numbers, seed):
    drawn = random.Random(seed)
    return [n if drawn.random() < {share} else 0 for n in numbers]
"""


def test_random_answers_are_told_by_what_they_are_like() -> None:
    """The student draws in another order, so no draw is the same."""
    right = RANDOM.format(share=0.5)
    variants = [
        wrong(RANDOM.format(share=0.2), title="too few"),
        wrong(RANDOM.format(share=0.8), title="too many"),
        wrong(
            "def answer(numbers, seed):\n    return [n if i % 2 else 0 for i, n in enumerate(numbers)]\n",
            title="every second",
        ),
    ]
    for share, expected in ((0.8, ["too many"]), (0.2, ["too few"]), (0.5, []), (0.65, [])):
        other = f"import random\ndef answer(numbers, seed):\n    r = random.Random(-seed)\n    return [n * (r.random() > {1 - share}) for n in numbers]\n"
        records = [recorded("test_a", student(other), [(list(range(1, 500)), 3)])]
        assert named(records, variants, right) == expected
    second = student(
        "def answer(numbers, seed):\n    kept = 0\n    out = []\n    for n in numbers:\n        out.append(n * kept)\n        kept = 1 - kept\n    return out\n"
    )
    assert named([recorded("test_a", second, [(list(range(1, 500)), 3)])], variants, right) == ["every second"]


def test_who_did_nothing_is_soon_done_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each wrong solution draws for one case, once, and the right one for none: some of them train a model."""
    drawn: list[str] = []
    once: list[str] = []

    def counted(record, names, *shift):
        (drawn if shift else once).append(record.case)
        return replay(record, names, *shift)

    monkeypatch.setattr(misconceptions, "replay", counted)
    right = RANDOM.format(share=0.5)
    variants = [wrong(RANDOM.format(share=share), title=f"{share}") for share in (0.1, 0.2, 0.8)]
    nothing = student("def answer(numbers, seed):\n    return None\n")
    cases = ["test_a", "test_b", "test_c"]
    assert named([recorded(case, nothing, [(list(range(1, 50)), 3)]) for case in cases], variants, right) == []
    assert drawn == ["test_a"] * len(variants) * DRAWS
    assert sorted(once) == sorted(cases + 2 * ["test_a"] * len(variants))  # the right one's; exactly, and at the point


def test_where_a_draw_comes_from_is_described() -> None:
    documents = [[f"{n} {i}" for i in range(6)] for n in range(4)]
    following = [(d[i], d[i + 1], i % 2) for d in documents for i in range(5)]
    strangers = [(d[i], documents[n - 1][i], i % 2) for n, d in enumerate(documents) for i in range(5)]
    one, other = described(following, [documents]), described(strangers, [documents])
    assert outside(other, [one, one]) and not outside(one, [one, one])


@pytest.mark.parametrize(
    ("one", "other", "roughly", "exactly"),
    [
        (np.array([1.0, np.nan]), np.array([1.0 + 1e-7, np.nan]), True, False),
        (np.array([1.0, 2.0]), np.array([1.0, 2.1]), False, False),
        (torch.tensor([1 + 2j]), torch.tensor([1 + 3j]), False, False),
        (torch.tensor([1 + 2j]), torch.tensor([1 + 2j]), True, True),
        (torch.tensor([float("nan"), 1.0]), torch.tensor([float("nan"), 1.0]), True, True),
        (float("nan"), float("nan"), True, True),
        (0.1 + 0.2, 0.3, True, True),
        (torch.ones(2), torch.ones(2, dtype=torch.float64), True, False),
        (torch.ones(2), torch.ones(1, 2), False, False),
        ([1, 2], (1, 2), True, False),
        (1, 1.0, True, False),
        (True, 1, True, False),
        (torch.tensor(2.0), 2.0, True, False),
        (torch.tensor([1, 2]), torch.tensor([1, 3]), False, False),
        (torch.tensor([1.0], dtype=torch.bfloat16), torch.tensor([1.004], dtype=torch.bfloat16), True, True),
        (10**30, 10**30 + 1, False, False),
        ({"a": np.float32(1)}, {"a": np.float32(1)}, True, True),
        (KEPT, KEPT, True, True),
        (KEPT, 1, False, False),
        ("a", "b", False, False),
    ],
)  # fmt: skip
def test_alike(one, other, roughly: bool, exactly: bool) -> None:
    assert alike(one, other) is roughly and alike(other, one) is roughly
    assert alike(one, other, exactly=True) is exactly
