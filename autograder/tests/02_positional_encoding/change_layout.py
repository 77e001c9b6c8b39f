"""layouts of sines and cosines. Oracle: the parts of torch's complex numbers (torch.polar).

d_model = 10 and 6: with five and three hands the step from one layout to another is not its own inverse.
"""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "change_layout"
points = 8


def table(layout, rows=7, d_model=10):
    """The table in a layout, shape (rows, d_model)."""
    rates = torch.logspace(0, -(d_model - 2) / d_model, d_model // 2, base=10000.0, dtype=torch.float64)
    angles = (1.0 + torch.arange(rows, dtype=torch.float64))[:, None] * rates
    hands = torch.polar(torch.ones_like(angles), angles)
    if layout == "halves":
        return torch.cat([hands.imag, hands.real], dim=1).float()
    pairs = torch.view_as_real(hands)  # (rows, d_model / 2, 2): cosine, sine
    return (pairs.flip(-1) if layout == "sin-cos" else pairs).flatten(1).float()


def same(a, b):
    return tuple(a.shape) == tuple(b.shape) and torch.equal(a, b)


@test_case(points=1, failure_message="From a layout to the same layout nothing moves.")
def test_nothing_to_do(change_layout):
    for layout in ("sin-cos", "halves"):
        assert same(change_layout(table(layout), layout, layout), table(layout))


@test_case(
    points=1,
    failure_message='From "sin-cos" to "cos-sin" the two neighbours of each pair change places, columns 2i and 2i + 1.',
)
def test_neighbours_swap(change_layout):
    row = torch.tensor([1.0, 2, 3, 4, 5, 6])
    assert same(change_layout(row, "sin-cos", "cos-sin"), torch.tensor([2.0, 1, 4, 3, 6, 5]))


@test_case(
    points=1,
    hidden=True,
    failure_message='"halves" has all the sines first, in the order of the hands, and then all the cosines.',
)
def test_to_halves(change_layout):
    assert same(change_layout(table("sin-cos"), "sin-cos", "halves"), table("halves"))


@test_case(
    points=1,
    hidden=True,
    failure_message='Back from "halves", sine i and cosine i come together again as columns 2i and 2i + 1. Did you '
    "take the columns apart once more instead?",
)
def test_back_from_halves(change_layout):
    assert same(change_layout(table("halves"), "halves", "sin-cos"), table("sin-cos"))


@test_case(
    points=1,
    hidden=True,
    failure_message='Between "cos-sin" and "halves" the cosines are the ones in the even columns; in "halves" the '
    "sines still come first.",
)
def test_cosines_first_and_halves(change_layout):
    assert same(change_layout(table("cos-sin"), "cos-sin", "halves"), table("halves"))
    assert same(change_layout(table("halves"), "halves", "cos-sin"), table("cos-sin"))


@test_case(
    points=1,
    hidden=True,
    failure_message="The last axis is rearranged, whatever axes stand before it: a vector, a table, a batch.",
)
def test_any_leading_axes(change_layout):
    x = torch.arange(2 * 3 * 4 * 6).reshape(2, 3, 4, 6).float()
    expected = torch.stack([x[..., k] for k in (0, 2, 4, 1, 3, 5)], dim=-1)
    assert same(change_layout(x, "sin-cos", "halves"), expected)
    assert same(change_layout(x[0, 0, 0], "sin-cos", "halves"), expected[0, 0, 0])


@test_case(points=1, hidden=True, failure_message="Your function changed its input in place; make a new tensor.")
def test_input_is_left_alone(change_layout):
    x = table("sin-cos")
    for target in ("cos-sin", "halves"):
        assert same(change_layout(x, "sin-cos", target), table(target))
        assert torch.equal(x, table("sin-cos"))


@test_case(
    points=1,
    hidden=True,
    failure_message="A layout that is not one of the three, as source or as target, should raise a ValueError.",
)
def test_unknown_layout(change_layout):
    x = table("sin-cos")
    assert tuple(change_layout(x, "sin-cos", "halves").shape) == (7, 10)
    for source, target in (("sin-cos", "interleaved"), ("sines", "halves")):
        try:
            change_layout(x, source, target)
        except ValueError:
            continue
        raise AssertionError("no ValueError")
