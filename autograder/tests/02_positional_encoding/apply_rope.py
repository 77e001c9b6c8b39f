"""rotary positions. Oracle: multiplication of torch's complex numbers, as in Meta's LLaMA code.

Batch, heads, tokens and width differ pairwise. Length, distance and base do not see which columns are paired, so a
rotation of halves (Hugging Face's layout) keeps the points for them.
"""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "apply_rope"
points = 8
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

B, H, T, D = 2, 3, 7, 10
TOLERANCE = 1e-4


def draw(seed, length=T, width=D):
    return torch.randn(B, H, length, width, generator=torch.Generator().manual_seed(seed))


def oracle(x, offset=0, base=10000.0):
    """Pairs of neighbours as complex numbers, times numbers of length 1 with the angle position * rate."""
    length, width = x.shape[-2:]
    rates = torch.logspace(0, -(width - 2) / width, width // 2, base=base, dtype=torch.float64)
    angles = torch.arange(offset, offset + length, dtype=torch.float64)[:, None] * rates
    pairs = torch.view_as_complex(x.double().reshape(*x.shape[:-1], -1, 2).contiguous())
    return torch.view_as_real(pairs * torch.polar(torch.ones_like(angles), angles)).flatten(-2)


def close(a, b):
    a, b = (torch.as_tensor(t, dtype=torch.float64) for t in (a, b))
    return a.shape == b.shape and bool(((a - b).abs() <= TOLERANCE).all())


def units(rope, base=10000.0, length=4):
    """Every unit vector at the positions 0, 1, …, turned; shape (unit vectors, positions, width)."""
    vectors = torch.eye(D)[None, :, None].expand(1, D, length, D).clone()
    return torch.as_tensor(rope(vectors, base=base), dtype=torch.float64)[0]


def heads_are_alike(apply_rope):
    """Whoever lets positions run along another axis has lost the points for that."""
    turned = apply_rope(torch.ones(2, 3, 4, 2))
    return close(turned[:1, :1].expand(2, 3, 4, 2), turned)


def lengths_are_kept(apply_rope):
    """What is no rotation has no angle: it has lost the points for that."""
    x = draw(2)
    return close(apply_rope(x.clone()).norm(dim=-1), x.norm(dim=-1))


def turned_by(vectors):
    """The cosines of the angles between each vector and itself at position 0, in ascending order at each position."""
    return (vectors * vectors[:, :1]).sum(dim=-1).sort(dim=0).values


def probe_gradient(apply_rope, x):
    """Backward through the sum of all outputs; the largest entry of the gradient in each column of x."""
    x = x.clone().requires_grad_()
    result = apply_rope(x * 1)  # torch refuses to write into x itself, which has a case of its own
    if result.requires_grad:
        result.sum().backward()
    return [0.0] * x.shape[-1] if x.grad is None else x.grad.abs().amax(dim=(0, 1, 2)).tolist()


def does_its_work(apply_rope):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    x = torch.arange(1.0, 25.0).reshape(1, 2, 3, 4)
    one, two = apply_rope(x.clone()), apply_rope(-x)
    return repr(one) != repr(two) and repr(one) != repr(x)


@test_case(
    points=0.75,
    failure_message="At position 0 nothing turns, in each head. Positions run along the axis of the tokens, the last but one.",
)
def test_position_zero_stays(apply_rope):
    assert does_its_work(apply_rope), IDLE
    x = draw(1)
    turned = apply_rope(x.clone())
    assert tuple(turned.shape) == (B, H, T, D)
    assert close(turned[:, :, 0].sort(dim=-1).values, x[:, :, 0].sort(dim=-1).values)


@test_case(
    points=1.25,
    failure_message="With one pair (d_head = 2), the vector (1, 0) should turn counter-clockwise, to (cos p, sin p). "
    "Does yours turn the other way?",
)
def test_direction(apply_rope):
    assert does_its_work(apply_rope), IDLE
    if heads_are_alike(apply_rope) and lengths_are_kept(apply_rope):
        x = torch.tensor([1.0, 0.0]).expand(1, 1, 4, 2).clone()
        assert close(apply_rope(x.clone()), oracle(x))


@test_case(
    points=1.25,
    failure_message="Columns 2i and 2i + 1 should turn together and stay where they are. Did you pair column i with "
    "column i + d/2, as Hugging Face's LLaMA does?",
)
def test_neighbours_are_pairs(apply_rope):
    assert does_its_work(apply_rope), IDLE
    for pair in range(3):
        x = torch.zeros(1, 1, 4, 6)
        x[..., 2 * pair] = 1.0
        change = torch.as_tensor(apply_rope(x) - apply_rope(torch.zeros(1, 1, 4, 6)), dtype=torch.float64)
        outside = [column for column in range(6) if column // 2 != pair]
        assert close(change[..., outside], torch.zeros(1, 1, 4, 4))


@test_case(
    points=0.75,
    hidden=True,
    failure_message="A rotation keeps the length of every query and key.",
)
def test_lengths_are_kept(apply_rope):
    assert does_its_work(apply_rope), IDLE
    assert lengths_are_kept(apply_rope)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Each pair of columns should turn at its own rate, that of `angle_rates`.",
)
def test_own_rates(apply_rope):
    assert does_its_work(apply_rope), IDLE
    rates = torch.logspace(0, -(D - 2) / D, D // 2, base=10000.0, dtype=torch.float64)
    expected = torch.cos(rates[:, None] * torch.arange(4)).repeat(2, 1).sort(dim=0).values
    if heads_are_alike(apply_rope) and lengths_are_kept(apply_rope):
        assert close(turned_by(units(apply_rope)), expected)


@test_case(
    points=0.8,
    hidden=True,
    failure_message="With an offset, the first token should turn as a token at that position would.",
)
def test_offset(apply_rope):
    assert does_its_work(apply_rope), IDLE
    if heads_are_alike(apply_rope):
        x = draw(7)
        whole = apply_rope(x.clone())
        assert close(apply_rope(x[:, :, 3:].clone(), offset=3), whole[:, :, 3:])


@test_case(
    points=0.8,
    hidden=True,
    failure_message="The parameter base does not arrive in the angles: with base = 1 all pairs turn alike.",
)
def test_another_base(apply_rope):
    assert does_its_work(apply_rope), IDLE
    angles = turned_by(units(apply_rope, base=1.0))
    if lengths_are_kept(apply_rope):
        assert close(angles[1:], angles[:1].expand(D - 1, 4))


@test_case(points=0.9, hidden=True, failure_message="Your function changed x in place; make a new tensor.")
def test_input_is_left_alone(apply_rope):
    assert does_its_work(apply_rope), IDLE
    x = draw(8)
    before = x.clone()
    apply_rope(x, offset=2)
    assert torch.equal(x, before)


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The result should have the dtype of x, float32 or float64.",
)
def test_dtype(apply_rope):
    assert does_its_work(apply_rope), IDLE
    x = draw(9)
    for dtype in (torch.float32, torch.float64):
        assert apply_rope(x.to(dtype)).dtype == dtype


@test_case(
    points=0.25,
    hidden=True,
    failure_message="No gradient comes back through the rotation: training could not change the queries and keys. Do you detach, "
    "or go by way of NumPy or .data?",
)
def test_gradients_flow(apply_rope):
    assert does_its_work(apply_rope), IDLE
    assert all(number > 0 for number in probe_gradient(apply_rope, draw(10)))


@test_case(
    points=0.25,
    hidden=True,
    failure_message="On other queries the result is not that of Meta's LLaMA code (neighbours as pairs).",
)
def test_agrees_with_complex_numbers(apply_rope):
    x = draw(6)
    assert close(apply_rope(x.clone()), oracle(x))
