"""What real engines make of a world's pictures and recordings: the transcripts that systems get instead of engines.

The engines are those that students get for their own domain (``solutions/06_rag_project/engines.py``), with the same settings,
so that the public world's transcripts are what anybody's machine makes of its files.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from autograder.errors import KitError

ENGINES = Path(__file__).resolve().parents[2] / "solutions" / "06_rag_project" / "engines.py"


class RecogniserMissing(KitError):
    """An engine that a world's transcripts are made with is not on this machine."""


class RecogniserFailed(KitError):
    """An engine could not read or hear a file."""


def read_picture(png: bytes, language: str) -> str:
    """The text in a PNG file as Tesseract reads it, line by line.

    Raises:
        RecogniserMissing: if no OCR engine for ``language`` ("en" or "he") is on this machine.
        RecogniserFailed: if the file is not a picture.
    """
    return _telling(_engines().read_picture, png, language)


def hear(wav: bytes, language: str) -> str:
    """What is said in a WAV file as Whisper base hears it.

    Raises:
        RecogniserMissing: if faster-whisper or the model is not on this machine.
        RecogniserFailed: if the file is not a recording.
    """
    return _telling(_engines().hear, wav, language)


def _telling(engine: Callable[[bytes, str], str], content: bytes, language: str) -> str:
    try:
        return engine(content, language)
    except _engines().EngineMissingError as error:
        raise RecogniserMissing(str(error)) from None
    except _engines().EngineFailedError as error:
        raise RecogniserFailed(str(error)) from None


@functools.cache
def _engines() -> ModuleType:
    """The module of engines, loaded from the students' files."""
    if not ENGINES.is_file():
        raise KitError(f"{ENGINES} is missing.", "Worlds are made in a clone of the course kit: take it from there.")
    spec = importlib.util.spec_from_file_location("rag_engines", ENGINES)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
