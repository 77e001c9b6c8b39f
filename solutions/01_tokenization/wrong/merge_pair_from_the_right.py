"""Merged from right to left.

In *a a a* yours joins the last two. Both orders would work if everybody used the same one; the rule is left to
right.
"""

# exercise: merge_pair
FAILS = ("test_no_overlap", "test_agrees_with_the_library")


def merge_pair(symbols, pair):
    merged, place = [], len(symbols)
    while place > 0:
        if tuple(symbols[max(0, place - 2) : place]) == tuple(pair):
            merged.append(symbols[place - 2] + symbols[place - 1])
            place -= 2
        else:
            merged.append(symbols[place - 1])
            place -= 1
    return tuple(reversed(merged))
