"""The scaled scores are always float64.

numpy's square root, `np.sqrt`, is a float64 number, and a float32 array that it divides becomes float64, which it did not
before numpy 2. `math.sqrt` is a plain number: the scores keep their dtype, and nothing has to go through numpy.
"""

# exercise: scale_scores
FAILS = ("test_dtype", "test_half_precision", "test_gradients")
import numpy as np
import torch


def scale_scores(scores, d_k):
    return torch.from_numpy(scores.detach().numpy() / np.sqrt(d_k))
