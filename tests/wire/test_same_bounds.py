"""What the encoder writes the decoder reads: an honest value is refused by the one, as too large, or accepted by both."""

from __future__ import annotations

import itertools
import time
from collections import Counter, OrderedDict, UserDict, defaultdict, deque
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgpack
import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.wire import bounds, decoder, encoder
from autograder.wire.decoder import Decoder
from autograder.wire.encoder import Encoder, Handle, NotData
from autograder.wire.frames import Deadline, WireError, WireTimeout

MERSENNE = (1 << 61) - 1
"""Python's modulus: numbers that differ by a multiple of it hash alike."""
LIMIT = 1 << 26


def encode(value: Any, limit: int = LIMIT) -> bytes:
    return Encoder(lambda value: Handle(7, "object", type(value).__name__[:100]), limit).encode(value)


def decode(payload: bytes, deadline: Deadline | None = None) -> Any:
    return Decoder(lambda handle: handle).decode(payload, deadline)


KEYS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.binary(max_size=5)
    | st.fractions() | st.decimals(allow_nan=False) | st.just(Decimal("NaN")) | st.complex_numbers() | st.just(np.float32(1)) | st.just(torch.float16),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=4,
)  # fmt: skip
SIDES = st.lists(st.integers(0, 3), max_size=70)


def tensor(sides: list[int]) -> torch.Tensor:
    return torch.zeros(sides)


LEAVES = (
    KEYS
    | SIDES.filter(lambda sides: len(sides) <= 64 and np.prod([max(1, side) for side in sides]) < 1_000).map(tensor)
    | SIDES.map(torch.Size)
    | st.lists(st.text(max_size=9), max_size=9).map(lambda items: np.array(items, dtype=str))
    | st.lists(st.binary(max_size=9), max_size=9).map(lambda items: np.array(items, dtype="S"))
    | st.integers(0, 9).map(range)
    | st.builds(slice, st.integers(), st.integers())
    | st.integers(0, 1 << 40).map(lambda side: torch.empty(0, side))
    | st.integers(0, 1 << 40).map(lambda side: np.empty((side, 0)))
    | st.just(...)
    | st.just(object())
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.lists(inner, max_size=6).map(tuple)
        | st.lists(inner, max_size=6).map(deque)
        | st.lists(inner, max_size=6).map(iter)
        | st.dictionaries(KEYS, inner, max_size=6)
        | st.dictionaries(KEYS, inner, max_size=6).map(OrderedDict)
        | st.dictionaries(KEYS, inner, max_size=6).map(UserDict)
        | st.dictionaries(KEYS, inner, max_size=6).map(lambda made: defaultdict(list, made))
        | st.dictionaries(KEYS, st.integers(), max_size=6).map(Counter)
    ),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(VALUES, st.integers(1, 300), st.integers(2, 8), st.integers(1, 2_000))
def test_what_is_written_is_read(value: Any, nodes: int, depth: int, size: int) -> None:
    """With bounds so low that most values touch one."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (bounds, encoder, decoder):
            for name, bound in (("MAX_NODES", nodes), ("MAX_DEPTH", depth), ("FEW_KEYS", 0), ("MAX_TEXT_ARRAY", 64)):
                if hasattr(module, name):
                    patch.setattr(module, name, bound)
        patch.setattr(decoder, "SHORT", 0)  # everything is surveyed too
        try:
            payload = encode(value, size)
        except NotData:
            return
        assert len(payload) <= size
        decode(payload)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: [torch.tensor(1.0)] * 50_000, id="50,000 tensors of no dimension"),
        pytest.param(lambda: torch.zeros([1] * 43), id="40 extra dimensions"),
        pytest.param(lambda: np.zeros([1] * 64), id="as many dimensions as NumPy has"),
        pytest.param(lambda: torch.empty(0, 1 << 40), id="an empty tensor with a huge side"),
        pytest.param(lambda: np.empty((1 << 40, 0)), id="an empty array with a huge side"),
        pytest.param(lambda: torch.empty(1 << 20, 0, 1 << 20), id="an empty tensor with huge sides"),
        pytest.param(lambda: [np.float32(1)] * 200_000, id="200,000 scalars"),
        pytest.param(lambda: [1 << 70] * 700_000, id="700,000 long integers"),
        pytest.param(lambda: [torch.Size([1] * 40)] * 60_000, id="sizes of 40 numbers"),
        pytest.param(lambda: torch.Size([1] * 100), id="a size of 100 numbers"),
        pytest.param(lambda: torch.Size([1 << 50]), id="a size beyond memory"),
        pytest.param(lambda: np.array([b"x" * (1 << 20)] * 60), id="bytes that are wide as text"),
        pytest.param(lambda: np.array(["x" * (1 << 16)] + [""] * 999), id="one wide text"),
        pytest.param(lambda: "é" * (LIMIT // 2 + 9), id="text of two bytes a letter"),
        pytest.param(lambda: Decimal("1e999999"), id="a Decimal of a million digits"),
        pytest.param(lambda: {2.0**power for power in range(-1_000, 1_000)}, id="powers of two, which hash alike"),
        pytest.param(lambda: {2**power: power for power in range(9_000)}, id="more of them"),
        pytest.param(lambda: {number * MERSENNE for number in range(9_000)}, id="integers that all hash alike"),
        pytest.param(lambda: {(number * MERSENNE, 1) for number in range(9_000)}, id="pairs of them"),
        pytest.param(lambda: set(range(400_000)), id="an honest set"),
        pytest.param(lambda: {-number: str(number) for number in range(200_000)}, id="an honest dict"),
        pytest.param(lambda: itertools.count(), id="an iterator without end"),
        pytest.param(lambda: {ListKey(): 1}, id="a list as a key"),
        pytest.param(lambda: {(1, ListKey()): 1}, id="a list within a key"),
    ],
)
def test_an_honest_value_is_refused_by_the_encoder_or_by_none(make: Callable[[], Any]) -> None:
    try:
        payload = encode(make())
    except NotData:
        return
    decode(payload)


class ListKey(list):  # type: ignore[type-arg]
    __hash__ = object.__hash__  # type: ignore[assignment]


ALIKE = [number * MERSENNE for number in range(1 << 17)]


@pytest.mark.parametrize("tag", ["s", "z", "d", "O", "C", "UserDict", "mappingproxy", "keys", "items", "pairs"])
def test_keys_that_hash_alike_are_counted_before_a_table_is_made_of_them(tag: str) -> None:
    """A decoder that makes the set first needs minutes for it, within one call that nothing interrupts."""
    keys = [hex(number) for number in ALIKE]
    nodes = [["i", key] for key in keys]
    if tag == "pairs":
        payload = msgpack.packb(["s", [["t", [node, 1]] for node in nodes]])
    elif tag in ("s", "z"):
        payload = msgpack.packb([tag, nodes])
    else:
        flat = [part for node in nodes for part in (node, 0)]
        payload = msgpack.packb([tag, flat] if len(tag) == 1 else ["k", tag, flat])
    before = time.process_time()
    with pytest.raises(WireError, match="too many"):
        decode(payload)
    assert time.process_time() - before < 30  # a bound on work, forty times what it takes


def test_keys_that_meet_only_in_the_table_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "START_SECONDS", 0.0)
    monkeypatch.setattr(decoder, "KEY_SECONDS", 0.0)
    with pytest.raises(WireError, match="collide"):
        decode(encode(set(range(10_000))))


def test_a_large_table_looks_at_the_clock_while_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = encode(set(range(200_000)))
    monkeypatch.setattr(decoder, "CHECK_EVERY", 1 << 40)  # so that nothing else looks
    with pytest.raises(WireTimeout):
        decode(payload, Deadline(-1))


@pytest.mark.parametrize(
    "wrap", [Fraction, lambda number: (0, Fraction(number)), lambda number: frozenset([Fraction(number)])]
)
def test_keys_that_python_compares_cost_more(wrap: Callable[[int], Any]) -> None:
    keys = [wrap(number) for number in range(100)]
    assert bounds.collision_cost([7] * 100, keys) == 4950 == 16 * bounds.collision_cost([7] * 100, range(100)) + 6
    assert bounds.collision_cost(range(100), keys) == 0


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32, torch.complex64, torch.uint16])
def test_a_view_of_one_number_in_a_larger_tensor_crosses(dtype: torch.dtype) -> None:
    whole = torch.ones(4, 4).to(dtype)
    for view in (whole[0, ::4], whole[::4, ::4], whole[1:2, 2:3].T, whole[0, 0]):
        assert torch.equal(decode(encode(view)), view)


def test_a_view_whose_numbers_are_to_be_negated_crosses() -> None:
    for numbers in ([1 + 2j], [1 + 2j, 3 - 4j]):
        view = torch.tensor(numbers).conj().imag
        assert view.is_neg() and torch.equal(decode(encode(view)), view)
