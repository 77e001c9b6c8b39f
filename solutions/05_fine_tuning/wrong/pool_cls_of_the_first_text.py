"""The first text in place of the first token.

hidden[0] is the first text of the batch, with all its tokens. The axes are (text, token, feature): the first token of
every text is hidden[:, 0].
"""

# exercise: pooling
FAILS = ("test_first_token", "test_only_the_first")


def cls_pool(hidden, keep):
    return hidden[0][: len(hidden)]
