"""Padding as a label.

After the last token of a short text your labels go on with padding, so the model is trained to predict nothing after
nothing. It learns that quickly, the loss looks good, and it means little. Put -100 wherever the label would be
padding.
"""

# exercise: next_token_targets
FAILS = ("test_padding_is_not_asked", "test_padded_batch")
HEADLINE = True


def next_token_targets(ids, pad_id):
    labels = ids[:, 1:]
    return ids[:, :-1], labels
