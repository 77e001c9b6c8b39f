"""Plain loops and lists, as a first-year student would write them: sub-words and packing."""
# exercise: count_pairs, merge_pair, train_bpe, bpe_encode_word, wordpiece_tokenize, bert_pack


def count_pairs(words):
    counts = {}
    for symbols in words:
        for i in range(len(symbols) - 1):
            pair = (symbols[i], symbols[i + 1])
            if pair not in counts:
                counts[pair] = 0
            counts[pair] += words[symbols]
    return counts


def merge_pair(symbols, pair):
    result = []
    free = False  # whether the last symbol of the result may still be merged
    for symbol in symbols:
        if free and result[-1] == pair[0] and symbol == pair[1]:
            result[-1] = result[-1] + symbol
            free = False
        else:
            result.append(symbol)
            free = True
    return tuple(result)


def train_bpe(word_counts, num_merges):
    words = []
    for word in word_counts:
        words.append([list(word), word_counts[word]])
    merges = []
    while len(merges) < num_merges:
        counts = {}
        for symbols, number in words:
            for i in range(len(symbols) - 1):
                pair = (symbols[i], symbols[i + 1])
                counts[pair] = counts.get(pair, 0) + number
        best = None
        for pair in counts:
            if best is None or counts[pair] > counts[best] or (counts[pair] == counts[best] and pair < best):
                best = pair
        if best is None:
            break
        merges.append(best)
        for entry in words:
            entry[0] = merge_pair(entry[0], best)
    return merges


def bpe_encode_word(word, merges):
    symbols = list(word)
    for pair in merges:  # in the order of their ranks
        symbols = merge_pair(symbols, pair)
    return list(symbols)


def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    if len(word) > max_chars:
        return [unk]
    pieces = []
    rest = word
    while rest != "":
        candidate = rest
        while candidate != "":
            shown = candidate if pieces == [] else "##" + candidate
            if shown in vocab:
                break
            candidate = candidate[:-1]
        if candidate == "":
            return [unk]
        pieces.append(shown)
        rest = rest[len(candidate) :]
    return pieces


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    specials = 2 if tokens_b is None else 3
    if max_len is not None and max_len < specials:
        raise ValueError("no room")
    length_a = len(tokens_a)
    length_b = 0 if tokens_b is None else len(tokens_b)
    while max_len is not None and length_a + length_b + specials > max_len:
        if length_b >= length_a:
            length_b -= 1
        else:
            length_a -= 1
    tokens, segments = ["[CLS]"], [0]
    for token in tokens_a[:length_a]:
        tokens.append(token)
        segments.append(0)
    tokens.append("[SEP]")
    segments.append(0)
    if tokens_b is not None:
        for token in tokens_b[:length_b]:
            tokens.append(token)
            segments.append(1)
        tokens.append("[SEP]")
        segments.append(1)
    return tokens, segments
