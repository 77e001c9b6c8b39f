"""counting arithmetic. The oracle is torch's FlopCounterMode, which watches torch's own modules work."""

import torch
from otter.test_files import test_case
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

OK_FORMAT = False
name = "count_flops"
points = 4
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

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


def does_its_work(count_flops):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = count_flops(7, 12, 20), count_flops(14, 24, 40)
    return repr(one) != repr(two) and repr(one) != repr(7)


@test_case(
    points=0.4, failure_message='The result should be a dict with "projections", "attention" and "feed_forward".'
)
def test_keys(count_flops):
    assert does_its_work(count_flops), IDLE
    assert sorted(count_flops(T, D, D_FF)) == ["attention", "feed_forward", "projections"]


@test_case(
    points=1.2,
    failure_message="The total differs from what torch counts. An (a, b) times a (b, c) matrix costs 2·a·b·c.",
)
def test_total(count_flops):
    assert sum(count_flops(T, D, D_FF).values()) == sum(oracle(T, D, D_FF).values())


def close_to(counted, part, sizes=(64, 48, 80)):
    """Whether a part is what torch counts, or half of it: that additions count too, and biases do not, the total asks."""
    wanted = oracle(*sizes)[part]
    return any(abs(counted[part] - share) < 0.05 * share for share in (wanted, wanted / 2))


@test_case(points=0.6, hidden=True, failure_message="There are four projections: queries, keys, values and the output.")
def test_projections(count_flops):
    assert close_to(count_flops(64, 48, 80), "projections")


@test_case(
    points=0.6,
    hidden=True,
    failure_message="Attention is two products: QKᵀ, and weights times V, all heads together; each grows with the square of "
    "the length.",
)
def test_attention(count_flops):
    counted = count_flops(64, 48, 80)
    assert close_to(counted, "attention")
    once, twice = count_flops(50, D, D_FF)["attention"], count_flops(100, D, D_FF)["attention"]
    assert twice == 4 * once


@test_case(
    points=0.6,
    hidden=True,
    failure_message="The feed-forward network has two linear layers: d_model to d_ff, and back.",
)
def test_feed_forward(count_flops):
    assert close_to(count_flops(64, 48, 80), "feed_forward")


@test_case(points=0.4, hidden=True, failure_message="For other sizes the counts do not change as they should.")
def test_other_sizes(count_flops):
    assert does_its_work(count_flops), IDLE
    small, large = (count_flops(9, d, d_ff) for d, d_ff in ((12, 30), (120, 300)))
    assert all(large[part] > 9 * small[part] for part in small)


@test_case(points=0.2, hidden=True, failure_message="FLOPs are whole numbers: use ints.")
def test_plain_integers(count_flops):
    assert does_its_work(count_flops), IDLE
    assert all(type(flops) is int for flops in count_flops(9, 4, 6).values())
