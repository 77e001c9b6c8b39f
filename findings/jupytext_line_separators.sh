#!/bin/sh
# jupytext breaks a line of code at a form feed, and within a text at U+2028.
#
# Version: jupytext 1.19.6
# Guess: a code cell comes back from a percent script as it was: lines end at a newline and nowhere else, as Python's
#        do.
# Behaviour: lines are split with str.splitlines, which also splits at form feeds, U+2028, U+2029 and U+0085. A text that
#        holds one, as text pasted from a page or a chat does, comes back in two lines, and is no Python any more.
# Where it matters: scripts that students hand in, and corpora in cells; a submission read through jupytext may lose a right
#        answer to it.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    jupytext==1.19.6 || exit 2

cat > "$folder/try.py" <<'END'
import ast

import jupytext
from nbformat.v4 import new_code_cell, new_notebook

for name, character in (("form feed", "\f"), ("U+0085", "\x85"), ("U+2028", "\u2028"), ("U+00A0", "\xa0")):
    source = f'text = "one{character}two"'
    script = jupytext.writes(new_notebook(cells=[new_code_cell(source)]), fmt="py:percent")
    back = jupytext.reads(script, fmt="py:percent").cells[0].source
    try:
        ast.parse(back)
        python = "Python"
    except SyntaxError:
        python = "no Python"
    print(f"{name:10} {'as it was' if back == source else 'changed':10} {python}")
END

cat > "$folder/stated" <<'END'
form feed  changed    no Python
U+0085     changed    no Python
U+2028     changed    no Python
U+00A0     as it was  Python
END

(cd "$folder" && venv/bin/python try.py) > "$folder/seen"
cat "$folder/seen"
if diff "$folder/stated" "$folder/seen" >/dev/null; then
    echo "== as stated"
else
    echo "== CHANGED; stated was:"
    cat "$folder/stated"
    exit 1
fi
