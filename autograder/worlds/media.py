"""Pictures and recordings of a world, and what engines read and hear in them; or placeholders where none are wanted."""

from __future__ import annotations

import binascii
import hashlib
import re
import struct
import zlib
from collections.abc import Callable, Iterable

from autograder.messages import Message
from autograder.worlds.model import PassagePlan
from autograder.worlds.rendering import Rendered

Progress = Callable[[str], None]
Take = tuple[bytes, str]
"""A file and its transcript."""

DRAWINGS, CHARTS, RECORDINGS = 6, 12, 4
"""How often a picture is drawn in another style, or a text spoken by another voice, until engines make enough of it."""
NAME_ENOUGH = 0.6
"""Share of the words of a name that a transcript must have; the rest are the real errors that systems have to live with."""

LYING = (2, 3, 8, 9, 14, 15, 20, 21, 26, 27)
"""Styles of charts with lying bars: only there an OCR engine keeps a label and its number in one line."""

_WORD = re.compile(r"[\w.:,]+")


class Placeholders:
    """Files that say nothing, with perfect transcripts: for tests, and for looking at a world's text in a second."""

    def passage(self, plan: PassagePlan, rendered: Rendered) -> Take:
        """A passage's file and its transcript."""
        make = _empty_wav if plan.form == "speech" else _empty_png
        return make(rendered.text), rendered.text

    def question(self, text: str, name: str, voice: int) -> Take:
        """A spoken question's file and its transcript."""
        return _empty_wav(text), text


class Studio:
    """Draws, speaks, reads and listens, with real engines.

    A transcript in which a fact cannot be found at all would make its questions a lottery. So a picture is drawn again in
    another style, and a text spoken again by another voice, until its transcript has the facts and most of the name.

    Args:
        progress: is told what is being made.
    """

    def __init__(self, progress: Progress = lambda _text: None) -> None:
        self._progress = progress
        self._made: dict[tuple, Take] = {}

    def passage(self, plan: PassagePlan, rendered: Rendered) -> Take:
        """A passage's picture or recording, and what an engine makes of it."""
        key = (plan.form, plan.language, plan.style, rendered)
        if key not in self._made:
            text = rendered.text.splitlines()[0]
            self._progress(Message("{name}: {text}", name=plan.id or Message("a question"), text=text))
            if plan.form == "speech":
                takes = (_spoken(rendered.text, plan.language, plan.style + n) for n in range(RECORDINGS))
                self._made[key] = _best(takes, lambda text: _heard(text, rendered))
            else:
                tries = CHARTS if plan.form == "chart" else DRAWINGS
                takes = (_drawn(plan, rendered, plan.style + n) for n in range(tries))
                self._made[key] = _best(takes, lambda text: _read(text, rendered))
        return self._made[key]

    def question(self, text: str, name: str, voice: int) -> Take:
        """A spoken question, and what an engine hears."""
        self._progress(Message("{name}: {text}", name=Message("a question"), text=text))
        takes = (_spoken(text, "en", voice + n) for n in range(RECORDINGS))
        return _best(takes, lambda heard: (1.0, _share(name.split(), heard)))


def _drawn(plan: PassagePlan, rendered: Rendered, style: int) -> Take:
    from autograder.worlds.pictures import chart, poster
    from autograder.worlds.recognise import read_picture

    if plan.form == "chart":
        labels, values = zip(*rendered.bars, strict=True)
        png = chart(rendered.lines[0], labels, values, plan.unit, plan.language, LYING[style % len(LYING)])
    else:
        png = poster(rendered.lines[0], rendered.lines[1:], plan.language, style)
    return png, read_picture(png, plan.language)


def _spoken(text: str, language: str, voice: int) -> Take:
    from autograder.worlds.recognise import hear
    from autograder.worlds.speech import speak

    wav = speak(text, language, voice)
    return wav, hear(wav, language)


def _best(takes: Iterable[Take], judge: Callable[[str], tuple[float, float]]) -> Take:
    """The first take with all the facts and enough of the name; else the one with most facts, then most of the name."""
    best: tuple[tuple[float, float], Take] | None = None
    for take in takes:
        marks = judge(take[1])
        if marks[0] == 1 and marks[1] >= NAME_ENOUGH:
            return take
        if best is None or marks > best[0]:
            best = (marks, take)
    if best is None:
        raise ValueError("There is no take to choose from.")
    return best[1]


def _heard(text: str, rendered: Rendered) -> tuple[float, float]:
    return _share(rendered.facts, text), _share(rendered.name.split(), text)


def _read(text: str, rendered: Rendered) -> tuple[float, float]:
    """As `_heard`; of a chart, label and number must stand in one line, or nobody knows what belongs together."""
    if not rendered.bars:
        return _heard(text, rendered)
    lines = [_words(line) for line in text.splitlines()]
    found = [any({_plain(label), str(number)} <= line for line in lines) for label, number in rendered.bars]
    return sum(found) / len(found), _share(rendered.name.split(), text)


def _share(wanted: Iterable[str], text: str) -> float:
    """The share of what is wanted whose figures, or else whose words, are in a transcript."""
    there = _words(text)
    marks = []
    for phrase in wanted:
        words = _words(phrase)
        figures = {word for word in words if word.isdigit()}
        keys = (figures or words) if not _is_date(words) else words
        marks.append(keys <= there)
    return sum(marks) / len(marks) if marks else 1.0


def _is_date(words: set[str]) -> bool:
    """Whether the figure alone does not say it: 18 September, and not 18 florins."""
    from autograder.worlds.lexicon.words import MONTHS_EN, MONTHS_HE

    months = {month.lower() for month in MONTHS_EN} | {f"ב{month}" for month in MONTHS_HE}
    return bool(words & months)


def _words(text: str) -> set[str]:
    return {_plain(word) for word in _WORD.findall(text)}


def _plain(word: str) -> str:
    """Lower case; of figures only the digits, since 9:40, 9.40 and 940 are one time for a speech recogniser."""
    digits = re.sub(r"\D", "", word)
    return (digits.lstrip("0") or "0") if digits else re.sub(r"\W", "", word).lower()


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
