"""The package `checks` as students get it: beside the notebook, and once more in its first cell, for where the notebook comes alone."""

from __future__ import annotations

import base64
import io
import json
import zlib
from pathlib import Path
from typing import Any

from autograder.authoring.assignment import Assignment
from autograder.authoring.test_files import public_source
from autograder.release.files import CHECKS, walk
from autograder.translation import LOCALE, extract_tests, languages, translator

MOST_BYTES = 150_000
"""Of given files in a notebook's copy, before they are compressed to a third; more come out of the assignment's zip."""


def checks_files(assignment: Assignment, locale: Path = LOCALE) -> dict[str, bytes]:
    """The files of the package by their names in the folder; with what it says in the languages that there are."""
    files = {f"{CHECKS.name}/{path.name}": path.read_bytes() for path in walk(CHECKS)}
    texts = _texts(assignment, locale)
    if texts:
        files[f"{CHECKS.name}/texts.json"] = _json(texts)
    return files


def copy_for_notebook(assignment: Assignment, metadata: dict[str, Any]) -> str:
    """The package with the notebook's metadata, and the given files where all of them are small texts.

    A JSON object of names and texts, compressed, in base 85: its letters need no escape in a string, nor in a notebook's file.

    Args:
        assignment: the assignment.
        metadata: of its notebook: the public checks, and what must lie beside it.
    """
    files = checks_files(assignment)
    files[f"{CHECKS.name}/notebook.json"] = _json({key: metadata[key] for key in ("otter", "checks")})
    given = {
        file.relative_to(path.parent).as_posix(): file.read_bytes()
        for path in assignment.files
        for file in (walk(path) if path.is_dir() else [path])
    }
    if sum(map(len, given.values())) > MOST_BYTES or not all(map(_is_text, given.values())):
        given = {}
    texts = {name: content.decode("utf-8") for name, content in {**files, **given}.items()}
    return base64.b85encode(zlib.compress(_json(texts), 9)).decode("ascii")


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8")


def _texts(assignment: Assignment, locale: Path) -> dict[str, dict[str, str]]:
    """By language, what the package and the public checks say; a text without a translation is left out."""
    there = languages(locale)
    if not there:
        return {}
    from babel.messages.extract import extract_python

    said: set[str] = set()
    for path in walk(CHECKS):
        with path.open("rb") as stream:
            for _line, _name, parts, _comments in extract_python(stream, {"_": None}, (), {}):
                first = parts[0] if isinstance(parts, list | tuple) and parts else parts
                said |= {first} if isinstance(first, str) and first else set()  # not what a test says, which is below
    for exercise in assignment.exercises:
        source = io.BytesIO(public_source(exercise.tests).encode("utf-8"))
        said |= {text for _line, _name, text, _comments in extract_tests(source, None, None, None)}
    return {
        language: {text: other for text in sorted(said) if (other := translate(text)) != text}
        for language in there
        for translate in [translator(language, locale)]
    }
