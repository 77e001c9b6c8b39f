"""Softmax writes into its input.

After the call, the scores of the caller are no longer scores: `-=` and methods that end in an underscore work in
place. Make a new tensor.
"""

# exercise: softmax
FAILS = ("test_input_is_left_alone", "test_gradients")


def softmax(scores, dim=-1):
    scores -= scores.amax(dim=dim, keepdim=True)
    scores.exp_()
    scores /= scores.sum(dim=dim, keepdim=True)
    return scores.clone()
