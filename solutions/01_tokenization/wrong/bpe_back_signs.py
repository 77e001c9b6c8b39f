"""The signs are not turned into bytes.

You replace Ġ by a space, and English looks right. But every letter that is not English is still written in the signs of its
bytes: turn each sign into its byte, then read UTF-8.
"""

# exercise: bpe_decode_text
FAILS = ("test_letters_in_two_tokens", "test_agrees_with_the_library")


def bpe_decode_text(ids, vocab):
    symbol_of = {number: symbol for symbol, number in vocab.items()}
    signs = "".join(symbol_of[int(number)] for number in ids)
    return signs.replace(BYTE_SIGNS[32], " ").replace(BYTE_SIGNS[10], "\n").replace(BYTE_SIGNS[9], "\t")
