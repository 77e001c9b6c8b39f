"""The two layers of the feed-forward network are swapped.

`intermediate.dense` widens, so it is linear1; `output.dense` narrows, so it is linear2. Their shapes tell.
"""

# exercise: bert_weights
FAILS = ("test_norms_and_feed_forward", "test_published_model")


def bert_weights(weights, right=bert_weights):
    swap = {"linear1": "linear2", "linear2": "linear1"}
    renamed = {}
    for name, tensor in right(weights).items():
        for old, new in swap.items():
            if f".{old}." in name:
                name = name.replace(old, new)
                break
        renamed[name] = tensor
    return renamed
