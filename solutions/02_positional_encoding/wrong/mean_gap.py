"""The mean difference, not the largest.

One row that is far off disappears in a mean over many. The gap is the *largest* absolute difference.
"""

# exercise: permutation_demo
FAILS = ("test_gap", "test_gap_of_other_vectors")


def permutation_demo(attention, x, order):
    shuffled_first, shuffled_after = attention(x[order]), attention(x)[order]
    return shuffled_first, shuffled_after, (shuffled_first - shuffled_after).abs().mean().item()
