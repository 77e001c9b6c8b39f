"""layer norm. Its properties, one at a time."""

import torch
from otter.test_files import test_case

OK_FORMAT = False
name = "LayerNorm"
points = 8

B, T, D = 2, 3, 5


def draw(seed, *shape):
    """Tokens (B, T, D) unless told otherwise, not centred and not of variance 1; and a wide γ and β."""
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(shape or (B, T, D), generator=g) * 3 + 2
    return x, torch.randn(x.shape[-1], generator=g), torch.randn(x.shape[-1], generator=g)


def probe_slope(cls, x, direction):
    """How fast the output's sum of cubes changes along a direction of x: by autograd, and by trying."""
    norm, x = cls(x.shape[-1]).double(), x.clone().requires_grad_()
    norm(x).pow(3).sum().backward()
    ends = [float(norm(x.detach() + step * direction).pow(3).sum()) for step in (1e-5, -1e-5)]
    return float((x.grad * direction).sum()), (ends[0] - ends[1]) / 2e-5


def student(cls, weight, bias, **options):
    """The student's norm with this γ and β."""
    norm = cls(len(weight), **options)
    norm.load_state_dict({"weight": weight, "bias": bias})
    return norm


@test_case(points=0.8, failure_message="At first, each token's features should come out with mean 0.")
def test_mean(LayerNorm):
    x, _, _ = draw(0)
    assert torch.allclose(LayerNorm(D)(x).detach().mean(-1), torch.zeros(B, T), atol=1e-5)


@test_case(
    points=0.8,
    failure_message="At first, each token's features should come out with variance 1: divide by the root of the mean square "
    "deviation (by d, not d − 1).",
)
def test_variance(LayerNorm):
    x, _, _ = draw(1, 1, D)  # a single token: over what is normalized is another question
    x = torch.cat([x, -x + 2 * x.mean()])  # in the other token the same deviations, turned round
    y = LayerNorm(D)(x).detach()
    spread = (y - y.mean(-1, keepdim=True)).square().mean(-1)  # as is the mean
    if torch.allclose(y.mean(-1), torch.zeros(2), atol=1e-4):
        assert torch.allclose(spread, torch.ones(2), atol=1e-4)


@test_case(
    points=0.8, failure_message="state_dict() should hold weight (ones) and bias (zeros), each of shape (d_model,)."
)
def test_parameters(LayerNorm):
    state = dict(LayerNorm(D).state_dict())
    assert sorted(state) == ["bias", "weight"]
    assert torch.equal(state["weight"], torch.ones(D)) and torch.equal(state["bias"], torch.zeros(D))


@test_case(
    points=0.8, failure_message="Another token changes a token's result: normalize each token over its own features."
)
def test_each_token_alone(LayerNorm):
    x, _, _ = draw(7)
    norm = LayerNorm(D)
    before = norm(x).detach()
    x[0, 1] = 99.0 + torch.arange(D)
    x[1] = -7.0
    after = norm(x).detach()
    assert torch.allclose(before[0, [0, 2]], after[0, [0, 2]], atol=1e-6)


@test_case(
    points=0.8, hidden=True, failure_message="γ (weight) should multiply and β (bias) be added, after normalizing."
)
def test_stretch_and_shift(LayerNorm):
    x, weight, bias = draw(2)
    plain = LayerNorm(D)(x).detach()
    assert torch.allclose(student(LayerNorm, weight, bias)(x).detach(), weight * plain + bias, atol=1e-5)


@test_case(
    points=0.8,
    hidden=True,
    failure_message="ε belongs to the variance, under the root: √(σ² + ε), and is the one given.",
)
def test_epsilon_under_the_root(LayerNorm):
    x = torch.tensor([[-1.0, 1.0], [-5.0, 5.0]])
    stretched = LayerNorm(2, eps=0.5 * 9)(3 * x).detach() / LayerNorm(2, eps=0.5)(x).detach()
    assert torch.allclose(stretched, stretched[:1, :1].expand(2, 2), atol=1e-4)  # as if nothing had been stretched
    assert LayerNorm(2, eps=0.5)(x)[0].detach().abs().max() < 0.95 * LayerNorm(2)(x)[0].detach().abs().max()


@test_case(
    points=0.8, hidden=True, failure_message="A token whose features are all equal should come out as numbers, not NaN."
)
def test_constant_token(LayerNorm):
    assert LayerNorm(D)(torch.full((1, 1, D), 2.0)).detach().isfinite().all()


@test_case(
    points=0.8,
    hidden=True,
    failure_message="The gradient is not that of layer norm: mean and variance depend on x as well. Is there a detach or "
    "a no_grad?",
)
def test_gradients(LayerNorm):
    x, _, _ = draw(9)
    by_autograd, by_trying = probe_slope(LayerNorm, x.double(), draw(10)[0].double())
    assert abs(by_autograd - by_trying) < 1e-3


@test_case(
    points=0.8,
    hidden=True,
    failure_message="Far from zero the result is off: the mean of squares minus the squared mean loses all its "
    "digits there. Take the mean away first.",
)
def test_far_from_zero(LayerNorm):
    x = torch.randint(-8, 9, (40, D), generator=torch.Generator().manual_seed(5)).float()
    near, far = LayerNorm(D)(x).detach(), LayerNorm(D)(x + 6000).detach()
    if near.mean().abs() < 1e-3:  # otherwise the mean was not taken away at all
        assert torch.allclose(near, far, atol=1e-2, equal_nan=True)


@test_case(
    points=0.4,
    hidden=True,
    failure_message="Any number of axes may stand before the last: (d_model,) or (B, H, T, d_model).",
)
def test_other_numbers_of_axes(LayerNorm):
    x, _, _ = draw(6)
    norm = LayerNorm(D)
    assert norm(x[0, 0]).shape == (D,)
    assert norm(x[:, None]).shape == (B, 1, T, D)


@test_case(points=0.4, hidden=True, failure_message="Your norm changed its input; work on a copy.")
def test_input_is_left_alone(LayerNorm):
    x, _, _ = draw(8)
    copy = x.clone()
    LayerNorm(D)(x)
    assert torch.equal(x, copy)
