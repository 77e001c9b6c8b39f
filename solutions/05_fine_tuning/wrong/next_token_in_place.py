"""-100 written into the batch.

A slice of a tensor shares its memory. Writing -100 into it writes into the batch that you were given, and the next
one who looks up an embedding for -100 gets an error. masked_fill without the underscore makes a new tensor.
"""

# exercise: next_token_targets
FAILS = ("test_ids_are_left_alone",)


def next_token_targets(ids, pad_id):
    labels = ids[:, 1:]
    inputs = ids[:, :-1].clone()
    return inputs, labels.masked_fill_(labels == pad_id, -100)
