"""A list comes back in place of a tuple.

A word is a tuple here because it is the key of a dict, where `train_bpe` counts: a list cannot be a key ("unhashable type"). `tuple(…)`
at the end makes one.
"""

# exercise: merge_pair
FAILS = ("test_a_tuple",)


def merge_pair(symbols, pair):
    merged, place = [], 0
    while place < len(symbols):
        width = 2 if tuple(symbols[place : place + 2]) == tuple(pair) else 1
        merged.append("".join(symbols[place : place + width]))
        place += width
    return merged
