"""Half a letter raises an error.

A model that writes token by token passes through half letters all the time. `errors="replace"` shows them as � and goes
on.
"""

# exercise: bpe_decode_text
FAILS = ("test_half_a_letter",)
HEADLINE = True


def bpe_decode_text(ids, vocab):
    symbol_of = {number: symbol for symbol, number in vocab.items()}
    byte_of = {sign: byte for byte, sign in enumerate(BYTE_SIGNS)}
    signs = "".join(symbol_of[int(number)] for number in ids)
    return bytes(byte_of[sign] for sign in signs).decode("utf-8")
