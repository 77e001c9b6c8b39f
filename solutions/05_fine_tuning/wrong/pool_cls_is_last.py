"""The last token in place of [CLS].

[CLS] is the first token of each text. The last place of a padded row is usually padding.
"""

# exercise: pooling
FAILS = ("test_first_token", "test_only_the_first")


def cls_pool(hidden, keep):
    return hidden[:, -1]
