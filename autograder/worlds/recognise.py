"""What real engines make of a world's pictures and recordings: the transcripts that systems get instead of engines.

The engines are those that students get for their own domain (``engines.py``, one of the project's given files), with the same
settings, so that the public world's transcripts are what anybody's machine makes of its files.
"""

from __future__ import annotations

from collections.abc import Callable

from autograder.errors import KitError
from autograder.worlds import engines


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
    return _telling(lambda content, written: engines.read(content, written).text, png, language)


def hear(wav: bytes, language: str) -> str:
    """What is said in a WAV file as Whisper base hears it.

    Raises:
        RecogniserMissing: if faster-whisper or the model is not on this machine.
        RecogniserFailed: if the file is not a recording.
    """
    return _telling(lambda content, spoken: engines.listen(content, spoken).text, wav, language)


def _telling(engine: Callable[[bytes, str], str], content: bytes, language: str) -> str:
    try:
        return engine(content, language)
    except engines.EngineMissingError as error:
        raise RecogniserMissing(str(error)) from None
    except engines.EngineFailedError as error:
        raise RecogniserFailed(str(error)) from None
