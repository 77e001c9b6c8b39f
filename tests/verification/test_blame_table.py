"""The table of docs/blame.md is what the wrong variants declare."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_table_is_the_declarations() -> None:
    program = (
        "import sys; sys.path.insert(0, 'scripts'); from pathlib import Path; from blame_table import with_table; "
        "page = Path('docs/blame.md').read_text(encoding='utf-8'); print(with_table(page, Path.cwd().resolve()) == page)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "True", done.stderr or "run python scripts/blame_table.py"
