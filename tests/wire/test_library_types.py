"""As fair as one process: what a test may ask of a result, it may ask of it behind the wire too.

Each row is a value that a notebook returns and questions a test could put to it. They are put to the value itself, as
nbgrader would in the notebook's process, and to what comes through the wire; the answers must be the same.
"""

from __future__ import annotations

import array
import collections
import decimal
import fractions
import functools
import itertools
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
import torch
from transformers import BatchEncoding
from transformers.modeling_outputs import BaseModelOutput

from autograder.wire.decoder import Decoder
from autograder.wire.encoder import Encoder, Handle, NotData


class Pair(typing.NamedTuple):
    left: int
    right: list[int]


Point = collections.namedtuple("Point", "x y")
D, F = decimal.Decimal, fractions.Fraction
ROWS: dict[str, tuple[Callable[[], Any], list[Callable[[Any], Any]]]] = {
    "OrderedDict": (
        lambda: collections.OrderedDict(b=1, a=2),
        [list, dict, lambda r: r == collections.OrderedDict(b=1, a=2), lambda r: r == collections.OrderedDict(a=2, b=1),
         lambda r: isinstance(r, collections.OrderedDict), lambda r: r.move_to_end("b")],
    ),
    "defaultdict": (
        lambda: collections.defaultdict(list, a=[1]),
        [dict, lambda r: r["missing"], lambda r: r == {"a": [1]}, lambda r: isinstance(r, collections.defaultdict)],
    ),
    "defaultdict of a lambda": (lambda: collections.defaultdict(lambda: 3, a=1), [dict, lambda r: r["a"]]),
    "Counter": (
        lambda: collections.Counter("aabc"),
        [dict, lambda r: r.most_common(1), lambda r: r["missing"], lambda r: r == {"a": 2, "b": 1, "c": 1}],
    ),
    "deque": (
        lambda: collections.deque([1, 2, 3], maxlen=3),
        [list, len, lambda r: r == [1, 2, 3], lambda r: r.popleft(), lambda r: r.maxlen, lambda r: r[0]],
    ),
    "UserDict": (
        lambda: collections.UserDict(a=1), [dict, len, lambda r: r["a"], lambda r: isinstance(r, dict | Mapping)],
    ),
    "UserList": (lambda: collections.UserList([1, 2]), [list, lambda r: r == [1, 2], lambda r: r[1]]),
    "UserString": (lambda: collections.UserString("ab"), [str, lambda r: r == "ab", lambda r: r.upper()]),
    "ChainMap": (lambda: collections.ChainMap({"a": 1}, {"b": 2}), [lambda r: sorted(r), lambda r: r["b"], len]),
    "MappingProxy": (
        lambda: types.MappingProxyType({"a": 1}), [dict, lambda r: r["a"], lambda r: isinstance(r, Mapping)],
    ),
    "namedtuple": (lambda: Point(1, 2), [tuple, lambda r: r.x, lambda r: r._asdict(), lambda r: r == (1, 2)]),
    "NamedTuple": (lambda: Pair(1, [2]), [tuple, lambda r: r.right, lambda r: r._fields]),
    "what torch.max returns": (
        lambda: torch.max(torch.tensor([[1.0, 2.0]]), 1),
        [lambda r: r.values.tolist(), lambda r: r.indices.tolist(), lambda r: r[0].tolist(), len],
    ),
    "SimpleNamespace": (lambda: types.SimpleNamespace(a=1), [vars, lambda r: r.a]),
    "range": (lambda: range(2, 9, 3), [list, len, lambda r: r[1], lambda r: r == range(2, 9, 3), lambda r: 5 in r]),
    "slice": (lambda: slice(1, 2), [lambda r: r.start, lambda r: [1, 2, 3][r]]),
    "bytearray": (lambda: bytearray(b"ab"), [bytes, lambda r: r == b"ab", lambda r: r.append(3)]),
    "memoryview": (lambda: memoryview(b"ab"), [bytes, lambda r: r == b"ab", lambda r: r[0]]),
    "array": (lambda: array.array("f", [1, 2]), [list, lambda r: r.typecode, lambda r: np.asarray(r).tolist()]),
    "keys": (lambda: {"b": 1, "a": 2}.keys(), [list, len, lambda r: r == {"a", "b"}, lambda r: r & {"a"}]),
    "values": (lambda: {"b": 1, "a": 2}.values(), [list, len, sum]),
    "items": (lambda: {"b": 1, "a": 2}.items(), [list, len, dict, lambda r: ("b", 1) in r]),
    "keys of an OrderedDict": (lambda: collections.OrderedDict(b=1).keys(), [list, len]),
    "keys of a UserDict": (lambda: collections.UserDict(b=1).keys(), [list, len]),
    "generator": (lambda: (number for number in (1, 2)), [list, next, lambda r: hasattr(r, "__next__")]),
    "map": (lambda: map(str, (1, 2)), [list]),
    "zip": (lambda: zip("ab", (1, 2), strict=True), [list, dict]),
    "reversed list": (lambda: reversed([1, 2]), [list, next]),
    "reversed dict": (lambda: reversed({"a": 1, "b": 2}), [list]),
    "iterator of text": (lambda: iter("é"), [list]),
    "itertools.islice": (lambda: itertools.islice(itertools.count(), 3), [list]),
    "itertools.product": (lambda: itertools.product("ab", (1,)), [list]),
    "itertools.accumulate": (lambda: itertools.accumulate([1, 2]), [list]),
    "frozenset": (lambda: frozenset("ab"), [sorted, lambda r: r == {"a", "b"}, hash]),
    "Fraction": (lambda: F(2, 6), [float, str, lambda r: r == F(1, 3), lambda r: r.denominator, lambda r: r + 1]),
    "Decimal": (lambda: D("1.50"), [str, float, lambda r: r == D("1.5"), lambda r: r * 2]),
    "Decimal that is no number": (lambda: D("NaN"), [str, lambda r: r.is_nan()]),
    "fractions as keys": (lambda: {F(1, 2): D(1)}, [lambda r: r[F(1, 2)], lambda r: r[0.5]]),
    "complex": (lambda: 1 + 2j, [lambda r: r.imag, abs]),
    "numpy scalar": (
        lambda: np.float32(0.1), [float, lambda r: r.dtype, lambda r: isinstance(r, np.floating), lambda r: r.item()],
    ),
    "numpy bool": (lambda: np.bool_(True), [bool, lambda r: isinstance(r, np.bool_), lambda r: r == True]),  # noqa: E712
    "numpy text": (lambda: np.str_("ab"), [str, lambda r: r == "ab"]),
    "numpy dtype": (lambda: np.dtype("float32"), [str, lambda r: r == np.float32, lambda r: r.itemsize]),
    "torch dtype": (lambda: torch.bfloat16, [str, lambda r: r is torch.bfloat16]),
    "array of text": (lambda: np.array(["a", "bc"]), [lambda r: r.tolist(), lambda r: r.dtype]),
    "masked array": (
        lambda: np.ma.array([1.0, 2.0, 3.0], mask=[0, 1, 0]),
        [lambda r: r.sum(), lambda r: r.mean(), lambda r: r.mask.tolist(), lambda r: r.filled(0).tolist(), np.ma.isMaskedArray,
         lambda r: np.ma.compressed(r).tolist()],
    ),
    "masked constant": (lambda: np.ma.array([1], mask=[1])[0], [lambda r: r is np.ma.masked]),
    "sparse COO tensor": (
        lambda: torch.sparse_coo_tensor([[0, 1], [1, 0]], [1.0, 2.0], (2, 2), check_invariants=True),
        [lambda r: r.to_dense().tolist(), lambda r: r.shape, lambda r: r.dtype],
    ),
    "sparse CSR tensor": (
        lambda: torch.eye(3).to_sparse_csr(), [lambda r: r.to_dense().tolist(), lambda r: tuple(r.shape)],
    ),
    "sparse tensor with a gradient": (
        lambda: torch.eye(2).to_sparse().requires_grad_(), [lambda r: r.requires_grad, lambda r: r.to_dense().tolist()],
    ),
    "parameter": (
        lambda: torch.nn.Parameter(torch.ones(2)),
        [lambda r: r.tolist(), lambda r: isinstance(r, torch.nn.Parameter), lambda r: r.requires_grad],
    ),
    "conjugated tensor": (lambda: torch.tensor([1 + 2j]).conj(), [lambda r: r.tolist()]),
    "unsigned tensor": (lambda: torch.tensor([1, 2], dtype=torch.uint16), [lambda r: r.tolist(), lambda r: r.dtype]),
    "torch.Size": (lambda: torch.ones(2, 3).shape, [list, lambda r: r.numel(), lambda r: r == (2, 3)]),
    "BatchEncoding": (
        lambda: BatchEncoding({"input_ids": [[1, 2]], "attention_mask": [[1, 1]]}),
        [lambda r: r["input_ids"], lambda r: r.input_ids, sorted, lambda r: "input_ids" in r, lambda r: dict(r.items()),
         lambda r: isinstance(r, Mapping)],
    ),
    "ModelOutput": (
        lambda: BaseModelOutput(last_hidden_state=torch.ones(1, 2)),
        [lambda r: r.last_hidden_state.tolist(), lambda r: r["last_hidden_state"].tolist(), lambda r: r[0].tolist(),
         list, lambda r: isinstance(r, Mapping)],
    ),
    "partial": (lambda: [functools.partial(int, "11")], [len]),
}  # fmt: skip


def through(value: Any) -> Any:
    encoder = Encoder(lambda value: Handle(7, "object", type(value).__name__), 1 << 20)
    return Decoder(lambda handle: handle).decode(encoder.encode(value))


def answer(question: Callable[[Any], Any], value: Any) -> Any:
    try:
        return question(value)
    except Exception as error:
        return type(error)


@pytest.mark.parametrize("name", ROWS)
def test_questions_get_the_answers_that_they_get_in_one_process(name: str) -> None:
    make, questions = ROWS[name]
    for number, question in enumerate(questions):
        here, there = answer(question, make()), answer(question, through(make()))
        assert type(here) is type(there) and repr(here) == repr(there), (name, number, here, there)


def test_a_sequence_stays_one() -> None:
    for make, _ in ROWS.values():
        value = make()
        assert isinstance(through(value), Sequence) == isinstance(value, Sequence), type(value)


def test_a_sparse_tensor_is_measured_before_it_is_made_dense() -> None:
    huge = torch.sparse_coo_tensor([[0], [0]], [1.0], (1 << 20, 1 << 20), check_invariants=True)
    with pytest.raises(NotData, match="more than"):
        through(huge)


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("Fraction", [1, 0]),
        ("Fraction", [1.5, 2]),
        ("Decimal", ["1e99999999"]),
        ("Decimal", ["x"]),
        ("namedtuple", [("a", "a"), 1, 2]),
        ("namedtuple", [("_make",), 1]),
        ("namedtuple", [("a b",), 1]),
        ("namedtuple", [("class",), 1]),
        ("namedtuple", [(), 1]),
        ("deque", [2, 1, 2, 3]),
        ("defaultdict", ["eval", "a", 1]),
        ("masked", [1, 2]),
        ("array", ["u", b"abcd"]),
        ("dtype", ["O"]),
        ("dtype", ["<f8, <f8"]),
        ("Parameter", [3]),
        ("ChainMap", [3]),
        ("namespace", [1, 2]),
        ("UserString", [3]),
        ("nobody", []),
    ],
)
def test_malformed_parts_of_a_library_type_are_a_broken_protocol(name: str, items: list[Any]) -> None:
    import msgpack

    from autograder.wire.frames import WireError

    encoder = Encoder(lambda value: Handle(7, "object", "?"), 1 << 20)
    nodes = msgpack.unpackb(encoder.encode(items), raw=False)[1]
    with pytest.raises(WireError):
        Decoder(lambda handle: handle).decode(msgpack.packb(["k", name, nodes]))
