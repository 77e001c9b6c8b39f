"""What is read of a script here is what jupytext reads, and what is not clearly so is left to jupytext."""

from __future__ import annotations

import random
from pathlib import Path

import jupytext
import pytest

from autograder.authoring.new_texts import BEGINNING, HEADER
from autograder.authoring.percent import PERCENT, RawCell, plain_cells, read_cells

ROOT = Path(__file__).resolve().parents[2]
MASTERS = [
    path
    for pattern in (
        "solutions/*/notebook.py",
        "tests/fixtures/*/solutions/*/notebook.py",
        "benchmarks/kit/solutions/*/*.py",
    )
    for path in sorted(ROOT.glob(pattern))
]
FRONT = MASTERS[0].read_text(encoding="utf-8").partition("\n# %%")[0] + "\n"


def by_jupytext(text: str) -> list[RawCell]:
    """Without what jupytext notes of blank lines, which nobody asks for."""
    cells = jupytext.reads(text, fmt=PERCENT).cells
    return [
        RawCell(cell.cell_type, cell.source, {k: v for k, v in cell.metadata.items() if k != "lines_to_next_cell"})
        for cell in cells
    ]


@pytest.mark.parametrize("path", MASTERS, ids=lambda path: path.parent.name)
def test_every_master_is_read_without_jupytext_and_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert plain_cells(text) == by_jupytext(text)


def test_a_new_master_is_read_without_jupytext_and_the_same() -> None:
    text = HEADER + BEGINNING.substitute(number="8", title="New", id="first", idea="Which?")
    assert plain_cells(text) == by_jupytext(text)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n\n# %%\ny = 2\n",  # a cell without header
        "# %% a title\nx = 1\n",
        "# %% [raw]\n# x\n",
        "# %% tags=['a']\nx\n",
        '# %% tags=["active-py"]\nx\n',
        '# %% id="a" id="b"\nx\n',
        '# %% [markdown]\n"""\nText.\n"""\n',
        "# %% [markdown]\n# ```\n# open\n\n# %%\nx\n\n# %% [markdown]\n# ```\n",
        "# %% [markdown]\n# ```a `b\n# ```\n\n# %%\nx\n\n# %% [markdown]\n# ```\n",
        '# %%\nx = """\n# %%\n"""\n',
        '# %%\nx = "\\\\"""\n\n# %%\ny = """\n"""\n',
        "# %%\n%%bash\nls\n",
        "# %%\n# # + x\n",
        "#%%\nx\n",
        "# %%\n  # %%\nx\n",
        "# %%\nx = 1\r\n",
        "# %%\nx = '\f'\n",
        "# ---\n# jupyter:\n#   kernelspec:\n#     display_name: R\n#     language: R\n#     name: ir\n# ---\n\n# %%\nx\n",
        "# ---\n# title: mine\n# ---\n\n# %%\nx\n",
        "",
    ],
)
def test_whatever_is_not_plain_is_jupytexts(text: str) -> None:
    assert plain_cells(text) is None
    assert [(c.cell_type, c.source) for c in read_cells(text)] == [(c.cell_type, c.source) for c in by_jupytext(text)]


LINES = (
    "# %%", '# %% id="a"', '# %% [markdown] id="b" tags=["x", "y"]', "# %% [markdown]", '# %% exercise="f" points=2.5', "# %% a",
    "", "", "", " ", "# text", "#", "#text", "# ```", "# ~~~~", "#    ```python", "# ``` a`b", '"""', "'''", 'x = """', 'y = "#"', "x = 1",
    "    z = 2", "# +", "# # + a", "%magic", "%%bash", "# %%time", "# In[3]:", "r'''a'''", "'\\''", "# # %%", "# ---",
)  # fmt: skip


def test_scripts_thrown_together_are_read_the_same() -> None:
    """A thousand: of these lines in any order, most are jupytext's, and those that are read here must be read as it does."""
    draw, here = random.Random(17), 0
    for _ in range(1000):
        head = draw.choice([FRONT, ""])
        text = (
            head + draw.choice(LINES[:5]) + "\n" + "".join(f"{draw.choice(LINES)}\n" for _ in range(draw.randrange(9)))
        )
        found = plain_cells(text)
        if found is not None:
            here += 1
            assert found == by_jupytext(text), text
    assert here > 100
