"""Scaling writes into its input.

`/=` changes the caller's scores as well. Give back a new tensor.
"""

# exercise: scale_scores
FAILS = ("test_input_is_left_alone",)


def scale_scores(scores, d_k):
    scores /= d_k**0.5
    return scores.clone()
