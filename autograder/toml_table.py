"""A TOML file as tables whose values are taken with their types checked; errors name the file and the line."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import KitError
from autograder.places import at, did_you_mean, read_author_text

_NEEDED: Any = object()


def read_toml(path: Path, missing: str = "Look whether it was moved.") -> TomlTable:
    """The top table of a file.

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
        raise KitError(f"{place} is not valid TOML: {reason}.", "Mend that line.") from error
    return TomlTable(path, content, text, ())


@dataclass(frozen=True)
class TomlTable:
    """One table. ``names`` is its place, as ("late", "standard")."""

    path: Path
    content: Mapping[str, Any]
    text_of_file: str
    names: tuple[str, ...]

    def error(self, key: str, what: str, mend: str) -> KitError:
        """An error that names the line of ``key`` in this table, or of the table."""
        where = f"[{'.'.join(self.names)}] " if self.names else ""
        return KitError(f"{at(self.path, self._line(key))}: {where}{what}.", mend)

    def wrong_name(self, name: str, known: Iterable[str], what: str, *, key: str = "") -> KitError:
        """An error about a name that is not known, with the nearest one."""
        return self.error(key, what.format(name=name), did_you_mean(name, known))

    def known(self, *keys: str) -> None:
        """Refuse keys that are none of these.

        Raises:
            KitError: with the line and the nearest key.
        """
        for key in self.content:
            if key not in keys:
                raise self.error(key, f"the key {key!r} is not known", did_you_mean(key, keys))

    @property
    def keys(self) -> list[str]:
        return list(self.content)

    def has(self, key: str) -> bool:
        return key in self.content

    def value(self, key: str, default: Any = _NEEDED) -> Any:
        if key in self.content:
            return self.content[key]
        if default is _NEEDED:
            raise self.error("", f"{key!r} is missing", f"Write {key} = … there.")
        return default

    def text(self, key: str, default: Any = _NEEDED) -> str:
        value = self.value(key, default)
        if not isinstance(value, str) or (default is _NEEDED and not value.strip()):
            raise self.error(key, f"{key!r} must be a text", f'Write {key} = "…".')
        return " ".join(value.split())

    def flag(self, key: str, default: bool) -> bool:
        value = self.value(key, default)
        if not isinstance(value, bool):
            raise self.error(key, f"{key!r} must be true or false", f"Write {key} = true, without quotes.")
        return value

    def number(self, key: str, default: Any = _NEEDED) -> float:
        """A finite number, zero or more."""
        value = self.value(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
            raise self.error(key, f"{key!r} must be a number, zero or more", f"Write {key} = 5, without quotes.")
        return float(value)

    def count(self, key: str, default: int | None) -> int | None:
        """A whole number, zero or more; ``default`` where the key is not there."""
        if key not in self.content:
            return default
        number = self.number(key)
        if number != int(number):
            raise self.error(key, f"{key!r} must be a whole number", f"Write {key} = 5.")
        return int(number)

    def table(self, key: str) -> TomlTable:
        value = self.value(key)
        if not isinstance(value, dict):
            raise self.error(key, f"{key!r} must be a table", f"Write [{key}] on a line and its keys below it.")
        return TomlTable(self.path, value, self.text_of_file, (*self.names, key))

    def tables(self, key: str) -> list[tuple[str, TomlTable]]:
        """The tables ``[key.name]`` in the file's order; none where there is no key."""
        if key not in self.content:
            return []
        outer = self.table(key)
        return [(name, outer.table(name)) for name in outer.keys]

    def _line(self, key: str) -> int | None:
        """The line of a key in this table; else that of the table's head; None where neither is found."""
        head: int | None = None
        inside = not self.names
        for number, line in enumerate(self.text_of_file.split("\n"), start=1):
            match = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
            if match:
                names = tuple(part.strip().strip("\"'") for part in match[1].split("."))
                inside = names == self.names
                if names[: len(self.names)] == self.names and self.names and head is None:
                    head = number
                if key and names == (*self.names, key):
                    return number
            elif inside and key and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return number
        return head
