"""Overlapping merges.

You look at every place and never skip a symbol that has just been used up. In *a a a* the middle *a* goes into two
merges, and the word gets longer letters than it had. Where do you go on after a merge?
"""

# exercise: merge_pair
FAILS = ("test_no_overlap", "test_agrees_with_the_library")
HEADLINE = True


def merge_pair(symbols, pair):
    merged, place = [], 0
    while place < len(symbols):
        if tuple(symbols[place : place + 2]) == tuple(pair):
            merged.append(symbols[place] + symbols[place + 1])
            place += 2 if pair[0] != pair[1] or tuple(symbols[place + 1 : place + 3]) != tuple(pair) else 1
        else:
            merged.append(symbols[place])
            place += 1
    return tuple(merged)
