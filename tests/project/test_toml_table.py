"""TOML files of authors: values with their types, and the line of what is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import KitError
from autograder.toml_table import TomlTable, read_toml

ROOT = Path(__file__).resolve().parents[2]
FILE = """\
# [not.a.table]
title = "x"
"quoted key" = 1
dotted.inner = 2
text = '''
[fake]
key = 1
'''
list = [
    "key = 2",
]

[ outer . "03_attention" ]  # a comment
key = 3
inline = { deep = 4 }

[[row]]
name = "a"

[[row.level]]
points = 5

[[row.level]]
points = 6
[row.level.more]
key = 7

[[row]]
name = "b"
[[row.level]]
points = 8
"""


@pytest.fixture
def table(tmp_path: Path) -> TomlTable:
    path = tmp_path / "file.toml"
    path.write_text(FILE, encoding="utf-8")
    return read_toml(path)


def line(error: KitError) -> int:
    match = re.search(r"file\.toml:(\d+): ", str(error))
    return int(match[1]) if match else 0


WAYS: dict[str, tuple[Callable[[TomlTable], TomlTable], str, int]] = {
    "a key": (lambda t: t, "title", 2),
    "a quoted key": (lambda t: t, "quoted key", 3),
    "a dotted key": (lambda t: t.table("dotted"), "inner", 4),
    "behind a text of several lines": (lambda t: t, "list", 9),
    "what only a text holds": (lambda t: t, "key", 0),
    "a table with a quoted name": (lambda t: t.table("outer").table("03_attention"), "key", 14),
    "a missing key is its table's": (lambda t: t.table("outer").table("03_attention"), "gone", 13),
    "within an inline table": (lambda t: t.table("outer").table("03_attention").table("inline"), "deep", 15),
    "a table of an array": (lambda t: t.array("row")[0], "name", 18),
    "another of that array": (lambda t: t.array("row")[1], "name", 29),
    "an array within an array": (lambda t: t.array("row")[0].array("level")[1], "points", 24),
    "a table below an array": (lambda t: t.array("row")[0].array("level")[1].table("more"), "key", 26),
    "the inner array of the second": (lambda t: t.array("row")[1].array("level")[0], "points", 31),
    "a missing key of an array's table": (lambda t: t.array("row")[1], "gone", 28),
}


@pytest.mark.parametrize("name", WAYS)
def test_an_error_names_the_line(name: str, table: TomlTable) -> None:
    way, key, expected = WAYS[name]
    assert line(way(table).error(key, "wrong", "Mend it.")) == expected


def test_a_table_is_named_as_a_person_counts(table: TomlTable) -> None:
    assert table.array("row")[1].array("level")[0].shown == "row 2, level 1"
    assert table.table("outer").table("03_attention").shown == "outer.03_attention"
    assert table.shown == ""


@pytest.mark.parametrize(
    ("take", "message", "mend"),
    [
        (lambda t: t.text("gone"), "'gone' is missing", 'gone = "…"'),
        (lambda t: t.text("list"), "'list' must be a text", 'list = "…"'),
        (lambda t: t.texts("title", "a"), "'title' must be a list of texts", 'title = ["a"]'),
        (lambda t: t.flag("title", True), "'title' must be true or false", "title = true"),
        (lambda t: t.number("title"), "'title' must be a number, zero or more, and is 'x'", "title = 5"),
        (lambda t: t.number("quoted key", most=0.5), "'quoted key' is 1", "at most 0.5"),
        (lambda t: t.table("title"), "'title' must be a table", "[title]"),
        (lambda t: t.array("dotted"), "there is no [[dotted]]", "[[dotted]]"),
        (lambda t: t.array("row")[0].array("levels"), "there is no [[row.levels]]", "[[row.levels]]"),
        (lambda t: t.known("title", "text", "list", "row", "dotted", "outer"), "'quoted key' is not known", "Known are"),
        (lambda t: t.array("row")[0].known("names", "level"), "the key 'name' is not known", "Did you mean 'names'?"),
    ],
)  # fmt: skip
def test_what_is_of_another_type_is_said(
    take: Callable[[TomlTable], object], message: str, mend: str, table: TomlTable
) -> None:
    with pytest.raises(KitError) as raised:
        take(table)
    assert message in raised.value.message and mend in raised.value.mend


def test_every_table_of_the_kit_is_found_at_its_head() -> None:
    """Of each settings file of the kit, each table and key that stands on a line of its own."""
    for path in [*sorted(ROOT.glob("solutions/*/*.toml")), ROOT / "solutions/lecture_claims.toml"]:
        lines = path.read_text(encoding="utf-8").split("\n")

        def walk(table: TomlTable, lines: list[str] = lines) -> None:
            for key, value in table.content.items():
                said = line_of(table.error(key, "x", ""))
                assert said is not None and key in lines[said - 1], (table.path, table.shown, key, said)
                if isinstance(value, dict):
                    walk(table.table(key))
                elif isinstance(value, list) and value and isinstance(value[0], dict):
                    for entry in table.array(key):
                        walk(entry)

        walk(read_toml(path))


def line_of(error: KitError) -> int | None:
    match = re.search(r"\.toml:(\d+): ", str(error))
    return int(match[1]) if match else None


def test_only_this_reader_reads_toml() -> None:
    readers = [
        path.relative_to(ROOT)
        for path in (ROOT / "autograder").rglob("*.py")
        if "import tomllib" in path.read_text(encoding="utf-8")
    ]
    assert readers == [Path("autograder/toml_table.py")]
    assert tomllib.loads(FILE)["row"][1]["level"] == [{"points": 8}]
