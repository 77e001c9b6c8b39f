"""What is encoded comes back as it was; what is not an encoding does nothing but raise WireError or WireTimeout."""

from __future__ import annotations

import contextlib
import math
import struct
import tracemalloc
from collections import Counter, OrderedDict
from typing import Any

import msgpack
import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.wire import decoder
from autograder.wire.decoder import Decoder
from autograder.wire.encoder import Encoder, Handle, NotData
from autograder.wire.frames import Deadline, WireError, WireTimeout

LIMIT = 1 << 20
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def encoder(**options: Any) -> Encoder:
    return Encoder(lambda value: Handle(7, "object", type(value).__name__), LIMIT, **options)


def decode(payload: bytes, deadline: Deadline | None = None, **options: Any) -> Any:
    return Decoder(lambda handle: handle, **options).decode(payload, deadline)


def through(value: Any) -> Any:
    return decode(encoder().encode(value))


def same(one: Any, other: Any) -> bool:
    """Equal in type and in every bit; NaN is like NaN, and 0.0 is not -0.0."""
    if type(one) is not type(other):
        return False
    if type(one) is float:
        return struct.pack("d", one) == struct.pack("d", other) or (math.isnan(one) and math.isnan(other))
    if type(one) is complex:
        return same(one.real, other.real) and same(one.imag, other.imag)
    if type(one) in (list, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return len(one) == len(other) and all(
            same(a, b) and same(one[a], other[b]) for a, b in zip(one, other, strict=True)
        )
    if isinstance(one, np.ndarray | np.generic):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, torch.Tensor):
        return (
            one.dtype == other.dtype
            and one.shape == other.shape
            and one.requires_grad == other.requires_grad
            and encoder().encode(one.detach()) == encoder().encode(other.detach())
        )
    return bool(one == other)


TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)  # surrogates too
HASHABLE = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(1 << 5000), 1 << 5000)
    | st.floats(allow_nan=False)
    | TEXT
    | st.binary(max_size=20)
)
SCALAR = HASHABLE | st.floats() | st.complex_numbers() | st.just(Ellipsis) | st.just(torch.float16)
SHAPE = st.lists(st.integers(0, 4), max_size=4).map(tuple)
NUMPY = ["?", "u1", "i1", "<i2", "<i4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]
TORCH = [
    torch.bool,
    torch.uint8,
    torch.int16,
    torch.int64,
    torch.float16,
    torch.bfloat16,
    torch.float32,
    torch.complex64,
]


@st.composite
def arrays(draw: Any) -> np.ndarray:
    dtype, shape = np.dtype(draw(st.sampled_from(NUMPY))), draw(SHAPE)
    raw = draw(st.binary(min_size=math.prod(shape) * dtype.itemsize, max_size=math.prod(shape) * dtype.itemsize))
    made = np.frombuffer(bytes(byte & 1 for byte in raw) if dtype.kind == "b" else raw, dtype=dtype).reshape(shape)
    return made.T if draw(st.booleans()) else made[..., ::-1] if made.ndim else made


@st.composite
def tensors(draw: Any) -> torch.Tensor:
    dtype, shape = draw(st.sampled_from(TORCH)), draw(SHAPE)
    made = torch.randn(shape, generator=torch.Generator().manual_seed(draw(st.integers(0, 9)))).mul(100).to(dtype)
    if made.ndim > 1 and draw(st.booleans()):
        made = made.transpose(0, 1)
    return made.requires_grad_() if dtype.is_floating_point and draw(st.booleans()) else made


VALUES = st.recursive(
    SCALAR | arrays() | tensors() | arrays().map(lambda array: array.ravel()[0] if array.size else np.float64(0)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(HASHABLE, inner, max_size=4)
        | st.dictionaries(HASHABLE, inner, max_size=4).map(OrderedDict)
    ),
    max_leaves=12,
)


@QUIET
@given(VALUES)
def test_what_is_encoded_comes_back(value: Any) -> None:
    assert same(through(value), value)


@QUIET
@given(st.sets(HASHABLE, max_size=6))
def test_sets_come_back_in_one_order(value: set[Any]) -> None:
    assert through(value) == value and type(through(frozenset(value))) is frozenset
    backwards = list(value)[::-1]
    assert encoder().encode(value) == encoder().encode(set(backwards))


def test_the_values_that_are_easily_lost() -> None:
    for value in (
        -0.0, 0.0, math.inf, -math.inf, math.nan, complex(-0.0, math.nan), "", b"", [], (), {}, 1 << 64, -(1 << 63) - 1,
        1 << 65_000, "\ud800", "\x00", "é\u202e", True, None, np.float32(-0.0), np.array(3), np.zeros((0, 3)),
        np.array([math.nan, -0.0]), np.arange(12).reshape(3, 4)[:, ::2], np.asfortranarray(np.eye(3)),
        np.array(["a", "bc"]), torch.tensor(-0.0), torch.zeros(0, 3), torch.ones(3, 4).T, torch.zeros(2).expand(3, 2),
        torch.ones(2, dtype=torch.bfloat16), torch.Size([1, 2]), slice(1, None, 2), range(3, 9, 2), torch.float64,
    ):  # fmt: skip
        assert same(through(value), value), value
    assert list(through(number for number in range(3))) == [0, 1, 2]
    assert through(Counter("aab")) == {"a": 2, "b": 1}


def test_a_transposed_argument_stays_transposed_on_the_way_in_only() -> None:
    value = torch.arange(6.0).reshape(2, 3).T
    payload = encoder(keep_strides=True).encode(value)
    arrived = decode(payload, trust_strides=True)
    assert arrived.stride() == value.stride() and torch.equal(arrived, value)
    with pytest.raises(WireError, match="strides"):
        decode(payload)


class Lying(float):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__


def test_a_subclass_loses_what_makes_it_special() -> None:
    class LyingList(list):  # type: ignore[type-arg]
        def __iter__(self) -> Any:
            return iter([1])

    class LyingTensor(torch.Tensor):
        @classmethod
        def __torch_function__(cls, *args: Any, **kwargs: Any) -> Any:
            return True

    assert type(through(Lying(3.0))) is float and through(Lying(3.0)) != 4
    assert through(LyingList([2, 3])) == [2, 3]
    arrived = through(torch.ones(2).as_subclass(LyingTensor))
    assert type(arrived) is torch.Tensor and arrived.tolist() == [1, 1]
    assert type(through(np.ones(2).view(np.matrix))) is np.ndarray


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(np.array([object()]), id="objects"),
        pytest.param(np.zeros(1, "i4,f8"), id="records"),
        pytest.param(np.broadcast_to(0.0, (1 << 40,)), id="broadcast"),
        pytest.param(torch.zeros(1).expand(1 << 40), id="expanded"),
        pytest.param(iter(int, 1), id="endless"),
        pytest.param(range(1 << 40), id="range"),
        pytest.param(1 << 70_000, id="integer"),
        pytest.param("x" * (LIMIT + 1), id="text"),
        pytest.param([bytes(LIMIT // 2)] * 3, id="together"),
    ],
)
def test_what_is_no_data_is_refused(value: Any) -> None:
    with pytest.raises(NotData):
        encoder().encode(value)


def test_depth_is_bounded_on_both_sides() -> None:
    nested: list[Any] = []
    for _ in range(100):
        nested = [nested]
    with pytest.raises(NotData):
        encoder().encode(nested)
    nested.append(nested)
    node: Any = 1
    for _ in range(100):
        node = ["l", [node]]
    with pytest.raises(WireError):
        decode(msgpack.packb(node))


TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 63), (1 << 64) - 1) | st.floats() | st.text(max_size=8)
    | st.binary(max_size=16) | st.sampled_from("ltszSgdOCxeiucraAnTDVh<f8|O|b1float32").map(str)
    | st.sampled_from(["<f8", "|O", "|b1", "float32", "bool", "<U4", "V8", 1 << 60, -1, 0]),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=20,
)  # fmt: skip
TAGGED = st.tuples(st.sampled_from("ltszSgdOCxeiucraAnTDVh"), st.lists(TREES, max_size=6)).map(
    lambda pair: [pair[0], *pair[1]]
)


def does_no_harm(payload: bytes) -> None:
    with contextlib.suppress(WireError, WireTimeout):
        decode(payload, Deadline(10))


@QUIET
@given(st.binary(max_size=200))
def test_random_bytes_do_no_harm(payload: bytes) -> None:
    does_no_harm(payload)


@QUIET
@given(TREES | TAGGED | st.lists(TAGGED, max_size=4).map(lambda nodes: ["l", nodes]))
def test_random_trees_do_no_harm(tree: Any) -> None:
    does_no_harm(msgpack.packb(tree))


@QUIET
@given(VALUES, st.data())
def test_damaged_encodings_do_no_harm(value: Any, data: Any) -> None:
    payload = bytearray(encoder().encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    does_no_harm(bytes(payload))
    does_no_harm(bytes(payload[: data.draw(st.integers(0, len(payload)))]))


def outcome(payload: bytes) -> Any:
    """What decoding gives, as something to compare: the bytes of the value, or that there is none."""
    try:
        value = decode(payload)
    except WireError:
        return WireError
    with contextlib.suppress(NotData):  # a value may be told in more bytes than we would write
        return encoder().encode(value)
    return NotData


@QUIET
@given(VALUES.map(encoder().encode) | TREES.map(msgpack.packb) | TAGGED.map(msgpack.packb) | st.binary(max_size=60))
def test_what_is_surveyed_and_what_is_too_small_for_it_are_read_alike(payload: bytes) -> None:
    with pytest.MonkeyPatch.context() as patch:
        found = outcome(payload)
        patch.setattr(decoder, "SHORT", 0)
        assert outcome(payload) == found


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([(1,)] * 60_000, id="small tuples"),
        pytest.param([complex(1, 2)] * 90_000, id="complex numbers"),
        pytest.param([...] * 150_000, id="ellipses"),
        pytest.param(list(range(190_000)), id="integers"),
    ],
)
def test_what_fits_the_budget_arrives(value: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The survey, which counts something else than the walk, never refuses what the walk accepts."""
    monkeypatch.setattr(decoder, "MAX_NODES", 200_000)
    large = Encoder(lambda value: Handle(7, "object", "?"), 64 * LIMIT)
    assert decode(large.encode(value)) == value
    with pytest.raises(WireError, match="too many"):
        decode(large.encode(value * 2))


@pytest.mark.parametrize(
    "node",
    [
        {"a": 1},
        msgpack.ExtType(5, b"x"),
        msgpack.Timestamp(3, 4),
        ["l", [{"a": 1}]],
        ["l", {}],
        ["T", {}, [], b"", False, None],
    ],
)
@pytest.mark.parametrize("size", [0, 10_000])
def test_maps_and_extensions_are_no_values(node: Any, size: int) -> None:
    with pytest.raises(WireError):
        decode(msgpack.packb(["l", [bytes(size), node]]))


def test_a_payload_costs_memory_in_proportion_to_its_size() -> None:
    """Whatever it claims: peak memory is asked of the interpreter and of NumPy, both of which tracemalloc sees."""
    claims = [
        msgpack.packb(["a", "<f8", [1 << 60], b""]),
        msgpack.packb(["a", "<f8", [0, 1 << 26], b""]),
        msgpack.packb(["T", "float32", [1 << 26, 1 << 26], b"", False, None]),
        msgpack.packb(["A", "U", [1000], ["x" * 70_000] + [""] * 999]),
        msgpack.packb(["i", "f" * 100_000]),
        msgpack.packb(["r", ["l", [0, 1 << 60, 1]]]),
        b"\xdd\xff\xff\xff\xff",
        b"\x92\xa1l\xdd\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
        b"\xdf\xff\xff\xff\xff",
        b"\xdd\x00\x00\x1f\x00" * 1_000 + bytes(3_000),  # in each list one as long as the payload
        b"\xdc\x1f\x00" * 2_000 + bytes(2_000),
        b"\xdc\x7f\x00" * 10_000 + bytes(10_000),
        b"\x90" * 8_000,
    ]
    for payload in claims:
        tracemalloc.start()
        does_no_harm(payload)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 20 * len(payload) + (1 << 20), (payload[:20], peak)


def test_a_long_value_is_given_up_at_the_deadline() -> None:
    payload = msgpack.packb(["l", [["T", "float32", [], bytes(4), False, None]] * 20_000])
    with pytest.raises(WireTimeout):
        decode(payload, Deadline(-1))


def test_many_costly_values_are_refused() -> None:
    payload = msgpack.packb(["l", [["T", "float32", [], bytes(4), False, None]] * 50_000])
    with pytest.raises(WireError, match="too many"):
        decode(payload)
