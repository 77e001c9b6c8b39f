"""layouts of sines and cosines. Oracle: the parts of torch's complex numbers (torch.polar).

d_model = 10 and 6: with five and three hands the step from one layout to another is not its own inverse.
"""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "change_layout"
points = 7
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)


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


def probe_new_tensor(change_layout, x, layout):
    """Write into the result of a change that changes nothing; what became of x."""
    x = x.clone()
    result = change_layout(x, layout, layout)
    result += 1
    return x


def does_its_work(change_layout):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    x = torch.arange(1.0, 9.0).reshape(2, 4)
    one, two = change_layout(x.clone(), "sin-cos", "halves"), change_layout(-x, "sin-cos", "halves")
    return repr(one) != repr(two) and repr(one) != repr(x)


@test_case(points=0.5, failure_message="From a layout to the same layout nothing moves.")
def test_nothing_to_do(change_layout):
    assert does_its_work(change_layout), IDLE
    for layout in ("sin-cos", "halves"):
        assert same(change_layout(table(layout), layout, layout), table(layout))


@test_case(
    points=1,
    failure_message='From "sin-cos" to "cos-sin" the two neighbours of each pair change places, columns 2i and 2i + 1.',
)
def test_neighbours_swap(change_layout):
    rows = torch.tensor([[1.0, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]])
    assert same(change_layout(rows, "sin-cos", "cos-sin"), torch.tensor([[2.0, 1, 4, 3, 6, 5], [8, 7, 10, 9, 12, 11]]))


@test_case(
    points=1.5,
    failure_message='Back from "halves", sine i and cosine i come together again as columns 2i and 2i + 1. Did you '
    "take the columns apart once more instead?",
)
def test_back_from_halves(change_layout):
    rows = torch.tensor([[1.0, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]])
    assert same(change_layout(rows, "halves", "sin-cos"), torch.tensor([[1.0, 4, 2, 5, 3, 6], [7, 10, 8, 11, 9, 12]]))


@test_case(
    points=0.5,
    hidden=True,
    failure_message='"halves" has all the sines first, in the order of the hands, and then all the cosines.',
)
def test_to_halves(change_layout):
    assert same(change_layout(table("sin-cos"), "sin-cos", "halves"), table("halves"))


@test_case(
    points=0.75,
    hidden=True,
    failure_message='From "cos-sin" to "halves": the cosines are the ones in the even columns, and in "halves" the '
    "sines still come first.",
)
def test_cosines_first_and_halves(change_layout):
    assert same(change_layout(table("cos-sin"), "cos-sin", "halves"), table("halves"))


@test_case(
    points=0.75,
    hidden=True,
    failure_message="The last axis is rearranged, whatever axes stand before it: a vector, a table, a batch of tables.",
)
def test_any_leading_axes(change_layout):
    assert does_its_work(change_layout), IDLE
    x = torch.arange(2 * 3 * 6).reshape(2, 3, 6).float()
    whole = change_layout(x.clone(), "sin-cos", "halves")
    for place in range(2):
        assert same(whole[place], change_layout(x[place].clone(), "sin-cos", "halves"))
    assert same(
        change_layout(x[0, 0].clone(), "sin-cos", "halves"), change_layout(x[0].clone(), "sin-cos", "halves")[0]
    )


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Your function changed its input in place, or handed out the input itself; make a new tensor.",
)
def test_input_is_left_alone(change_layout):
    assert does_its_work(change_layout), IDLE
    x = table("sin-cos")
    for target in ("cos-sin", "halves"):
        change_layout(x, "sin-cos", target)
        assert torch.equal(x, table("sin-cos"))
    assert torch.equal(probe_new_tensor(change_layout, x, "sin-cos"), x)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="A layout that is not one of the three, as source or as target, should raise a ValueError.",
)
def test_unknown_layout(change_layout):
    assert does_its_work(change_layout), IDLE
    for source, target in (("sin-cos", "interleaved"), ("sines", "halves")):
        try:
            change_layout(table("sin-cos"), source, target)
        except ValueError:
            continue
        raise AssertionError(f"no ValueError from {source!r} to {target!r}")


@test_case(
    points=0.25,
    hidden=True,
    failure_message="The result should have the dtype of x: float64 in, float64 out; and so it is with half precision (bfloat16, which "
    "NumPy does not know, too) and with whole numbers.",
)
def test_dtype(change_layout):
    assert does_its_work(change_layout), IDLE
    for dtype in (torch.float64, torch.float16, torch.bfloat16, torch.int64):
        assert change_layout(table("sin-cos").to(dtype), "sin-cos", "halves").dtype == dtype


@test_case(points=0.25, hidden=True, failure_message="One of the nine ways from layout to layout does not lead there.")
def test_all_nine(change_layout):
    layouts = ("sin-cos", "cos-sin", "halves")
    for source in layouts:
        for target in layouts:
            assert same(change_layout(table(source), source, target), table(target))
