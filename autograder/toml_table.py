"""A TOML file as tables whose values are taken with their types checked; errors name the file, the line and the key."""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import KitError, filled
from autograder.messages import Message
from autograder.places import at, did_you_mean, read_author_text

Keys = tuple[str | int, ...]
"""The way to a value: names of keys, and numbers from 0 within an array of tables, as ``("criterion", 0, "points")``."""
_NEEDED: Any = object()
_KEY = Message("key")
_NUMBERS = {
    (False, False): Message("a number, zero or more"),
    (False, True): Message("a number, more than zero"),
    (True, False): Message("a whole number, zero or more"),
    (True, True): Message("a whole number, more than zero"),
}
"""By whether it is whole, and whether it is more than zero."""
_PART = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+)\s*""")
_QUOTES = ('"""', "'''")


def read_toml(path: Path, missing: str = "Look whether it was moved.") -> TomlTable:
    """The top table of a file.

    For example::

        table = read_toml(Path("course.toml"))
        table.known("title", "late")        # a key of another name is an error with its line
        table.text("title")                 # "From Tokens to RAG"
        table.table("late").number("cap")   # 50.0

    Raises:
        KitError: it is not there, not UTF-8, or no TOML.
    """
    text = read_author_text(path, missing)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        place = at(path, int(line[1]) if line else None)
        raise KitError("{place} is not valid TOML: {reason}.", "Mend that line.", place=place, reason=reason) from error
    return TomlTable(path, content, text, ())


@dataclass(frozen=True)
class TomlTable:
    """One table of a file.

    What takes a value out of it raises a ``KitError`` if it is missing and has no default, or is of another type.

    Attributes:
        path: the file.
        content: keys and values, as tomllib has read them.
        text_of_file: the whole file, for the lines.
        names: where in the file the table is, as ("late", "standard"); () is the file itself.
    """

    path: Path
    content: Mapping[str, Any]
    text_of_file: str
    names: Keys

    @property
    def shown(self) -> str:
        """The table's name for people, counted from 1: "late.standard", "criterion 2, level 1"; empty for the file itself."""
        words: list[str] = []
        for name in self.names:
            if isinstance(name, int):
                words[-1] += f" {name + 1}"
            else:
                words.append(name)
        return (", " if any(isinstance(name, int) for name in self.names) else ".").join(words)

    @property
    def line(self) -> int | None:
        """Where the table begins; None for the file itself."""
        return _line(self.text_of_file, self.names)

    def error(self, key: str, what: str, mend: str, /, **parameters: object) -> KitError:
        """An error that names the line of ``key`` in this table, or of the table; filled in as a :class:`KitError` is."""
        place = at(self.path, _line(self.text_of_file, (*self.names, key)))
        said, mend = filled(what, parameters), filled(mend, parameters)
        if not self.names:
            return KitError("{place}: {what}.", mend, place=place, what=said)
        return KitError("{place}: [{table}] {what}.", mend, place=place, table=self.shown, what=said)

    def wrong_name(self, name: str, known: Iterable[str], what: str, *, key: str = "") -> KitError:
        """An error about a ``{name}`` that is not known, with the nearest one."""
        return self.error(key, what, did_you_mean(name, known), name=repr(name))

    def known(self, *keys: str, what: str = _KEY) -> None:
        """Refuse keys that are none of these.

        Raises:
            KitError: with the line and the nearest key.
        """
        for key in self.content:
            if key not in keys:
                raise self.error(
                    key, "the {what} {key} is not known", did_you_mean(key, keys), what=what, key=repr(key)
                )

    @property
    def keys(self) -> list[str]:
        return list(self.content)

    def has(self, key: str) -> bool:
        return key in self.content

    def value(self, key: str, default: Any = _NEEDED, example: str = "…") -> Any:
        """The value of any type.

        Args:
            key: its key.
            default: where the key is not there; without it, that is an error.
            example: what a value looks like, for that error.
        """
        if key in self.content:
            return self.content[key]
        if default is _NEEDED:
            raise self.error("", "'{key}' is missing", "Write {key} = {example} there.", key=key, example=example)
        return default

    def text(self, key: str, default: Any = _NEEDED, example: str = "…") -> str:
        """A text on one line; empty only if it has a default."""
        value = self.value(key, default, f'"{example}"')
        if not isinstance(value, str) or (default is _NEEDED and not value.strip()):
            raise self.error(
                key,
                "'{key}' is empty" if isinstance(value, str) else "'{key}' must be a text",
                'Write {key} = "{example}".',
                key=key,
                example=example,
            )
        return " ".join(value.split())

    def texts(self, key: str, example: str = "…") -> list[str]:
        """A list of texts, none of them empty; an empty list where the key is not there."""
        value = self.value(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.error(
                key, "'{key}' must be a list of texts", 'Write {key} = ["{example}"].', key=key, example=example
            )
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self.value(key, default)
        if not isinstance(value, bool):
            raise self.error(key, "'{key}' must be true or false", "Write {key} = true, without quotes.", key=key)
        return value

    def number(self, key: str, default: Any = _NEEDED, *, positive: bool = False, most: float = math.inf) -> float:
        """A finite number, zero or more.

        Args:
            key: its key.
            default: where the key is not there.
            positive: zero is refused too.
            most: the largest that is accepted.
        """
        return float(self._number(key, default, positive, most=most))

    def whole(self, key: str, default: Any = _NEEDED, *, positive: bool = False, example: str = "5") -> int:
        """A whole number, zero or more."""
        return int(self._number(key, default, positive, example, whole=True))

    def count(self, key: str, default: int | None) -> int | None:
        """A whole number, zero or more; ``default`` where the key is not there."""
        return self.whole(key) if key in self.content else default

    def _number(
        self,
        key: str,
        default: Any,
        positive: bool,
        example: str = "5",
        *,
        whole: bool = False,
        most: float = math.inf,
    ) -> int | float:
        value = self.value(key, default, example)
        fine = not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)
        if not fine or value < 0 or (positive and value == 0) or (whole and value != int(value)):
            raise self.error(
                key,
                "'{key}' must be {number}, and is {value}",
                "Write {key} = {example}, without quotes.",
                key=key,
                number=_NUMBERS[whole, positive],
                value=repr(value),
                example=example,
            )
        if value > most:
            raise self.error(key, "{key} is {value}", "It is at most {most}.", key=repr(key), value=value, most=most)
        return value

    def table(self, key: str, default: Any = _NEEDED) -> TomlTable:
        """The table ``[key]``, with its keys below it."""
        value = self.value(key, default)
        if not isinstance(value, dict):
            raise self.error(key, "'{key}' must be a table", "Write [{key}] on a line and its keys below it.", key=key)
        return TomlTable(self.path, value, self.text_of_file, (*self.names, key))

    def tables(self, key: str) -> list[tuple[str, TomlTable]]:
        """The tables ``[key.name]`` in the file's order; none where there is no key."""
        if key not in self.content:
            return []
        outer = self.table(key)
        return [(name, outer.table(name)) for name in outer.keys]

    def array(self, key: str) -> list[TomlTable]:
        """The tables ``[[key]]`` in the file's order; at least one."""
        value = self.content.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(entry, dict) for entry in value):
            head = ".".join([*(name for name in self.names if isinstance(name, str)), key])
            raise self.error(
                key, "there is no [[{head}]]", "Write [[{head}]] on a line and its keys below it.", head=head
            )
        return [
            TomlTable(self.path, entry, self.text_of_file, (*self.names, key, number))
            for number, entry in enumerate(value)
        ]


def _line(text: str, way: Keys) -> int | None:
    """The line of what is nearest on the way to a value: its key, else the table that it would stand in."""
    lines = _lines(text)
    return next((lines[way[:end]] for end in range(len(way), 0, -1) if way[:end] in lines), None)


@functools.lru_cache(maxsize=8)
def _lines(text: str) -> dict[Keys, int]:
    """Where each table and each key begins, of a text that is valid TOML; what stands within a value is not looked at."""
    found: dict[Keys, int] = {}
    arrays: dict[Keys, int] = {}
    head: Keys = ()
    within = ""
    """The quotes of a text of several lines that is not closed yet."""
    for number, line in enumerate(text.split("\n"), start=1):
        if within:
            within = "" if line.count(within) % 2 else within
            continue
        bare = line.strip()
        parts, behind = _dotted(bare.lstrip("["))
        if bare.startswith("[[") and parts and behind.startswith("]]"):
            head = _way(parts, arrays)
            arrays[head] = arrays.get(head, -1) + 1
            head = (*head, arrays[head])
            found.setdefault(head[:-1], number)
            found[head] = number
        elif bare.startswith("[") and parts and re.match(r"\]\s*(#|$)", behind):
            head = _way(parts, arrays)
            _add(found, head, number)
        else:
            if parts and behind.startswith("="):
                _add(found, (*head, *parts), number)
            within = next((quotes for quotes in _QUOTES if line.count(quotes) % 2), "")
    return found


def _add(found: dict[Keys, int], way: Keys, number: int) -> None:
    """A table and its parents begin where the first of them is named."""
    for end in range(1, len(way) + 1):
        found.setdefault(way[:end], number)


def _way(parts: list[str], arrays: Mapping[Keys, int]) -> Keys:
    """The way to the table of a head: below an array of tables its last one is meant."""
    above: Keys = ()
    for index, part in enumerate(parts):
        above = (*above, part)
        if index < len(parts) - 1 and above in arrays:
            above = (*above, arrays[above])
    return above


def _dotted(text: str) -> tuple[list[str], str]:
    """The names of the dotted key that a text begins with, and what stands behind it."""
    parts: list[str] = []
    end = 0
    while match := _PART.match(text, end):
        parts.append(match[1].strip("\"'"))
        end = match.end()
        if text[end : end + 1] != ".":
            break
        end += 1
    return parts, text[end:]
