"""The vocabulary gets an entry more.

GPT-2 has an end-of-text token, and the caller's vocabulary may have none. It is theirs: an entry that your function writes into it is
there for everybody from then on. Nothing of it is needed here.
"""

# exercise: bpe_encode_text
FAILS = ("test_inputs_are_left_alone",)
EDGE = True


def bpe_encode_text(text, merges, vocab):
    vocab.setdefault("<|endoftext|>", len(vocab))
    ids = []
    for piece in gpt2_split(text):
        ids += [vocab[part] for part in bpe_encode_word("".join(BYTE_SIGNS[byte] for byte in piece.encode()), merges)]
    return ids
