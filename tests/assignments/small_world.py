"""A small world that breaks no rule of the RAG project: what the tests of its scorer and its validator start from."""

from __future__ import annotations

import copy
import io
import json
import wave
from pathlib import Path
from typing import Any

from PIL import Image

from autograder.judge.reference import importable

KIT = Path(__file__).resolve().parents[2]
FOLDER = KIT / "solutions" / "06_rag_project"

with importable(FOLDER):  # students' files import each other by their plain names
    import corpus_validator
    import rag_contract
    import rag_matching
    import rag_nuggets
    import rag_pictures
    import rag_places
    import rag_report
    import rag_scorer
    import rag_variants
    import recorded_model

__all__ = [
    "corpus_validator",
    "rag_contract",
    "rag_matching",
    "rag_nuggets",
    "rag_pictures",
    "rag_places",
    "rag_report",
    "rag_scorer",
    "rag_variants",
    "recorded_model",
]

PLACES = ["Aldermoor", "Brack", "Corrow", "Dunsley", "Evermouth", "Fennick", "Gorse", "Hallin", "Imber", "Jarrow"]
REST = {
    "en": "The view is fine on a clear day, and whoever waves to the harbour master is waved to by him.",
    "he": "הנוף יפה ביום בהיר, ומי שמנופף לשלום אל מנהל הנמל זוכה תמיד שגם הוא ינופף אליו בחזרה בשמחה.",
}
"""Behind every passage, so that quoting it whole is no short answer."""
HEBREW_PLACES = ["תרשון", "גבעון", "נוביה", "סלמית", "ירקות"]


def picture(number: int) -> bytes:
    """A PNG file of one colour."""
    file = io.BytesIO()
    Image.new("RGB", (4, 12), (number, 255 - number, 7)).save(file, "PNG")
    return file.getvalue()


def recording(number: int) -> bytes:
    """A WAV file of a hundredth of a second."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(1)
        writer.setframerate(16000)
        writer.writeframes(bytes([number]) * 160)
    return file.getvalue()


def small_world() -> Any:
    """26 passages and 42 questions of every type, five of them Hebrew; a new one at each call."""
    made = _Maker()
    for number, place in enumerate(PLACES):
        made.passage(f"t{number}", "text", f"The ferry to {place} leaves from pier {number + 2} at 09:{number + 10}.")
    for number, place in enumerate(HEBREW_PLACES):
        made.passage(f"h{number}", "text", f"האוטובוס לנמל {place} יוצא בשעה 07:{number + 20}.", "he")
    made.passage("old", "text", "A ticket to Aldermoor costs 3.10 crowns.", date="2030-01-05")
    made.passage("new", "text", "From today a ticket to Aldermoor costs 4.25 crowns.", date="2031-05-09")
    for number in range(5):
        made.passage(f"i{number}", "image", f"Fair in {PLACES[number]}, entrance {number + 30} crowns")
        made.passage(f"a{number}", "audio", f"The swimming pool of {PLACES[number]} opens at 1{number}:05.")
    for number, place in enumerate(PLACES[:5]):
        made.query("fact", f"When does the ferry to {place} leave?", [f"09:{number + 10}"], {f"t{number}": 3})
        made.query("image", f"What does one pay at the fair in {place}?", [f"{number + 30}"], {f"i{number}": 3})
        made.query("audio", f"From when can one swim in {place}?", [f"1{number}:05"], {f"a{number}": 3})
        steps = {f"t{number}": 3, f"t{number + 1}": 2}
        made.query("two_hop", f"What pier is one before that to {PLACES[number + 1]}?", [f"pier {number + 2}"], steps)
    for number, place in enumerate(HEBREW_PLACES):
        made.query("fact", f"מתי נוסעים אל {place}?", [f"7:{number + 20}"], {f"h{number}": 3}, "he")
    made.query("fresh", "What is the fare to Aldermoor?", ["4.25 crowns", "4.25"], {"new": 3, "old": 2})
    made.query("comparison", "Which ferry is later, Brack or Corrow?", ["Corrow"], {"t2": 3, "t1": 2})
    made.query("date", "Since when does one pay more to Aldermoor?", ["today"], {"new": 3})
    made.query("shown", "From which pier does one reach it?", ["pier 8"], {"t6": 3}, image=picture(200))
    made.query("spoken", "", ["pier 9"], {"t7": 3}, recording=recording(200))
    for place in [*PLACES, *PLACES[:2]]:
        named = sum(place in query["text"] for query in made.world["queries"][30:])
        made.query("unanswerable", f"Who {'painted' if named else 'built'} the lighthouse of {place}?", [], {})
    return made.world


class _Maker:
    def __init__(self) -> None:
        corpus: dict = {"passages": [], "transcripts": {}}
        self.world: Any = {"name": "small", "corpus": corpus, "queries": [], "gold": {}, "said": {}}

    def passage(self, id: str, kind: str, says: str, language: str = "en", date: str = "2031-03-02") -> None:
        says = f"{says} {REST[language]}"
        passages = self.world["corpus"]["passages"]
        content = b"" if kind == "text" else (picture if kind == "image" else recording)(len(passages))
        text = says if kind == "text" else ""
        title = "Notice" if language == "en" else "הודעה"
        made = {"id": id, "kind": kind, "language": language, "date": date, "title": title, "text": text}
        passages.append(made | {"content": content})
        if kind != "text":
            self.world["said"][id] = says
            self.world["corpus"]["transcripts"][rag_contract.content_hash(content)] = says.lower()

    def query(
        self,
        type: str,
        text: str,
        answers: list[str],
        relevance: dict[str, int],
        language: str = "en",
        image: bytes = b"",
        recording: bytes = b"",
    ) -> None:
        id = f"q{len(self.world['queries']):02}"
        query = {"id": id, "language": language, "text": text, "image": image, "recording": recording}
        self.world["queries"].append(query)
        self.world["gold"][id] = {"type": type, "answers": answers, "relevance": relevance}
        for content in (image, recording):
            if content:
                self.world["corpus"]["transcripts"][rag_contract.content_hash(content)] = "the ferry to Hallin"


def write(world: Any, folder: Path) -> Path:
    """The world as files, as `rag_contract.load_world` reads them."""
    world = copy.deepcopy(world)
    (folder / "media").mkdir(parents=True)

    def stored(content: bytes, name: str) -> str:
        if content:
            (folder / "media" / name).write_bytes(content)
        return name if content else ""

    passages = []
    for passage in world["corpus"]["passages"]:
        content = passage.pop("content")
        if passage["kind"] != "text":
            suffix = "png" if passage["kind"] == "image" else "wav"
            passage |= {
                "file": stored(content, f"{passage['id']}.{suffix}"),
                "said": world["said"].get(passage["id"], ""),
            }
        passages.append(passage)
    questions = []
    for query in world["queries"]:
        query["image"] = stored(query["image"], f"{query['id']}.png")
        query["recording"] = stored(query["recording"], f"{query['id']}.wav")
        questions.append(query | world["gold"][query["id"]])
    for name, lines in (("passages", passages), ("questions", questions)):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (folder / "transcripts.json").write_text(json.dumps(world["corpus"]["transcripts"]), encoding="utf-8")
    return folder
