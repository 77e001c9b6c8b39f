"""Byte-level BPE and WordPiece's score in other ways: one generator, a translation table, counts by list."""


# exercise: bpe_encode_text, bpe_decode_text, wordpiece_scores
def bpe_encode_text(text, merges, vocab):
    pieces = (bytes(piece, "utf8") for piece in gpt2_split(text))
    return [
        vocab[part] for data in pieces for part in bpe_encode_word("".join(map(BYTE_SIGNS.__getitem__, data)), merges)
    ]


def bpe_decode_text(ids, vocab):
    names = {}
    for symbol in vocab:
        names[vocab[symbol]] = symbol
    data = bytearray()
    for number in ids:
        for sign in names[int(number)]:
            data.append(BYTE_SIGNS.index(sign))
    return str(data, "utf-8", "replace")


def wordpiece_scores(words):
    everything = [piece for pieces, number in words.items() for piece in list(pieces) * number]
    together = [pair for pieces, number in words.items() for pair in list(pairwise(pieces)) * number]
    return {
        (left, right): together.count((left, right)) / everything.count(left) / everything.count(right)
        for left, right in set(together)
    }
