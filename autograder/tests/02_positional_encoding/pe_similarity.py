"""dot products of all pairs of rows. Oracle: torch.cdist, through |a - b|² = |a|² + |b|² - 2 a·b."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "pe_similarity"
points = 7

ROWS, D = 11, 6
TOLERANCE = 1e-4


def table(rows=ROWS, d_model=D):
    """The paper's table (even = sine), float32."""
    rates = torch.logspace(0, -(d_model - 2) / d_model, d_model // 2, base=10000.0, dtype=torch.float64)
    angles = torch.arange(rows, dtype=torch.float64)[:, None] * rates
    return torch.view_as_real(torch.polar(torch.ones_like(angles), angles)).flip(-1).flatten(1).float()


def draw(seed):
    """A table with rows of different lengths, as learned ones have."""
    return 2 * torch.randn(ROWS, D, generator=torch.Generator().manual_seed(seed))


def oracle(pe):
    squares = pe.double().square().sum(dim=1)
    return (squares[:, None] + squares - torch.cdist(pe.double(), pe.double()) ** 2) / 2


def close(a, b):
    a = torch.as_tensor(a, dtype=torch.float64)
    return a.shape == b.shape and bool(((a - b).abs() <= TOLERANCE).all())


@test_case(
    points=1,
    failure_message="One entry for each pair of positions: the shape is (max_len, max_len). Rows are compared, not "
    "columns.",
)
def test_shape(pe_similarity):
    assert tuple(pe_similarity(table()).shape) == (ROWS, ROWS)


@test_case(
    points=1,
    failure_message="A row of the sinusoidal table times itself gives d_model / 2, one for each hand. Do not scale or "
    "normalise.",
)
def test_diagonal(pe_similarity):
    assert close(pe_similarity(table()).diagonal(), torch.full((ROWS,), D / 2, dtype=torch.float64))


@test_case(points=1, hidden=True, failure_message="Entry (p, q) should be the plain dot product of rows p and q.")
def test_dot_products_of_any_table(pe_similarity):
    pe = draw(0)
    assert close(pe_similarity(pe), oracle(pe))


@test_case(
    points=1,
    hidden=True,
    failure_message="A row that is twice as long has dot products twice as large: do not divide by the rows' lengths.",
)
def test_lengths_count(pe_similarity):
    pe = draw(1)
    longer = pe.clone()
    longer[3] *= 2
    once, twice = (torch.as_tensor(pe_similarity(t), dtype=torch.float64) for t in (pe, longer))
    assert tuple(once.shape) == (ROWS, ROWS)
    assert close(twice[3, 4:], 2 * once[3, 4:])
    assert close(twice[:3, :3], once[:3, :3])


@test_case(
    points=1,
    hidden=True,
    failure_message="For the sinusoidal table the dot product depends on the distance alone: one step further along "
    "both axes, the matrix should be the same.",
)
def test_only_the_distance_counts(pe_similarity):
    similarity = torch.as_tensor(pe_similarity(table(23, 16)), dtype=torch.float64)
    assert tuple(similarity.shape) == (23, 23)
    assert close(similarity[1:, 1:], similarity[:-1, :-1])
    assert float(similarity[0, 0] - similarity[0, 1]) > 0.1


@test_case(
    points=1,
    hidden=True,
    failure_message="The order of the columns should not matter to a dot product of rows.",
)
def test_order_of_the_columns_is_invisible(pe_similarity):
    pe = draw(2)
    shuffled = pe[:, [3, 0, 5, 1, 4, 2]]
    assert close(pe_similarity(shuffled), oracle(pe))


@test_case(points=1, hidden=True, failure_message="Your function changed its input in place; make a new tensor.")
def test_input_is_left_alone(pe_similarity):
    pe = draw(3)
    before = pe.clone()
    pe_similarity(pe)
    assert torch.equal(pe, before)
