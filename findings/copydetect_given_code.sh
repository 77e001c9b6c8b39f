#!/bin/sh
# copydetect counts less of a text when it is told of given code that the text shares nothing with.
#
# Version: copydetect 0.5.0
# Guess: boilerplate takes away only k-grams that stand in it ("Any fingerprints present in this list will be discarded").
# Behaviour: k-grams that a text repeats lose occurrences, because the list is intersected with numpy's intersect1d and
#        assume_unique=True, while the text's own list has duplicates. The share of a text that is compared falls.
# Where it matters: `autograder similarity` takes given code away itself and hands copydetect none.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    copydetect==0.5.0 || exit 2

cat > "$folder/try.py" <<'END'
import io

from copydetect import CodeFingerprint

TEXT = "def f(values):\n" + "    total = total + first(value) * second(value) - third(value)\n" * 4
GIVEN = "import numpy\nprint(numpy.zeros((3, 4, 5)) + numpy.ones((3, 4, 5)))\n"


def fingerprint(text, boilerplate=()):
    return CodeFingerprint("a.py", 25, 1, boilerplate=list(boilerplate), fp=io.StringIO(text))


given = fingerprint(GIVEN).hashes
alone = fingerprint(TEXT)
print("shared with the given code:", len(alone.hashes & given))
print("counted without given code:", int(alone.token_coverage))
print("less is counted with it:", fingerprint(TEXT, given).token_coverage < alone.token_coverage)
END

cat > "$folder/stated" <<'END'
shared with the given code: 0
counted without given code: 80
less is counted with it: True
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
