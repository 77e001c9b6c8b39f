"""Powers of 2 in place of powers of e.

Your weights are positive and sum to 1, but they are too even: you raise 2, not e, to the scores.
"""

# exercise: softmax
FAILS = ("test_twenty_and_eighty", "test_values")


def softmax(scores, dim=-1):
    powers = 2 ** (scores - scores.amax(dim=dim, keepdim=True))
    return powers / powers.sum(dim=dim, keepdim=True)
