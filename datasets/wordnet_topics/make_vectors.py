"""Makes cls_vectors.npy and mean_vectors.npy: what all-MiniLM-L6-v2 gives each text of topics.tsv, then of held_out.txt:
the vector of [CLS], and the mean of all its tokens' vectors.

    python datasets/wordnet_topics/make_vectors.py

Texts are encoded one by one, so no vector depends on padding. Float16, shape (1300, 384) each.
"""

import sys
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))


def main() -> None:
    from encoder import load_encoder, load_tokenizer

    rows = HERE.joinpath("topics.tsv").read_text(encoding="utf-8").splitlines()[1:]
    texts = [row.split("\t")[0] for row in rows] + HERE.joinpath("held_out.txt").read_text("utf-8").splitlines()
    tokenizer, encoder = load_tokenizer(), load_encoder()
    firsts, means = (np.empty((len(texts), encoder.config.hidden_size), dtype=np.float16) for _ in range(2))
    with torch.no_grad():
        for row, text in enumerate(texts):
            ids = torch.tensor([tokenizer.encode(text).ids])
            hidden = encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
            firsts[row], means[row] = hidden[0, 0].numpy(), hidden[0].mean(dim=0).numpy()
    np.save(HERE / "cls_vectors.npy", firsts)
    np.save(HERE / "mean_vectors.npy", means)


if __name__ == "__main__":
    main()
