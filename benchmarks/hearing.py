"""How well recordings are heard, by length and voice: word error rates of `engines.listen`, and of what it does otherwise.

    python benchmarks/hearing.py                    all lengths, all voices; half an hour
    python benchmarks/hearing.py --lengths 1 2 3    only the first three lengths

Sentences of different lengths, spoken by espeak-ng in each of its voices, are heard three ways: with the prompt and in one go (as
Whisper is mostly called), without the prompt, and as `listen` does it. The word error rate (Levenshtein's distance over words, as
a share of the words that were said) takes 17.15 for 17:15 and seven for 7. A recording counts as invented where a sentence of the prompt was
heard that nobody said. Results go to the terminal and, as JSON, to --out.
"""

import argparse
import importlib.metadata
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np

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


LENGTHS: dict[str, list[str]] = {
    "one word": WORDS,
    "two or three words": PHRASES,
    "one or two sentences": SENTENCES,
    "eight sentences": [cut(LONG, 8)],
    "twenty sentences": [LONG],
}


def errors(said: tuple[str, ...], heard: tuple[str, ...]) -> int:
    """Levenshtein's distance between two sequences of words."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, start=1):
        before, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != other))
    return row[-1]


def measured(text: str, voice: int) -> dict[str, Any]:
    """A text spoken by a voice: its seconds, and the errors of each way of hearing it."""
    from faster_whisper.audio import decode_audio

    wav = speech.speak(text, "en", voice)
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
        "invented": {way: engines._echoes(one) for way, one in heard.items()},
        "doubt": listened.doubt,
        "confidence": round(listened.confidence, 3),
    }


def row(name: str, found: list[dict[str, Any]]) -> str:
    """A line of the table: lengths, word error rates of each way, recordings with an invented sentence, doubts."""
    words = sum(one["words"] for one in found)
    rates = " | ".join(f"{sum(one['errors'][way] for one in found) / words:.0%}" for way in found[0]["errors"])
    invented = " | ".join(str(sum(one["invented"][way] for one in found)) for way in ("with the prompt", "listen"))
    wrong = [one for one in found if one["errors"]["listen"]]
    seconds = f"{min(one['seconds'] for one in found):.1f}–{max(one['seconds'] for one in found):.1f}"
    told = sum(bool(one["doubt"]) for one in wrong)
    return f"| {name} | {seconds} | {len(found)} | {rates} | {invented} | {told} of {len(wrong)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lengths", type=int, nargs="*", default=range(1, len(LENGTHS) + 1))
    parser.add_argument("--voices", type=int, nargs="*", default=range(len(speech.VOICES["en"])))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    everything = []
    print(
        "| said | seconds | recordings | with the prompt | without it | listen | invented | listen | wrong and doubted |"
    )
    for name in [list(LENGTHS)[number - 1] for number in options.lengths]:
        found = [measured(text, voice) for text in LENGTHS[name] for voice in options.voices]
        print(row(name, found), flush=True)
        everything += [{"length": name, **one} for one in found]
        if options.out:
            versions = {one: importlib.metadata.version(one) for one in ("faster-whisper", "ctranslate2")}
            text = json.dumps({"versions": versions, "recordings": everything}, indent=1, ensure_ascii=False)
            options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
