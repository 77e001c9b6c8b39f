"""one head of self-attention. Oracle: the formula on projections that the test makes itself."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "SelfAttention"
points = 9

B, T, D_MODEL, D_K, D_V = 2, 5, 7, 3, 4


def draw(seed, *lead):
    """Input (*lead, T, D_MODEL) and the three matrices, wide enough (deviation 0.6) for sharp attention."""
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(*lead, T, D_MODEL, generator=g)
    sizes = (("w_q", D_K), ("w_k", D_K), ("w_v", D_V))
    return x, {f"{part}.weight": 0.6 * torch.randn(d, D_MODEL, generator=g) for part, d in sizes}


def probe_gradients(SelfAttention, x, sizes):
    """For each parameter whether a gradient comes back to it; torch's attention does the attending."""

    def attend(q, k, v, keep=None):
        weights = torch.softmax(q @ k.transpose(-2, -1) / k.shape[-1] ** 0.5, dim=-1)
        return weights @ v, weights

    names = getattr(SelfAttention.forward, "__globals__", {})
    before = {name: names[name] for name in ("scaled_dot_product_attention",) if name in names}
    names.update(dict.fromkeys(before, attend))
    try:
        head = SelfAttention(*sizes)
        result = head(x)
        (result[0] if isinstance(result, tuple) else result).square().sum().backward()
    finally:
        names.update(before)
    return [parameter.grad is not None and bool(parameter.grad.any()) for parameter in head.parameters()]


def probe_gradients_of_inputs(SelfAttention, inputs, sizes):
    """The largest entry of the gradient that comes back to each input; torch's attention does the attending."""

    def attend(q, k, v, keep=None):
        weights = torch.softmax(q @ k.transpose(-2, -1) / k.shape[-1] ** 0.5, dim=-1)
        return weights @ v, weights

    names = getattr(SelfAttention.forward, "__globals__", {})
    before = {name: names[name] for name in ("scaled_dot_product_attention",) if name in names}
    names.update(dict.fromkeys(before, attend))
    try:
        head = SelfAttention(*sizes)
        inputs = [x.clone().requires_grad_() for x in inputs]
        result = head(*(x * 1 for x in inputs))
        (result[0] if isinstance(result, tuple) else result).square().sum().backward()
    finally:
        names.update(before)
    return [0.0 if x.grad is None else x.grad.abs().max().item() for x in inputs]


def load(SelfAttention, state):
    """The student's head with these matrices; what else it has, a bias for example, is zero."""
    head = SelfAttention(D_MODEL, D_K, D_V)
    own = head.state_dict()
    known = {key: value for key, value in state.items() if key in own and own[key].shape == value.shape}
    head.load_state_dict({key: torch.zeros_like(value) for key, value in own.items()} | known)
    return head


def call(head, *args):
    """(output, weights); None for weights that did not come."""
    result = head(*args)
    return tuple(result) if isinstance(result, tuple | list) else (result, None)


def weights_by_hand(x, state):
    q, k = x @ state["w_q.weight"].T, x @ state["w_k.weight"].T
    return torch.softmax(q @ k.transpose(-2, -1) / D_K**0.5, -1)


@test_case(
    points=1,
    failure_message="The module should have three matrices w_q, w_k (d_k wide) and w_v (d_v wide), without bias, and no "
    "other parameters.",
)
def test_parameters(SelfAttention):
    shapes = {key: tuple(value.shape) for key, value in SelfAttention(D_MODEL, D_K, D_V).named_parameters()}
    shapes |= {key: tuple(value.shape) for key, value in SelfAttention(D_MODEL, D_K, D_V).state_dict().items()}
    assert shapes == {"w_q.weight": (D_K, D_MODEL), "w_k.weight": (D_K, D_MODEL), "w_v.weight": (D_V, D_MODEL)}


@test_case(points=1, failure_message="forward gives two things: output (..., T, d_v) and weights (..., T, T).")
def test_shapes(SelfAttention):
    x, _ = draw(0, B)
    output, weights = call(SelfAttention(D_MODEL, D_K, D_V), x)
    assert output.shape == (B, T, D_V)
    assert weights is not None and weights.shape == (B, T, T)


@test_case(
    points=1.25,
    failure_message="With known matrices in w_q, w_k and w_v, the output is not the mixture of x·W_V by softmax(QKᵀ/√d_k).",
)
def test_one_sentence(SelfAttention):
    x, state = draw(1)
    output, _ = call(load(SelfAttention, state), x)
    assert torch.allclose(output, weights_by_hand(x, state) @ x @ state["w_v.weight"].T, atol=1e-4)


@test_case(
    points=1.5,
    hidden=True,
    failure_message="The weights are not right: queries come from w_q, keys from w_k, scaled by the root of d_k.",
)
def test_weights(SelfAttention):
    x, state = draw(3, B)
    _, weights = call(load(SelfAttention, state), x)
    assert weights is None or torch.allclose(weights, weights_by_hand(x, state), atol=1e-4)


@test_case(points=1.1, hidden=True, failure_message="The output does not mix the values, which w_v makes of x.")
def test_values(SelfAttention):
    x, state = draw(4, B)
    head = load(SelfAttention, state)
    output, weights = call(head, x)
    weights = weights_by_hand(x, state) if weights is None else weights
    matrix = head.state_dict()["w_v.weight"]
    assert torch.allclose(output, weights @ x @ matrix.T, atol=1e-4)


@test_case(points=1, hidden=True, failure_message="The mask (True: may attend) does not reach the attention.")
def test_mask(SelfAttention):
    x, _ = draw(6, B)
    causal = torch.ones(T, T).tril().bool()
    head = SelfAttention(D_MODEL, D_K, D_V)
    before, _ = call(head, x, causal)
    x[:, 3:] += 5.0
    after, _ = call(head, x, causal)
    assert torch.allclose(before[:, :3], after[:, :3], atol=1e-5)


@test_case(
    points=0.9,
    hidden=True,
    failure_message="Training could not change one of the matrices: no gradient comes back to it. Is it used, without a "
    "detach, a no_grad or a .data?",
)
def test_gradients(SelfAttention):
    x, _ = draw(9, B)
    assert all(probe_gradients(SelfAttention, x, (D_MODEL, D_K, D_V)))


@test_case(
    points=0.25,
    hidden=True,
    failure_message="No gradient reaches x: the layers below this head, the embeddings, could not learn. Is x detached?",
)
def test_gradients_reach_x(SelfAttention):
    x, _ = draw(10, B)
    assert probe_gradients_of_inputs(SelfAttention, [x], (D_MODEL, D_K, D_V))[0] > 0


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Fresh matrices should be random and different from each other, or training starts with a tie.",
)
def test_fresh_matrices_differ(SelfAttention):
    parts = list(SelfAttention(D_MODEL, D_K, D_K).state_dict().values())
    assert all(part.std() > 1e-3 for part in parts)
    assert not any(torch.equal(a, b) for i, a in enumerate(parts) for b in parts[:i])


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A sentence of a batch, in any place and after any other call, should come out as it does alone.",
)
def test_alone_and_in_a_batch(SelfAttention):
    x, _ = draw(7, B)
    head = SelfAttention(D_MODEL, D_K, D_V)
    together, _ = call(head, x)
    for b in range(B):
        assert torch.allclose(call(head, x[b])[0], together[b], atol=1e-5)
