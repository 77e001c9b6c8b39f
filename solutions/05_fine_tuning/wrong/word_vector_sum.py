"""Sum in place of the mean.

You add the pieces' vectors up. A word of four pieces is then four times as long as a word of one.
"""

# exercise: word_vector
FAILS = ("test_three_pieces", "test_last_word")


def word_vector(hidden, word_ids, word):
    places = [place for place, number in enumerate(word_ids) if number == word]
    if not places:
        raise ValueError(f"there is no word {word}")
    return hidden[places].sum(dim=0)
