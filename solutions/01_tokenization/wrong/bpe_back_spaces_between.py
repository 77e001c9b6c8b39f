"""Spaces between the tokens.

The tokens carry their spaces already, as Ġ. Join them with nothing between.
"""

# exercise: bpe_decode_text
FAILS = ("test_english_comes_back", "test_letters_in_two_tokens", "test_agrees_with_the_library")


def bpe_decode_text(ids, vocab):
    symbol_of = {number: symbol for symbol, number in vocab.items()}
    byte_of = {sign: byte for byte, sign in enumerate(BYTE_SIGNS)}
    signs = BYTE_SIGNS[32].join(symbol_of[int(number)] for number in ids)
    return bytes(byte_of[sign] for sign in signs).decode("utf-8", errors="replace")
