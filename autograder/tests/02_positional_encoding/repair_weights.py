"""weights of a checkpoint brought into another layout. Oracle: what the checkpoint computes from its own table."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "repair_weights"
points = 4
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

D, OUT = 6, 5
TOLERANCE = 1e-4
LAYOUT_NAMES = ("sin-cos", "cos-sin", "halves")


def table(layout, rows=7, d_model=D):
    """The table in a layout, shape (rows, d_model)."""
    rates = torch.logspace(0, -(d_model - 2) / d_model, d_model // 2, base=10000.0, dtype=torch.float64)
    angles = (1.0 + torch.arange(rows, dtype=torch.float64))[:, None] * rates
    hands = torch.polar(torch.ones_like(angles), angles)
    if layout == "halves":
        return torch.cat([hands.imag, hands.real], dim=1).float()
    pairs = torch.view_as_real(hands)  # (rows, d_model / 2, 2): cosine, sine
    return (pairs.flip(-1) if layout == "sin-cos" else pairs).flatten(1).float()


def draw(seed, rows=D, columns=OUT):
    return torch.randn(rows, columns, generator=torch.Generator().manual_seed(seed))


def close(a, b):
    return tuple(a.shape) == tuple(b.shape) and torch.allclose(a, b, atol=TOLERANCE)


def probe_new_tensor(repair_weights, w, layout):
    """Write into the result of a repair that changes nothing; what became of w."""
    w = w.clone()
    result = repair_weights(w, layout, layout)
    result += 1
    return w


def does_its_work(repair_weights):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    w = torch.arange(1.0, 13.0).reshape(4, 3)
    one, two = repair_weights(w.clone(), "sin-cos", "halves"), repair_weights(-w, "sin-cos", "halves")
    return repr(one) != repr(two) and repr(one) != repr(w)


@test_case(
    points=0.75,
    failure_message="A matrix has a row for each column of the table: it is the rows that move, and the shape stays "
    "(d_model, d_out).",
)
def test_rows_move(repair_weights):
    assert does_its_work(repair_weights), IDLE
    w = torch.arange(12.0).reshape(6, 2)
    repaired = repair_weights(w.clone(), "sin-cos", "cos-sin")
    assert sorted(repaired.tolist()) == sorted(w.tolist())


@test_case(
    points=1.25,
    failure_message="The table in the new layout times the repaired matrix should be what the checkpoint computed from its own "
    "table. Did you lead from target to source?",
)
def test_same_results(repair_weights):
    assert does_its_work(repair_weights), IDLE
    w = draw(0)
    repaired = repair_weights(w.clone(), "halves", "sin-cos")
    if sorted(repaired.tolist()) == sorted(w.tolist()):  # other rows have cost the points of the first case
        assert close(table("sin-cos") @ repaired, table("halves") @ w)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="From one of the layouts to another the repaired matrix does not give the checkpoint's results.",
)
def test_all_nine(repair_weights):
    for source in LAYOUT_NAMES:
        for target in LAYOUT_NAMES:
            w = draw(1)
            assert close(table(target) @ repair_weights(w.clone(), source, target), table(source) @ w)


@test_case(
    points=0.75,
    hidden=True,
    failure_message="Your function changed the checkpoint's matrix, or handed out that matrix itself; make a new "
    "tensor.",
)
def test_weights_are_left_alone(repair_weights):
    assert does_its_work(repair_weights), IDLE
    w = draw(2)
    for source in ("sin-cos", "halves"):
        repair_weights(w, source, "cos-sin")
    assert torch.equal(w, draw(2))
    assert torch.equal(probe_new_tensor(repair_weights, w, "halves"), w)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A layout that is not one of the three should raise a ValueError.",
)
def test_unknown_layout(repair_weights):
    assert does_its_work(repair_weights), IDLE
    try:
        repair_weights(draw(3), "halves", "thirds")
    except ValueError:
        return
    raise AssertionError("no ValueError")
