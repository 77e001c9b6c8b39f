"""Pictures and recordings of a world: the same bytes every time, small, and read or heard by real engines with few errors."""

from __future__ import annotations

import importlib.util
import io
import itertools
import re
import shutil
import wave
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from autograder.errors import KitError
from autograder.worlds import engines, pictures, speech
from autograder.worlds.pictures import chart, poster
from autograder.worlds.recognise import RecogniserFailed, RecogniserMissing, hear, read_picture
from autograder.worlds.speech import SpeechMissing, speak

ENGLISH = (
    "Fish Market of Orrin",
    ["Open Monday to Thursday, 07:30-13:15", "Stall rent: 35.50 crowns a day", "Warden: Peter Holloway"],
)
HEBREW = (
    "שוק הדגים של אורין",
    ["פתוח בימים ראשון עד חמישי, 07:30-13:15", "דמי השכרה: 35.50 כתר ליום", "ממונה: דוד הולצמן"],
)
POSTERS = {"en": ENGLISH, "he": HEBREW}
CATCH = (["Silver Gull", "Heron", "Star"], [812, 33.5, 978])

needs_tesseract = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
needs_espeak = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")


def errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Levenshtein's distance between two sequences of words."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


# Pictures


def test_the_same_poster_and_chart_are_the_same_bytes() -> None:
    for style in (0, 2, 4):
        assert poster(*ENGLISH, "en", style) == poster(*ENGLISH, "en", style)
        assert chart("Catch", *CATCH, "crates", "en", style) == chart("Catch", *CATCH, "crates", "en", style)


def test_styles_look_different_and_a_changed_fact_changes_the_picture() -> None:
    styles = [poster(*ENGLISH, "en", style) for style in range(20)]
    assert len(set(styles)) == len(styles)
    title, (first, *others) = ENGLISH
    assert poster(title, [first.replace("07:30", "07:40"), *others], "en", 3) != styles[3]
    charts = {chart("Catch", *CATCH, "crates", "en", style) for style in range(6)}
    assert len(charts) == 6


@pytest.mark.parametrize("language", ["en", "he"])
def test_pictures_are_small_png_files_with_a_palette_and_no_metadata(language: str) -> None:
    title, lines = POSTERS[language]
    files = [poster(title, lines, language, style) for style in range(15)]
    files += [chart(title, *CATCH, "crates", language, style) for style in range(6)]
    for png in files:
        assert len(png) < 12_000
        image = Image.open(io.BytesIO(png))
        assert image.format == "PNG" and image.mode == "P" and image.info == {}
        assert b"tEXt" not in png and b"tIME" not in png and b"pHYs" not in png


def test_a_users_own_matplotlib_settings_do_not_change_a_chart() -> None:
    import matplotlib

    plain = chart("Catch", *CATCH, "crates", "en", 0)
    with matplotlib.rc_context({"axes.grid": True, "font.size": 20, "axes.edgecolor": "red"}):
        assert chart("Catch", *CATCH, "crates", "en", 0) == plain


def test_a_chart_wants_a_label_for_each_value() -> None:
    with pytest.raises(ValueError, match="2 labels for 1 values"):
        chart("Catch", ["a", "b"], [1], "crates", "en", 0)
    assert chart("Nothing", ["a", "b"], [0, 0], "crates", "en", 0)


def test_hebrew_is_set_from_right_to_left() -> None:
    image = Image.open(io.BytesIO(poster("א", ["ב"], "he", 4))).convert("L")  # style 4: text at its side
    dark = np.asarray(image) < 100
    columns = np.flatnonzero(dark[:, 40:-40].any(axis=0)) + 40  # without the mark at the edge
    assert columns.min() > image.width / 2


# Reading


@needs_tesseract
@pytest.mark.parametrize("language", ["en", "he"])
def test_an_engine_reads_posters_with_few_errors_and_the_figures_right(language: str) -> None:
    title, lines = POSTERS[language]
    words = " ".join([title, *lines]).split()
    wrong = figures = 0
    styles = (0, 1, 5, 7, 10)
    for style in styles:
        text = read_picture(poster(title, lines, language, style), language)
        wrong += errors(words, text.split())
        figures += ("35.50" in text) + ("07:30-13:15" in text)
    assert wrong / len(words) / len(styles) <= 0.12  # measured: 0.01 in English, 0.05 in Hebrew
    assert figures >= 2 * len(styles) - 1


@needs_tesseract
def test_an_engine_reads_a_charts_rows() -> None:
    labels, values = CATCH
    lying = read_picture(chart("Catch of the fishing boats", labels, values, "crates", "en", 2), "en")
    for label, value in (("Silver Gull", "812"), ("Heron", "33.5"), ("Star", "978")):
        assert any(row.startswith(label) and row.endswith(value) for row in lying.splitlines()), lying
    standing = read_picture(chart("Catch of the fishing boats", labels, values, "crates", "en", 0), "en")
    assert standing.splitlines()[-2:] == ["Silver Gull Heron Star", "812 33.5 978"]
    hebrew = read_picture(chart("קנסות לפי רובע", ["נמל", "גבעה", "שוק"], [12, 45, 27], "קנסות", "he", 0), "he")
    assert {"נמל 12", "גבעה 45"} <= set(hebrew.splitlines())


def small_notice(size: int) -> bytes:
    """Lines in type of so many pixels."""
    font = pictures._font("DejaVuSans", size)
    title, lines = ENGLISH
    image = Image.new("RGB", (30 * size, 10 * size), "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate([title, *lines]):
        draw.text((size, size + 2 * size * number), line, fill="black", font=font)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@needs_tesseract
def test_small_type_is_read_again_larger_and_the_surer_reading_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    factors = []
    plain = engines._tesseract
    monkeypatch.setattr(engines, "_tesseract", lambda png, to, by: factors.append(by) or plain(png, to, by))
    words = tuple(" ".join([ENGLISH[0], *ENGLISH[1]]).split())
    read = engines.read(small_notice(8), "en")
    assert len(factors) == 2 and factors[0] == 2 < factors[1] <= engines.LARGEST
    twice = plain(small_notice(8), "en", 2)
    assert read.confidence >= engines._sure(twice[1])
    assert errors(words, tuple(read.text.split())) <= errors(words, tuple(twice[0].split()))
    factors.clear()
    assert engines.read(poster(*ENGLISH, "en"), "en").doubt == ""
    assert factors == [2]  # large enough: as ever


class Tesseract:
    """Stands in for the program: what it reads at each size."""

    def __init__(self, **readings: list[tuple[str, float, int]]) -> None:
        self.readings = {int(factor[1:]): words for factor, words in readings.items()}

    def __call__(self, png: bytes, language: str, factor: int) -> tuple[str, list[engines._Word]]:
        words = [engines._Word(*word) for word in self.readings[factor]]
        return " ".join(word.text for word in words), words


def read_by(monkeypatch: pytest.MonkeyPatch, **readings: list[tuple[str, float, int]]) -> engines.Read:
    monkeypatch.setattr(engines, "_tesseract", Tesseract(**readings))
    return engines._by_tesseract(b"", "en")


def test_what_tesseract_is_unsure_of_is_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    fine = read_by(monkeypatch, x2=[("Open", 0.96, 40), ("7:30", 0.9, 40)])
    assert fine == engines.Read("Open 7:30", pytest.approx(0.93), "")
    figure = read_by(monkeypatch, x2=[("Open", 0.96, 40), ("every Wednesday", 0.96, 40), ("7:3O", 0.2, 40)])
    assert figure.doubt == "Tesseract is unsure of the figures 7:3O."
    poor = read_by(monkeypatch, x2=[("Qpen", 0.3, 40), ("ot", 0.4, 40)])
    assert poor.doubt == "Tesseract is unsure of it (0.33 of 1)."
    assert read_by(monkeypatch, x2=[]) == engines.Read("", 1.0, "")


def test_of_two_readings_of_small_type_the_surer_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    small = [("Qpen", 0.5, 16)]
    larger = read_by(monkeypatch, x2=small, x4=[("Open", 0.9, 34)])
    assert (
        larger.text == "Open" and larger.doubt == "Its type is small: 1 of 1 words are read otherwise at another size."
    )
    assert read_by(monkeypatch, x2=small, x4=[("0pen", 0.4, 34)]).text == "Qpen"
    assert read_by(monkeypatch, x2=[("Open", 0.8, 16)], x4=[("Open", 0.9, 34)]).doubt == ""


@needs_tesseract
def test_a_doubt_about_a_picture_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_tesseract", Tesseract(x2=[("ot", 0.4, 40)]))
    with pytest.warns(engines.DoubtfulTranscript, match="unsure of it"):
        assert engines.read_picture(b"", "en") == "ot"


@needs_tesseract
def test_what_is_no_picture_is_refused_with_a_reason() -> None:
    with pytest.raises(RecogniserFailed, match="not a picture"):
        read_picture(b"GIF", "en")


# Speaking and hearing

ANNOUNCEMENTS = (
    ("The library stays closed on Monday and Tuesday. It opens again on Wednesday at 10:15.", r"10[:.]?15"),
    ("Doctor Helen Marsh will see patients on Thursday from 8:30 to 12:45.", r"8[:.]?30 to 12[:.]?45"),
    ("The train from Redwater arrives at 13:55 on platform 2.", r"Redwater.*13[:.]?55"),
)


@needs_espeak
def test_the_same_words_are_the_same_sound_and_another_voice_is_another() -> None:
    text = ANNOUNCEMENTS[0][0]
    sounds = [speak(text, "en", voice) for voice in range(len(speech.VOICES["en"]))]
    assert len(set(sounds)) == len(sounds)
    assert [speak(text, "en", voice) for voice in range(len(sounds))] == sounds
    assert speak(text, "en", len(sounds)) == sounds[0]


@needs_espeak
def test_recordings_are_16_khz_mono_8_bit_and_full_of_sound() -> None:
    with wave.open(io.BytesIO(speak("The ferry leaves at 9:40.", "en", 1))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16_000, 1, 1)
        samples = np.frombuffer(file.readframes(file.getnframes()), np.uint8).astype(int) - 128
    assert 1 < len(samples) / 16_000 < 5
    assert 110 <= np.abs(samples).max() <= 116  # loud, and nowhere cut off
    assert abs(samples.mean()) < 2


@needs_espeak
@pytest.mark.parametrize("number", range(len(ANNOUNCEMENTS)))
def test_whisper_hears_the_facts(number: int) -> None:
    text, fact = ANNOUNCEMENTS[number]
    heard = hear(speak(text, "en", number), "en")
    assert re.search(fact, heard), heard


@needs_espeak
def test_hearing_twice_is_hearing_the_same() -> None:
    wav = speak("Storm warning. The bridge is closed until midnight.", "en", 2)
    assert hear(wav, "en") == hear(wav, "en") != ""


def test_in_silence_and_in_noise_nothing_is_heard() -> None:
    silence, noise = np.zeros(32_000), np.random.default_rng(0).normal(size=32_000)
    for sound in (silence, noise, np.zeros(0)):
        assert hear(speech._wav(sound, 16_000), "en") == ""


class Parrot:
    """Stands in for Whisper: says one thing with the prompt and another without it, and keeps what it was given."""

    def __init__(self, prompted: str, plain: str, sure: float = -0.1, plainly_sure: float = -0.1) -> None:
        self.says = {True: (prompted, sure), False: (plain, plainly_sure)}
        self.given: list[tuple[float, bool]] = []

    def transcribe(self, sound: np.ndarray, initial_prompt: str | None = None, **_settings: object) -> tuple:
        self.given.append((len(sound) / engines.RATE, bool(initial_prompt)))
        text, sure = self.says[bool(initial_prompt)]
        return [SimpleNamespace(text=f" {text}", avg_logprob=sure)], None


def heard_by(parrot: Parrot, seconds: float = 10, language: str = "en", short: bool = False) -> engines.Heard:
    return engines._twice(parrot, np.zeros(int(seconds * engines.RATE), np.float32), language, short)


@pytest.mark.parametrize(
    "echo", ["The price is 4.50.", "The price is $4.50.", "the price is 450", "It opens at", "It begins at 6:50. Yes."]
)
def test_the_prompt_is_never_what_was_heard(echo: str) -> None:
    """However sure Whisper is of it, and however long the recording."""
    for short, sure in itertools.product((True, False), (-0.01, -0.9)):
        heard = heard_by(Parrot(echo, "Yes.", sure, -0.5), short=short)
        assert heard.text == "Yes." and "Yes." in heard.doubt and echo in heard.doubt


def test_who_really_says_a_sentence_of_the_prompt_is_heard() -> None:
    heard = heard_by(Parrot("The price is 4.50.", "The price is $4.50."))
    assert heard == engines.Heard("The price is 4.50.", pytest.approx(np.exp(-0.1)), "")


def test_silence_behind_an_echo_is_silence() -> None:
    for echo, sure in itertools.product(("The price is 4.50.", "The price"), (-0.01, -0.9)):
        assert heard_by(Parrot(echo, "", sure, -0.5)).text == ""


def test_short_recordings_are_heard_twice_and_others_once() -> None:
    agreeing = Parrot("Closed at 9:05, seven days.", "closed at 9.05 7 days")
    assert heard_by(agreeing, short=True).text == "Closed at 9:05, seven days."
    assert [prompted for _, prompted in agreeing.given] == [True, False]
    for language, short in (("en", False), ("he", True)):
        parrot = Parrot("Closed.", "Open.")
        heard = heard_by(parrot, language=language, short=short)
        assert len(parrot.given) == 1 and heard.doubt == ""


def test_of_two_readings_of_a_short_recording_the_surer_one_is_taken_and_doubted() -> None:
    for sure, text in ((-0.9, "Blue."), (-0.1, "Glue.")):
        heard = heard_by(Parrot("Glue.", "Blue.", sure, -0.5), short=True)
        assert heard.text == text and "'Blue.'" in heard.doubt and "'Glue.'" in heard.doubt


def test_a_doubt_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        engines, "listen", lambda *_: engines.Heard("Blue.", 0.2, "Whisper is unsure of it (0.20 of 1).")
    )
    with pytest.warns(engines.DoubtfulTranscript, match="unsure"):
        assert engines.hear(b"", "en") == "Blue."


def speech_of(*seconds: float, pause: float = 0.6) -> np.ndarray:
    """Something that Silero's detector takes for speech, so many seconds of it between pauses."""
    with wave.open(io.BytesIO(speak(SENTENCE, "en", 1))) as file:
        words = np.frombuffer(file.readframes(file.getnframes()), np.uint8).astype(np.float32) / 128 - 1
    quiet = np.zeros(int(pause * engines.RATE), np.float32)
    parts = [part for length in seconds for part in (np.resize(words, int(length * engines.RATE)), quiet)]
    return np.concatenate([quiet, *parts])


SENTENCE = "Every morning the keeper walks along the harbour wall and counts the boats that lie there in the sun"


@needs_espeak
def test_long_recordings_are_cut_in_pauses_and_nothing_is_lost() -> None:
    lengths = (6.0, 9.0, 8.0, 11.0, 7.0, 10.0)
    sound = speech_of(*lengths)
    pieces = [len(piece) / engines.RATE for piece in engines._pieces(sound)]
    assert len(pieces) == 2 or len(pieces) == 3
    assert max(pieces) <= engines.AT_ONCE and sum(pieces) >= sum(lengths) - 1
    [short] = engines._pieces(sound[: 27 * engines.RATE])
    assert len(short) == 27 * engines.RATE


@needs_espeak
def test_long_silence_is_no_piece() -> None:
    sound = np.concatenate(
        [np.zeros(40 * engines.RATE, np.float32), speech_of(5.0), np.zeros(40 * engines.RATE, np.float32)]
    )
    [piece] = engines._pieces(sound)
    assert 4 < len(piece) / engines.RATE < 7


def test_what_is_no_recording_is_refused_with_a_reason() -> None:
    with pytest.raises(RecogniserFailed, match="not a recording"):
        hear(b"RIFF", "en")


def test_a_language_that_no_recogniser_understands_is_not_spoken() -> None:
    with pytest.raises(ValueError, match="recordings are in en"):
        speak("שלום", "he")


# What is not installed


def test_without_espeak_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SpeechMissing, match="apt-get install espeak-ng") as caught:
        speak("Hello", "en")
    assert isinstance(caught.value, KitError)


def test_without_engines_the_messages_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    engines.load_whisper.cache_clear()
    monkeypatch.setattr(engines.shutil, "which", lambda name: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(RecogniserMissing, match="apt-get install tesseract-ocr tesseract-ocr-heb"):
        read_picture(poster(*ENGLISH, "en"), "en")
    with pytest.raises(RecogniserMissing, match="Hebrew pictures"):
        read_picture(poster(*HEBREW, "he"), "he")
    with pytest.raises(RecogniserMissing, match=r"'de'(.|\n)*tesseract-ocr-deu"):
        read_picture(poster(*ENGLISH, "en"), "de")
    with pytest.raises(RecogniserMissing, match="pip install faster-whisper"):
        hear(b"", "en")


def test_a_language_that_whisper_does_not_know_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "load_whisper", lambda *_: SimpleNamespace(supported_languages=["en", "he"]))
    with pytest.raises(RecogniserMissing, match="does not know the language 'xx'"):
        hear(speech._wav(np.zeros(16_000), 16_000), "xx")


def test_whisper_with_other_weights_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    engines.load_whisper.cache_clear()
    monkeypatch.setattr(engines, "WHISPER_SHA256", "0" * 64)
    with pytest.raises(RecogniserMissing, match="not the published file"):
        hear(b"", "en")


def test_the_engines_are_those_that_students_get() -> None:
    root = Path(__file__).resolve().parents[2]
    given = root / "assignments" / "06_rag_project" / "engines.py"
    assert given.read_bytes() == Path(engines.__file__).read_bytes()
    assert "autograder" not in given.read_text(encoding="utf-8"), "students have no kit"
