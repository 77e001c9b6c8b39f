"""Only the first occurrence is merged.

You stop after one merge. *banana* has the pair *a n* twice, and both should become *an*.
"""

# exercise: merge_pair
FAILS = ("test_all_occurrences", "test_agrees_with_the_library")


def merge_pair(symbols, pair):
    for place in range(len(symbols) - 1):
        if (symbols[place], symbols[place + 1]) == tuple(pair):
            return (*symbols[:place], symbols[place] + symbols[place + 1], *symbols[place + 2 :])
    return tuple(symbols)
