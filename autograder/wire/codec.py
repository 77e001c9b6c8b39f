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
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, KeysView, Sequence
from types import GeneratorType
from typing import Any, cast

import msgpack
import numpy as np
import torch

from autograder.messages import Message

MAX_DEPTH = 60
MAX_NODES = 2_000_000
MAX_ITERATOR_ITEMS = 100_000
MAX_HEX_DIGITS = 1 << 14
"""Of one integer: 65,536 bits."""

SCALARS = frozenset({type(None), bool, int, float, str, bytes})
"""The types that stand for themselves."""
_BARE = frozenset({type(None), bool, float})
"""Those that always can; an integer or a text may be one that msgpack cannot write."""
NUMPY_KINDS = "biufc"
TORCH_DTYPES: dict[str, torch.dtype] = {
    name: getattr(torch, name)
    for name in [
        "bool",
        "uint8",
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
_PASSING: tuple[type, ...] = (
    GeneratorType, map, zip, filter, enumerate, reversed, itertools.chain,
    type(iter([])), type(iter(())), type(iter({})), type(iter(set())), type(iter("")), type(iter(range(0))),
    KeysView, type({}.values()), type({}.items()),
)  # fmt: skip
"""Iterators and views: they cross as what they yield."""
_UNHASHABLE = (list, dict, set, deque, bytearray, slice, np.ndarray)


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
        return msgpack.packb(self._node(value, 0), use_bin_type=True)

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
            return ["l", self._items(value, depth)]
        if kind is tuple:
            return ["t", self._items(value, depth)]
        if kind is dict:
            return self._mapping("d", value, depth)
        if kind is torch.Tensor:
            return self._tensor(value)
        if kind is Handle:
            return self._handle(value)
        return self._other(value, depth)

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
            return ["i", hex(value)]
        if kind is str:
            self._count(size=len(value))
            if not value.isascii():
                try:
                    value.encode()
                except UnicodeEncodeError:  # a lone surrogate
                    return ["u", value.encode("utf-8", "surrogatepass")]
        elif kind is bytes:
            self._count(size=len(value))
        return value

    def _handle(self, handle: Handle) -> Any:
        return ["h", handle.number, handle.kind, handle.type_name]

    def _sequence(self, tag: str, items: Any, depth: int) -> Any:
        return [tag, self._items(list(items), depth)]

    def _mapping(self, tag: str, mapping: Any, depth: int) -> Any:
        flat: list[Any] = []
        for key, item in dict.items(mapping):
            flat += (self._hashable(key), item)
        return [tag, self._items(flat, depth)]

    def _hashable(self, key: Any) -> Any:
        """A key as it is, unless it loses its hash on the way (a list whose class defines one)."""
        if type(key) not in SCALARS and isinstance(key, _UNHASHABLE):
            raise NotData(Message("a dict or set with a {type} as a key", type=type(key).__name__))
        return key

    def _other(self, value: Any, depth: int) -> Any:
        # Base classes' own methods are used throughout, so that a subclass's overrides are never asked.
        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, np.ndarray):
            return self._array(value)
        if isinstance(value, np.generic):
            return self._scalar(value)
        if isinstance(value, torch.Size):
            return self._sequence("S", tuple.__iter__(value), depth)
        if isinstance(value, torch.dtype):
            return ["D", TORCH_NAMES.get(value, str(value))]
        if isinstance(value, torch.device):
            return ["V", str(value)]
        base: Any
        for base, tag in ((Counter, "C"), (OrderedDict, "O"), (defaultdict, "d"), (dict, "d")):
            if isinstance(value, base):
                return self._mapping(tag, value, depth)
        for base, tag in ((list, "l"), (tuple, "t"), (set, "s"), (frozenset, "z"), (deque, "l")):
            if isinstance(value, base):
                items = base.__iter__(value)
                if base in (set, frozenset):
                    # One order for one content, so that the same result is the same bytes.
                    items = iter(sorted(map(self._hashable, items), key=repr))
                return self._sequence(tag, items, depth)
        for base in (bool, int, float, str, bytes):
            if isinstance(value, base):
                return self._plain(base.__new__(base, value) if base is not str else str.__str__(value)[:])
        if isinstance(value, bytearray):
            return self._plain(bytes(value))
        if type(value) is complex:
            return ["c", value.real, value.imag]
        if type(value) is slice:
            return ["x", self._items((value.start, value.stop, value.step), depth)]
        if type(value) is range:
            if value and (value[-1] - value[0]) // value.step >= MAX_ITERATOR_ITEMS:
                raise NotData(Message("a range of more than {number} numbers", number=MAX_ITERATOR_ITEMS))
            return ["r", self._items((value.start, value.stop, value.step), depth)]
        if value is Ellipsis:
            return ["e"]
        if isinstance(value, _PASSING):
            taken = list(itertools.islice(cast(Any, value), MAX_ITERATOR_ITEMS + 1))
            if len(taken) > MAX_ITERATOR_ITEMS:
                raise NotData(Message("an iterator of more than {number} items", number=MAX_ITERATOR_ITEMS))
            return self._sequence("g", taken, depth)
        return self._handle(self.handle_for(value))

    def _array(self, value: np.ndarray) -> Any:
        value = np.ndarray.view(value, np.ndarray)  # without what a subclass says of itself
        if value.dtype.kind in "US":
            self._count(nodes=value.size, size=value.nbytes)
            return ["A", value.dtype.kind, list(value.shape), [self._plain(item) for item in value.ravel().tolist()]]
        if value.dtype.kind not in NUMPY_KINDS or value.dtype.itemsize > 16:
            raise NotData(Message("an array of dtype {dtype}, which is not numbers", dtype=str(value.dtype)))
        self._count(size=value.nbytes)
        plain = np.ascontiguousarray(np.asarray(value)).astype(value.dtype.newbyteorder("<"), copy=False)
        return ["a", plain.dtype.str, list(value.shape), plain.tobytes()]

    def _scalar(self, value: np.generic) -> Any:
        if value.dtype.kind not in NUMPY_KINDS or value.dtype.itemsize > 16:
            if isinstance(value, str | bytes):
                return self._plain(str(value) if isinstance(value, str) else bytes(value))
            raise NotData(Message("a scalar of dtype {dtype}, which is not a number", dtype=str(value.dtype)))
        return ["n", value.dtype.newbyteorder("<").str, np.asarray(value).tobytes()]

    def _tensor(self, value: torch.Tensor) -> Any:
        with torch._C.DisableTorchFunctionSubclass():
            value = torch.Tensor.as_subclass(value, torch.Tensor)  # without what a subclass says of itself
            if value.layout is not torch.strided:
                value = value.to_dense()
            if value.dtype not in TORCH_NAMES:
                raise NotData(Message("a tensor of dtype {dtype}", dtype=str(value.dtype)))
            self._count(size=value.numel() * value.element_size())
            plain = value.detach()
            strides = None
            if self.keep_strides and not plain.is_contiguous() and 0 not in plain.stride() and plain.numel():
                strides = list(plain.stride())
            return ["T", TORCH_NAMES[value.dtype], list(value.shape), _raw(plain), bool(value.requires_grad), strides]


def _raw(plain: torch.Tensor) -> bytes:
    """A detached tensor's numbers, in the order of its shape."""
    try:
        return plain.numpy().tobytes()
    except (TypeError, RuntimeError):  # bfloat16, another device, a conjugate that is not resolved
        flat = plain.as_subclass(torch.Tensor).cpu().resolve_conj().resolve_neg().contiguous().reshape(-1)
        return flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b""
