"""An id that does not exist is skipped.

It is a mistake of the caller, and silence hides it. Let the dict raise its KeyError.
"""

# exercise: bpe_decode_text
FAILS = ("test_an_id_that_does_not_exist",)


def bpe_decode_text(ids, vocab):
    symbol_of = {number: symbol for symbol, number in vocab.items()}
    byte_of = {sign: byte for byte, sign in enumerate(BYTE_SIGNS)}
    signs = "".join(symbol_of.get(int(number), "") for number in ids)
    return bytes(byte_of[sign] for sign in signs).decode("utf-8", errors="replace")
