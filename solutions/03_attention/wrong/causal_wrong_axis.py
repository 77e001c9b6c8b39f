"""Keys on the rows.

With different numbers of queries and keys, your mask lies on its side: (t_k, t_q). Queries stand on the rows.
"""

# exercise: causal_mask
FAILS = ("test_shape",)
import torch


def causal_mask(t_q, t_k=None):
    return torch.ones(t_k or t_q, t_q, dtype=torch.bool).tril()
