"""The given dict is emptied.

You take the entries out of the dict that you were given (`pop`), so whoever called you has lost them: the next model
cannot be loaded from it. Read them, and put them into a new dict.
"""

# exercise: bert_weights
FAILS = ("test_input_is_left_alone",)
original_bert_weights = bert_weights


def bert_weights(weights):
    renamed = original_bert_weights(weights)
    weights.clear()
    return renamed
