"""rotary positions. Oracle: multiplication of torch's complex numbers, as in Meta's LLaMA code.

Batch, heads, tokens and width differ pairwise. Length, distance and base do not see which columns are paired, so a
rotation of halves (Hugging Face's layout) keeps the points for them.
"""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "apply_rope"
points = 8

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


@test_case(points=1, failure_message="The result should have the shape of x, (B, H, T, d_head).")
def test_shape(apply_rope):
    assert tuple(apply_rope(draw(0)).shape) == (B, H, T, D)


@test_case(
    points=1,
    failure_message="At position 0 nothing turns, and at position 1 something does. Positions run along the axis of "
    "the tokens, the last but one.",
)
def test_position_zero_stays(apply_rope):
    x = draw(1)
    turned = apply_rope(x.clone())
    assert close(turned[:, :, 0], x[:, :, 0])
    assert not any(close(turned[b, h, 1], x[b, h, 1]) for b in range(B) for h in range(H))


@test_case(points=0.5, hidden=True, failure_message="A rotation keeps the length of every query and key.")
def test_lengths_are_kept(apply_rope):
    x = draw(2)
    turned = apply_rope(x.clone())
    assert close(turned.norm(dim=-1), x.norm(dim=-1))
    assert not close(turned, x)


@test_case(
    points=1,
    hidden=True,
    failure_message="The score of a query and a key should depend on their distance alone: move both by the same "
    "number of positions (offset), and it should stay.",
)
def test_only_the_distance_counts(apply_rope):
    q, k = draw(3, length=1), draw(4, length=1)

    def score(p, at):
        return (apply_rope(q.clone(), offset=p) * apply_rope(k.clone(), offset=at)).sum(dim=-1)

    assert close(score(2, 5), score(31, 34))
    assert not close(score(2, 5), score(2, 9))


@test_case(
    points=1,
    hidden=True,
    failure_message="With one pair (d_head = 2), the vector (1, 0) should turn counter-clockwise, to (cos p, sin p). "
    "Does yours turn the other way?",
)
def test_direction(apply_rope):
    x = draw(5, width=2)
    expected = oracle(x)
    assert close(apply_rope(x), expected)


@test_case(
    points=1,
    hidden=True,
    failure_message="Columns 2i and 2i + 1 should turn together, by position times rate i. Did you pair column i with "
    "column i + d/2, as Hugging Face's LLaMA does?",
)
def test_neighbours_are_pairs(apply_rope):
    x = draw(6)
    expected = oracle(x)
    assert close(apply_rope(x), expected)


@test_case(
    points=1,
    hidden=True,
    failure_message="With an offset, the first token should turn as a token at that position would.",
)
def test_offset(apply_rope):
    x = draw(7)
    whole = apply_rope(x.clone())
    assert close(apply_rope(x[:, :, 3:].clone(), offset=3), whole[:, :, 3:])
    assert not close(whole, x)


@test_case(points=1, hidden=True, failure_message="The parameter base does not arrive in the angles.")
def test_another_base(apply_rope):
    ones = torch.ones(1, 1, 9, 6)
    expected = oracle(ones, base=25.0).sort(dim=-1).values
    assert close(torch.as_tensor(apply_rope(ones, base=25.0), dtype=torch.float64).sort(dim=-1).values, expected)


@test_case(points=0.5, hidden=True, failure_message="Your function changed x in place; make a new tensor.")
def test_input_is_left_alone(apply_rope):
    x = draw(8)
    before = x.clone()
    apply_rope(x, offset=2)
    assert torch.equal(x, before)
