"""the table. Oracle: torch's complex numbers of length 1 (torch.polar), whose parts are cosine and sine.

Values, pairing and order of the columns are judged apart: a swapped table, or one with all the sines in its first half,
keeps the points for its values. Cases that compare values sort each row, so they do not see the layout.
"""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "sinusoidal_pe"
points = 18
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

TOLERANCE = 1e-4


def oracle(max_len, d_model, base=10000.0, even="sin"):
    """The table in float64, shape (max_len, d_model)."""
    rates = torch.logspace(0, -(d_model - 2) / d_model, d_model // 2, base=base, dtype=torch.float64)
    angles = torch.arange(max_len, dtype=torch.float64)[:, None] * rates
    cosine_and_sine = torch.view_as_real(torch.polar(torch.ones_like(angles), angles))
    return (cosine_and_sine.flip(-1) if even == "sin" else cosine_and_sine).flatten(1)


def close(a, b):
    a = torch.as_tensor(a, dtype=torch.float64)
    return a.shape == b.shape and bool(((a - b).abs() <= TOLERANCE).all())


def sorted_rows(table):
    """Each row's values in ascending order: what is left of a table when the layout is ignored."""
    return torch.as_tensor(table, dtype=torch.float64).sort(dim=1).values


def values_are_right(sinusoidal_pe):
    """Whoever has other values has lost the points for them, and keeps those for the columns."""
    return close(sorted_rows(sinusoidal_pe(23, 6)), sorted_rows(oracle(23, 6)))


def does_its_work(sinusoidal_pe):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    table = torch.as_tensor(sinusoidal_pe(40, 4))
    return set(table[0].tolist()) == {0.0, 1.0} or bool(table.min() < 0 < table.max())


@test_case(points=1, failure_message="The table should have one row a position and d_model columns.")
def test_shape(sinusoidal_pe):
    assert does_its_work(sinusoidal_pe), IDLE
    assert tuple(sinusoidal_pe(7, 10).shape) == (7, 10)


@test_case(
    points=2,
    failure_message="Position 0 is where all hands stand at the angle 0: its row holds only zeros (sines) and ones "
    "(cosines), as many of each. Do your positions start at 1, and has every hand a sine and a cosine?",
)
def test_positions_start_at_zero(sinusoidal_pe):
    assert close(sorted_rows(sinusoidal_pe(3, 6))[0], torch.tensor([0.0, 0, 0, 1, 1, 1], dtype=torch.float64))


@test_case(
    points=2,
    failure_message="Swapped: your even columns (0, 2, 4, ...) do not hold the sines. In the paper even = sine and odd = "
    'cosine, and this is the default here; the lecture\'s order is even="cos".',
)
def test_even_columns_hold_the_sines(sinusoidal_pe):
    assert does_its_work(sinusoidal_pe), IDLE
    pe = torch.as_tensor(sinusoidal_pe(2, 8), dtype=torch.float64)[:, 2:]  # slow hands, near the angle 0: sine < cosine
    assert bool((pe[:, 0::2] <= pe[:, 1::2] + 0.2).all())


@test_case(
    points=2.5,
    failure_message="Columns 2i and 2i + 1 should be sine and cosine of the same angle, so their squares sum to 1; yours do not. "
    "Do all the sines stand in one half (concatenated halves)? Has each column a rate of its own? Are numbers cut?",
)
def test_partners_stand_side_by_side(sinusoidal_pe):
    pe = torch.as_tensor(sinusoidal_pe(29, 12), dtype=torch.float64)
    assert close(pe[:, 0::2] ** 2 + pe[:, 1::2] ** 2, torch.ones(29, 6, dtype=torch.float64))


@test_case(
    points=2,
    hidden=True,
    failure_message="The values of the rows are wrong, in whatever columns they stand. Check the angle, position times "
    "rate, that neither is cut to a whole number, and that each hand gives a sine and a cosine.",
)
def test_values_whatever_the_layout(sinusoidal_pe):
    for rows, width in ((23, 6), (4, 2)):
        assert close(sorted_rows(sinusoidal_pe(rows, width)), sorted_rows(oracle(rows, width)))


@test_case(
    points=1,
    hidden=True,
    failure_message="The right values stand in the wrong columns: the paper has sine and cosine of one hand side by side, the "
    "sine in the even column.",
)
def test_the_table_of_the_paper(sinusoidal_pe):
    assert does_its_work(sinusoidal_pe), IDLE
    if values_are_right(sinusoidal_pe):
        assert close(sinusoidal_pe(31, 14), oracle(31, 14))


@test_case(
    points=2,
    hidden=True,
    failure_message='even="cos" should give the lecture\'s order: sine and cosine of each hand change places, and nothing else '
    "does.",
)
def test_the_lectures_order(sinusoidal_pe):
    assert does_its_work(sinusoidal_pe), IDLE
    pe = torch.as_tensor(sinusoidal_pe(13, 10), dtype=torch.float64)
    if close(pe[:, 0::2] ** 2 + pe[:, 1::2] ** 2, torch.ones(13, 5, dtype=torch.float64)):
        assert close(sinusoidal_pe(13, 10, even="cos"), pe.unflatten(1, (5, 2)).flip(-1).flatten(1))


@test_case(
    points=2,
    hidden=True,
    failure_message="The parameter base does not arrive in the table: with base = 1 all hands turn alike.",
)
def test_another_base(sinusoidal_pe):
    assert does_its_work(sinusoidal_pe), IDLE
    rows = sorted_rows(sinusoidal_pe(11, 6, base=1.0))
    assert close(rows[:, 0], rows[:, 2])
    assert close(rows[:, 3], rows[:, 5])


@test_case(
    points=2,
    hidden=True,
    failure_message="The table should be of dtype float32: as float64 it would turn a whole model to float64, and in "
    "an integer tensor the waves are cut to 0 and 1.",
)
def test_dtype(sinusoidal_pe):
    assert does_its_work(sinusoidal_pe), IDLE
    assert sinusoidal_pe(5, 4).dtype == torch.float32


@test_case(points=0.5, hidden=True, failure_message="An odd d_model should raise a ValueError.")
def test_odd_width(sinusoidal_pe):
    assert does_its_work(sinusoidal_pe), IDLE
    try:
        sinusoidal_pe(3, 5)
    except ValueError:
        return
    raise AssertionError("no ValueError")


@test_case(
    points=0.5,
    hidden=True,
    failure_message='`even` may be "sin" or "cos"; anything else should raise a ValueError.',
)
def test_unknown_order(sinusoidal_pe):
    assert does_its_work(sinusoidal_pe), IDLE
    for even in ("sine", "halves"):
        try:
            sinusoidal_pe(3, 4, even=even)
        except ValueError:
            continue
        raise AssertionError(f"no ValueError for even={even!r}")


@test_case(
    points=0.5,
    hidden=True,
    failure_message="In a long table the late rows are wrong, though the first ones are right: are the positions exact? Half "
    "precision knows no 2049.",
)
def test_a_long_table(sinusoidal_pe):
    assert does_its_work(sinusoidal_pe), IDLE
    if values_are_right(sinusoidal_pe):
        late = sorted_rows(sinusoidal_pe(2060, 4))[2040:]
        assert bool(((late - sorted_rows(oracle(2060, 4))[2040:]).abs() < 10 * TOLERANCE).all())
