"""silencing heads. Expected: torch's F.linear with the silenced heads' columns of the weight at zero."""

import torch
from otter.test_files import test_case
from torch.nn import functional as F

OK_FORMAT = False
name = "ablate_heads"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

B, H, T, D_HEAD = 2, 4, 5, 3
D = H * D_HEAD


def draw(seed, width=D_HEAD):
    """Heads (B, H, T, width), a weight and a bias for the join."""
    g = torch.Generator().manual_seed(seed)
    d = H * width
    return torch.randn(B, H, T, width, generator=g), torch.randn(d, d, generator=g), torch.randn(d, generator=g)


def oracle(mixed, weight, bias, drop):
    """Join with torch's own functions, the silenced heads' columns of the weight at zero."""
    weight = weight.clone()
    width = mixed.shape[-1]
    for head in drop:
        weight[:, head * width : (head + 1) * width] = 0
    return F.linear(torch.cat(mixed.unbind(1), dim=-1), weight, bias)


def taken_away(ablate_heads, seed, drop, width=D_HEAD):
    """What silencing takes away, by the student and by right. The weight is symmetric: which way it is applied is not asked."""
    mixed, weight, bias = draw(seed, width)
    weight = weight + weight.T
    mine = ablate_heads(mixed.clone(), weight, bias, []) - ablate_heads(mixed.clone(), weight, bias, drop)
    return mine, oracle(mixed, weight, bias, []) - oracle(mixed, weight, bias, drop)


def close(output, expected):
    return tuple(output.shape) == tuple(expected.shape) and torch.allclose(output, expected, atol=1e-4)


def does_its_work(ablate_heads):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    x, weight = torch.arange(1.0, 13.0).reshape(1, 2, 3, 2), torch.eye(4)
    one, two = (
        ablate_heads(x.clone(), weight.clone(), torch.ones(4), [0]),
        ablate_heads(-x, weight.clone(), torch.ones(4), [0]),
    )
    return repr(one) != repr(two) and repr(one) != repr(x)


@test_case(
    points=1.3, failure_message="With no head silenced this is the layer's usual output: join, times weight, plus bias."
)
def test_nothing_dropped(ablate_heads):
    inputs = draw(0)
    assert close(ablate_heads(*inputs, []), oracle(*inputs, []))


@test_case(points=0.75, failure_message="With all heads silenced, the bias is all that is left.")
def test_everything_dropped(ablate_heads):
    mixed, weight, bias = draw(1)
    assert close(ablate_heads(mixed, weight, bias, [0, 1, 2, 3]), bias.expand(B, T, D))


@test_case(points=1.3, failure_message="Silencing head 0 should take away what head 0 adds, and nothing else.")
def test_first_head(ablate_heads):
    assert close(*taken_away(ablate_heads, 2, [0]))


@test_case(
    points=1.4,
    hidden=True,
    failure_message="Silencing a head in the middle should take away what it adds, and nothing else. Which columns of W are its own?",
)
def test_each_head(ablate_heads):
    for head in range(1, H):
        assert close(*taken_away(ablate_heads, 3, [head]))


@test_case(points=0.75, hidden=True, failure_message="Several heads can be silenced at once, in any order.")
def test_two_heads(ablate_heads):
    mixed, weight, bias = draw(5)
    both, other = (ablate_heads(mixed.clone(), weight, bias, drop) for drop in ([3, 1], [1, 3]))
    assert close(both, other)
    assert not close(both, ablate_heads(mixed.clone(), weight, bias, [3]))


@test_case(points=0.35, hidden=True, failure_message="Heads of width 1 are heads too.")
def test_heads_of_width_one(ablate_heads):
    assert does_its_work(ablate_heads), IDLE
    mixed, weight, bias = draw(6, width=1)
    assert ablate_heads(mixed, weight, bias, [2]).shape == (B, T, H)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The inputs were changed: work on a copy.",
)
def test_inputs_are_left_alone(ablate_heads):
    assert does_its_work(ablate_heads), IDLE
    mixed, weight, bias = draw(7)
    drop = [1]
    copies = [x.clone() for x in (mixed, weight, bias)]
    ablate_heads(mixed, weight, bias, drop)
    assert all(torch.equal(x, y) for x, y in zip((mixed, weight, bias), copies, strict=True))
    assert drop == [1]


@test_case(
    points=0.4, hidden=True, failure_message="A batch of one should give the same as its place in a larger batch."
)
def test_batch_of_one(ablate_heads):
    assert does_its_work(ablate_heads), IDLE
    mixed, weight, bias = draw(8)
    assert close(ablate_heads(mixed[1:], weight, bias, [2]), ablate_heads(mixed, weight, bias, [2])[1:])
