"""Half a letter is left out.

With `errors="ignore"` nobody sees that something stood there. The docstring asks for U+FFFD, which `errors="replace"`
gives.
"""

# exercise: bpe_decode_text
FAILS = ("test_half_a_letter",)


def bpe_decode_text(ids, vocab):
    symbol_of = {number: symbol for symbol, number in vocab.items()}
    byte_of = {sign: byte for byte, sign in enumerate(BYTE_SIGNS)}
    signs = "".join(symbol_of[int(number)] for number in ids)
    return bytes(byte_of[sign] for sign in signs).decode("utf-8", errors="ignore")
