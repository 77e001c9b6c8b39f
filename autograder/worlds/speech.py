"""Announcements, spoken by espeak-ng: the same arguments give the same bytes, with the same version of the program.

WAV files of 16 kHz, mono, 8 bits a sample: 16 kB a second, and all that a speech recogniser uses.
"""

from __future__ import annotations

import io
import math
import shutil
import subprocess
import tempfile
import wave
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.signal import resample_poly

from autograder.errors import KitError

RATE = 16_000
"""Samples a second, as Whisper takes them."""

SECONDS = 60
"""Wall clock for one announcement; espeak-ng is hundreds of times faster than speech."""


class SpeechMissing(KitError):
    """espeak-ng is not on this machine, or could not speak."""


class _Voice(NamedTuple):
    name: str
    speed: int
    """Words a minute."""
    pitch: int
    """0 to 99; 50 is the voice's own."""
    gap: int
    """Silence between words, in hundredths of a second: without it Whisper base loses where words end."""


# Those of 25 settings that Whisper base understood best. There is no Hebrew: of what espeak-ng says in Hebrew, with
# vowel points or without, Whisper base understood not one sentence in ten.
VOICES = {
    "en": (
        _Voice("en-us+klatt2", 145, 60, 8),
        _Voice("en-us", 135, 50, 6),
        _Voice("en-gb", 150, 50, 6),
        _Voice("en-us", 150, 35, 6),
        _Voice("en-us", 150, 65, 6),
    ),
}


def speak(text: str, language: str, voice: int = 0) -> bytes:
    """A text, spoken.

    Args:
        text: what is said; figures are spoken as numbers, "09:40" as a time of day.
        language: "en"; announcements are in English.
        voice: any integer of at least 0; chooses among five voices.

    Returns:
        A WAV file.

    Raises:
        SpeechMissing: if espeak-ng is not on this machine or refuses.
        ValueError: if the language has no voice that a recogniser understands.
    """
    if language not in VOICES:
        raise ValueError(f"No recogniser understands espeak-ng in {language!r}; recordings are in {', '.join(VOICES)}.")
    if shutil.which("espeak-ng") is None:
        raise SpeechMissing("The program espeak-ng, which speaks, is not on this machine.", "apt-get install espeak-ng")
    chosen = VOICES[language][voice % len(VOICES[language])]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"  # through a pipe the file's header would not know its length
        settings = ["-v", chosen.name, "-s", str(chosen.speed), "-p", str(chosen.pitch), "-g", str(chosen.gap)]
        done = subprocess.run(
            ["espeak-ng", *settings, "-w", str(path), "--stdin"],
            input=text.encode("utf-8"),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode or not path.is_file():
            raise SpeechMissing(
                "espeak-ng did not speak: {reason}",
                "Try `espeak-ng test`.",
                reason=done.stderr.decode(errors="replace").strip(),
            )
        with wave.open(str(path)) as file:
            rate = file.getframerate()
            samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64)
    return _wav(samples, rate)


def _wav(samples: np.ndarray, rate: int) -> bytes:
    """Samples of any scale and rate as the file that a world keeps."""
    common = math.gcd(rate, RATE)
    sound = resample_poly(samples, RATE // common, rate // common)
    peak = np.abs(sound).max(initial=0.0)
    if peak > 0:
        sound = sound / peak * 0.9
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(1)
        wav.setframerate(RATE)
        wav.writeframes((np.rint(sound * 127) + 128).astype(np.uint8).tobytes())  # 8 bits are unsigned in WAV
    return file.getvalue()
