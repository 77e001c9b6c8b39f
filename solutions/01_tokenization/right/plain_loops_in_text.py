"""Plain loops and lists, as a first-year student would write them: text, batch, comparison."""

# exercise: normalize, pre_tokenize, build_vocab, encode, decode, pad_batch, compare_units
import unicodedata

import torch


def normalize(text, strip_marks=True):
    result = ""
    for char in unicodedata.normalize("NFKD", text):
        category = unicodedata.category(char)
        if category == "Cf":
            continue
        if strip_marks and category == "Mn":
            continue
        result += char
    return " ".join(unicodedata.normalize("NFC", result.lower()).split())


def pre_tokenize(text):
    pieces = []
    place = 0
    while place < len(text):
        end = place
        while end < len(text):
            char = text[end]
            if not (char.isalnum() or unicodedata.category(char)[0] == "M" or char in "׳״"):
                break
            end += 1
        if end == place:
            end += 1
            if text[place].isspace():
                place = end
                continue
        pieces.append([text[place:end], [place, end]])
        place = end
    return pieces


def build_vocab(tokenized, specials=None, min_count=1, max_size=None):
    specials = ["[PAD]", "[SOS]", "[EOS]", "[UNK]"] if specials is None else specials
    counts = {}
    for tokens in tokenized:
        for token in tokens:
            counts[token] = counts.get(token, 0) + 1
    rows = []
    for token, number in counts.items():
        if number >= min_count and token not in specials:
            rows.append((-number, token))
    rows.sort()
    vocab = {}
    for token in specials:
        if max_size is None or len(vocab) < max_size:
            vocab[token] = len(vocab)
    for _, token in rows:
        if max_size is not None and len(vocab) >= max_size:
            break
        vocab[token] = len(vocab)
    return vocab


def encode(tokens, vocab, max_len=None):
    if max_len is not None and max_len < 2:
        raise ValueError("too short")
    ids = [vocab["[SOS]"]]
    for token in tokens:
        if max_len is not None and len(ids) == max_len - 1:
            break
        ids.append(vocab.get(token, vocab["[UNK]"]))
    ids.append(vocab["[EOS]"])
    return ids


def decode(ids, vocab, skip_special=True):
    text = ""
    for number in ids:
        found = None
        for token in vocab:
            if vocab[token] == int(number):
                found = token
        if found is None:
            raise KeyError(int(number))
        if skip_special and found in ["[PAD]", "[SOS]", "[EOS]"]:
            continue
        text = found if text == "" else text + " " + found
    return text


def pad_batch(sequences, pad_id=0):
    longest = 0
    for sequence in sequences:
        longest = max(longest, len(sequence))
    ids, mask = [], []
    for sequence in sequences:
        missing = longest - len(sequence)
        ids.append(list(sequence) + [pad_id] * missing)
        mask.append([True] * len(sequence) + [False] * missing)
    return torch.tensor(ids), torch.tensor(mask)


def compare_units(train_texts, test_texts, units, max_size=None):
    result = {}
    for name in units:
        vocab = build_vocab([units[name](text) for text in train_texts], max_size=max_size)
        tokens = words = unknown = 0
        for text in test_texts:
            words += len(text.split())
            for token in units[name](text):
                tokens += 1
                if token not in vocab:
                    unknown += 1
        result[name] = {"vocab_size": len(vocab), "tokens_per_text": tokens / len(test_texts)}
        result[name]["fertility"] = tokens / words
        result[name]["unknown_rate"] = unknown / tokens
    return result
