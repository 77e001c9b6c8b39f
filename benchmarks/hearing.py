"""How well recordings are heard, by length and voice: word error rates of `engines.listen`, and of what it does otherwise.

    python benchmarks/hearing.py                    all lengths, all voices; about half an hour of processor time
    python benchmarks/hearing.py --lengths 1 2 3    only the first three rows

Texts from one word to thirty sentences, spoken by espeak-ng in each of its voices, are heard three ways: with the prompt and in one
go (as Whisper is mostly called), without the prompt, and as `listen` does it. So are some with noise behind them, and sounds
without a word. The word error rate (Levenshtein's distance over words, as
a share of the words that were said) takes 17.15 for 17:15 and seven for 7. A recording counts as invented where a sentence of the prompt was
heard that nobody said; where nobody spoke, any word is. Results go to the terminal and, as JSON, to --out.
"""

import argparse
import importlib.metadata
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import signal

from autograder.worlds import engines, speech

WORDS = ["Yes.", "Blue.", "Seven.", "Monday.", "Closed.", "Pottery."]
PHRASES = ["Good morning.", "Pier nine, please.", "The fee is 8.50.", "Who runs it?", "At 17:15."]
SENTENCES = [
    "The library stays closed on Monday and Tuesday. It opens again on Wednesday at 10:15.",
    "Doctor Helen Marsh will see patients on Thursday from 8:30 to 12:45.",
    "When does the last boat leave for the islands on the day of the summer fair?",
]
LONG = """
The train from Redwater arrives at 13:55 on platform 2. Children under six travel free of charge. The bakery in Mill Lane sells
rye bread until 18:40. The museum shows forty lamps from four centuries. Tickets cost 12.50 at the door. The ferry to Brackwater
leaves from platform 14 this week. The tour begins at the old harbour gate. Please bring warm clothes and good shoes. The choir
rehearses on Thursday evening in the town hall. The bridge is closed for repairs until the third of May. The last bus back to the
station is at 21:15. The school has two hundred and ten pupils. The innkeeper's name is Martha Quill. The lighthouse was built in
1874. The market square is closed to cars on Saturday. A guide waits at platform 7 every morning. The swimming pool opens at 6:45.
The clinic has moved to the second floor. The regatta was put off until June. Lost umbrellas are kept in the office for a month.
""".replace("\n", " ").strip()


def cut(text: str, sentences: int) -> str:
    return " ".join(re.split(r"(?<=\.) (?=[A-Z])", text)[:sentences])


MORE = """
The council meets in the old school on Friday. Dogs must be kept on a lead in the park. The bookshop gives a discount of 15 percent
on Tuesday. The new bridge is 240 metres long. A boat for the seal bank leaves at 11:20. The fountain was a gift of the weavers.
Breakfast is served until 10:45. The road to Hollin is icy. The exhibition ends on the ninth of August. Ring twice at the side door.
""".replace("\n", " ").strip()


class Row(NamedTuple):
    """Recordings of one kind: what is said in them, and what is done to the sound."""

    texts: list[str]
    change: Callable[[np.ndarray], np.ndarray] = lambda sound: sound


def noisy(decibels: float) -> Callable[[np.ndarray], np.ndarray]:
    """White noise so many decibels below the speech, by the mean power of both."""

    def change(sound: np.ndarray) -> np.ndarray:
        noise = np.random.default_rng(0).normal(size=len(sound))
        return sound + noise * np.sqrt((sound**2).mean()) * 10 ** (-decibels / 20)

    return change


def trimmed(sound: np.ndarray) -> np.ndarray:
    """Without the silence around the word."""
    loud = np.flatnonzero(np.abs(sound) > 0.02)
    return sound[loud[0] : loud[-1] + 1]


ROWS: dict[str, Row] = {
    "one word": Row(WORDS),
    "one word, cut close": Row(WORDS, trimmed),
    "two or three words": Row(PHRASES),
    "one or two sentences": Row(SENTENCES),
    "the same, noise 20 dB below": Row(SENTENCES, noisy(20)),
    "the same, noise 10 dB below": Row(SENTENCES, noisy(10)),
    "the same, noise as loud": Row(SENTENCES, noisy(0)),
    "eight sentences": Row([cut(LONG, 8)]),
    "twenty sentences": Row([LONG]),
    "thirty sentences": Row([f"{LONG} {MORE}"]),
}


def wordless() -> dict[str, np.ndarray]:
    """Sounds in which nobody speaks, from half a second to two minutes."""
    found = {}
    for seconds in (0.5, 5, 30, 120):
        time = np.arange(int(seconds * engines.RATE)) / engines.RATE
        drawn = np.random.default_rng(0)
        found |= {
            f"silence, {seconds} s": np.zeros(len(time)),
            f"white noise, {seconds} s": drawn.normal(size=len(time)),
            f"brown noise, {seconds} s": signal.detrend(np.cumsum(drawn.normal(size=len(time)))),
            f"hum of 50 Hz, {seconds} s": np.sign(np.sin(2 * np.pi * 50 * time)),
            f"a gong each second, {seconds} s": np.sin(2 * np.pi * 440 * time) * np.exp(-4 * (time % 1.0)),
        }
    return found


def errors(said: tuple[str, ...], heard: tuple[str, ...]) -> int:
    """Levenshtein's distance between two sequences of words."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def spoken(text: str, voice: int, change: Callable[[np.ndarray], np.ndarray]) -> bytes:
    """A text spoken by a voice, as the file of the changed sound."""
    from faster_whisper.audio import decode_audio

    sound = decode_audio(io.BytesIO(speech.speak(text, "en", voice)))
    return speech._wav(change(sound.astype(np.float64)), engines.RATE)


def measured(text: str, voice: int, wav: bytes) -> dict[str, Any]:
    """A recording: its seconds, and the errors of each way of hearing it."""
    from faster_whisper.audio import decode_audio

    sound: np.ndarray = decode_audio(io.BytesIO(wav))
    whisper, said = engines.load_whisper(), engines._words(text)
    listened = engines.listen(wav, "en")
    heard = {
        "with the prompt": engines._once(whisper, sound, "en", engines.WHISPER_PROMPT)[0],
        "without it": engines._once(whisper, sound, "en", None)[0],
        "listen": listened.text,
    }
    return {
        "said": text,
        "voice": voice,
        "seconds": len(sound) / engines.RATE,
        "words": len(said),
        "heard": heard,
        "errors": {way: errors(said, engines._words(one)) for way, one in heard.items()},
        "invented": {
            way: bool(engines._words(one)) if not said else engines._echoes(one) for way, one in heard.items()
        },
        "doubt": listened.doubt,
        "confidence": round(listened.confidence, 3),
    }


def row(name: str, found: list[dict[str, Any]]) -> str:
    """A line of the table: lengths, word error rates of each way, recordings with an invented sentence, doubts."""
    words = sum(one["words"] for one in found)
    wrongs = {way: sum(one["errors"][way] for one in found) for way in found[0]["errors"]}
    rates = " | ".join(f"{wrong / words:.0%}" if words else f"{wrong} words" for wrong in wrongs.values())
    invented = " | ".join(str(sum(one["invented"][way] for one in found)) for way in ("with the prompt", "listen"))
    wrong = [one for one in found if one["errors"]["listen"]]
    seconds = f"{min(one['seconds'] for one in found):.1f}–{max(one['seconds'] for one in found):.1f}"
    told = sum(bool(one["doubt"]) for one in wrong)
    return f"| {name} | {seconds} | {len(found)} | {rates} | {invented} | {told} of {len(wrong)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lengths", type=int, nargs="*", default=range(1, len(ROWS) + 2), help="rows, from 1 on")
    parser.add_argument("--voices", type=int, nargs="*", default=range(len(speech.VOICES["en"])))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    everything = []
    print(
        "| said | seconds | recordings | with the prompt | without it | listen | invented | listen | wrong and doubted |"
    )
    for name in [[*ROWS, "nothing"][number - 1] for number in options.lengths]:
        if name == "nothing":
            files = [("", -1, speech._wav(sound, engines.RATE)) for sound in wordless().values()]
        else:
            texts, change = ROWS[name]
            files = [(text, voice, spoken(text, voice, change)) for text in texts for voice in options.voices]
        found = [measured(*one) for one in files]
        print(row(name, found), flush=True)
        everything += [{"length": name, **one} for one in found]
        if options.out:
            versions = {one: importlib.metadata.version(one) for one in ("faster-whisper", "ctranslate2")}
            text = json.dumps({"versions": versions, "recordings": everything}, indent=1, ensure_ascii=False)
            options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
