"""No error for a word that is not there.

The mean over no rows is NaN, and NaN travels on silently. Raise ValueError where no token belongs to the word.
"""

# exercise: word_vector
FAILS = ("test_no_such_word",)


def word_vector(hidden, word_ids, word):
    places = [place for place, number in enumerate(word_ids) if number == word]
    return hidden[places].mean(dim=0)
