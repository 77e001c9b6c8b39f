"""Byte-level BPE as minbpe writes it: a table of bytes for each id; and the score from two counters of dictionaries."""

# exercise: bpe_encode_text, bpe_decode_text, wordpiece_scores
from collections import defaultdict


def bpe_encode_text(text, merges, vocab):
    def encode_piece(piece):
        return [vocab[symbol] for symbol in bpe_encode_word("".join([BYTE_SIGNS[b] for b in piece.encode()]), merges)]

    ids = []
    for piece in gpt2_split(text):
        ids.extend(encode_piece(piece))
    return ids


def bpe_decode_text(ids, vocab):
    decoder = {sign: byte for byte, sign in enumerate(BYTE_SIGNS)}
    table = {number: bytes(decoder[sign] for sign in symbol) for symbol, number in vocab.items()}
    return b"".join(table[int(number)] for number in ids).decode("utf-8", errors="replace")


def wordpiece_scores(words):
    piece_counts, pair_counts = defaultdict(int), defaultdict(int)
    for pieces, frequency in words.items():
        for place, piece in enumerate(pieces):
            piece_counts[piece] += frequency
            if place + 1 < len(pieces):
                pair_counts[piece, pieces[place + 1]] += frequency
    return {pair: n / (piece_counts[pair[0]] * piece_counts[pair[1]]) for pair, n in pair_counts.items()}
