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
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

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


def causal(x):
    """Torch's attention where each word sees only those up to itself."""
    return F.scaled_dot_product_attention(x[None], x[None], x[None], is_causal=True)[0]


def does_its_work(permutation_demo):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    x, order = torch.arange(6.0).reshape(3, 2), torch.tensor([2, 0, 1])
    one, two = permutation_demo(torch.exp, x.clone(), order), permutation_demo(torch.exp, -x, order)
    return repr(one) != repr(two) and repr(one) != repr(x)


@test_case(
    points=1.5,
    failure_message="The first result should be the attention of the shuffled words: x[order], rows and not columns, goes "
    "into the function that was handed in.",
)
def test_shuffled_first(permutation_demo):
    x = draw(2)
    first, _, _ = permutation_demo(running_sum, x, ORDER)
    assert close(first, running_sum(x[ORDER]))


@test_case(
    points=1.5,
    failure_message="The second result should be what the function that was handed in makes of the words as they are, with its "
    "rows brought into the new order: row k of the result is row order[k].",
)
def test_shuffled_after(permutation_demo):
    x = draw(3)
    _, after, _ = permutation_demo(running_sum, x, ORDER)
    assert close(after, running_sum(x)[ORDER])


@test_case(
    points=1,
    failure_message="The gap should be the largest absolute difference between your two results: a difference of -9 is as "
    "far apart as one of 9.",
)
def test_gap(permutation_demo):
    assert does_its_work(permutation_demo), IDLE
    x = torch.ones(T, D)
    x[0] = 10.0

    def fades(rows):
        return -rows[:1].expand(rows.shape[0], rows.shape[1]).contiguous()

    for attention, order in ((fades, torch.tensor([1, 2, 3, 4, 5, 6, 0])), (running_sum, ORDER)):
        first, after, gap = permutation_demo(attention, x, order)
        assert abs(float(gap) - (first - after).abs().max().item()) < TOLERANCE


@test_case(
    points=1,
    hidden=True,
    failure_message="The gap should be a float, as the docstring says, not a tensor: .item() makes a number of it.",
)
def test_gap_is_a_float(permutation_demo):
    assert does_its_work(permutation_demo), IDLE
    _, _, gap = permutation_demo(attend, draw(1), ORDER)
    assert isinstance(gap, float)


@test_case(
    points=1,
    hidden=True,
    failure_message="With other functions of attention, one with a causal mask among them, the two results are not what they "
    "should be.",
)
def test_other_functions(permutation_demo):
    x = draw(6)
    for attention in (causal, attend, running_sum):
        first, after, _ = permutation_demo(attention, x, ORDER)
        assert close(first, attention(x[ORDER]))
        assert close(after, attention(x)[ORDER])


@test_case(
    points=1,
    hidden=True,
    failure_message="The gap is not the largest absolute difference of your two results, for other vectors.",
)
def test_gap_of_other_vectors(permutation_demo):
    assert does_its_work(permutation_demo), IDLE
    for seed in (4, 5):
        for sign in (1, -1):
            first, after, gap = permutation_demo(lambda x, sign=sign: sign * running_sum(x), draw(seed), ORDER)
            assert abs(float(gap) - (first - after).abs().max().item()) < TOLERANCE
        first, after, gap = permutation_demo(lambda x: -(x[:1].abs()).expand(x.shape[0], x.shape[1]), draw(seed), ORDER)
        assert abs(float(gap) - (first - after).abs().max().item()) < TOLERANCE


@test_case(points=1, hidden=True, failure_message="Your function changed x or order; work on new tensors.")
def test_inputs_are_left_alone(permutation_demo):
    assert does_its_work(permutation_demo), IDLE
    x, order = draw(5), ORDER.clone()
    before = x.clone()
    permutation_demo(attend, x, order)
    assert torch.equal(x, before)
    assert torch.equal(order, ORDER)
