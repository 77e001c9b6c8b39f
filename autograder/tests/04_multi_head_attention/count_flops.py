"""counting arithmetic. The oracle is torch's FlopCounterMode, which watches torch's own modules work."""

import torch
from otter.test_files import test_case
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

OK_FORMAT = False
name = "count_flops"
points = 4

T, D, D_FF, H = 7, 12, 20, 3


def oracle(length, d_model, d_ff, n_heads=H):
    """What torch counts: linear layers (addmm) and batched products (bmm) of its attention, and a network's layers."""
    x = torch.zeros(1, length, d_model)
    attention = nn.MultiheadAttention(d_model, n_heads, batch_first=True)
    network = nn.Sequential(nn.Linear(d_model, d_ff), nn.GELU(), nn.Linear(d_ff, d_model))
    with FlopCounterMode(display=False) as seen, torch.enable_grad():
        attention(x, x, x, need_weights=True)
    counted = {str(operation): flops for operation, flops in seen.get_flop_counts()["Global"].items()}
    with FlopCounterMode(display=False) as seen:
        network(x)
    batched = sum(flops for operation, flops in counted.items() if "bmm" in operation)
    projections = sum(counted.values()) - batched
    return {"projections": projections, "attention": batched, "feed_forward": seen.get_total_flops()}


@test_case(
    points=0.5, failure_message='The result should be a dict with "projections", "attention" and "feed_forward".'
)
def test_keys(count_flops):
    assert sorted(count_flops(T, D, D_FF)) == ["attention", "feed_forward", "projections"]


@test_case(
    points=1, failure_message="The total differs from what torch counts. An (a, b) times a (b, c) matrix costs 2·a·b·c."
)
def test_total(count_flops):
    assert sum(count_flops(T, D, D_FF).values()) == sum(oracle(T, D, D_FF).values())


@test_case(points=0.5, hidden=True, failure_message="There are four projections: queries, keys, values and the output.")
def test_projections(count_flops):
    assert count_flops(T, D, D_FF)["projections"] == oracle(T, D, D_FF)["projections"]


@test_case(
    points=0.5, hidden=True, failure_message="Attention is two products: QKᵀ, and weights times V, all heads together."
)
def test_attention(count_flops):
    assert count_flops(T, D, D_FF)["attention"] == oracle(T, D, D_FF)["attention"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The feed-forward network has two linear layers: d_model to d_ff, and back.",
)
def test_feed_forward(count_flops):
    assert count_flops(T, D, D_FF)["feed_forward"] == oracle(T, D, D_FF)["feed_forward"]


@test_case(
    points=0.5,
    hidden=True,
    failure_message="With twice the tokens, attention costs four times as much, the rest twice.",
)
def test_growth(count_flops):
    once, twice = count_flops(50, D, D_FF), count_flops(100, D, D_FF)
    ratios = {part: twice[part] / once[part] for part in once}
    assert ratios == {"projections": 2, "attention": 4, "feed_forward": 2}


@test_case(points=0.25, hidden=True, failure_message="For other sizes the counts differ from torch's.")
def test_other_sizes(count_flops):
    for sizes in ((1, 8, 5), (13, 6, 31)):
        assert count_flops(*sizes) == oracle(*sizes, n_heads=2)


@test_case(points=0.25, hidden=True, failure_message="FLOPs are whole numbers: use ints.")
def test_plain_integers(count_flops):
    assert all(type(flops) is int for flops in count_flops(9, 4, 6).values())
