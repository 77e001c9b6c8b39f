"""What notebook 3 says about its own pictures and numbers, held against a run of it. A row: sentences → cell → what must hold."""

import re

import pytest
import torch
from worked import Worked, run_worked


@pytest.fixture(scope="module")
def worked() -> Worked:
    return run_worked("03_attention")


def test_two_tokens(worked: Worked) -> None:
    worked.claims("a-two-tokens", "0.2\\,v_A + 0.8\\,v_B = (1.6,\\ 3.4)", "B will take 20 % of its meaning from A")
    worked.claims("sdpa-look-text", "land near $(1.6, 3.4)$")
    worked.claims("sdpa-apple-text", "row A: 67 and 33 %; row B, framed: 20 and 80 %")
    assert worked.names["new_b"].tolist() == pytest.approx([1.6, 3.4])
    weights, output = worked.names["weights_ab"], worked.names["output_ab"]
    assert [[round(100 * float(w)) for w in row] for row in weights] == [[67, 33], [20, 80]]
    assert output[1].tolist() == pytest.approx([1.6, 3.4], abs=0.05)


def test_apple_asks(worked: Worked) -> None:
    worked.claims(
        "similarity-after",
        "row Apple is large under Apple, iPhone and model",
        "rows of a, last and week are zero throughout",
        "Released asks loudly for Apple: 4.5. Apple hardly asks for released: 0.9",
    )
    scores, words = worked.names["apple_scores"], worked.names["apple_released"]
    largest = scores[0].argsort(descending=True)[:3]
    assert {words[int(j)] for j in largest} == {"Apple", "iPhone", "model"}
    empty = [word for word, row in zip(words, scores, strict=True) if not row.any()]
    assert empty == ["a", "last", "week"]
    place = words.index("released")
    assert float(scores[place, 0]) == pytest.approx(4.5) and float(scores[0, place]) == pytest.approx(0.9)


def test_forty_and_sixty(worked: Worked) -> None:
    worked.claims("softmax-after", "40 and 60: a gap of 0.4 in 93 is nothing", "half as heavy again")
    fluffy, blue = (
        float(re.search(rf"{word} +\S+ +(\S+) %", worked.shown["softmax-look"])[1])  # type: ignore[index]
        for word in ("fluffy", "blue")
    )
    assert (round(fluffy), round(blue)) == (40, 60)
    assert blue / fluffy == pytest.approx(1.5, abs=0.02)
    naive = worked.shown["softmax-naive"]
    assert "inf" in naive.splitlines()[0] and "nan" in naive.splitlines()[2]


def test_scaling(worked: Worked) -> None:
    worked.claims(
        "scale-why", "variances near 4, 64 and 512", "At $d_k = 4$, several words get something", "nearly all"
    )
    for width, numbers in worked.names["raw_scores"].items():
        assert float(numbers.var()) == pytest.approx(width, rel=0.1)
        assert float(worked.names["scaled"][width].var()) == pytest.approx(1, abs=0.1)
    shares = [int(share) for share in re.findall(r"gets (\d+) %", worked.shown["scale-collapse"])]
    assert shares[0] < 70 and shares[2] > 90
    worked.claims("scale-look-text", "40 to 60 without scaling, 49 to 51 with it", "93.0 and 93.4 become 8.22 and 8.26")
    row = worked.names["creature_row"]
    scaled = worked.names["scale_scores"](row, 128)
    assert scaled[1:3].tolist() == pytest.approx([8.22, 8.26], abs=0.005)
    assert [round(100 * float(w)) for w in worked.names["softmax"](scaled)[1:3]] == [49, 51]


def test_row_of_apple(worked: Worked) -> None:
    worked.claims(
        "reading-question",
        "puts 41 % on Apple, 43 % on iPhone, 12 % on model and about 1 % on each of the other words",
        "the rows of a, last and week are even, 12.5 % everywhere",
        "Its column is light",
    )
    weights, words = worked.names["apple_weights"], worked.names["apple_released"]
    row = dict(zip(words, (100 * weights[0]).tolist(), strict=True))
    assert [round(row.pop(word)) for word in ("Apple", "iPhone", "model")] == [41, 43, 12]
    assert all(0.3 < share < 1.7 for share in row.values())
    for word in ("a", "last", "week"):
        assert weights[words.index(word)].tolist() == pytest.approx([0.125] * 8)
    week = weights[:, words.index("week")]
    assert float(week.mean()) < 0.125


def test_padding(worked: Worked) -> None:
    worked.claims("causal-text", "dots for its 6, 8 and 5 words")
    assert worked.names["keep_words"].sum(-1).flatten().tolist() == [6, 8, 5]


def test_masks_act_on_rows(worked: Worked) -> None:
    worked.claims(
        "sdpa-after",
        "100 % on Apple in the first row",
        "100 % on iPhone in the first row, and the other rows as they were",
    )
    names = worked.names
    attend = names["scaled_dot_product_attention"]
    vectors = names["q_apple"], names["k_apple"], names["v_apple"]
    plain, causal, only = (attend(*vectors, keep)[1] for keep in (None, names["causal_mask"](8), names["only_iphone"]))
    assert float(causal[0, 0]) == 1 and not causal.triu(1).any()
    assert float(only[0, names["apple_released"].index("iPhone")]) == 1
    assert torch.allclose(only[1:], plain[1:])
    moved = worked.shown["sdpa-causal-test"].splitlines()
    assert len(moved[0].split(": ")[1].split(", ")) > 1
    assert moved[1].split(": ")[1] == "week"


def test_one_apple_in_three_contexts(worked: Worked) -> None:
    worked.claims(
        "self-after",
        "from the static point (1.0, 1.4), two arrows lead down and to the right",
        "one up and to the left, to fruit",
        "the row apple looks at itself and at mobile",
    )
    start = worked.names["static_apple"]
    assert start.tolist() == pytest.approx([1.0, 1.4])
    ends = {company: end - start for company, (_, end) in worked.names["moves"].items()}
    for company in ("beside mobile", "beside iPhone, model"):
        assert ends[company][0] > 0 > ends[company][1]
    assert ends["beside ripe"][0] < 0 < ends["beside ripe"][1]
    row = worked.names["head_weights"][0, 4]
    assert set(row.argsort(descending=True)[:2].tolist()) == {4, 5}
    assert worked.shown["self-shuffle"].strip().endswith("True")


def test_alignment(worked: Worked) -> None:
    worked.claims(
        "cross-after", "a rectangle, 7 by 6", "pomme looks at apple and mûre at ripe", "Both a and mangé look at ate"
    )
    names = worked.names
    assert tuple(names["alignment"].shape) == (7, 6)
    asked = [names["english"][int(j)] for j in names["alignment"].argmax(-1)]
    assert dict(zip(names["french"], asked, strict=True)) == names["dictionary"]
    worked.claims("cross-look-text", "Only the start token and the name are the same in both languages.")
    assert {french for french, word in names["dictionary"].items() if french == word} == {"<sos>", "John"}


def test_heads_by_hand(worked: Worked) -> None:
    worked.claims("shift-after", "a dark diagonal that moves down by one row", "stays in column 0 where it would leave")
    for by, weights in enumerate(worked.names["three_heads"]):
        assert weights.argmax(-1).tolist() == [max(i - by, 0) for i in range(8)]
    worked.claims(
        "select-after", "gives 50 % to fluffy and 50 % to blue", "forest gives 100 % to verdant", "12.5 % everywhere"
    )
    row = worked.names["select_head"](worked.names["asks"], worked.names["answers"])
    _, weights = worked.names["scaled_dot_product_attention"](*row, torch.eye(8))
    assert [round(100 * float(w)) for w in weights[3, 1:3]] == [50, 50]
    assert round(100 * float(weights[7, 6])) == 100
    assert weights[[0, 1, 2, 4, 5, 6]].flatten().tolist() == pytest.approx([0.125] * 48, abs=1e-3)


def test_learned_head(worked: Worked) -> None:
    worked.claims("learn-after", "the same staircase twice")
    assert worked.names["learned"].argmax(-1).tolist() == worked.names["back"]
    assert worked.names["by_hand"].argmax(-1).tolist() == worked.names["back"]
    assert worked.names["learn_losses"][-1] < 0.1 * worked.names["learn_losses"][0]
    gradients = worked.names["gradients"]
    assert gradients["scaled", 512] > 2 * gradients["not scaled", 512]
