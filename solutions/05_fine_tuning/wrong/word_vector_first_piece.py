"""Only the first piece.

You take the first of the word's pieces. What the model knows of the word is spread over all of them; take their mean.
"""

# exercise: word_vector
FAILS = ("test_three_pieces", "test_last_word")


def word_vector(hidden, word_ids, word):
    places = [place for place, number in enumerate(word_ids) if number == word]
    if not places:
        raise ValueError(f"there is no word {word}")
    return hidden[places[0]]
