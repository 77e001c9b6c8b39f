"""What notebook 2 says about its own pictures and numbers, held against a run of it. A row: sentences → cell → what must hold."""

import math
import re

import pytest
import torch
from worked import Worked, pictures, run_worked


@pytest.fixture(scope="module")
def worked() -> Worked:
    return run_worked("02_positional_encoding")


def test_a_bag_of_words(worked: Worked) -> None:
    worked.claims("order-lesson", "Each word has exactly the same four numbers in both tables", "1e-7 is rounding")
    first, second = worked.shown["order-picture"].split("shuffled, then attention")
    for word in ("John", "recently", "bought", "an", "apple", "mobile"):
        numbers = re.search(rf"^{word} +(.*)$", first, re.M)
        assert numbers and re.search(rf"^{word} +{re.escape(numbers[1])}", second, re.M)
    assert float(re.search(r"two ways: (\S+)", second)[1]) < 1e-6  # type: ignore[index]


def test_causal_mask(worked: Worked) -> None:
    worked.claims(
        "order-lesson",
        "an encoder such as BERT reads a bag of words",
    )
    worked.claims(
        "order-causal-lesson",
        "the last word does not notice that the others changed places. In the second layer it does",
    )
    gap, one, two = map(float, re.findall(r": +(\S+)$", worked.shown["order-causal"], re.M))
    assert gap > 0.3
    assert one < 1e-6
    assert two > 0.1


def test_clocks(worked: Worked) -> None:
    worked.claims(
        "clocks-lesson", "jumps by 57° from face to face, the second by about 3°, the third by a tenth of a degree"
    )
    degrees = [math.degrees(float(rate)) for rate in worked.names["angle_rates"](6)]
    assert degrees == pytest.approx([57.3, 2.66, 0.12], abs=0.05)
    worked.claims("clocks-lesson", "63{,}000$ positions")
    assert 2 * math.pi / float(worked.names["angle_rates"](2048)[-1]) == pytest.approx(63_000, rel=0.02)


def test_tables(worked: Worked) -> None:
    table = worked.names["sinusoidal_pe"]
    worked.claims("table-small-text", "The first row on the left reads 0, 1, 0, 1, 0, 1, on the right 1, 0, 1, 0, 1, 0")
    assert table(6, 6)[0].tolist() == [0, 1, 0, 1, 0, 1]
    assert table(6, 6, even="cos")[0].tolist() == [1, 0, 1, 0, 1, 0]
    assert (table(6, 6)[:, 4:] - table(6, 6)[0, 4:]).abs().max() < 0.02
    worked.claims(
        "table-large-text",
        "plain stripes of 0 and 1 that do not change within 100 positions",
        "40 has only reached 0.31",
    )
    large = table(100, 64)
    assert (large[:, 62:] - large[0, 62:]).abs().max() < 0.02
    assert large[:, 40].max() == pytest.approx(0.31, abs=0.01)
    assert torch.allclose(large[:, 4] ** 2 + large[:, 5] ** 2, torch.ones(100))
    worked.claims("table-text", "sin 1 = 0.8415 | cos 1 = 0.5403 | sin 0.01 = 0.0100 | cos 0.01 = 0.99995")
    assert table(2, 4)[1].tolist() == pytest.approx([0.8415, 0.5403, 0.0100, 0.99995], abs=5e-5)


def test_two_separators(worked: Worked) -> None:
    worked.claims(
        "add-lesson",
        "Without positions the two rows [SEP] are the same, number for number",
        "With positions they differ",
    )
    one, two = [line.split()[1:] for line in worked.shown["add-picture"].splitlines() if line.startswith("[SEP]")]
    assert one[:4] == two[:4]
    assert one[4:] != two[4:]


def test_lengths_of_rows(worked: Worked) -> None:
    worked.claims("add-norms-lesson", "length 1 against 16. Scaled, it is 22.6.")
    assert re.findall(r"row: +(\S+)", worked.shown["add-norms"]) == ["1.0", "22.6", "16.0"]


def test_dropout(worked: Worked) -> None:
    worked.claims(
        "module-lesson", "about half of the entries are zero and the others are twice what they are in evaluation"
    )
    rows = [
        line.split()[1:] for line in worked.shown["module-demo"].splitlines() if re.match(r"(my|dog|is|cute) ", line)
    ]
    pairs = [(float(a), float(b)) for row in rows for a, b in zip(row[:4], row[4:], strict=True)]
    dropped = [pair for pair in pairs if pair[0] == 0]
    assert 5 <= len(dropped) <= 11
    assert all(abs(a - 2 * b) < 0.02 for a, b in pairs if (a, b) not in dropped)


def test_rotation(worked: Worked) -> None:
    worked.claims(
        "rotation-lesson", "0.54 (cos 1) twice on the diagonal and ±0.84 (sin 1) beside it", "it in the lower left"
    )
    block = worked.names["relative_rotation"](1, 6)[:2, :2]
    assert block.flatten().tolist() == pytest.approx([0.54, 0.84, -0.84, 0.54], abs=0.005)
    assert float(re.search(r"PE\[p - 1\]: (\S+)", worked.shown["rotation-picture"])[1]) < 1e-6  # type: ignore[index]


def test_similarity(worked: Worked) -> None:
    worked.claims(
        "similarity-lesson", "a peak of 32 at the query's own position", "the same to the left and to the right"
    )
    matrix = worked.names["pe_similarity"](worked.names["sinusoidal_pe"](60, 64))
    assert matrix.diagonal().tolist() == pytest.approx([32.0] * 60, abs=1e-3)
    assert matrix.argmax(dim=1).tolist() == list(range(60))
    assert torch.allclose(matrix[20, 20:41], matrix[20, :21].flip(0), atol=1e-3)
    assert torch.allclose(matrix[20, :40], matrix[40, 20:], atol=1e-3)


def test_layouts(worked: Worked) -> None:
    worked.claims("layout-lesson", "nothing but rounding")
    assert all(float(number) < 1e-5 for number in re.findall(r"paper's: (\S+)", worked.shown["layout-picture"]))
    worked.claims("layout-weights-lesson", "Nothing crashes, all shapes fit, and the scores are wrong.")
    wrong = [float(number) for number in re.findall(r"up to (\S+)", worked.shown["layout-weights"])]
    assert wrong[0] > 10 and wrong[1] > 10 and wrong[2] == 0
    worked.claims("repair-lesson", "0.000 in all three lines")
    assert re.findall(r"up to (\S+)", worked.shown["repair-demo"]) == ["0.000"] * 3


def test_contest(worked: Worked) -> None:
    worked.claims(
        "contest-lesson",
        "The learned table is right at every position that it was trained on, and almost nowhere behind the line.",
        "With the rotation put in by hand it is right everywhere.",
        "we saw up to half of the unseen positions right, never all",
    )
    seen = {name: hits[:31].mean().item() for name, hits in worked.names["contest"].items()}
    unseen = {name: hits[31:].mean().item() for name, hits in worked.names["contest"].items()}
    assert set(seen.values()) == {1.0}
    assert unseen["learned table"] < 0.1
    assert unseen["sinusoidal, W learned"] < 0.1
    assert unseen["sinusoidal, W by hand"] == 1
    worked.claims("rope-lesson", "a fourth, black from end to end: trained on 32 positions, right on all 64")
    assert unseen["RoPE, q and k learned"] == 1


def test_other_step_sizes(worked: Worked, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text says what other step sizes find."""
    names, adam, shares = worked.names, torch.optim.Adam, []
    for lr in (0.001, 0.003, 0.03, 0.1):
        monkeypatch.setattr(torch.optim, "Adam", lambda parameters, lr, used=lr: adam(parameters, lr=used))
        torch.manual_seed(1)
        w = torch.nn.Parameter(0.05 * torch.randn(names["WIDTH"], names["WIDTH"]))
        shares.append(names["train_to_look_back"](names["fixed_scores"](w), [w])[31:].mean().item())
    assert max(shares) < 0.6


def test_rope(worked: Worked) -> None:
    worked.claims(
        "rope-picture-text",
        "it has turned by 57° counter-clockwise, and kept its length",
        "the same for (2, 5), (12, 15) and (102, 105)",
    )
    scores = re.findall(r"score (\S+)", worked.shown["rope-picture"])
    assert scores[0] == scores[1] == scores[2] != scores[3]
    arrow = worked.names["apply_rope"](torch.tensor([1.0, 0.0]).expand(1, 1, 2, 2).clone())[0, 0, 1]
    assert arrow.tolist() == pytest.approx([math.cos(1), math.sin(1)], abs=1e-5)


def test_size_of_berts_table(worked: Worked) -> None:
    worked.claims("learned-text", "so for 768 columns there are 393,216 numbers to learn")
    assert 512 * 768 == 393_216


def test_pictures_are_sharp(worked: Worked) -> None:
    found = pictures(worked)
    assert len(found) == 10
    assert all(dots // 2 == width for width, dots, _ in found)
