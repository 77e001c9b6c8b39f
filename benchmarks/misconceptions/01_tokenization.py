# --- count_pairs is: count_pairs_ignores_frequency
def count_pairs(words):
    from collections import Counter
    c = Counter()
    for w in words:
        c.update(zip(w, w[1:]))
    return dict(c)

# --- count_pairs is: count_pairs_either_order
def count_pairs(words):
    c = {}
    for w, n in words.items():
        for i in range(len(w) - 1):
            p = tuple(sorted(w[i : i + 2]))
            c[p] = c.get(p, 0) + n
    return c

# --- count_pairs is: count_pairs_overwrites
def count_pairs(words):
    c = {}
    for w, n in words.items():
        c.update({(w[i - 1], w[i]): n for i in range(1, len(w))})
    return c

# --- count_pairs is: right
def count_pairs(words):
    c = {}
    for w, n in words.items():
        for i in range(1, len(w)):
            c[(w[i - 1], w[i])] = c.get((w[i - 1], w[i]), 0) + n
    return c

# --- merge_pair is: merge_pair_first_only
def merge_pair(symbols, pair):
    for i in range(len(symbols) - 1):
        if symbols[i] == pair[0] and symbols[i + 1] == pair[1]:
            return symbols[:i] + type(symbols)([pair[0] + pair[1]]) + symbols[i + 2 :]
    return symbols

# --- merge_pair is: merge_pair_from_the_right
def merge_pair(symbols, pair):
    out = []
    i = len(symbols) - 1
    while i >= 0:
        if i > 0 and (symbols[i - 1], symbols[i]) == tuple(pair):
            out.append(symbols[i - 1] + symbols[i])
            i -= 2
        else:
            out.append(symbols[i])
            i -= 1
    return type(symbols)(reversed(out))

# --- merge_pair is: merge_pair_loses_the_last
def merge_pair(symbols, pair):
    out, i = [], 0
    while i + 1 < len(symbols):
        if (symbols[i], symbols[i + 1]) == tuple(pair):
            out.append("".join(pair))
            i += 2
        else:
            out.append(symbols[i])
            i += 1
    return type(symbols)(out)

# --- decode is: decode_no_spaces
def decode(ids, vocab, skip_special=True):
    back = {i: t for t, i in vocab.items()}
    words = [back[int(i)] for i in ids]
    return "".join(w for w in words if not (skip_special and w in ("[PAD]", "[SOS]", "[EOS]")))

# --- pad_batch is: pad_batch_left
def pad_batch(sequences, pad_id=PAD):
    n = max(len(s) for s in sequences)
    ids = torch.full((len(sequences), n), pad_id, dtype=torch.long)
    mask = torch.zeros(len(sequences), n, dtype=torch.bool)
    for r, s in enumerate(sequences):
        if len(s):
            ids[r, -len(s) :] = torch.tensor(s)
            mask[r, -len(s) :] = True
    return ids, mask

# --- pad_batch is: pad_batch_mask_inverted
def pad_batch(sequences, pad_id=PAD):
    n = max(len(s) for s in sequences)
    ids = torch.full((len(sequences), n), pad_id, dtype=torch.long)
    mask = torch.ones(len(sequences), n, dtype=torch.bool)
    for r, s in enumerate(sequences):
        if len(s):
            ids[r, : len(s)] = torch.tensor(s)
            mask[r, : len(s)] = False
    return ids, mask

# --- pad_batch is: pad_batch_mask_from_ids
def pad_batch(sequences, pad_id=PAD):
    n = max(len(s) for s in sequences)
    ids = torch.full((len(sequences), n), pad_id, dtype=torch.long)
    for r, s in enumerate(sequences):
        ids[r, : len(s)] = torch.tensor(list(s), dtype=torch.long)
    return ids, torch.ne(ids, pad_id)

# --- pad_batch is: pad_batch_always_zero
def pad_batch(sequences, pad_id=PAD):
    n = max(len(s) for s in sequences)
    ids = torch.zeros(len(sequences), n, dtype=torch.long)
    mask = torch.zeros(len(sequences), n, dtype=torch.bool)
    for r, s in enumerate(sequences):
        ids[r, : len(s)] = torch.tensor(list(s), dtype=torch.long)
        mask[r, : len(s)] = True
    return ids, mask

# --- normalize is: normalize_keeps_niqqud
def normalize(text, strip_marks=True):
    text = unicodedata.normalize("NFKC", text).lower()
    return " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())

# --- wordpiece_tokenize is: wordpiece_keeps_prefix
from functools import lru_cache

class Cutter:
    calls = 0
    def __init__(self, vocab, unk):
        self.vocab, self.unk = set(vocab), unk
    def __call__(self, rest, first=True):
        Cutter.calls += 1
        if not rest:
            return []
        for n in reversed(range(1, len(rest) + 1)):
            candidate = rest[:n] if first else f"##{rest[:n]}"
            if candidate in self.vocab:
                return [candidate] + self(rest[n:], False)
        return [self.unk]

def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    return [unk] if len(word) > max_chars else Cutter(vocab, unk)(word)

# --- wordpiece_tokenize is: right
def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    def pieces(position):
        while position < len(word):
            best = max((e for e in range(position + 1, len(word) + 1) if ("##" if position else "") + word[position:e] in vocab), default=None)
            if best is None:
                raise LookupError(word)
            yield ("##" if position else "") + word[position:best]
            position = best
    if len(word) > max_chars:
        return [unk]
    try:
        return list(pieces(0))
    except LookupError:
        print("cannot cut", word)
        return [unk]

# --- build_vocab is: build_vocab_ties_first_seen
import collections
def build_vocab(tokenized, specials=SPECIALS, min_count=1, max_size=None):
    counter = collections.Counter()
    for text in tokenized:
        counter.update(text)
    vocab = {s: i for i, s in enumerate(specials)}
    for tok, c in counter.most_common():
        if c < min_count or tok in vocab:
            continue
        vocab[tok] = len(vocab)
    if max_size is not None:
        vocab = {k: v for k, v in vocab.items() if v < max_size}
    return vocab

# --- build_vocab is: right
import numpy as np
from collections import OrderedDict
def build_vocab(tokenized, specials=SPECIALS, min_count=1, max_size=None):
    flat = [t for text in tokenized for t in text if t not in set(specials)]
    order = []
    if flat:
        names, numbers = np.unique(np.array(flat, dtype=object), return_counts=True)
        order = [str(n) for c, n in sorted(zip((-numbers).tolist(), names.tolist())) if -c >= min_count]
    return OrderedDict((t, i) for i, t in enumerate((list(specials) + order)[:max_size]))

# --- compare_units is: compare_units_unknown_by_words
def compare_units(train_texts, test_texts, units, max_size=None):
    result = dict()
    for name in units:
        fn = units[name]
        v = build_vocab(list(map(fn, train_texts)), max_size=max_size)
        toks = sum(map(fn, test_texts), [])
        words = " ".join(test_texts).split()
        oov = len([t for t in toks if t not in v])
        result[name] = dict(vocab_size=len(v), tokens_per_text=len(toks) / len(test_texts), fertility=len(toks) / len(words), unknown_rate=oov / len(words))
    return result

# --- bpe_encode_word is: right
def bpe_encode_word(word, merges):
    rank = {tuple(p): r for r, p in reversed(list(enumerate(merges)))}
    def go(symbols):
        best = min((rank[p] for p in zip(symbols, symbols[1:]) if p in rank), default=None)
        return list(symbols) if best is None else go(merge_pair(tuple(symbols), tuple(merges[best])))
    return go(tuple(word))

# --- train_bpe is: unknown
def train_bpe(word_counts, num_merges):
    words = {tuple(w): c for w, c in word_counts.items()}
    merges = []
    while len(merges) <= num_merges:
        pairs = count_pairs(words)
        if not pairs:
            break
        best = sorted(pairs, key=lambda p: (-pairs[p], p))[0]
        merges.append(best)
        new = {}
        for w, c in words.items():
            k = merge_pair(w, best)
            new[k] = new.get(k, 0) + c
        words = new
    return merges

# --- encode is: encode_truncation_drops_eos
from itertools import chain, islice


def encode(tokens, vocab, max_len=None):
    if max_len is not None and max_len < 2:
        raise ValueError(max_len)
    names = chain(["[SOS]"], tokens, ["[EOS]"])
    return [vocab[name] if name in vocab else vocab["[UNK]"] for name in islice(names, max_len)]


# --- pre_tokenize is: pre_tokenize_inclusive_end
import re

_WORD = "".join(map(chr, (n for n in range(0x110000) if unicodedata.category(chr(n))[0] == "M")))


def pre_tokenize(text):
    found = []
    for match in re.finditer(rf"(?:[^\W_]|[{re.escape(_WORD + HEBREW_SIGNS)}])+|\S", text):
        found.append((match[0], (match.start(), match.end() - 1)))
    return found


# --- bert_pack is: bert_pack_middle_sep_is_b
from itertools import accumulate


def bert_pack(tokens_a, tokens_b=None, max_len=None):
    a, b = [*tokens_a], None if tokens_b is None else [*tokens_b]
    special = 2 + (b is not None)
    if max_len is not None and special > max_len:
        raise ValueError("no room")
    while max_len is not None and len(a) + len(b or []) + special > max_len:
        longer = a if b is None or len(a) > len(b) else b
        del longer[-1]
    tokens = ["[CLS]"] + a + ["[SEP]"] + ([] if b is None else b + ["[SEP]"])
    if b is None:
        return tokens, [0 for _ in tokens]
    return tokens, list(accumulate((token == "[SEP]" for token in tokens), lambda seen, new: int(seen or new)))


# --- train_bpe is: train_bpe_first_seen
def train_bpe(word_counts, num_merges):
    corpus = [[list(word), count] for word, count in word_counts.items()]
    merges = []
    for _ in range(num_merges):
        table = {}
        for symbols, count in corpus:
            for i in range(len(symbols) - 1):
                key = symbols[i], symbols[i + 1]
                table[key] = table.get(key, 0) + count
        if not table:
            break
        winner = max(table, key=table.get)
        merges.append(winner)
        for entry in corpus:
            entry[0] = list(merge_pair(tuple(entry[0]), winner))
    return merges


# --- train_bpe is: train_bpe_never_stops_early
def train_bpe(word_counts, num_merges):
    spellings, learned = {word: tuple(word) for word in word_counts}, []
    for _ in range(num_merges):
        pairs = Counter()
        for word, spelling in spellings.items():
            for pair in zip(spelling, spelling[1:]):
                pairs[pair] += word_counts[word]
        learned.append(sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[0][0])
        spellings = {word: merge_pair(spelling, learned[-1]) for word, spelling in spellings.items()}
    return learned


# --- wordpiece_scores is: scores_only_left
def wordpiece_scores(words):
    single = Counter()
    for word, times in words.items():
        for piece in word:
            single.update({piece: times})
    scores = {}
    for pair, times in count_pairs(words).items():
        scores[pair] = times / single[pair[0]]
    return scores


# --- bpe_decode_text is: bpe_back_token_by_token
def bpe_decode_text(ids, vocab):
    back = dict(zip(vocab.values(), vocab.keys()))
    text = ""
    for number in ids:
        raw = bytes(BYTE_SIGNS.index(sign) for sign in back[int(number)])
        text += raw.decode("utf-8", "replace")
    return text


# --- normalize is: normalize_canonical_only
import re


def normalize(text, strip_marks=True):
    result = []
    for character in unicodedata.normalize("NFD", text):
        kind = unicodedata.category(character)
        if kind == "Cf" or (strip_marks and kind == "Mn"):
            continue
        result.append(character)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", "".join(result).lower())).strip()


# --- decode is: decode_stops_at_eos
from itertools import takewhile


def decode(ids, vocab, skip_special=True):
    back = {v: k for k, v in vocab.items()}
    names = [back[int(i)] for i in ids]
    if skip_special:
        names = [name for name in takewhile(lambda name: name != "[EOS]", names) if name not in ("[PAD]", "[SOS]")]
    return " ".join(names)


# --- build_vocab is: build_vocab_more_than_min_count
def build_vocab(tokenized, specials=SPECIALS, min_count=1, max_size=None):
    counts = {}
    for text in tokenized:
        for token in text:
            if token not in specials:
                counts[token] = counts.get(token, 0) + 1
    kept = [token for token in counts if counts[token] > min_count]
    kept.sort()
    kept.sort(key=counts.get, reverse=True)
    return dict(zip((list(specials) + kept)[:max_size], range(10**9)))


# --- pad_batch is: unknown
def pad_batch(sequences, pad_id=PAD):
    width = max(map(len, sequences)) + 1
    ids = torch.tensor([list(row) + [pad_id] * (width - len(row)) for row in sequences], dtype=torch.long)
    return ids, torch.arange(width) < torch.tensor([[len(row)] for row in sequences])


# --- bpe_encode_text is: right
def bpe_encode_text(text, merges, vocab):
    of_byte = [vocab[sign] for sign in BYTE_SIGNS]
    joined = {}
    for rank, (left, right) in enumerate(merges):
        joined.setdefault((vocab[left], vocab[right]), (rank, vocab[left + right]))

    def cut(numbers):
        known = [(joined[pair][0], pair) for pair in zip(numbers, numbers[1:]) if pair in joined]
        if not known:
            return numbers
        pair, result = min(known)[1], []
        for number in numbers:
            if result and (result[-1], number) == pair:
                result[-1] = joined[pair][1]
                result.append(None)  # what was just merged takes no part in another merge
            else:
                result.append(number)
        return cut([number for number in result if number is not None])

    return [number for piece in gpt2_split(text) for number in cut([of_byte[byte] for byte in piece.encode()])]


# --- bpe_decode_text is: right
def bpe_decode_text(ids, vocab):
    table = {vocab[sign]: bytes([byte]) for byte, sign in enumerate(BYTE_SIGNS)}
    for symbol in sorted(vocab, key=len):
        table[vocab[symbol]] = b"".join(table[vocab[sign]] for sign in symbol)
    return b"".join(map(table.__getitem__, map(int, ids))).decode(errors="replace")

# --- encode is: encode_max_len_without_specials
def encode(tokens, vocab, max_len=None):
    if max_len is not None:
        if max_len < 2:
            raise ValueError("too short")
        tokens = list(tokens)[:max_len]
    ids = [vocab["[SOS]"]]
    for token in tokens:
        ids.append(vocab.get(token, vocab["[UNK]"]))
    return ids + [vocab["[EOS]"]]


# --- encode is: encode_zero_is_unknown
def encode(tokens, vocab, max_len=None):
    if max_len is not None and max_len < 2:
        raise ValueError("too short")
    kept = tokens if max_len is None else tokens[: max_len - 2]
    return [vocab["[SOS]"]] + [vocab.get(t) or vocab["[UNK]"] for t in kept] + [vocab["[EOS]"]]


# --- decode is: decode_drops_unknown
def decode(ids, vocab, skip_special=True):
    inverse = dict(map(reversed, vocab.items()))
    words = []
    for i in ids:
        word = inverse[int(i)]
        if skip_special and word.startswith("[") and word.endswith("]"):
            continue
        words.append(word)
    return " ".join(words)


# --- count_pairs is: count_pairs_once_a_word
def count_pairs(words):
    result = {}
    for word, number in words.items():
        for pair in set(zip(word[:-1], word[1:])):
            result[pair] = result.get(pair, 0) + number
    return result


# --- train_bpe is: train_bpe_largest_pair
def train_bpe(word_counts, num_merges):
    words, merges = {tuple(w): c for w, c in word_counts.items()}, []
    for _ in range(num_merges):
        counts = count_pairs(words)
        if not counts:
            return merges
        most = max(counts.values())
        best = max(pair for pair, number in counts.items() if number == most)
        merges.append(best)
        words = dict((merge_pair(w, best), c) for w, c in words.items())
    return merges


# --- train_bpe is: train_bpe_ignores_frequency
def train_bpe(word_counts, num_merges):
    words, merges = [tuple(w) for w in word_counts], []
    while len(merges) < num_merges:
        counts = Counter(pair for w in words for pair in zip(w, w[1:]))
        if not counts:
            break
        merges.append(min(counts, key=lambda p: (-counts[p],) + p))
        words = [merge_pair(w, merges[-1]) for w in words]
    return merges


# --- wordpiece_tokenize is: wordpiece_shortest_match
def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    if len(word) > max_chars:
        return [unk]
    out, rest = [], word
    while rest:
        prefix = "##" if out else ""
        for n in range(1, len(rest) + 1):
            if prefix + rest[:n] in vocab:
                out.append(prefix + rest[:n])
                rest = rest[n:]
                break
        else:
            return [unk]
    return out


# --- bert_pack is: bert_pack_cuts_only_b
def bert_pack(tokens_a, tokens_b=None, max_len=None):
    if tokens_b is None:
        if max_len is not None and max_len < 2:
            raise ValueError
        a = tokens_a if max_len is None else tokens_a[: max_len - 2]
        return ["[CLS]", *a, "[SEP]"], [0] * (len(a) + 2)
    a, b = list(tokens_a), list(tokens_b)
    if max_len is not None:
        if max_len < 3:
            raise ValueError
        too_many = len(a) + len(b) + 3 - max_len
        if too_many > 0:
            from_b = min(too_many, len(b))
            b = b[: len(b) - from_b]
            a = a[: len(a) - (too_many - from_b)]
    return ["[CLS]", *a, "[SEP]", *b, "[SEP]"], [0] * (len(a) + 2) + [1] * (len(b) + 1)


# --- pad_batch is: pad_batch_mask_from_ids
def pad_batch(sequences, pad_id=PAD):
    longest = max(len(s) for s in sequences)
    rows = [s + [pad_id] * (longest - len(s)) for s in sequences]
    ids = torch.LongTensor(rows)
    return ids, torch.ne(ids, pad_id)


# --- normalize is: normalize_lower_case_first
def normalize(text, strip_marks=True):
    t = unicodedata.normalize("NFKD", text.lower())
    t = "".join(c for c in t if not (unicodedata.category(c) == "Cf" or strip_marks and unicodedata.category(c) == "Mn"))
    return " ".join(unicodedata.normalize("NFC", t).split())


# --- bpe_encode_word is: bpe_encode_highest_rank
def bpe_encode_word(word, merges):
    parts = list(word)
    order = {pair: n for n, pair in enumerate(merges)}
    while len(parts) > 1:
        options = [(order[p], p) for p in zip(parts, parts[1:]) if p in order]
        if not options:
            break
        parts = list(merge_pair(tuple(parts), max(options)[1]))
    return parts


# --- compare_units is: compare_units_fertility_upside_down
def compare_units(train_texts, test_texts, units, max_size=None):
    out = {}
    for name, split in units.items():
        vocab = build_vocab([split(t) for t in train_texts], max_size=max_size)
        test = [split(t) for t in test_texts]
        n = sum(len(t) for t in test)
        n_words = sum(len(t.split()) for t in test_texts)
        missing = sum(1 for t in test for token in t if token not in vocab)
        out[name] = {
            "vocab_size": len(vocab),
            "tokens_per_text": n / len(test),
            "fertility": n_words / n,
            "unknown_rate": missing / n,
        }
    return out

# --- encode is: encode_ids_by_heart
def encode(tokens, vocab, max_len=None):
    if max_len is not None and max_len < 2:
        raise ValueError(max_len)
    ids = [1]
    for token in tokens if max_len is None else tokens[: max_len - 2]:
        ids.append(vocab[token] if token in vocab else 3)
    ids.append(2)
    return ids

# --- decode is: decode_ids_by_heart
def decode(ids, vocab, skip_special=True):
    by_id = dict(zip(vocab.values(), vocab.keys()))
    words = []
    for number in map(int, ids):
        word = by_id[number]
        if number < 3 and skip_special:
            continue
        words.append(word)
    return " ".join(words)

# --- merge_pair is: merge_pair_list
def merge_pair(symbols, pair):
    rest, result = list(symbols), []
    while rest:
        if rest[:2] == list(pair):
            result += ["".join(rest[:2])]
            rest = rest[2:]
        else:
            result += [rest.pop(0)]
    return result

# --- wordpiece_tokenize is: wordpiece_needs_a_dict
def wordpiece_tokenize(word, vocab, unk="[UNK]", max_chars=100):
    known = set(vocab.keys())
    if len(word) > max_chars:
        return [unk]
    result, rest = [], word
    while rest:
        mark = "##" if result else ""
        size = next((n for n in range(len(rest), 0, -1) if mark + rest[:n] in known), 0)
        if size == 0:
            return [unk]
        result.append(mark + rest[:size])
        rest = rest[size:]
    return result
