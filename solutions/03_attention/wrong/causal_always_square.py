"""The number of keys is ignored.

Your mask is always square. The second argument says how many keys there are.
"""

# exercise: causal_mask
FAILS = ("test_shape",)
import torch


def causal_mask(t_q, t_k=None):
    return torch.ones(t_q, t_q, dtype=torch.bool).tril()
