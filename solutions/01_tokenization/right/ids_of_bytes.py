"""Byte-level BPE on ids: a table of ids for the bytes, merges between numbers, and bytes for each id on the way back."""

# exercise: bpe_encode_text, bpe_decode_text


def bpe_encode_text(text, merges, vocab):
    of_byte = [vocab[sign] for sign in BYTE_SIGNS]
    joined = {}
    for rank, (left, right) in enumerate(merges):
        joined.setdefault((vocab[left], vocab[right]), (rank, vocab[left + right]))

    def cut(numbers):
        known = [(joined[pair], pair) for pair in pairwise(numbers) if pair in joined]
        if not known:
            return numbers
        (_, new), pair = min(known)
        result = []
        for number in numbers:
            if result and (result[-1], number) == pair:
                result[-1:] = [new, None]  # None: what was just merged takes no part in another merge
            else:
                result.append(number)
        return cut([number for number in result if number is not None])

    return [number for piece in gpt2_split(text) for number in cut([of_byte[byte] for byte in piece.encode()])]


def bpe_decode_text(ids, vocab):
    table = {vocab[sign]: bytes([byte]) for byte, sign in enumerate(BYTE_SIGNS)}
    for symbol, number in vocab.items():
        table[number] = b"".join(table[vocab[sign]] for sign in symbol)
    return b"".join(table[int(number)] for number in ids).decode(errors="replace")
