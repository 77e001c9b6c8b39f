"""Tokens counted in place of words.

You use the word's number as a token's number. As soon as one word before it was cut into pieces, that is another
word. word_ids tells which tokens belong to which word.
"""

# exercise: word_vector
FAILS = ("test_one_piece", "test_three_pieces", "test_last_word")


def word_vector(hidden, word_ids, word):
    places = [word + 1] if word in word_ids else []
    if not places:
        raise ValueError(f"there is no word {word}")
    return hidden[places].mean(dim=0)
