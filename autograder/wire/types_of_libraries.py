"""Types of Python's library, NumPy, torch and transformers that cross as themselves, beyond those with a tag of their own.

A test in the notebook's own process would meet a ``Fraction``, a ``deque`` or a masked array as what it is; so a test in the
judge does. Each type has one entry here for both directions: how it is taken apart into items that are data, and how it
is made again of items that nobody trusts. What a subclass of them adds is lost, as everywhere on the wire; what
``transformers`` returns keeps that its items are attributes too.
"""

from __future__ import annotations

import array
import keyword
import sys
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque, namedtuple
from collections.abc import Callable, ItemsView, KeysView, Mapping, ValuesView
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType, SimpleNamespace
from typing import Any

import numpy as np
import torch

from autograder.messages import Message

from .bounds import MAX_NAME, decimal_problem

NUMPY_KINDS = "biufc"
MAX_FIELDS = 64
ARRAY_CODES = frozenset("bBhHiIlLqQfd")
FACTORIES: dict[str, type] = {
    kind.__name__: kind
    for kind in (int, float, complex, bool, str, bytes, list, tuple, dict, set, frozenset, deque, Counter, OrderedDict)
}
"""Factories of a ``defaultdict`` that cross by their names; any other is code and stays where it is."""


class Unfit(Exception):
    """The value, or what claims to be its parts, is none that can cross."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


class AttributeDict(UserDict):
    """What stands for a ``BatchEncoding``: a mapping whose items are attributes too."""

    def __getattr__(self, name: str) -> Any:
        if name != "data" and name in self.__dict__.get("data", {}):
            return self.data[name]
        raise AttributeError(name)


class AttributeOrderedDict(OrderedDict):
    """What stands for a ``ModelOutput``: in order, by name, by number, and with its items as attributes."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(key) if isinstance(key, str) else self.to_tuple()[key]

    def to_tuple(self) -> tuple[Any, ...]:
        """The values, in order."""
        return tuple(self.values())


@dataclass(frozen=True)
class LibraryType:
    """One type: what is one, what it is taken apart into, and how it is made of that again."""

    matches: Callable[[Any], bool]
    take: Callable[[Any], list[Any]]
    make: Callable[[list[Any], Callable[[list[Any]], dict[Any, Any]]], Any]
    """Of the items, with a function that makes a dict of alternating keys and values."""


def library_type(value: Any) -> str:
    """The name, in :data:`LIBRARY_TYPES`, of the first entry that a value is one of; empty if of none."""
    kind = type(value)
    if kind not in _KNOWN:
        if len(_KNOWN) > 10_000:  # a notebook that makes a class for every value
            _KNOWN.clear()
        _KNOWN[kind] = next((name for name, entry in LIBRARY_TYPES.items() if entry.matches(value)), "")
    return _KNOWN[kind]


_KNOWN: dict[type, str] = {}


def _is(*kinds: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, kinds)


def _of_transformers(name: str) -> Callable[[Any], bool]:
    """Whether a value is of a class of that library, which is never imported for this."""

    def matches(value: Any) -> bool:
        own = type.mro(type(value))
        return any(base.__name__ == name and str(base.__module__).startswith("transformers.") for base in own)

    return matches


def _flat(mapping: Any) -> list[Any]:
    pairs: Any = dict.items(mapping)
    return [part for pair in pairs for part in pair]


def _data_of(value: Any, kind: type) -> Any:
    """What a User... object wraps, whatever its class says of it."""
    data = object.__getattribute__(value, "__dict__").get("data")
    if not isinstance(data, kind):
        raise Unfit(Message("a {type} without data", type=type(value).__name__))
    return data


def _wrapping(kind: type, data: Any) -> Any:
    """A User... object around its data, without a second look at each item."""
    made = kind()
    made.data = data
    return made


def _fields(value: Any) -> tuple[str, ...]:
    """Names of the fields of a named tuple, and of the tuples with names that C code returns, like ``torch.max``'s."""
    names: Any = getattr(type(value), "_fields", None) or getattr(type(value), "__match_args__", ())
    good = type(names) is tuple and 0 < len(names) <= MAX_FIELDS and all(map(_is_field, names))
    return names if good and len(set(names)) == len(names) == tuple.__len__(value) else ()


def _is_field(name: Any) -> bool:
    return (
        type(name) is str
        and len(name) <= MAX_NAME
        and name.isascii()
        and name.isidentifier()
        and not name.startswith("_")
        and not keyword.iskeyword(name)
    )


@lru_cache(maxsize=256)
def _named(fields: tuple[str, ...]) -> Any:
    return namedtuple("Result", fields)


def _take_named(value: Any) -> list[Any]:
    if not (fields := _fields(value)):
        raise Unfit(Message("a tuple with malformed names"))
    return [fields, *tuple.__iter__(value)]


def _make_named(items: list[Any], mapping: Any) -> Any:
    fields, *values = items
    if type(fields) is not tuple or not fields or len(fields) > MAX_FIELDS or not all(map(_is_field, fields)):
        raise Unfit(Message("a tuple with malformed names"))
    return _named(fields)._make(values)


def _take_default(value: Any) -> list[Any]:
    factory = vars(defaultdict)["default_factory"].__get__(value)
    named = getattr(factory, "__name__", None) if isinstance(factory, type) else None
    return [named if type(named) is str and FACTORIES.get(named) is factory else None, *_flat(value)]


def _make_default(items: list[Any], mapping: Any) -> Any:
    factory = None if items[0] is None else FACTORIES[items[0]]
    return defaultdict(factory, mapping(items[1:]))


def _take_decimal(value: Any) -> list[Any]:
    if problem := decimal_problem(Decimal(value)):
        raise Unfit(problem)
    return [str(Decimal(value))]


def _make_decimal(items: list[Any], mapping: Any) -> Decimal:
    (text,) = items
    if type(text) is not str or len(text) > 2 * MAX_NAME + (1 << 13):
        raise Unfit(Message("a malformed Decimal"))
    value = Decimal(text)
    if problem := decimal_problem(value):
        raise Unfit(problem)
    return value


def _take_fraction(value: Any) -> list[Any]:
    parts = [value._numerator, value._denominator]
    if not all(type(part) is int for part in parts) or not parts[1]:
        raise Unfit(Message("a Fraction of something else than integers"))
    return parts


def _make_fraction(items: list[Any], mapping: Any) -> Fraction:
    numerator, denominator = items
    if type(numerator) is not int or type(denominator) is not int:
        raise Unfit(Message("a malformed fraction"))
    return Fraction(numerator, denominator)


def _take_masked(value: Any) -> list[Any]:
    if value is np.ma.masked:
        return [None, None]
    return [np.ma.getdata(value), np.ma.getmaskarray(value)]


def _make_masked(items: list[Any], mapping: Any) -> Any:
    data, mask = items
    if data is None and mask is None:
        return np.ma.masked
    if type(data) is not np.ndarray or type(mask) is not np.ndarray or mask.dtype != bool or mask.shape != data.shape:
        raise Unfit(Message("a malformed masked array"))
    return np.ma.MaskedArray(data, mask=mask)


def _take_array(value: Any) -> list[Any]:
    if value.typecode not in ARRAY_CODES:
        raise Unfit(Message("an array of type code {code}, which is not numbers", code=value.typecode))
    return [value.typecode, value.tobytes()]


def _make_array(items: list[Any], mapping: Any) -> Any:
    code, raw = items
    if code not in ARRAY_CODES or type(raw) is not bytes:
        raise Unfit(Message("a malformed array"))
    return array.array(code, raw)


def _make_parameter(items: list[Any], mapping: Any) -> Any:
    (tensor,) = items
    if type(tensor) is not torch.Tensor:
        raise Unfit(Message("a malformed parameter"))
    return torch.nn.Parameter(tensor.detach(), requires_grad=tensor.requires_grad)


def _make_dtype(items: list[Any], mapping: Any) -> np.dtype:
    (name,) = items
    if type(name) is not str or len(name) > 4 or (made := np.dtype(name)).kind not in NUMPY_KINDS:
        raise Unfit(Message("a malformed dtype"))
    return made


def _one(kind: type, make: Callable[[Any], Any]) -> Callable[[list[Any], Any], Any]:
    """Makes something of one item, which must be of that type."""

    def made(items: list[Any], mapping: Any) -> Any:
        (item,) = items
        if type(item) is not kind:
            raise Unfit(Message("a part of the wrong type"))
        return make(item)

    return made


def _take_chain(value: Any) -> list[Any]:
    if not all(isinstance(part, dict) for part in value.maps):
        raise Unfit(Message("a ChainMap of something else than dicts"))
    return list(value.maps)


def _make_chain(items: list[Any], mapping: Any) -> Any:
    if not all(isinstance(item, Mapping) for item in items):
        raise Unfit(Message("a malformed ChainMap"))
    return ChainMap(*items)


def _take_namespace(value: Any) -> list[Any]:
    if not all(type(name) is str for name in vars(value)):
        raise Unfit(Message("a namespace with a name that is none"))
    return _flat(vars(value))


def _make_namespace(items: list[Any], mapping: Any) -> Any:
    return SimpleNamespace(**mapping(items))


def _make_deque(items: list[Any], mapping: Any) -> Any:
    longest, *rest = items
    if longest is not None and (type(longest) is not int or not len(rest) <= longest < sys.maxsize):
        raise Unfit(Message("a malformed deque"))
    return deque(rest, longest)


def _take_memory(value: memoryview) -> list[Any]:
    return [value.tobytes()]


def _as_values(items: list[Any]) -> Any:
    return dict(enumerate(items)).values()


LIBRARY_TYPES: dict[str, LibraryType] = {
    "Parameter": LibraryType(
        _is(torch.nn.Parameter), lambda value: [value.as_subclass(torch.Tensor)], _make_parameter
    ),
    "masked": LibraryType(_is(np.ma.MaskedArray), _take_masked, _make_masked),
    "dtype": LibraryType(
        lambda value: isinstance(value, np.dtype) and value.kind in NUMPY_KINDS and len(value.str) <= 4,
        lambda value: [value.newbyteorder("<").str],
        _make_dtype,
    ),
    "Fraction": LibraryType(_is(Fraction), _take_fraction, _make_fraction),
    "Decimal": LibraryType(_is(Decimal), _take_decimal, _make_decimal),
    "ModelOutput": LibraryType(
        lambda value: type(value) is AttributeOrderedDict
        or (isinstance(value, OrderedDict) and _of_transformers("ModelOutput")(value)),
        _flat,
        lambda items, mapping: AttributeOrderedDict(mapping(items)),
    ),
    "BatchEncoding": LibraryType(
        lambda value: type(value) is AttributeDict
        or (isinstance(value, UserDict) and _of_transformers("BatchEncoding")(value)),
        lambda value: _flat(_data_of(value, dict)),
        lambda items, mapping: _wrapping(AttributeDict, mapping(items)),
    ),
    "UserDict": LibraryType(
        _is(UserDict), lambda value: _flat(_data_of(value, dict)), lambda items, mapping: _wrapping(UserDict, mapping(items))
    ),
    "UserList": LibraryType(
        _is(UserList), lambda value: list(_data_of(value, list)), lambda items, mapping: UserList(items)
    ),
    "UserString": LibraryType(_is(UserString), lambda value: [_data_of(value, str)], _one(str, UserString)),
    "ChainMap": LibraryType(_is(ChainMap), _take_chain, _make_chain),
    "mappingproxy": LibraryType(
        _is(MappingProxyType),
        lambda value: _flat(dict(value)),
        lambda items, mapping: MappingProxyType(mapping(items)),
    ),
    "defaultdict": LibraryType(_is(defaultdict), _take_default, _make_default),
    "deque": LibraryType(
        _is(deque), lambda value: [vars(deque)["maxlen"].__get__(value), *deque.__iter__(value)], _make_deque
    ),
    "namespace": LibraryType(
        lambda value: type(value) is SimpleNamespace, _take_namespace, _make_namespace
    ),
    "bytearray": LibraryType(_is(bytearray), lambda value: [bytes(value)], _one(bytes, bytearray)),
    "memoryview": LibraryType(_is(memoryview), _take_memory, _one(bytes, memoryview)),
    "array": LibraryType(_is(array.array), _take_array, _make_array),
    "keys": LibraryType(
        _is(KeysView),
        lambda value: [part for key in value for part in (key, None)],
        lambda items, mapping: mapping(items).keys(),
    ),
    "values": LibraryType(_is(ValuesView), list, lambda items, mapping: _as_values(items)),
    "items": LibraryType(
        _is(ItemsView),
        lambda value: [part for pair in value for part in pair],
        lambda items, mapping: mapping(items).items(),
    ),
}  # fmt: skip
"""In this order: a ``BatchEncoding`` is a ``UserDict`` too. All their items are data, or handles of what is none."""

NAMED = "namedtuple"
LIBRARY_TYPES[NAMED] = LibraryType(
    lambda value: isinstance(value, tuple) and not isinstance(value, torch.Size) and bool(_fields(value)),
    _take_named,
    _make_named,
)
KEYED = frozenset(
    {"ModelOutput", "BatchEncoding", "UserDict", "mappingproxy", "defaultdict", "namespace", "keys", "items"}
)
"""Those whose items are keys and values in turn (behind the factory of a ``defaultdict``)."""
