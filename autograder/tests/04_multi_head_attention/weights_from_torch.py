"""weights of nn.MultiheadAttention under the names of MultiHeadAttention."""

import torch
from otter.test_files import test_case
from torch import nn
from torch.nn import functional as F

OK_FORMAT = False
name = "weights_from_torch"
points = 7

D, H, B, T = 12, 3, 2, 5


def draw(seed, width=D):
    """The state of torch's layer, with wide weights and biases."""
    g = torch.Generator().manual_seed(seed)
    shapes = {"in_proj_weight": (3 * width, width), "in_proj_bias": (3 * width,)}
    shapes |= {"out_proj.weight": (width, width), "out_proj.bias": (width,)}
    return {name: torch.randn(shape, generator=g) for name, shape in shapes.items()}


@test_case(
    points=1,
    failure_message="The new dict should have eight names, q_proj.weight to out_proj.bias, with d_model rows each.",
)
def test_names_and_shapes(weights_from_torch):
    shapes = {name: tuple(tensor.shape) for name, tensor in weights_from_torch(draw(0)).items()}
    projections = ("q_proj", "k_proj", "v_proj", "out_proj")
    assert shapes == {f"{p}.weight": (D, D) for p in projections} | {f"{p}.bias": (D,) for p in projections}


@test_case(points=1.5, failure_message="The first d_model rows of in_proj_weight are the query projection's.")
def test_query_projection(weights_from_torch):
    state = draw(1)
    assert torch.equal(weights_from_torch(dict(state))["q_proj.weight"], state["in_proj_weight"][:D])


@test_case(
    points=1.5, hidden=True, failure_message="The rows of in_proj_weight belong to query, key, value, in this order."
)
def test_keys_and_values(weights_from_torch):
    state = draw(2)
    mine = weights_from_torch(dict(state))
    stacked = torch.cat([mine["q_proj.weight"], mine["k_proj.weight"], mine["v_proj.weight"]])
    assert torch.equal(stacked, state["in_proj_weight"])


@test_case(
    points=1, hidden=True, failure_message="The biases are cut in another order than the weights, or are missing."
)
def test_biases(weights_from_torch):
    state = draw(3)
    mine = weights_from_torch(dict(state))
    assert torch.equal(
        torch.cat([mine["q_proj.bias"], mine["k_proj.bias"], mine["v_proj.bias"]]), state["in_proj_bias"]
    )


@test_case(
    points=0.5, hidden=True, failure_message="out_proj is already an nn.Linear of the right shape: it needs no change."
)
def test_output_projection(weights_from_torch):
    state = draw(4)
    mine = weights_from_torch(dict(state))
    assert torch.equal(mine["out_proj.weight"], state["out_proj.weight"])
    assert torch.equal(mine["out_proj.bias"], state["out_proj.bias"])


@test_case(
    points=0.5, hidden=True, failure_message="Your weights, put into torch's own attention, give another output."
)
def test_torch_computes_the_same(weights_from_torch):
    layer = nn.MultiheadAttention(D, H, batch_first=True).eval()
    layer.load_state_dict(draw(5))
    x = torch.randn(T, B, D, generator=torch.Generator().manual_seed(5))
    mine = weights_from_torch(dict(layer.state_dict()))
    with torch.no_grad():
        expected = layer(*[x.transpose(0, 1)] * 3)[0].transpose(0, 1)
        output, _ = F.multi_head_attention_forward(
            *(x, x, x, D, H, None),
            torch.cat([mine[f"{letter}_proj.bias"] for letter in "qkv"]),
            *(None, None, False, 0.0, mine["out_proj.weight"], mine["out_proj.bias"]),
            training=False,
            use_separate_proj_weight=True,
            q_proj_weight=mine["q_proj.weight"],
            k_proj_weight=mine["k_proj.weight"],
            v_proj_weight=mine["v_proj.weight"],
        )
    assert torch.allclose(output, expected, rtol=1e-4, atol=1e-4)


@test_case(
    points=0.5,
    hidden=True,
    failure_message="Another width goes wrong: take it from the weights, and hand on the eight names only.",
)
def test_another_width(weights_from_torch):
    state = draw(6, width=8)
    mine = weights_from_torch(dict(state))
    assert torch.equal(mine["v_proj.weight"], state["in_proj_weight"][16:])
    assert len(mine) == 8


@test_case(points=0.5, hidden=True, failure_message="Your function changed the dict that it was given; make a new one.")
def test_input_is_left_alone(weights_from_torch):
    state = draw(7)
    copies = {name: tensor.clone() for name, tensor in state.items()}
    weights_from_torch(state)
    assert set(state) == set(copies)
    assert all(torch.equal(state[name], copies[name]) for name in copies)
