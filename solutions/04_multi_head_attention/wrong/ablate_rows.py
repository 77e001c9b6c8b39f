"""Rows instead of columns of W_O.

You silence rows of W_O, which takes away *outputs*: features that all heads write to. A head's part enters W_O as
inputs, and nn.Linear keeps (out, in). Or leave the matrix alone: what would a silent head say?
"""

# exercise: ablate_heads
HEADLINE = True
FAILS = ("test_first_head", "test_each_head")


def ablate_heads(mixed, out_weight, out_bias, drop):
    weight, d_head = out_weight.clone(), mixed.shape[-1]
    for head in drop:
        weight[head * d_head : (head + 1) * d_head] = 0
    return merge_heads(mixed) @ weight.T + out_bias
