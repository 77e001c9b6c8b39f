"""Pictures and recordings of a world, and what engines read and hear in them; or placeholders where none are wanted."""

from __future__ import annotations

import binascii
import hashlib
import struct
import zlib
from collections.abc import Callable

from autograder.worlds.model import PassagePlan
from autograder.worlds.rendering import Rendered

Progress = Callable[[str], None]


class Placeholders:
    """Files that say nothing, with perfect transcripts: for tests, and for looking at a world's text in a second."""

    def passage(self, plan: PassagePlan, rendered: Rendered) -> tuple[bytes, str]:
        """A passage's file and its transcript."""
        make = _empty_wav if plan.form == "speech" else _empty_png
        return make(rendered.text), rendered.text

    def question(self, text: str, voice: int) -> tuple[bytes, str]:
        """A spoken question's file and its transcript."""
        return _empty_wav(text), text


class Studio:
    """Draws, speaks, reads and listens, with real engines.

    Args:
        progress: is told what is being made.
    """

    def __init__(self, progress: Progress = lambda _text: None) -> None:
        self._progress = progress
        self._made: dict[tuple, tuple[bytes, str]] = {}

    def passage(self, plan: PassagePlan, rendered: Rendered) -> tuple[bytes, str]:
        if plan.form == "speech":
            return self._spoken(rendered.text, plan.language, plan.style)
        key = (plan.form, plan.language, plan.style, rendered)
        if key not in self._made:
            self._made[key] = self._drawn(plan, rendered)
        return self._made[key]

    def question(self, text: str, voice: int) -> tuple[bytes, str]:
        return self._spoken(text, "en", voice)

    def _drawn(self, plan: PassagePlan, rendered: Rendered) -> tuple[bytes, str]:
        from autograder.worlds.pictures import chart, poster
        from autograder.worlds.recognise import read_picture

        self._progress(f"drawing and reading a {plan.form}: {rendered.lines[0]}")
        if plan.form == "chart":
            labels, values = zip(*rendered.bars, strict=True)
            png = chart(rendered.lines[0], labels, values, plan.unit, plan.language, plan.style)
        else:
            png = poster(rendered.lines[0], rendered.lines[1:], plan.language, plan.style)
        return png, read_picture(png, plan.language)

    def _spoken(self, text: str, language: str, voice: int) -> tuple[bytes, str]:
        from autograder.worlds.recognise import hear
        from autograder.worlds.speech import speak

        key = ("speech", language, voice, text)
        if key not in self._made:
            self._progress(f"speaking and listening: {text}")
            wav = speak(text, language, voice)
            self._made[key] = (wav, hear(wav, language))
        return self._made[key]


def content_hash(content: bytes) -> str:
    """As in the contract: the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def _empty_png(text: str) -> bytes:
    """One white pixel, and the text's hash as a comment, so that every file is another one."""
    comment = b"Comment\0" + hashlib.sha256(text.encode()).hexdigest().encode()
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff")
    chunks = ((b"IHDR", header), (b"tEXt", comment), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", binascii.crc32(name + data))


def _empty_wav(text: str) -> bytes:
    """Two milliseconds of noise: the text's hash as samples of 8 bits at 16 kHz."""
    samples = hashlib.sha256(text.encode()).digest()
    fmt = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 16000, 16000, 1, 8)
    data = struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI4s", b"RIFF", 4 + len(fmt) + len(data), b"WAVE") + fmt + data
