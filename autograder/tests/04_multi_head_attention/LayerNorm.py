"""layer norm. The oracle is torch's F.layer_norm."""

import torch
from otter.test_files import test_case
from torch.nn import functional as F

OK_FORMAT = False
name = "LayerNorm"
points = 8

B, T, D = 2, 3, 5


def draw(seed, *shape):
    """Tokens (B, T, D) unless told otherwise, not centred and not of variance 1; and a wide γ and β."""
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(shape or (B, T, D), generator=g) * 3 + 2
    return x, torch.randn(x.shape[-1], generator=g), torch.randn(x.shape[-1], generator=g)


def probe_gradients(cls, x, weight, bias):
    """The gradients of the output's cubes for x, γ and β."""
    norm, x = cls(len(weight)), x.clone().requires_grad_()
    norm.load_state_dict({"weight": weight, "bias": bias})
    norm(x).pow(3).sum().backward()
    return x.grad, norm.weight.grad, norm.bias.grad


def student(cls, weight, bias, **options):
    """The student's norm with this γ and β."""
    norm = cls(len(weight), **options)
    norm.load_state_dict({"weight": weight, "bias": bias})
    return norm


@test_case(points=1, failure_message="At first, each token's features should come out with mean 0 and variance 1.")
def test_mean_and_variance(LayerNorm):
    x, _, _ = draw(0)
    y = LayerNorm(D)(x).detach()
    assert tuple(y.shape) == (B, T, D)
    assert torch.allclose(y.mean(-1), torch.zeros(B, T), atol=1e-5)
    assert torch.allclose(y.var(-1, unbiased=False), torch.ones(B, T), atol=1e-4)


@test_case(
    points=0.5, failure_message="state_dict() should hold weight (ones) and bias (zeros), each of shape (d_model,)."
)
def test_parameters(LayerNorm):
    state = dict(LayerNorm(D).state_dict())
    assert sorted(state) == ["bias", "weight"]
    assert torch.equal(state["weight"], torch.ones(D)) and torch.equal(state["bias"], torch.zeros(D))
    assert len(list(LayerNorm(D).parameters())) == 2


@test_case(points=1, failure_message="The result differs from torch.nn.functional.layer_norm.")
def test_agrees_with_torch(LayerNorm):
    x, _, _ = draw(1)
    assert torch.allclose(LayerNorm(D)(x).detach(), F.layer_norm(x, (D,), eps=1e-12), atol=1e-5)


@test_case(
    points=1, hidden=True, failure_message="γ (weight) should multiply and β (bias) should be added, after normalizing."
)
def test_stretch_and_shift(LayerNorm):
    x, weight, bias = draw(2)
    y = student(LayerNorm, weight, bias)(x).detach()
    assert torch.allclose(y, F.layer_norm(x, (D,), weight, bias, eps=1e-12), atol=1e-5)


@test_case(points=1, hidden=True, failure_message="ε belongs to the variance, under the root: √(σ² + ε), not √σ² + ε.")
def test_epsilon_under_the_root(LayerNorm):
    x, weight, bias = draw(3)
    y = student(LayerNorm, weight, bias, eps=0.5)(x).detach()
    assert torch.allclose(y, F.layer_norm(x, (D,), weight, bias, eps=0.5), atol=1e-5)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="The gradient is not that of layer norm: mean and variance depend on x as well. Is there a detach or "
    "a no_grad?",
)
def test_gradients(LayerNorm):
    leaves = [x.requires_grad_() for x in draw(9)]
    F.layer_norm(leaves[0], (D,), *leaves[1:], eps=1e-12).pow(3).sum().backward()
    got = probe_gradients(LayerNorm, *(x.detach() for x in leaves))
    assert all(torch.allclose(mine, leaf.grad, rtol=1e-4, atol=1e-4) for mine, leaf in zip(got, leaves, strict=True))


@test_case(points=0.5, hidden=True, failure_message="The variance divides by d, not by d − 1.")
def test_biased_variance(LayerNorm):
    x = torch.tensor([[1.0, 5.0]])
    assert torch.allclose(LayerNorm(2)(x).detach(), torch.tensor([[-1.0, 1.0]]), atol=1e-4)


@test_case(
    points=0.5, hidden=True, failure_message="A token whose features are all equal should come out as β, not as NaN."
)
def test_constant_token(LayerNorm):
    _, weight, bias = draw(4)
    y = student(LayerNorm, weight, bias)(torch.full((1, 1, D), 2.0)).detach()
    assert torch.allclose(y[0, 0], bias, atol=1e-5)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Far from zero the result is off: the mean of squares minus the squared mean loses all its "
    "digits there. "
    "Take the mean away first.",
)
def test_far_from_zero(LayerNorm):
    x = torch.randint(-8, 9, (40, D), generator=torch.Generator().manual_seed(5)).float() + 6000
    expected = F.layer_norm(x.double(), (D,), eps=1e-12).float()
    assert torch.allclose(LayerNorm(D)(x).detach(), expected, atol=1e-3)


@test_case(
    points=0.5, hidden=True, failure_message="Only the last axis is normalized, however many axes stand before it."
)
def test_other_numbers_of_axes(LayerNorm):
    for shape in ((4, D), (2, 3, 4, D), (D,)):
        x, weight, bias = draw(6, *shape)
        y = student(LayerNorm, weight, bias)(x).detach()
        assert torch.allclose(y, F.layer_norm(x, (D,), weight, bias, eps=1e-12), atol=1e-5)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="A token's result depends on the other tokens, or on training mode. It should not.",
)
def test_each_token_alone(LayerNorm):
    x, weight, bias = draw(7)
    norm = student(LayerNorm, weight, bias)
    norm.train()
    before = norm(x).detach()
    norm.eval()
    x[0, 1] = 99.0 + torch.arange(D)
    x[1] = -7.0
    after = norm(x).detach()
    assert torch.allclose(before[0, [0, 2]], after[0, [0, 2]], atol=1e-6)


@test_case(points=0.5, hidden=True, failure_message="Your norm changed its input; work on a copy.")
def test_input_is_left_alone(LayerNorm):
    x, weight, bias = draw(8)
    copy = x.clone()
    student(LayerNorm, weight, bias)(x)
    assert torch.equal(x, copy)
