"""attention with a cache of keys and values. The oracle is torch's scaled_dot_product_attention over all tokens at once."""

import torch
from otter.test_files import test_case
from torch.nn import functional as F

OK_FORMAT = False
name = "attend_with_cache"
points = 5
IDLE = (
    "Your function does not do its work yet: it returns the same whatever it is given, or gives that back. Nothing more is "
    "asked of it here."
)

B, H, T, D_HEAD = 2, 3, 7, 4
CLOSE = {"rtol": 1e-4, "atol": 1e-5}


def draw(seed, batch=B):
    """query, key and value of a whole sequence, each (batch, H, T, D_HEAD), wide enough for uneven weights."""
    return torch.randn(3, batch, H, T, D_HEAD, generator=torch.Generator().manual_seed(seed)).mul(1.5).unbind()


def part(tensors, start, end=None):
    """The tokens start … end − 1 of each tensor, as tensors of their own."""
    return tuple(tensor[:, :, start:end].clone() for tensor in tensors)


def all_at_once(q, k, v):
    """What all tokens gather behind the causal mask."""
    return F.scaled_dot_product_attention(q, k, v, is_causal=True)


def wanted(attend_with_cache, q, k, v):
    """What all tokens should gather: what the function itself gives without a cache, if each token depends on those up to it.

    So a slip in the attention itself, such as a scale, is charged without a cache. Where the past is not all that counts: torch's.
    """
    whole, _ = attend_with_cache(*part((q, k, v), 0))
    other_k, other_v = k.clone(), v.clone()
    other_k[:, :, 3] += 0.5
    other_v[:, :, 3] += 1e9  # so much that a small weight shows
    changed, _ = attend_with_cache(*part((q, other_k, other_v), 0))
    if not all(isinstance(one, torch.Tensor) and one.shape == q.shape for one in (whole, changed)):
        return all_at_once(q, k, v)
    reached = [not torch.equal(whole[:, :, t], changed[:, :, t]) for t in range(T)]
    return whole if reached == [t >= 3 for t in range(T)] else all_at_once(q, k, v)


def does_its_work(attend_with_cache):
    """Whether it does anything at all; what does nothing has no property that could be asked of it."""
    x = torch.arange(1.0, 13.0).reshape(1, 1, 3, 4)
    one, two = attend_with_cache(x.clone(), x.clone(), x.clone()), attend_with_cache(x.clone(), x.clone(), -x)
    return repr(one) != repr(two) and repr(one) != repr(x)


@test_case(
    points=0.5,
    failure_message="Without a cache this is the layer's causal attention, scores divided by √d_head: each token gathers the values "
    "of those before it and its own.",
)
def test_without_a_cache(attend_with_cache):
    q, k, v = draw(0)
    output, _ = attend_with_cache(*part((q, k, v), 0))
    assert torch.allclose(output, all_at_once(q, k, v), **CLOSE)


@test_case(
    points=0.75,
    failure_message="One new token, with the keys and values of all earlier ones in the cache, should get what the last token of the "
    "whole sequence gets.",
)
def test_one_new_token(attend_with_cache):
    q, k, v = draw(1)
    output, _ = attend_with_cache(*part((q, k, v), T - 1), part((k, v), 0, T - 1))
    assert torch.allclose(output, wanted(attend_with_cache, q, k, v)[:, :, T - 1 :], **CLOSE)


@test_case(
    points=0.75,
    failure_message="Several new tokens behind a cache should get what the last tokens of the whole sequence get: all that is past, "
    "and of the new ones none that comes later.",
)
def test_several_new_tokens(attend_with_cache):
    q, k, v = draw(2)
    output, _ = attend_with_cache(*part((q, k, v), 4), part((k, v), 0, 4))
    assert torch.allclose(output, wanted(attend_with_cache, q, k, v)[:, :, 4:], **CLOSE)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The cache that comes back should hold the earlier keys and values and the new ones behind them, as a pair "
    "(keys, values).",
)
def test_cache_grows(attend_with_cache):
    q, k, v = draw(3)
    for past in (4, T - 1):
        _, (keys, values) = attend_with_cache(*part((q, k, v), past), part((k, v), 0, past))
        assert torch.equal(keys, k)
        assert torch.equal(values, v)


@test_case(
    points=1,
    hidden=True,
    failure_message="Token by token, each time with the cache that your function returned, the output is another than your function "
    "gives for all tokens at once.",
)
def test_token_by_token(attend_with_cache):
    assert does_its_work(attend_with_cache), IDLE
    q, k, v = draw(4)
    whole, _ = attend_with_cache(*part((q, k, v), 0))
    cache, steps = None, []
    for t in range(T):
        output, cache = attend_with_cache(*part((q, k, v), t, t + 1), cache)
        steps.append(output)
    assert torch.allclose(torch.cat(steps, dim=2), whole, **CLOSE)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Very large scores, of either sign, go wrong: e to a score of thousands overflows, and where all open scores lie far "
    "below zero, a closed place with a large negative number wins. torch.softmax of scores in which closed places are -inf does neither.",
)
def test_large_scores(attend_with_cache):
    assert does_its_work(attend_with_cache), IDLE
    q, k, v = (tensor[:1].clone() for tensor in draw(7))
    k[..., 0] = 1 + torch.arange(T) / 8  # each token's key is longer than the one before, and points the same way
    k[..., 1:] = 0
    for size in (20000.0, -20000.0):
        q[..., 0], q[..., 1:] = size, 0
        [whole, changed] = [
            attend_with_cache(*part((q, k, values), 4), part((k, values), 0, 4))[0]
            for values in (v, v + 50.0 * (torch.arange(T)[:, None] == T - 1))
        ]
        small, small_changed = [
            attend_with_cache(*part((q / size, k, values), 4), part((k, values), 0, 4))[0]
            for values in (v, v + 50.0 * (torch.arange(T)[:, None] == T - 1))
        ]
        assert whole.isfinite().all()
        if torch.allclose(
            small[:, :, :-1], small_changed[:, :, :-1], atol=1e-3
        ):  # otherwise later tokens count at any size
            assert torch.allclose(whole[:, :, :-1], changed[:, :, :-1], atol=1e-3)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Your function changed the query, key or value, or the cache, that it was given; make new tensors.",
)
def test_inputs_are_left_alone(attend_with_cache):
    assert does_its_work(attend_with_cache), IDLE
    q, k, v = draw(5)
    new, past = part((q, k, v), 4), list(part((k, v), 0, 4))
    attend_with_cache(*new, past)
    for got, before in zip((*new, *past), (*part((q, k, v), 4), *part((k, v), 0, 4)), strict=True):
        assert torch.equal(got, before)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A sequence alone, in a batch of one, should give what it gives in its place in a larger batch.",
)
def test_batch(attend_with_cache):
    assert does_its_work(attend_with_cache), IDLE
    q, k, v = draw(6)
    together, _ = attend_with_cache(*part((q, k, v), 4), part((k, v), 0, 4))
    for b in range(B):
        one = [tensor[b : b + 1] for tensor in (q, k, v)]
        output, _ = attend_with_cache(*part(one, 4), part(one[1:], 0, 4))
        assert torch.allclose(output, together[b : b + 1], **CLOSE)
