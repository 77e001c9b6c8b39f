"""`autograder world`: what it writes, and what it says when something is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from worlds_at_hand import contract, world

from autograder import cli
from autograder.worlds import hidden


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["autograder", "world", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_a_world_without_media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    folder = tmp_path / "w"
    assert run(monkeypatch, "--seed", "amber", "--out", str(folder), "--text-only") == 0
    said = capsys.readouterr()
    assert said.out == f"{folder}\n" and world("amber").plan.place.en in said.err
    assert len(contract().load_world(folder)["queries"]) == len(world("amber").questions)
    assert not (folder / "variants.json").exists()
    assert run(monkeypatch, "--seed", "amber", "--out", str(folder), "--text-only", "--variants") == 0
    assert (folder / "variants.json").exists()


def test_a_demanding_world_is_in_public_wordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "--seed", "amber", "--out", str(tmp_path / "w"), "--text-only", "--demanding") == 0
    loaded = contract().load_world(tmp_path / "w")
    assert len(loaded["corpus"]["passages"]) >= 500 and len(loaded["queries"]) == 66
    titles = {passage["title"] for passage in loaded["corpus"]["passages"]}
    assert any(title.endswith(" in figures") for title in titles)  # of the public lexicon


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--seed and --out"),
        (["--seed", "x"], "--seed and --out"),
        (["--out", "x"], "--seed and --out"),
        (["--hidden", "06_rag_project", "--text-only"], "no option but --seed"),
        (["--hidden", "06_rag_project", "--out", "x"], "no option but --seed"),
        (["--hidden", "06_rag_project", "--demanding"], "no option but --seed"),
        (["--hidden", "no_such"], "There is no assignment 'no_such'"),
    ],
)
def test_bad_input(
    arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    assert run(monkeypatch, *arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ") and words in said and said.count("\n") == 1


def test_a_missing_engine_is_named_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(monkeypatch, "--seed", "amber", "--out", str(tmp_path / "w")) == 2
    said = capsys.readouterr().err
    assert "espeak-ng" in said and "apt-get install espeak-ng" in said
    assert not (tmp_path / "w").exists()


def test_a_missing_ocr_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    (tmp_path / "espeak-ng").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "espeak-ng").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(monkeypatch, "--seed", "amber", "--out", str(tmp_path / "w")) == 2
    assert "tesseract-ocr" in capsys.readouterr().err


def test_a_missing_speech_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    from autograder.worlds import recognise
    from autograder.worlds.recognise import RecogniserMissing

    known = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if "whisper" in name else known(name, *more)
    )
    monkeypatch.setattr(recognise, "read_picture", lambda *_arguments: "A")
    monkeypatch.setattr("autograder.worlds.speech.speak", lambda *_arguments: b"")
    monkeypatch.setattr("shutil.which", lambda name: name)
    with pytest.raises(RecogniserMissing, match="faster-whisper"):
        hidden.check_engines()


def test_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.worlds import make_world, media

    monkeypatch.setattr(media, "_drawn", lambda plan, rendered, style: (rendered.text.encode(), rendered.text))
    monkeypatch.setattr(media, "_spoken", lambda text, language, voice: (text.encode(), text))
    told: list[str] = []
    made = make_world("amber", media=True, progress=told.append)
    assert len(told) >= len(made.media)
