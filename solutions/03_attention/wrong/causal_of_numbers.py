"""Ones and zeros in place of True and False.

Your mask has the right shape but holds numbers. A mask should be of dtype torch.bool, or `~` and `&` will surprise
you.
"""

# exercise: causal_mask
FAILS = ("test_boolean", "test_can_be_turned_round")
import torch


def causal_mask(t_q, t_k=None):
    return torch.ones(t_q, t_k or t_q).tril()
