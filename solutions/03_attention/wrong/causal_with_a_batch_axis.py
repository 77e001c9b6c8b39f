"""A dimension of size 1 stands in front.

(1, t_q, t_k) broadcasts as (t_q, t_k) does, but it makes a batch out of a single sentence. The docstring asks for
two dimensions.
"""

# exercise: causal_mask
FAILS = ("test_shape",)
import torch


def causal_mask(t_q, t_k=None):
    t_k = t_q if t_k is None else t_k
    return torch.ones(t_q, t_k, dtype=torch.bool).tril()[None]
