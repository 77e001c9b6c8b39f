"""the clocks' angles per position. Oracle: torch.logspace, a geometric row between two exponents."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "angle_rates"
points = 9

TOLERANCE = 1e-4  # of each rate, for they span four orders of magnitude


def oracle(d_model, base=10000.0):
    """The rates from exponent 0 down to -(d_model - 2) / d_model, shape (d_model // 2,)."""
    return torch.logspace(0, -(d_model - 2) / d_model, d_model // 2, base=base, dtype=torch.float64)


def as64(x):
    return torch.as_tensor(x, dtype=torch.float64)


def close(a, b):
    a = as64(a)
    return a.shape == b.shape and bool(((a - b).abs() <= TOLERANCE * b.abs()).all())


@test_case(points=1, failure_message="There is one rate for each pair of columns: the shape is (d_model // 2,).")
def test_one_rate_a_pair(angle_rates):
    assert tuple(as64(angle_rates(10)).shape) == (5,)


@test_case(points=1, failure_message="The fastest hand comes first and turns by 1 radian: base to the power of 0.")
def test_first_rate_is_one(angle_rates):
    assert abs(float(angle_rates(6)[0]) - 1.0) < 1e-6


@test_case(
    points=1,
    failure_message="For d_model = 4 the text gives the rates 1 and 0.01. Is the exponent -2i / d_model in your code, "
    "with a division that does not cut to whole numbers?",
)
def test_worked_example(angle_rates):
    assert close(angle_rates(4), torch.tensor([1.0, 0.01], dtype=torch.float64))


@test_case(
    points=1,
    hidden=True,
    failure_message="The rates are not base ** (-2i / d_model). Check the exponent: 2i, not i; divided by d_model; and "
    "negative.",
)
def test_rates_of_a_wider_encoding(angle_rates):
    assert close(angle_rates(14), oracle(14))


@test_case(
    points=1,
    hidden=True,
    failure_message="Neighbouring rates should have the same ratio, base ** (-2 / d_model): the row is geometric.",
)
def test_geometric_row(angle_rates):
    rates = as64(angle_rates(12))
    assert tuple(rates.shape) == (6,)
    assert bool(((rates[1:] / rates[:-1] - 10000 ** (-2 / 12)).abs() < 1e-5).all())


@test_case(
    points=1,
    hidden=True,
    failure_message="The slowest rate is base ** (-(d_model - 2) / d_model), a little faster than 1 / base: the last "
    "i is d_model / 2 - 1.",
)
def test_slowest_hand(angle_rates):
    assert abs(float(angle_rates(8)[-1]) - 0.001) < 1e-6


@test_case(points=1, hidden=True, failure_message="The parameter base does not arrive in the rates.")
def test_another_base(angle_rates):
    assert close(angle_rates(10, base=50.0), oracle(10, 50.0))


@test_case(points=1, hidden=True, failure_message="d_model = 2 is one hand, with the rate 1.")
def test_a_single_clock(angle_rates):
    assert close(angle_rates(2, 10000.0), torch.ones(1, dtype=torch.float64))


@test_case(
    points=1,
    hidden=True,
    failure_message="An odd d_model leaves a hand with one coordinate: raise a ValueError.",
)
def test_odd_width(angle_rates):
    assert tuple(as64(angle_rates(4)).shape) == (2,)
    try:
        angle_rates(7)
    except ValueError:
        return
    raise AssertionError("no ValueError")
