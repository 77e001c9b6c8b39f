#!/bin/sh
# Otter refuses a test file whose points add up, where binary fractions add up to a hair more.
#
# Version: otter-grader 7.0.0
# Guess: points of 0.1 and 0.2 under a total of 0.3 are accepted, as 1 and 2 under 3 are.
# Behaviour: the sum of the cases' points is compared exactly with the total: 0.1 + 0.2 is 0.30000000000000004 in
#            binary, "more points than allowed", and the file cannot be loaded. The same points in another order may
#            pass.
# Where it matters: whoever shares points out by calculation.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    otter-grader==7.0.0 || exit 2

cat > "$folder/try.py" <<'END'
from otter.test_files.abstract_test import TestFile
from otter.test_files.abstract_test import TestCase


def accepted(total, *points):
    cases = [
        TestCase(name=str(n), body="", hidden=False, points=one, success_message=None, failure_message=None)
        for n, one in enumerate(points)
    ]
    try:
        TestFile.resolve_test_file_points(total, cases)
    except ValueError as error:
        return str(error)
    return "accepted"


print("0.1 + 0.2 of 0.3:", accepted(0.3, 0.1, 0.2))
print("0.25 + 0.5 of 0.75:", accepted(0.75, 0.25, 0.5))
print("0.1 + 0.2 + 0.3 of 0.6:", accepted(0.6, 0.1, 0.2, 0.3))
print("0.3 + 0.2 + 0.1 of 0.6:", accepted(0.6, 0.3, 0.2, 0.1))
END

cat > "$folder/stated" <<'END'
0.1 + 0.2 of 0.3: More points specified in test cases than allowed for test
0.25 + 0.5 of 0.75: accepted
0.1 + 0.2 + 0.3 of 0.6: More points specified in test cases than allowed for test
0.3 + 0.2 + 0.1 of 0.6: accepted
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
