"""Regular expressions, Counters and comprehensions, from the text to the batch."""

# exercise: normalize, pre_tokenize, build_vocab, encode, decode, pad_batch
import itertools
import re
import unicodedata
from collections import Counter

import torch

_MARKS = "".join(re.escape(chr(code)) for code in range(0x10000) if unicodedata.category(chr(code)).startswith("M"))


def normalize(text, strip_marks=True):
    text = unicodedata.normalize("NFKD", text)
    text = "".join(filter(lambda char: unicodedata.category(char) != "Cf", text))
    if strip_marks:
        text = "".join(filter(lambda char: unicodedata.category(char) != "Mn", text))
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text.lower())).strip()


def pre_tokenize(text):
    pattern = rf"(?:[^\W_]|[{_MARKS}׳״])+|\S"
    return [(match.group(), match.span()) for match in re.finditer(pattern, text)]


def build_vocab(tokenized, specials=("[PAD]", "[SOS]", "[EOS]", "[UNK]"), min_count=1, max_size=None):
    counts = Counter(itertools.chain.from_iterable(tokenized))
    for special in specials:
        counts.pop(special, None)
    alphabetical = sorted(token for token, number in counts.items() if number >= min_count)
    by_frequency = sorted(alphabetical, key=counts.__getitem__, reverse=True)  # sorting is stable, also in reverse
    everything = list(specials) + by_frequency
    return dict(zip(everything[:max_size], itertools.count()))


def encode(tokens, vocab, max_len=None):
    if max_len is not None and max_len < 2:
        raise ValueError("SOS and EOS need two places")
    start, end, unknown = (vocab[name] for name in ("[SOS]", "[EOS]", "[UNK]"))
    ids = [start] + [vocab.get(token, unknown) for token in tokens] + [end]
    return ids if max_len is None or len(ids) <= max_len else [*ids[: max_len - 1], end]


def decode(ids, vocab, skip_special=True):
    ids = ids.tolist() if isinstance(ids, torch.Tensor) else list(ids)
    by_id = dict(map(reversed, vocab.items()))
    skipped = {vocab.get(name) for name in ("[PAD]", "[SOS]", "[EOS]")} if skip_special else ()
    return " ".join([by_id[number] for number in ids if number not in skipped])


def pad_batch(sequences, pad_id=0):
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    rows = [torch.tensor(sequence, dtype=torch.long) for sequence in sequences]
    ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=pad_id)
    return ids, torch.arange(ids.shape[1])[None, :] < lengths[:, None]
