"""a step is a rotation. Oracle: tables made of torch's complex numbers (torch.polar)."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "relative_rotation"
points = 10
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

TOLERANCE = 1e-4


def table(positions, d_model, base=10000.0):
    """Rows of the paper's table (even = sine) at any positions, in float64."""
    rates = torch.logspace(0, -(d_model - 2) / d_model, d_model // 2, base=base, dtype=torch.float64)
    angles = torch.as_tensor(positions, dtype=torch.float64)[:, None] * rates
    return torch.view_as_real(torch.polar(torch.ones_like(angles), angles)).flip(-1).flatten(1)


def as64(x):
    return torch.as_tensor(x, dtype=torch.float64)


def close(a, b):
    a = as64(a)
    return a.shape == b.shape and bool(((a - b).abs() <= TOLERANCE).all())


def diagonal(R):
    """The cosines of all hands, each twice, whatever the layout and the direction."""
    return as64(R).diagonal().sort().values


def cosines(delta, d_model, base=10000.0):
    rates = torch.logspace(0, -(d_model - 2) / d_model, d_model // 2, base=base, dtype=torch.float64)
    return torch.cos(delta * rates).repeat(2).sort().values


def does_its_work(relative_rotation):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    one, two = relative_rotation(1, 4), relative_rotation(2, 4)
    return repr(one) != repr(two) and repr(one) != repr(1)


@test_case(points=0.5, failure_message="R should be a square matrix, (d_model, d_model).")
def test_shape(relative_rotation):
    assert does_its_work(relative_rotation), IDLE
    assert tuple(relative_rotation(3, 10).shape) == (10, 10)


@test_case(points=1, failure_message="No step (delta = 0) changes nothing: R should be the identity.")
def test_no_step(relative_rotation):
    assert close(relative_rotation(0, 6), torch.eye(6, dtype=torch.float64))


@test_case(
    points=1.5,
    failure_message="With one hand (d_model = 2), a step from position 0, the pair (0, 1), should lead to (sin 1, "
    "cos 1). Does your hand turn the other way?",
)
def test_one_step_of_one_hand(relative_rotation):
    step = as64(relative_rotation(1, 2)) @ torch.tensor([0.0, 1.0], dtype=torch.float64)
    assert close(step, torch.tensor([0.841471, 0.540302], dtype=torch.float64))


@test_case(
    points=1.5,
    hidden=True,
    failure_message="Each hand turns by its own rate, that of `angle_rates`: the numbers on the diagonal should be cos of delta "
    "times the rates, each twice.",
)
def test_own_rates(relative_rotation):
    assert close(diagonal(relative_rotation(1, 10)), cosines(1, 10))


@test_case(
    points=1.5,
    hidden=True,
    failure_message="R should be zero outside the 2 × 2 blocks along its diagonal: sine and cosine of a hand stand "
    "side by side, in columns 2i and 2i + 1.",
)
def test_blocks_along_the_diagonal(relative_rotation):
    assert does_its_work(relative_rotation), IDLE
    outside = 1 - torch.block_diag(*[torch.ones(2, 2, dtype=torch.float64)] * 4)
    assert close(as64(relative_rotation(2, 8)) * outside, torch.zeros(8, 8, dtype=torch.float64))


@test_case(
    points=1,
    hidden=True,
    failure_message="A negative delta should lead back: five steps back are the inverse of five steps forward, R transposed.",
)
def test_steps_back(relative_rotation):
    assert does_its_work(relative_rotation), IDLE
    assert close(relative_rotation(-5, 8), as64(relative_rotation(5, 8)).T)


@test_case(
    points=1,
    hidden=True,
    failure_message="Three steps and then five should be the same as eight steps at once: it is the angle that grows.",
)
def test_steps_add_up(relative_rotation):
    assert does_its_work(relative_rotation), IDLE
    three, five, eight = (as64(relative_rotation(delta, 6)) for delta in (3, 5, 8))
    assert close(five @ three, eight)


@test_case(
    points=1,
    hidden=True,
    failure_message="The parameter base does not arrive in the matrix: with base = 1 all hands turn alike.",
)
def test_another_base(relative_rotation):
    assert does_its_work(relative_rotation), IDLE
    cosine = diagonal(relative_rotation(1, 6, base=1.0))
    assert close(cosine, cosine[:1].expand(6))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="In the paper's table R @ PE[p] is not PE[p + delta].",
)
def test_steps_in_the_table(relative_rotation):
    for delta in (1, 4, 13):
        moved = table(range(9), 10) @ as64(relative_rotation(delta, 10)).T
        assert close(moved, table(range(delta, delta + 9), 10))


@test_case(
    points=0.5,
    hidden=True,
    failure_message="R should be a float tensor: with a NumPy array, or a list of rows, R @ PE[p] does not work.",
)
def test_a_tensor(relative_rotation):
    assert does_its_work(relative_rotation), IDLE
    R = relative_rotation(2, 6)
    assert isinstance(R, torch.Tensor)
    assert R.is_floating_point()
