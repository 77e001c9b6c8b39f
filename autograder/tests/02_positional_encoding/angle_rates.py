"""the clocks' angles per position. Oracle: torch.logspace, a geometric row between two exponents."""

import math

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "angle_rates"
points = 9
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)
MAY_EARN = {
    "returns ones of the right shape": "Whole-number division in the exponent is one slip, and gives just that.",
}

TOLERANCE = 1e-4  # of each rate, for they span four orders of magnitude


def oracle(d_model, base=10000.0):
    """The rates from exponent 0 down to -(d_model - 2) / d_model, shape (d_model // 2,)."""
    return torch.logspace(0, -(d_model - 2) / d_model, d_model // 2, base=base, dtype=torch.float64)


def as64(x):
    return torch.as_tensor(x, dtype=torch.float64)


def close(a, b):
    a = as64(a)
    return a.shape == b.shape and bool(((a - b).abs() <= TOLERANCE * b.abs()).all())


def does_its_work(angle_rates):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    rates = [float(rate) for rate in angle_rates(16)]
    return bool(rates) and all(rates) and rates in (sorted(rates), sorted(rates, reverse=True))


@test_case(points=1.5, failure_message="There is one rate for each pair of columns: the shape is (d_model // 2,).")
def test_one_rate_a_pair(angle_rates):
    assert does_its_work(angle_rates), IDLE
    assert tuple(as64(angle_rates(10)).shape) == (5,)


@test_case(
    points=1.75,
    failure_message="For d_model = 4 the text gives the rates 1 and 0.01. Is the exponent -2i / d_model in your code, "
    "with a division that does not cut to whole numbers?",
)
def test_worked_example(angle_rates):
    assert close(as64(angle_rates(4))[:2], torch.tensor([1.0, 0.01], dtype=torch.float64))


@test_case(
    points=1.75,
    hidden=True,
    failure_message="The rates are not base ** (-2i / d_model), one for each i from 0 to d_model / 2 - 1. Check the exponent: "
    "2i, not i; divided by d_model; and negative.",
)
def test_rates_of_a_wider_encoding(angle_rates):
    assert close(angle_rates(14), oracle(14))
    assert close(angle_rates(2), oracle(2))


@test_case(
    points=2,
    hidden=True,
    failure_message="The parameter base does not arrive in the rates: with another base they should be other powers.",
)
def test_another_base(angle_rates):
    assert does_its_work(angle_rates), IDLE
    usual = as64(angle_rates(10))
    for base in (100.0, 10.0):  # 10000 = base ** 2 or base ** 4, so each rate is a root of the usual one
        assert close(angle_rates(10, base=base), usual ** (math.log(base) / math.log(10000.0)))


@test_case(
    points=1.5,
    hidden=True,
    failure_message="An odd d_model leaves a hand with one coordinate: raise a ValueError.",
)
def test_odd_width(angle_rates):
    assert does_its_work(angle_rates), IDLE
    for width in (7, 1):
        try:
            angle_rates(width)
        except ValueError:
            continue
        raise AssertionError(f"no ValueError for d_model={width}")


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The rates should be a float tensor: neither a list nor a NumPy array can be multiplied by a column of positions "
    "as a tensor can.",
)
def test_a_tensor(angle_rates):
    assert does_its_work(angle_rates), IDLE
    rates = angle_rates(6)
    assert isinstance(rates, torch.Tensor)
    assert rates.is_floating_point()
