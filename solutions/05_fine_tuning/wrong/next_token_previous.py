"""The previous token as the label.

Your labels are the tokens to the left of the inputs. Which column has to be cut off the inputs so that each still has
a next token: the first or the last?
"""

# exercise: next_token_targets
FAILS = ("test_one_to_the_right", "test_padding_is_not_asked", "test_padded_batch")


def next_token_targets(ids, pad_id):
    labels = ids[:, :-1]
    return ids[:, 1:], labels.masked_fill(labels == pad_id, -100)
