"""Malformed submissions by the hundred, from a seed: what students, editors, mail programs and vandals hand in.

``malformed_submissions(folder, count, seed)`` writes ``count`` things into a folder, each of which must end as exactly
one row of a class, whatever happens to it. The same seed writes the same things.
"""

from __future__ import annotations

import io
import json
import os
import random
import string
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ASSIGNMENT = "03_attention"

NAMES = [
    "dana", "Dana Levi", "דנה לוי", "أحمد", "Zoë Müller", "e\u0301mile", "\u202egpj.dana", "a\u200bb", "x" * 120,
    "李雷", "-rf", "CON", "aux.old", "o'brien; rm", "$(id)", "%s%n", "=cmd|calc", "<img src=x onerror=alert(1)>", "🙂",
    "tab\tname", "new\nline", "trailing. ", "{0.__class__}",
    "\udcff\udce9t\udce9", "\udcf9\udcec\udced",  # bytes that are no UTF-8, as Linux keeps names from older systems
]  # fmt: skip


def notebook(rng: random.Random) -> dict[str, Any]:
    """A sound notebook of a few cells, as nbformat 4.5."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": f"m{n}", "metadata": {}, "source": f"# Part {n}"} for n in range(2)
    ]
    for n in range(rng.randint(1, 5)):
        source = f"def f{n}(x):\n    return x * {rng.randint(1, 99)}\n"
        cell = {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": source, "outputs": []}
        cells.append(cell | {"execution_count": n})
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _dump(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")


# Each of these returns the bytes of a file that is named .ipynb.
def truncated(rng: random.Random) -> bytes:
    data = _dump(notebook(rng))
    return data[: rng.randrange(1, len(data))]


def flipped(rng: random.Random) -> bytes:
    data = bytearray(_dump(notebook(rng)))
    for _ in range(rng.randint(1, 40)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def noise(rng: random.Random) -> bytes:
    return rng.randbytes(rng.randint(1, 4000))


def nuls(rng: random.Random) -> bytes:
    data = _dump(notebook(rng))
    place = rng.randrange(len(data))
    return rng.choice(
        [b"\0" * rng.randint(1, 5000), data[:place] + b"\0" * rng.randint(1, 50) + data[place:], data + b"\0"]
    )


def empty(rng: random.Random) -> bytes:
    return rng.choice([b"", b" ", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe"])


def deep(rng: random.Random) -> bytes:
    depth = rng.choice([500, 900, 990, 5_000, 200_000])
    opened, closed = rng.choice([("[", "]"), ('{"a":', "}")])
    sound = _dump(notebook(rng)).decode()
    nest = opened * depth + "1" + closed * depth
    return rng.choice(
        [
            nest,
            '{"cells": ' + nest + "}",
            sound[:-1] + ', "x": ' + nest + "}",
            sound.replace('"metadata": {}', '"metadata": {"a": ' + nest + "}", 1),
        ]
    ).encode()


def encoded(rng: random.Random) -> bytes:
    text = json.dumps(notebook(rng) | {"title": "דנה é"}, ensure_ascii=False)
    encoding = rng.choice(["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1255", "latin-1", "shift_jis"])
    return text.encode(encoding, "replace")


def other_json(rng: random.Random) -> bytes:
    values = ["null", "1", '"x"', "[]", "{}", "NaN", "-Infinity", "[{}]", '{"cells": null}', '{"nbformat": 4}', "true"]
    return rng.choice([*values, "9" * 10_000, '{"cells": 1e999}', '{"a":1}{"b":2}', "{'cells': []}"]).encode()


def other_kind(rng: random.Random) -> bytes:
    web = b"<!DOCTYPE html><html><body>Jupyter</body></html>"
    return rng.choice(
        [web, b"%PDF-1.7\n\xe2\xe3", b"PK\x03\x04rest", b"\x89PNG\r\n\x1a\n", b"MZ\x90", b"GIF89a", b"\x80\x04K\x01."]
    )


def conflict(rng: random.Random) -> bytes:
    half = _dump(notebook(rng)).decode()
    return f"<<<<<<< HEAD\n{half}\n=======\n{half}\n>>>>>>> theirs\n".encode()


def odd_version(rng: random.Random) -> bytes:
    document = notebook(rng)
    value = rng.choice([2, 3, 5, 99, -1, 0, None, "4", 4.5, [], {}, True, 10**30])
    document["nbformat"] = value
    document["nbformat_minor"] = rng.choice([0, 4, "x", None, 10**40])
    if rng.random() < 0.3:
        del document["nbformat"]
    if rng.random() < 0.3:
        document["metadata"] = rng.choice([None, [], 7, "x"])
    return _dump(document)


def old(rng: random.Random) -> bytes:
    cells: list[Any] = [
        {
            "cell_type": "code",
            "input": rng.choice(["x = 1", ["x = 1\n", "y = 2"], None, 5]),
            "language": "python",
            "outputs": [],
        },
        {"cell_type": "heading", "level": rng.choice([1, 6, 99, "x", None]), "source": "T"},
        {"cell_type": "html", "source": "<b>x</b>"},
    ]
    sheets = rng.choice(
        [[{"cells": cells}], [{"cells": cells}, {"cells": cells}], [{}], [None], {}, [], [{"cells": 3}]]
    )
    return _dump({"nbformat": rng.choice([2, 3]), "nbformat_minor": 0, "worksheets": sheets, "metadata": {}})


def odd_cells(rng: random.Random) -> bytes:
    document = notebook(rng)
    document["cells"] = rng.choice(
        [{}, "x", 3, True, [None], [1, "a", []], [[]], {"0": {}}, document["cells"] + [None, 7]]
    )
    return _dump(document)


def odd_source(rng: random.Random) -> bytes:
    document = notebook(rng)
    values: list[Any] = [
        None, 5, 1.5, True, {}, {"a": 1}, [1, 2], ["x = 1\n", None, 3], [["x"]], "\ud800", "x = '\udfff'", "\0",
        "x=1\0y=2", "x\ry", "\x0c", "\u2028x", "\ufeffx = 1", "%%bash\nls", "!ls", "?x", "x" * 200_000,
        "(" * 3_000, "-" * 50_000 + "1", "# -*- coding: utf-7 -*-\nx = 1", "\ud83d\ude42",
    ]  # fmt: skip
    for cell in document["cells"]:
        cell["source"] = rng.choice(values)
        if rng.random() < 0.2:
            del cell["source"]
    return json.dumps(document).encode()


def odd_kind(rng: random.Random) -> bytes:
    document = notebook(rng)
    for cell in document["cells"]:
        cell["cell_type"] = rng.choice(["raw", "sql", "", None, 1, [], {}, "CODE", "code", "heading"])
    return _dump(document)


def odd_ids(rng: random.Random) -> bytes:
    document = notebook(rng)
    for cell in document["cells"]:
        cell["id"] = rng.choice(["same", "same", "", None, 5, [], "../x", "x" * 500, "cell-1", "cell-2", "a\n"])
    return _dump(document)


def odd_metadata(rng: random.Random) -> bytes:
    document = notebook(rng)
    nested: Any = 1
    for _ in range(rng.choice([5, 50, 400])):
        nested = rng.choice([[nested], {"a": nested}])
    values: list[Any] = [
        None,
        3,
        "x",
        [],
        {"tags": 5},
        {"a": float("nan")},
        {"a": float("inf")},
        {"n": nested},
        {"\ud800": "\udfff"},
    ]
    values += [{"big": 10**40}, {"otter": []}, {"nbgrader": {"grade": "x"}}, {str(n): n for n in range(5_000)}]
    for cell in document["cells"]:
        cell["metadata"] = rng.choice(values)
    document["metadata"] = rng.choice(values)
    return json.dumps(document).encode()


def no_metadata(rng: random.Random) -> bytes:
    document = notebook(rng)
    for part in rng.sample([document, *document["cells"]], rng.randint(1, len(document["cells"]))):
        for field in rng.sample(["metadata", "cell_type", "source", "outputs", "nbformat", "nbformat_minor"], 3):
            part.pop(field, None)
    return _dump(document)


def odd_outputs(rng: random.Random) -> bytes:
    document = notebook(rng)
    for cell in document["cells"]:
        cell["outputs"] = rng.choice(
            [None, 5, "x", [None], [{"output_type": "stream", "text": "y" * 300_000}], [[[]]], {"a": 1}]
        )
        cell["attachments"] = {"a.png": {"image/png": "x" * 1000}}
    return _dump(document)


def many_cells(rng: random.Random) -> bytes:
    return b'{"cells": [' + b",".join([b"{}"] * rng.choice([4_000, 20_000])) + b"]}"


def unsaved(rng: random.Random) -> bytes:
    code = {
        "cell_type": "code",
        "metadata": {},
        "source": rng.choice(["", " \n", []]),
        "outputs": [],
        "execution_count": None,
    }
    return _dump({"cells": rng.choice([[], [code], [code, code]]), "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def duplicate_keys(rng: random.Random) -> bytes:
    cells = json.dumps(notebook(rng)["cells"])
    return f'{{"cells": [], "cells": {cells}, "metadata": {{}}, "nbformat": 4, "nbformat": 3}}'.encode()


FILES: list[Callable[[random.Random], bytes]] = [
    truncated, flipped, noise, nuls, empty, deep, encoded, other_json, other_kind, conflict, odd_version, old,
    odd_cells, odd_source, odd_kind, odd_ids, odd_metadata, no_metadata, odd_outputs, many_cells, unsaved, duplicate_keys,
]  # fmt: skip


def _zip(members: list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name are meant
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for name, data in members:
                info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
                info.compress_type = method
                archive.writestr(info, data)
    return buffer.getvalue()


# Each of these returns the bytes of a file that is named .zip.
def zip_of_malformed(rng: random.Random) -> bytes:
    return _zip(
        [(f"{ASSIGNMENT}.ipynb", rng.choice(FILES)(rng)), (".OTTER_LOG", b"\0"), ("__zip_filename__", b"x.zip")]
    )


def zip_outside(rng: random.Random) -> bytes:
    names = [
        "../../evil.ipynb",
        "/etc/evil.ipynb",
        "C:\\evil.ipynb",
        "..\\evil.ipynb",
        "a/../../b.ipynb",
        "\\\\host\\x.ipynb",
    ]
    return _zip([(rng.choice(names), _dump(notebook(rng)))])


def zip_link(rng: random.Random) -> bytes:
    info = zipfile.ZipInfo(f"{ASSIGNMENT}.ipynb")
    info.create_system = 3
    info.external_attr = rng.choice([0o120777, 0o010644, 0o020666, 0o060660]) << 16
    return _zip([(info, b"/etc/passwd")])


def zip_encrypted(rng: random.Random) -> bytes:
    data = bytearray(_zip([(f"{ASSIGNMENT}.ipynb", _dump(notebook(rng)))]))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature) + offset
        flags = struct.unpack_from("<H", data, place)[0] | 1
        struct.pack_into("<H", data, place, flags)
    return bytes(data)


def zip_corrupt(rng: random.Random) -> bytes:
    data = bytearray(_zip([(f"{ASSIGNMENT}.ipynb", _dump(notebook(rng)))]))
    if rng.random() < 0.4:
        return bytes(data[: rng.randrange(len(data))])
    for _ in range(rng.randint(1, 25)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def zip_bomb(rng: random.Random) -> bytes:
    return _zip([(f"{ASSIGNMENT}.ipynb", bytes(24 * 2**20))])


def zip_lies(rng: random.Random) -> bytes:
    """The directory says a smaller or a larger size than the stream has."""
    data = bytearray(_zip([(f"{ASSIGNMENT}.ipynb", _dump(notebook(rng)))]))
    place = data.find(b"PK\x01\x02") + 24
    struct.pack_into("<I", data, place, rng.choice([0, 1, 10, 2**31, 2**32 - 2]))
    return bytes(data)


def zip_nested(rng: random.Random) -> bytes:
    data = _dump(notebook(rng))
    name = f"{ASSIGNMENT}.ipynb"
    for depth in range(rng.randint(2, 6)):
        data, name = _zip([(name, data)]), f"level{depth}.zip"
    return data


def zip_odd_names(rng: random.Random) -> bytes:
    names = [
        ".ipynb",
        "a\nb.ipynb",
        "\u202ebynpi.ipynb",
        "x" * 400 + ".ipynb",
        "דנה.ipynb",
        "A.ipynb",
        "a.ipynb",
        "A.IPYNB",
        "//.ipynb",
    ]
    return _zip([(name, rng.choice(FILES)(rng)) for name in rng.sample(names, 3)])


def zip_twice(rng: random.Random) -> bytes:
    return _zip([(f"{ASSIGNMENT}.ipynb", _dump(notebook(rng))), (f"{ASSIGNMENT}.ipynb", rng.choice(FILES)(rng))])


def zip_without_notebook(rng: random.Random) -> bytes:
    return _zip(
        rng.choice([[], [("essay.pdf", b"%PDF")], [("a/", b"")], [("__MACOSX/._x.ipynb", b"\0")], [(".x.ipynb", b"")]])
    )


def zip_many_files(rng: random.Random) -> bytes:
    files: list[tuple[str | zipfile.ZipInfo, bytes]] = [(f"d/{n}.txt", b"x") for n in range(300)]
    return _zip([(f"{ASSIGNMENT}.ipynb", _dump(notebook(rng))), *files, ("d", b"a file where a folder is")])


def zip_foreign_names(rng: random.Random) -> bytes:
    """Names in an encoding of a country, and not marked as anything else."""
    name = rng.choice(["דנה".encode("cp1255"), "宿題".encode("shift_jis"), "дз".encode("cp1251"), b"\xff\xfe\x80"])
    placeholder = b"x" * len(name)
    data = _zip([(f"{placeholder.decode()}.ipynb", rng.choice(FILES)(rng))], zipfile.ZIP_STORED)
    return data.replace(placeholder + b".ipynb", name + b".ipynb")


def zip_overlapping(rng: random.Random) -> bytes:
    """A bomb without nesting: a thousand members of one name's length that all point at the same few bytes."""
    count = 1000
    data = _zip([("a0000.txt", bytes(8 * 2**20)), (f"{ASSIGNMENT}.ipynb", _dump(notebook(rng)))])
    start = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", start + 4)
    end = data.find(b"PK\x05\x06")
    first = data[start:second]
    directory = b"".join(first.replace(b"a0000.txt", b"a%04d.txt" % number) for number in range(count))
    directory += data[second:end]
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, count + 1, count + 1, len(directory))
    return data[:start] + directory + bytes(tail)


ZIPS: list[Callable[[random.Random], bytes]] = [
    zip_of_malformed, zip_outside, zip_link, zip_encrypted, zip_corrupt, zip_bomb, zip_lies, zip_nested, zip_odd_names,
    zip_twice, zip_without_notebook, zip_many_files, zip_foreign_names, zip_overlapping,
]  # fmt: skip


# Each of these makes a folder of a student.
def folder_empty(folder: Path, rng: random.Random) -> None:
    folder.mkdir()


def folder_of_malformed(folder: Path, rng: random.Random) -> None:
    folder.mkdir()
    for n in range(rng.randint(1, 3)):
        (folder / f"{'x' * n}{ASSIGNMENT}.ipynb").write_bytes(rng.choice(FILES)(rng))
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / f"{ASSIGNMENT}-checkpoint.ipynb").write_bytes(_dump(notebook(rng)))


def folder_other_files(folder: Path, rng: random.Random) -> None:
    folder.mkdir()
    (folder / rng.choice(["essay.pdf", "notes.txt", "03_attention.html", "x.tar.gz"])).write_bytes(rng.randbytes(50))


def folder_link(folder: Path, rng: random.Random) -> None:
    folder.mkdir()
    targets = ["/etc/passwd", "/dev/zero", "/dev/stdin", "nowhere", f"{ASSIGNMENT}.ipynb", "/proc/self/mem", ".."]
    (folder / f"{ASSIGNMENT}.ipynb").symlink_to(rng.choice(targets))


def folder_pipe(folder: Path, rng: random.Random) -> None:
    folder.mkdir()
    os.mkfifo(folder / f"{ASSIGNMENT}.ipynb")


def folder_in_place(folder: Path, rng: random.Random) -> None:
    """A folder that bears a notebook's name."""
    (folder / f"{ASSIGNMENT}.ipynb").mkdir(parents=True)


def folder_deep(folder: Path, rng: random.Random) -> None:
    (folder / "/".join("d" * 40)).mkdir(parents=True)
    (folder / "/".join("d" * 40) / f"{ASSIGNMENT}.ipynb").write_bytes(_dump(notebook(rng)))


def folder_zips(folder: Path, rng: random.Random) -> None:
    folder.mkdir()
    for n in range(2):
        (folder / f"{n}.zip").write_bytes(rng.choice(ZIPS)(rng))


FOLDERS: list[Callable[[Path, random.Random], None]] = [
    folder_empty, folder_of_malformed, folder_other_files, folder_link, folder_pipe, folder_in_place, folder_deep,
    folder_zips,
]  # fmt: skip


def malformed_submissions(folder: Path, count: int, seed: int) -> list[Path]:
    """Write ``count`` malformed submissions into a folder, each of them one file or one folder at its top.

    Two in three are notebooks, the rest zips and folders of a student. Names repeat, in upper and lower case too where
    the file system tells them apart; about one in twenty of the notebooks can be graded in spite of everything.

    Returns:
        What was written, in order of writing.
    """
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for number in range(count):
        name = rng.choice(NAMES)
        name = name.upper() if rng.random() < 0.2 else name
        name = f"{name}_{rng.choice(string.ascii_letters)}{number if rng.random() < 0.7 else ''}"
        kind = rng.choices(["file", "zip", "folder"], [6, 2, 1])[0]
        suffix = {"file": ".ipynb", "zip": ".zip", "folder": ""}[kind]
        path = folder / (name[:110] + suffix)
        if os.path.lexists(path):
            path = folder / f"{name[:110]}{number}{suffix}"
        if kind == "file":
            path.write_bytes(rng.choice(FILES)(rng))
        elif kind == "zip":
            path.write_bytes(rng.choice(ZIPS)(rng))
        else:
            rng.choice(FOLDERS)(path, rng)
        written.append(path)
    return written
