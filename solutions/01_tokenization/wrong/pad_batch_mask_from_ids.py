"""The mask is read off the ids.

`ids != pad_id` looks right as long as no real token has that id. But GPT-2 has no PAD, people pad with its
end-of-text token, and every real end of text then vanishes behind the mask. You know how long each sentence is: use
that.
"""

# exercise: pad_batch
FAILS = ("test_a_real_token_with_the_id_of_the_padding", "test_agrees_with_torch")
HEADLINE = True
import torch


def pad_batch(sequences, pad_id=0):
    longest = max(map(len, sequences))
    ids = torch.tensor([[*row, *[pad_id] * (longest - len(row))] for row in sequences], dtype=torch.int64)
    return ids, ids != pad_id
