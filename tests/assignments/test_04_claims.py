"""What notebook 4 says about its own pictures and numbers, held against a run of it. A row: sentences → cell → what must hold."""

import math
import re

import pytest
import torch
from worked import Worked, run_worked


@pytest.fixture(scope="module")
def worked() -> Worked:
    return run_worked("04_multi_head_attention")


def test_cut(worked: Worked) -> None:
    worked.claims("split-heads-picture-says", "head 1 holds the features 2 and 3")
    heads = worked.names["split_heads"](worked.names["small"], 3)[0]
    assert (heads[1] % 10).tolist() == [[2, 3]] * 3
    assert (heads[1] // 10)[:, 0].tolist() == [0, 1, 2]
    shown = worked.shown["round-trip"]
    assert shown.count("True") == 2  # the colleague's round trip does not notice
    assert "[[0, 1], [2, 3], [4, 5]]" in shown


def test_three_aspects(worked: Worked) -> None:
    worked.claims(
        "hand-made-says", "asks for nothing and spreads itself evenly", "Head 2 has three dark columns, 33 % each"
    )
    _, x, state = worked.names["head_pictures"].three_aspects()
    attention = worked.names["MultiHeadAttention"](24, 3)
    attention.load_state_dict(state)
    with torch.no_grad():
        weights = attention(x, x, x)[1][0]
    assert weights[0].argmax(-1).tolist() == list(range(8))
    assert weights[1].argmax(-1)[1:].tolist() == list(range(7))
    assert torch.allclose(weights[1][0], torch.full((8,), 1 / 8))
    assert weights[2][:, [0, 4, 5]].flatten().tolist() == pytest.approx([1 / 3] * 24, abs=0.01)
    worked.claims(
        "ablation-demo-says", "every word moves by about 1, with one exception", "Head 2 gives every word the same"
    )
    rows = [row.tolist() for row in moved_by_head(worked, attention, x)]
    assert rows[0] == pytest.approx([1] * 8, abs=0.1)
    assert rows[1][1:] == pytest.approx([1] * 7, abs=0.1)
    assert rows[1][0] < 0.5
    assert max(rows[2]) - min(rows[2]) < 1e-4


def moved_by_head(worked: Worked, attention: torch.nn.Module, x: torch.Tensor) -> list[torch.Tensor]:
    split, ablate = worked.names["split_heads"], worked.names["ablate_heads"]
    with torch.no_grad():
        full, weights = attention(x, x, x)
        mixed, out = weights @ split(attention.v_proj(x), 3), attention.out_proj
        return [(ablate(mixed, out.weight, out.bias, [h]) - full)[0].norm(dim=-1) for h in range(3)]


def test_same_as_torch(worked: Worked) -> None:
    worked.claims("same-as-torch-says", "Differences near $10^{-7}$")
    found = re.findall(r": (\S+)$", worked.shown["same-as-torch"], re.M)
    assert len(found) == 2
    assert max(map(float, found)) < 1e-6


def test_layer_norm(worked: Worked) -> None:
    worked.claims("layer-norm-question", "The first two rows come out equal")
    first, second, third = (line.split("->")[1].strip() for line in worked.shown["layer-norm-demo"].splitlines()[:3])
    assert first == second
    worked.claims("layer-norm-question", "In the third row the one feature that is different stands out")
    row = [float(number) for number in third.strip("[]").split(",")]
    assert row[-1] > 2 > 5 * max(abs(number) for number in row[:-1]) / 3


def test_gelu(worked: Worked) -> None:
    worked.claims("gelu-picture-says", "lowest near −0.75")
    x = torch.linspace(-3, 3, 601)
    assert float(x[torch.nn.functional.gelu(x).argmin()]) == pytest.approx(-0.75, abs=0.02)


def test_block(worked: Worked) -> None:
    assert "training:   False\nevaluation: True" in worked.shown["encoder-block-demo"]


def test_pre_norm(worked: Worked) -> None:
    worked.claims(
        "pre-norm-says",
        "in your order the gradient is about the same in all twelve blocks",
        "In the other order it falls from block to block",
        "in the last one it is about a third of yours",
    )
    post, pre = worked.names["gradients"]["post-norm"], worked.names["gradients"]["pre-norm"]
    assert len(post) == len(pre) == 12
    assert max(post) < 1.5 * min(post)
    assert pre == sorted(pre, reverse=True)
    assert pre[-1] / post[-1] == pytest.approx(1 / 3, abs=0.06)
    worked.claims("pre-norm-says", "post-norm brings each vector back to", "the sum grows with each block")
    lengths = worked.names["lengths_behind"]
    assert lengths["post-norm"] == pytest.approx(math.sqrt(48), abs=0.01)
    assert lengths["pre-norm"] > 1.5 * lengths["post-norm"]
    (figure,) = worked.figures["pre-norm"]
    drawn = {line.get_label(): list(line.get_ydata()) for line in figure.axes[0].lines}
    assert drawn == {"post-norm": post, "pre-norm": pre}


def test_embeddings(worked: Worked) -> None:
    worked.claims("embeddings-demo-says", "(cosine 1)")
    same, different = (float(line.split("cosine")[1]) for line in worked.shown["embeddings-demo"].splitlines()[:2])
    assert same == 1 > different


def test_translator(worked: Worked) -> None:
    worked.claims("train-says", "the loss starts at 3.5 nats a letter")
    losses = worked.names["losses"]
    assert len(losses) == 200
    assert losses[0] == pytest.approx(3.5, abs=0.3)
    worked.claims("train-says", "ends at about 0.5")
    assert sum(losses[-20:]) / 20 == pytest.approx(0.5, abs=0.1)
    worked.claims("train-text", "33 signs? (The natural logarithm of 33 is 3.5.)")
    assert len(worked.names["hebrew"]) == 33
    assert math.log(33) == pytest.approx(3.5, abs=0.005)
    worked.claims("translator-text", "80 of them are kept out")
    assert len(worked.names["test_names"]) == 80
    worked.claims("translator-text", "Canada → קנדה, German → גרמנית")  # shown here, so not among what it has never seen
    assert {("canada", "קנדה"), ("german", "גרמנית")} <= set(worked.names["train_names"])
    worked.claims("alignment-says", "Madagascar is among the names that it trained on")
    assert ("madagascar", "מדגסקר") in worked.names["train_names"]


def test_cache(worked: Worked) -> None:
    worked.claims("cache-text", "the values 2 and 4, new are 6 and 8", "(2 + 4 + 6) / 3 = 4")
    keys, values = torch.zeros(1, 1, 2, 1), torch.tensor([2.0, 4.0]).view(1, 1, 2, 1)
    new = torch.tensor([6.0, 8.0]).view(1, 1, 2, 1)
    output, _ = worked.names["attend_with_cache"](torch.ones(1, 1, 2, 1), keys, new, (keys, values))
    assert output.flatten().tolist() == pytest.approx([4, 5])
    worked.claims(
        "cache-demo-says",
        "the differences are rounding",
        "The cache grows by one token a step, and in the end holds a key",
    )
    assert worked.shown["cache-demo"].count("the same as without a cache: True") == 2
    for _, differences, cache in worked.names["cached"].values():
        assert max(differences) < 1e-5
        assert [part.shape[2] for part in cache] == [len(differences)] * 2


def test_parameters(worked: Worked) -> None:
    worked.claims("title", "22.6 million parameters")
    worked.claims("parameters-demo-says", "More than half of MiniLM is its token table")
    count, minilm = worked.names["count_parameters"], worked.names["minilm"]
    assert count(minilm) == pytest.approx(22.6e6, rel=0.005)
    assert minilm["vocab_size"] * minilm["hidden_size"] > count(minilm) / 2
    worked.claims("parameters-demo-says", "one head or 64: the number is the same")
    assert re.search(r"with 1 head or 64: +\{\d+\}", worked.shown["parameters-demo"])


def test_flops(worked: Worked) -> None:
    worked.claims("flops-demo-says", "crosses it near T = 2,300")
    count = worked.names["count_flops"]

    def beyond(length: int) -> bool:
        row = count(length, 384, 1536)
        return bool(row["attention"] > row["projections"] + row["feed_forward"])

    assert not beyond(2250)
    assert beyond(2350)


def test_finale(worked: Worked) -> None:
    if "as published" not in worked.shown["moment"]:
        pytest.skip("the published model is not on this machine")
    assert "(the same model)" in worked.shown["moment"]
    maps, tokens = worked.names["maps"][0][0], worked.names["tokens"]
    worked.claims("real-heads-says", "Head 2 is black just left of the diagonal: the word before")
    assert maps[2].diagonal(-1).mean() > 0.9
    worked.claims("real-heads-says", "In head 1, row apple, nearly all of the weight is in the column iphone")
    assert maps[1][tokens.index("apple"), tokens.index("iphone")] > 0.85
    worked.claims("real-heads-says", "heads 7 and 11 at [CLS] more than at any other token: about 40 % of the weight")
    for head in (7, 11):
        taken = maps[head].mean(0)
        assert taken.argmax() == 0
        assert float(taken[0]) == pytest.approx(0.4, abs=0.05)
    worked.claims("real-ablation-says", "twelve bars between 2 and 8 per cent", "head 1 (apple–iphone) the most")
    moved = worked.names["moved"]
    assert len(moved) == 12
    assert 0.015 < min(moved) < max(moved) < 0.085
    assert moved.index(max(moved)) == 1
