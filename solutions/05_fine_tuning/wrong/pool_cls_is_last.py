"""The last token in place of [CLS].

[CLS] is the first token of each text. The last place of a padded row is usually padding.
"""

# exercise: pooling


def cls_pool(hidden, keep):
    return hidden[:, -1]
