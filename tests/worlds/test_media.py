"""Files of pictures and recordings: placeholders, and how a studio chooses among takes; with engines of the test's own."""

from __future__ import annotations

import io
import wave

import pytest
from PIL import Image
from worlds_at_hand import world

from autograder.worlds import media
from autograder.worlds.media import Studio, content_hash
from autograder.worlds.rendering import render_passage


def test_placeholders_are_files_of_their_kind_and_all_different() -> None:
    made = world()
    assert len({content_hash(content) for content in made.media.values()}) == len(made.media)
    for name, content in made.media.items():
        if name.endswith(".png"):
            assert Image.open(io.BytesIO(content)).size == (1, 1)
        else:
            with wave.open(io.BytesIO(content)) as sound:
                assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (16_000, 1, 1)


def plan_of(form: str):
    made = world()
    plan = next(p for p in made.plan.passages if p.form == form and p.language == "en")
    return plan, render_passage(plan, made.plan, made.plan.state)


@pytest.mark.parametrize("form", ["poster", "chart", "speech"])
def test_a_studio_takes_again_until_the_facts_can_be_made_out(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, rendered = plan_of(form)
    good = "\n".join(f"{label} {number}" for label, number in rendered.bars) + f"\n{rendered.text}"
    results = iter(["nothing", rendered.name, good, "never asked for"])

    def engine(*_arguments: object) -> tuple[bytes, str]:
        text = next(results)
        return text.encode(), text

    monkeypatch.setattr(media, "_drawn", engine)
    monkeypatch.setattr(media, "_spoken", engine)
    studio = Studio()
    assert studio.passage(plan, rendered) == (good.encode(), good)
    assert studio.passage(plan, rendered) == (good.encode(), good)  # kept, not made again
    assert next(results) == "never asked for"


def test_a_studio_keeps_the_best_of_bad_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, rendered = plan_of("speech")
    texts = ["nothing", rendered.name, f"{rendered.facts[0]}", "nothing at all"]
    results = iter(texts)
    monkeypatch.setattr(media, "_spoken", lambda *_arguments: (b"", next(results)))
    assert Studio().passage(plan, rendered)[1] == texts[2]  # facts first, then the name


@pytest.mark.parametrize(
    ("wanted", "text", "share"),
    [
        (["09:40"], "It leaves at 9.40.", 1.0),
        (["17:55"], "It opens at 1755.", 1.0),
        (["8.50 crowns"], "It costs 8.50 new cuts.", 1.0),
        (["8.50 crowns"], "It costs 850 crowns", 1.0),
        (["18 September"], "It costs 18 crowns.", 0.0),
        (["18 September"], "until 18 September", 1.0),
        (["Friday", "12"], "Every Friday.", 0.5),
        (["4"], "14 people", 0.0),
    ],
)
def test_what_counts_as_made_out(wanted: list[str], text: str, share: float) -> None:
    assert media._share(wanted, text) == share


def test_a_chart_needs_label_and_number_in_one_line() -> None:
    _plan, rendered = plan_of("chart")
    apart = "\n".join(f"{label}\n{number}" for label, number in rendered.bars)
    assert media._read(apart, rendered)[0] == 0
    together = "\n".join(f"{label} - {number}" for label, number in rendered.bars)
    assert media._read(together, rendered)[0] == 1
