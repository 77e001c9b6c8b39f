"""dot products of all pairs of rows. Oracle: torch.cdist, through |a - b|² = |a|² + |b|² - 2 a·b."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "pe_similarity"
points = 6
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

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


def does_its_work(pe_similarity):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    pe = torch.arange(6.0).reshape(3, 2)
    one, two = pe_similarity(pe.clone()), pe_similarity(torch.eye(3, 2))
    return repr(one) != repr(two) and repr(one) != repr(pe)


@test_case(
    points=1,
    failure_message="One entry for each pair of positions: the shape is (max_len, max_len). Rows are compared, not "
    "columns.",
)
def test_shape(pe_similarity):
    assert does_its_work(pe_similarity), IDLE
    assert tuple(pe_similarity(table()).shape) == (ROWS, ROWS)


@test_case(
    points=1.5,
    failure_message="Entry (p, q) should be the plain dot product of rows p and q: not scaled, not normalised, and no distance.",
)
def test_dot_products(pe_similarity):
    assert does_its_work(pe_similarity), IDLE
    rows = torch.tensor([[1.0, 2], [3, 4], [0, 5]])
    similarity = pe_similarity(rows)
    if tuple(similarity.shape) == (3, 3):
        assert close(similarity, torch.tensor([[5.0, 11, 10], [11, 25, 20], [10, 20, 25]], dtype=torch.float64))


@test_case(
    points=1.25,
    hidden=True,
    failure_message="For other tables the entries are not the dot products of all pairs of rows.",
)
def test_dot_products_of_any_table(pe_similarity):
    for seed in (0, 1):
        pe = draw(seed)
        assert close(pe_similarity(pe), oracle(pe))


@test_case(points=1.25, hidden=True, failure_message="Your function changed its input in place; make a new tensor.")
def test_input_is_left_alone(pe_similarity):
    assert does_its_work(pe_similarity), IDLE
    pe = draw(3)
    before = pe.clone()
    pe_similarity(pe)
    assert torch.equal(pe, before)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="One row alone, columns fewer or more than rows: there is always an entry for each pair of rows.",
)
def test_other_sizes(pe_similarity):
    assert does_its_work(pe_similarity), IDLE
    for rows, columns in ((1, 6), (5, 1), (3, 8)):
        assert tuple(pe_similarity(torch.ones(rows, columns)).shape) == (rows, rows)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The result should be a tensor, as the table is one: not a NumPy array, not a list of rows.",
)
def test_a_tensor(pe_similarity):
    assert does_its_work(pe_similarity), IDLE
    assert isinstance(pe_similarity(table()), torch.Tensor)
