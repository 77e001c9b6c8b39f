"""The rank is ignored.

You go through the word from the left and merge whatever is in the list. The merge that was learned first has to go
first, wherever in the word it applies; else training and encoding cut the same word differently.
"""

# exercise: bpe_encode_word
FAILS = ("test_rank_decides", "test_agrees_with_the_library")
HEADLINE = True


def bpe_encode_word(word, merges):
    known, symbols = set(merges), list(word)
    place = 0
    while place < len(symbols) - 1:
        if (symbols[place], symbols[place + 1]) in known:
            symbols[place : place + 2] = [symbols[place] + symbols[place + 1]]
            place = 0
        else:
            place += 1
    return symbols
