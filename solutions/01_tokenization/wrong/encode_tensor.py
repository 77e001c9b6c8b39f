"""The ids come in a tensor.

A tensor is made of a whole batch, by `pad_batch`, and until then sentences of different length are lists. A list of ints was asked
for; `tolist` makes one.
"""

# exercise: encode
FAILS = ("test_a_list",)
EDGE = True
import torch


def encode(tokens, vocab, max_len=None):
    if max_len is not None:
        if max_len < 2:
            raise ValueError("no room")
        tokens = tokens[: max_len - 2]
    ids = [vocab["[SOS]"]] + [vocab.get(token, vocab["[UNK]"]) for token in tokens] + [vocab["[EOS]"]]
    return torch.tensor(ids)
