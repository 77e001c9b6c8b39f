"""Transcripts of a corpus of one's own: made once, kept by content, and no engine where they are kept."""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "assignments" / "06_rag_project"))

from engines import DoubtfulTranscript, EngineFailedError, EngineMissingError
from rag_contract import ContractError, Corpus, Passage, Query, content_hash, readable_text
from transcripts import transcribe

PNG, OTHER_PNG, WAV, SPOKEN = b"\x89PNG one", b"\x89PNG two", b"RIFF one", b"RIFF question"


class Spy:
    """An engine that notes what it was asked."""

    def __init__(self, missing: bool = False) -> None:
        self.missing = missing
        self.asked: list[tuple[bytes, str]] = []

    def __call__(self, content: bytes, language: str) -> str:
        self.asked.append((content, language))
        if self.missing:
            raise EngineMissingError("Install this: apt-get install something")
        return f"what {content_hash(content)[:6]} says, ב{language}"


def never(content: bytes, language: str) -> str:
    raise AssertionError("an engine was called for a file whose transcript is kept")


def passage(number: int, kind: str, content: bytes, language: str = "en") -> Passage:
    text = "" if content else "In words."
    return Passage(
        id=f"p{number}", kind=kind, language=language, date="2031-04-17", title="A title", text=text, content=content
    )


def corpus() -> Corpus:
    return Corpus(
        passages=[
            passage(1, "text", b""),
            passage(2, "image", PNG, "he"),
            passage(3, "audio", WAV),
            passage(4, "image", OTHER_PNG),
            passage(5, "image", OTHER_PNG),  # the same picture once more
        ],
        transcripts={},
    )


def question() -> Query:
    return Query(id="q1", language="en", text="", image=PNG, recording=SPOKEN)


def test_every_file_is_given_to_its_engine_once_in_its_language(tmp_path: Path) -> None:
    read, hear = Spy(), Spy()
    before = corpus()
    after = transcribe(before, [question()], tmp_path / "kept.json", read, hear)
    assert read.asked == [(PNG, "he"), (OTHER_PNG, "en")]
    assert hear.asked == [(WAV, "en"), (SPOKEN, "en")]
    assert set(after["transcripts"]) == {content_hash(file) for file in (PNG, OTHER_PNG, WAV, SPOKEN)}
    assert readable_text(after["passages"][1], after["transcripts"]) == f"what {content_hash(PNG)[:6]} says, בhe"
    assert after["passages"] == before["passages"] and before == corpus()


def test_what_is_kept_needs_no_engine(tmp_path: Path) -> None:
    kept = tmp_path / "new folder" / "kept.json"
    first = transcribe(corpus(), [question()], kept, Spy(), Spy())
    saved = kept.read_bytes()
    assert transcribe(corpus(), [question()], kept, never, never) == first
    assert kept.read_bytes() == saved
    assert transcribe(first, [question()], tmp_path / "empty.json", never, never) == first
    assert not (tmp_path / "empty.json").exists()


def test_only_a_changed_file_is_read_again(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    transcribe(corpus(), cache=kept, read=Spy(), hear=Spy())
    changed = corpus()
    changed["passages"][1]["content"] = b"\x89PNG changed"
    read = Spy()
    after = transcribe(changed, cache=kept, read=read, hear=never)
    assert read.asked == [(b"\x89PNG changed", "he")]
    assert content_hash(PNG) in after["transcripts"]  # an older version of the corpus may still need it


def test_the_file_is_readable_json_and_nothing_else_is_left(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    made = transcribe(corpus(), [question()], kept, Spy(), Spy())["transcripts"]
    assert json.loads(kept.read_text(encoding="utf-8")) == made
    assert "בhe" in kept.read_text(encoding="utf-8")  # Hebrew as letters, not as escapes
    assert [path.name for path in tmp_path.iterdir()] == ["kept.json"]


def test_an_empty_transcript_is_kept_too(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    transcribe(corpus(), cache=kept, read=lambda content, language: "", hear=Spy())
    transcribe(corpus(), cache=kept, read=never, hear=never)


def test_without_one_engine_the_other_does_its_part_and_the_message_says_what_to_install(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    hear = Spy(missing=True)
    with pytest.raises(EngineMissingError, match="apt-get install something"):
        transcribe(corpus(), cache=kept, read=Spy(), hear=hear)
    assert set(json.loads(kept.read_text())) == {content_hash(PNG), content_hash(OTHER_PNG)}
    transcribe(corpus(), cache=kept, read=never, hear=Spy())


def test_files_without_an_engine_can_be_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "kept.json"
    made = transcribe(corpus(), cache=kept, read=Spy(missing=True), hear=Spy(), skip_missing=True)
    assert set(made["transcripts"]) == {content_hash(WAV)}
    said = capsys.readouterr().out
    assert said.startswith("2 of the corpus's files stay without transcript") and "apt-get install something" in said
    assert set(json.loads(kept.read_text())) == {content_hash(WAV)}  # an engine that comes later finds its work


def test_doubts_are_printed_with_their_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def doubting(content: bytes, language: str) -> str:
        warnings.warn(f"Whisper is unsure of {language}.", DoubtfulTranscript, stacklevel=2)
        return "Blue."

    made = transcribe(corpus(), [question()], tmp_path / "kept.json", Spy(), doubting)
    assert made["transcripts"][content_hash(WAV)] == "Blue."
    said = capsys.readouterr().out
    assert "Passage p3: Whisper is unsure of en." in said and "Query q1: Whisper is unsure of en." in said


def test_a_broken_file_is_named_and_what_was_done_before_is_kept(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"

    def read(content: bytes, language: str) -> str:
        if content == OTHER_PNG:
            raise EngineFailedError("This is not a picture.")
        return "fine"

    with pytest.raises(EngineFailedError, match=r"Passage p4: This is not a picture\."):
        transcribe(corpus(), cache=kept, read=read, hear=Spy())
    assert set(json.loads(kept.read_text())) == {content_hash(PNG), content_hash(WAV)}


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', "\ud800"])
def test_a_file_that_holds_no_transcripts_is_refused_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    with pytest.raises(ContractError, match=r"kept\.json"):
        transcribe(corpus(), cache=kept, read=never, hear=never)
    assert kept.read_bytes() == text.encode("utf-8", errors="surrogatepass")


def test_an_interrupted_writing_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept.json"
    transcribe(corpus(), cache=kept, read=Spy(), hear=Spy())
    saved = kept.read_bytes()

    def interrupted(*arguments: object, **more: object) -> None:
        arguments[1].write('{"half')
        raise KeyboardInterrupt

    monkeypatch.setattr("transcripts.json.dump", interrupted)
    with pytest.raises(KeyboardInterrupt):
        transcribe(corpus(), [question()], kept, never, Spy())
    assert kept.read_bytes() == saved
    assert [path.name for path in tmp_path.iterdir()] == ["kept.json"]
