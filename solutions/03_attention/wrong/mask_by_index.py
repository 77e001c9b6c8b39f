"""The mask is used as an index.

`scores[~keep] = …` needs a mask of exactly the shape of the scores. A mask (B, 1, T_k) only broadcasts;
`masked_fill` and `torch.where` know how.
"""

# exercise: apply_mask
FAILS = ("test_masks_that_broadcast",)
import math


def apply_mask(scores, keep):
    if keep is None:
        return scores
    scores = scores.clone()
    scores[~keep] = -math.inf
    return scores
