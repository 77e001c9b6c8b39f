"""The last symbol is lost.

Your loop stops one place before the end, because there is no pair left to look at. But the last symbol, if it was
not merged, still belongs to the word.
"""

# exercise: merge_pair
FAILS = ("test_one_occurrence", "test_nothing_is_lost", "test_agrees_with_the_library")


def merge_pair(symbols, pair):
    merged, place = [], 0
    while place < len(symbols) - 1:
        if (symbols[place], symbols[place + 1]) == tuple(pair):
            merged.append(symbols[place] + symbols[place + 1])
            place += 2
        else:
            merged.append(symbols[place])
            place += 1
    return tuple(merged)
