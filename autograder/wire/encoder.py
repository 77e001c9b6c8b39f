"""Values as data: numbers, text, containers, NumPy arrays and torch tensors, and nothing that could carry code.

A value becomes a tree that msgpack can write. None, bool, int, float, str and bytes stand for themselves; everything
else is a *node*, a list whose first item is a tag: a list on the wire is always a node, and always checked.
What is no data (a function, a module, an object of a class of the student's) crosses as a *handle*: a number under
which the side that owns the object will find it again.

Subclasses lose what makes them special: a ``float`` whose ``==`` always says True arrives as a plain float. Here is the
side that writes; :mod:`autograder.wire.decoder` reads, and trusts nothing.
"""

from __future__ import annotations

import itertools
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import msgpack
import numpy as np
import torch

from autograder.messages import Message

from .bounds import (
    COSTS,
    MAX_DEPTH,
    MAX_HEX_DIGITS,
    MAX_ITERATOR_ITEMS,
    MAX_NAME,
    MAX_NODES,
    collision_cost,
    shape_problem,
    text_array_problem,
)
from .types_of_libraries import KEYED, LIBRARY_TYPES, NAMED, NUMPY_KINDS, Unfit, library_type

SCALARS = frozenset({type(None), bool, int, float, str, bytes})
"""The types that stand for themselves."""
_BARE = frozenset({type(None), bool, float})
"""Those that always can; an integer or a text may be one that msgpack cannot write."""
TORCH_DTYPES: dict[str, torch.dtype] = {
    name: getattr(torch, name)
    for name in [
        "bool",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "int8",
        "int16",
        "int32",
        "int64",
        "float16",
        "bfloat16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    ]
}
TORCH_NAMES = {dtype: name for name, dtype in TORCH_DTYPES.items()}
_LIBRARIES_OF_ITERATORS = frozenset({"builtins", "itertools", "collections", "_collections"})
"""Generators, ``map``, ``zip``, ``itertools.product`` and their like: they cross as what they yield."""
_UNHASHABLE = (list, dict, set, bytearray, slice, np.ndarray)


class NotData(Exception):
    """The value is too large, too deep or too odd to cross as data; the message says why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


class Handle:
    """Stands for an object that stays with the other side.

    Args:
        number: its key in the owner's table.
        kind: ``function``, ``class``, ``module`` (an nn.Module), ``object`` or ``opaque`` (may not be used at all).
        type_name: for messages; a claim of the owner.
    """

    __slots__ = ("kind", "number", "type_name")

    def __init__(self, number: int, kind: str, type_name: str) -> None:
        self.number = number
        self.kind = kind
        self.type_name = type_name


HANDLE_KINDS = frozenset({"function", "class", "module", "object", "opaque", "callback"})


class Encoder:
    """Turns values into bytes.

    Args:
        handle_for: called with a value that is no data; returns the handle under which it stays here.
        size_limit: bytes of arrays and text that one value may hold.
        keep_strides: send a tensor's memory order too. Only the judge does, so that a student's function sees a
            transposed argument as transposed; the judge itself never takes strides from anybody.
    """

    def __init__(self, handle_for: Callable[[Any], Handle], size_limit: int, keep_strides: bool = False) -> None:
        self.handle_for = handle_for
        self.size_limit = size_limit
        self.keep_strides = keep_strides
        self._nodes = 0
        self._bytes = 0

    def encode(self, value: Any) -> bytes:
        """The bytes of one value.

        Raises:
            NotData: if it is too deep, too large, or an iterator without end.
        """
        self._nodes, self._bytes = 1, 0
        try:
            payload = msgpack.packb(self._node(value, 0), use_bin_type=True)
        except Unfit as error:
            raise NotData(error.message) from error
        if len(payload) > self.size_limit:
            raise NotData(Message("more than {number} bytes in one result", number=self.size_limit))
        return payload

    def _count(self, nodes: int = 0, size: int = 0) -> None:
        self._nodes += nodes
        self._bytes += size
        if self._nodes > MAX_NODES:
            raise NotData(Message("more than {number} values in one result", number=MAX_NODES))
        if self._bytes > self.size_limit:
            raise NotData(Message("more than {number} bytes in one result", number=self.size_limit))

    def _node(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind in SCALARS:
            return self._plain(value)
        if kind is list:
            return self._tagged("l", self._items(value, depth))
        if kind is tuple:
            return self._tagged("t", self._items(value, depth))
        if kind is dict:
            return self._mapping("d", value, depth)
        if kind is torch.Tensor:
            return self._tensor(value)
        if kind is Handle:
            return self._handle(value)
        return self._other(value, depth)

    def _tagged(self, tag: str, *parts: Any) -> list[Any]:
        """A node, counted as its reader will count it."""
        self._count(nodes=COSTS[tag])
        return [tag, *parts]

    def _items(self, items: Sequence[Any], depth: int) -> list[Any]:
        """The nodes of a container's items; ``depth`` is its own."""
        if items and depth >= MAX_DEPTH:
            raise NotData(Message("nested more than {number} levels deep", number=MAX_DEPTH))
        self._count(nodes=len(items))
        depth += 1
        return [item if type(item) in _BARE else self._node(item, depth) for item in items]

    def _plain(self, value: Any) -> Any:
        kind = type(value)
        if kind is int and not -(1 << 63) <= value < 1 << 64:
            if value.bit_length() > 4 * (MAX_HEX_DIGITS - 4):
                raise NotData(Message("an integer of more than 65,000 bits"))
            return self._tagged("i", hex(value))
        if kind is str:
            self._count(size=len(value))
            if not value.isascii():
                try:
                    self._count(size=len(value.encode()) - len(value))
                except UnicodeEncodeError:  # a lone surrogate
                    return self._tagged("u", value.encode("utf-8", "surrogatepass"))
        elif kind is bytes:
            self._count(size=len(value))
        return value

    def _handle(self, handle: Handle) -> Any:
        return self._tagged("h", handle.number, handle.kind, handle.type_name)

    def _sequence(self, tag: str, items: Any, depth: int) -> Any:
        return self._tagged(tag, self._items(list(items), depth))

    def _mapping(self, tag: str, mapping: Any, depth: int) -> Any:
        flat: list[Any] = []
        for pair in dict.items(mapping):
            flat += pair
        self._count_keys(flat[::2])
        return self._tagged(tag, self._items(flat, depth))

    def _count_keys(self, keys: Sequence[Any]) -> None:
        """Keys must still have a hash when they arrive, and not too many of them the same one."""
        for key in keys:
            if type(key) not in SCALARS:
                _check_hashable(key)
        self._count(nodes=collision_cost(map(_hash_on_arrival, keys), keys))

    def _other(self, value: Any, depth: int) -> Any:
        # Base classes' own methods are used throughout, so that a subclass's overrides are never asked.
        if name := library_type(value):
            return self._of_library(name, value, depth)
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, np.ndarray):
            return self._array(value)
        if isinstance(value, np.generic):
            return self._scalar(value)
        if isinstance(value, torch.Size):
            return self._sequence("S", tuple.__iter__(value), depth)
        if isinstance(value, torch.dtype):
            return self._tagged("D", TORCH_NAMES.get(value, str(value)[:MAX_NAME]))
        if isinstance(value, torch.device):
            return self._tagged("V", str(value)[:MAX_NAME])
        base: Any
        for base, tag in ((Counter, "C"), (OrderedDict, "O"), (dict, "d")):
            if isinstance(value, base):
                return self._mapping(tag, value, depth)
        for base, tag in ((list, "l"), (tuple, "t"), (set, "s"), (frozenset, "z")):
            if isinstance(value, base):
                items = list(base.__iter__(value))
                if base in (set, frozenset):
                    # One order for one content, so that the same result is the same bytes.
                    items.sort(key=repr)
                    self._count_keys(items)
                return self._sequence(tag, items, depth)
        for base in (bool, int, float, str, bytes):
            if isinstance(value, base):
                return self._plain(base.__new__(base, value) if base is not str else str.__str__(value)[:])
        if isinstance(value, complex):
            return self._tagged("c", *_parts_of_complex(value))
        if type(value) is slice:
            return self._tagged("x", self._items((value.start, value.stop, value.step), depth))
        if type(value) is range:
            if value and (value[-1] - value[0]) // value.step >= MAX_ITERATOR_ITEMS:
                raise NotData(Message("a range of more than {number} numbers", number=MAX_ITERATOR_ITEMS))
            return self._tagged("r", self._items((value.start, value.stop, value.step), depth))
        if value is Ellipsis:
            return self._tagged("e")
        if isinstance(value, Iterator) and type(value).__module__ in _LIBRARIES_OF_ITERATORS:
            taken = list(itertools.islice(cast(Any, value), MAX_ITERATOR_ITEMS + 1))
            if len(taken) > MAX_ITERATOR_ITEMS:
                raise NotData(Message("an iterator of more than {number} items", number=MAX_ITERATOR_ITEMS))
            return self._sequence("g", taken, depth)
        return self._handle(self.handle_for(value))

    def _of_library(self, name: str, value: Any, depth: int) -> Any:
        items = LIBRARY_TYPES[name].take(value)
        if name in KEYED:
            self._count_keys(items[len(items) % 2 :: 2])  # behind the factory of a defaultdict
        return self._tagged("k", name, self._items(items, depth))

    def _shape(self, shape: Sequence[int]) -> list[int]:
        if problem := shape_problem(shape):
            raise NotData(problem)
        self._count(nodes=len(shape))
        return list(shape)

    def _array(self, value: np.ndarray) -> Any:
        value = np.ndarray.view(value, np.ndarray)  # without what a subclass says of itself
        if value.dtype.kind == "T":  # text of any width; the others have one width for all items
            value = value.astype(str)
        shape = self._shape(value.shape)
        if value.dtype.kind in "US":
            self._count(nodes=value.size, size=value.nbytes)
            items = value.ravel().tolist()
            if problem := text_array_problem(items):
                raise NotData(problem)
            return self._tagged("A", value.dtype.kind, shape, [self._plain(item) for item in items])
        if value.dtype.kind not in NUMPY_KINDS or value.dtype.itemsize > 16:
            raise NotData(Message("an array of dtype {dtype}, which is not numbers", dtype=str(value.dtype)))
        self._count(size=value.nbytes)
        plain = np.ascontiguousarray(np.asarray(value)).astype(value.dtype.newbyteorder("<"), copy=False)
        return self._tagged("a", plain.dtype.str, shape, plain.tobytes())

    def _scalar(self, value: np.generic) -> Any:
        if value.dtype.kind not in NUMPY_KINDS or value.dtype.itemsize > 16:
            if isinstance(value, str | bytes):
                return self._plain(str(value) if isinstance(value, str) else bytes(value))
            raise NotData(Message("a scalar of dtype {dtype}, which is not a number", dtype=str(value.dtype)))
        return self._tagged("n", value.dtype.newbyteorder("<").str, np.asarray(value).tobytes())

    def _tensor(self, value: torch.Tensor) -> Any:
        with torch._C.DisableTorchFunctionSubclass():
            # Asked of the base class, without what a subclass says of itself.
            dtype, sides = torch.Tensor.dtype.__get__(value), torch.Tensor.size(value)  # type: ignore[attr-defined]
            if dtype not in TORCH_NAMES:
                raise NotData(Message("a tensor of dtype {dtype}", dtype=str(dtype)))
            shape = self._shape(sides)
            self._count(size=sides.numel() * dtype.itemsize)
            grad = bool(torch.Tensor.requires_grad.__get__(value))  # type: ignore[attr-defined]
            if torch.Tensor.layout.__get__(value) is not torch.strided:  # type: ignore[attr-defined]
                # Only now: a sparse tensor of three numbers may be as large as a disk.
                value = torch.Tensor.to_dense(torch.Tensor.detach(value))
            plain = torch.Tensor.as_subclass(value, torch.Tensor).detach()
            strides = None
            if self.keep_strides and not plain.is_contiguous() and 0 not in plain.stride() and plain.numel():
                strides = list(plain.stride())
            return self._tagged("T", TORCH_NAMES[dtype], shape, _raw(plain), grad, strides)


def _raw(plain: torch.Tensor) -> bytes:
    """A detached tensor's numbers, in the order of its shape."""
    try:
        return plain.numpy().tobytes()
    except (TypeError, RuntimeError):  # bfloat16, another device, a conjugate that is not resolved
        there = plain.as_subclass(torch.Tensor).cpu().resolve_conj().resolve_neg()
        # Not "contiguous", which leaves the stride of a single number as it is.
        flat = torch.empty(there.numel(), dtype=there.dtype).copy_(there.reshape(-1))
        return flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b""


def _check_hashable(key: Any) -> None:
    """A key must not lose its hash on the way, as a list does whose class defines one."""
    if isinstance(key, tuple):
        for part in tuple.__iter__(key):
            if type(part) not in SCALARS:
                _check_hashable(part)
    elif isinstance(key, _UNHASHABLE) or library_type(key) in _UNHASHABLE_HERE:
        raise NotData(Message("a dict or set with a {type} as a key", type=type(key).__name__))


_UNHASHABLE_HERE = frozenset(LIBRARY_TYPES) - {"Parameter", "dtype", "Fraction", "Decimal", "UserString", NAMED}


def _hash_on_arrival(key: Any) -> int:
    """The hash that a key will have on the other side, or one that is as good as that for seeing which are alike."""
    if isinstance(key, tuple):
        return hash(tuple(_hash_on_arrival(part) for part in tuple.__iter__(key)))
    base: Any
    for base in (int, float, complex, str, bytes):
        if isinstance(key, base):
            return base.__hash__(key)
    return hash(key) if isinstance(key, np.generic | Fraction | Decimal | frozenset) else id(key)


def _parts_of_complex(value: Any) -> tuple[float, float]:
    return complex.real.__get__(value), complex.imag.__get__(value)
