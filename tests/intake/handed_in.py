"""Notebooks of assignment 3 as students hand them in, and what they were given."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from autograder.authoring.catalogue import find_assignment
from autograder.intake import HandOut, Submission, collect, hand_out_of

A = "03_attention"
HAND_OUT: HandOut = hand_out_of(find_assignment(A))
ROOT = Path(__file__).resolve().parents[2]


def cell(source: Any, kind: str = "code", identifier: str = "", **metadata: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "metadata": metadata, "source": source}
    if identifier:
        made["id"] = identifier
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(*cells: dict[str, Any]) -> bytes:
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def nb(mark: str) -> bytes:
    """A notebook whose one cell says whose it is."""
    return notebook(cell(f"who = {mark!r}"))


def untouched() -> bytes:
    """The notebook as it is given out."""
    return (ROOT / "assignments" / A / f"{A}.ipynb").read_bytes()


def answered(mark: str, *names: str) -> bytes:
    """A notebook with answers to some exercises."""
    return notebook(cell(f"who = {mark!r}"), *(cell(f"def {name}(*args):\n    return {mark!r}") for name in names))


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def found(path: Path, **options: Any) -> dict[str, Submission]:
    options.setdefault("hand_out", HAND_OUT)
    return {submission.id: submission for submission in collect(path, A, **options)}


def whose(submission: Submission) -> str:
    assert submission.problem == "", submission.problem
    return next(code for code in submission.code if code.startswith("who = ")).removeprefix("who = '").removesuffix("'")
