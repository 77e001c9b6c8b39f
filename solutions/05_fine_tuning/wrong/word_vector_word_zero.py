"""Word 0 taken for nothing.

In Python 0 counts as false, so a test such as `if number` throws the first word out together with None. Compare with
the number that you look for.
"""

# exercise: word_vector
FAILS = ("test_first_word", "test_only_word")
HEADLINE = True


def word_vector(hidden, word_ids, word):
    places = [place for place, number in enumerate(word_ids) if number and number == word]
    if not places:
        raise ValueError(f"there is no word {word}")
    return hidden[places].mean(dim=0)
