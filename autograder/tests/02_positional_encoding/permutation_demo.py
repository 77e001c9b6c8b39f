"""attention cannot see order. The attention functions are passed in by the tests.

Besides torch's own attention there are functions that do see order (a running sum, a position-dependent scale), so that
a gap which is always zero, or signed, cannot pass. Permutations are not their own inverse.
"""

import torch
import torch.nn.functional as F
from otter.test_files import test_case

OK_FORMAT = False
name = "permutation_demo"
points = 8

T, D = 7, 5
TOLERANCE = 1e-4
ORDER = torch.tensor([2, 0, 5, 6, 1, 3, 4])


def draw(seed):
    """Vectors of shape (T, D), wide enough that attention is not uniform."""
    return 1.5 * torch.randn(T, D, generator=torch.Generator().manual_seed(seed))


def attend(x):
    """Torch's own attention of a sentence to itself."""
    return F.scaled_dot_product_attention(x, x, x)


def running_sum(x):
    """Sees order: each row is the sum of all rows up to it."""
    return torch.cumsum(x, dim=0)


def close(a, b):
    return torch.allclose(
        torch.as_tensor(a, dtype=torch.float64), torch.as_tensor(b, dtype=torch.float64), atol=TOLERANCE
    )


@test_case(
    points=1,
    failure_message="permutation_demo should return three things: two tables as large as x, and their distance.",
)
def test_three_results(permutation_demo):
    first, after, gap = permutation_demo(attend, draw(0), ORDER)
    assert tuple(first.shape) == (T, D)
    assert tuple(after.shape) == (T, D)
    assert float(gap) == float(gap)


@test_case(
    points=1,
    failure_message="With torch's attention both ways should give the same, up to rounding. Do both of them shuffle "
    "the rows, and by the same order?",
)
def test_attention_shows_no_gap(permutation_demo):
    first, after, gap = permutation_demo(attend, draw(1), ORDER)
    assert close(first, after)
    assert abs(float(gap)) < 1e-5


@test_case(
    points=1,
    hidden=True,
    failure_message="The first result should be the attention of the shuffled words: x[order] goes in.",
)
def test_shuffled_first(permutation_demo):
    x = draw(2)
    first, _, _ = permutation_demo(running_sum, x, ORDER)
    assert close(first, running_sum(x[ORDER]))


@test_case(
    points=1,
    hidden=True,
    failure_message="The second result should be the attention of the words as they are, with the rows of the result "
    "shuffled by order.",
)
def test_shuffled_after(permutation_demo):
    x = draw(3)
    _, after, _ = permutation_demo(running_sum, x, ORDER)
    assert close(after, running_sum(x)[ORDER])


@test_case(
    points=2,
    hidden=True,
    failure_message="For a function that does see order, the gap should be the largest absolute difference of the two "
    "results.",
)
def test_gap_of_a_function_that_sees_order(permutation_demo):
    x = draw(4)
    _, _, gap = permutation_demo(running_sum, x, ORDER)
    assert abs(float(gap) - (running_sum(x[ORDER]) - running_sum(x)[ORDER]).abs().max().item()) < TOLERANCE


@test_case(
    points=1,
    hidden=True,
    failure_message="A difference can be negative: take absolute values before the largest.",
)
def test_gap_of_negative_differences(permutation_demo):
    x = torch.ones(T, D)
    x[0] = 10.0
    order = torch.tensor([1, 2, 3, 4, 5, 6, 0])

    def fades(rows):
        """Sees order: only the first row is passed on, negated, to all rows."""
        return -rows[:1].expand(rows.shape[0], rows.shape[1]).contiguous()

    def rises(rows):
        return rows[:1].expand(rows.shape[0], rows.shape[1]).contiguous()

    for attention in (fades, rises):
        _, _, gap = permutation_demo(attention, x, order)
        assert abs(float(gap) - 9.0) < TOLERANCE


@test_case(points=1, hidden=True, failure_message="Your function changed x or order; work on new tensors.")
def test_inputs_are_left_alone(permutation_demo):
    x, order = draw(5), ORDER.clone()
    before = x.clone()
    permutation_demo(attend, x, order)
    assert torch.equal(x, before)
    assert torch.equal(order, ORDER)
