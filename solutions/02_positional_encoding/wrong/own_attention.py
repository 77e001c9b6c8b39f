"""Always PyTorch's attention.

You called `self_attention`, not the function that was passed in. With a function that does see order your gap is
still zero.
"""

# exercise: permutation_demo
FAILS = ("test_shuffled_first", "test_shuffled_after", "test_other_functions")


def permutation_demo(attention, x, order):
    shuffled_first, shuffled_after = self_attention(x[order]), self_attention(x)[order]
    return shuffled_first, shuffled_after, (shuffled_first - shuffled_after).abs().max().item()
