"""Large scores are cut off.

You cut the scores at some limit so that nothing overflows. Then 93 and 93.4 become the same, and the difference
between them is lost. Shift the scores; do not cut them.
"""

# exercise: softmax
FAILS = ("test_large_scores", "test_masked_scores")
import torch


def softmax(scores, dim=-1):
    powers = torch.exp(scores.clamp(-80, 80))
    return powers / powers.sum(dim=dim, keepdim=True)
