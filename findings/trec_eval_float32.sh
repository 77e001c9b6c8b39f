#!/bin/sh
# trec_eval compares scores as float32, so scores that differ are ties, and its measures break ties in opposite ways.
#
# Version: pytrec_eval-terrier 0.5.11, ir_measures 0.4.3
# Guess: two scores that differ as Python floats are ranked by them, and one library has one rule for ties.
# Behaviour: 0.9000000001 and 0.9 tie. By the tie the larger id comes first in reciprocal rank (RR 0.5 for the smaller
#            one, which has the larger score); RR@10, which ir_measures computes elsewhere, is 1.0.
# Where it matters: an oracle of ranking measures: scores must differ in float32, or the order of the ids decides.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    ir_measures==0.4.3 pytrec_eval-terrier==0.5.11 || exit 2

cat > "$folder/try.py" <<'END'
import ir_measures
from ir_measures import RR, Qrel, ScoredDoc

qrels = [Qrel("q", "a", 1), Qrel("q", "b", 0)]
for first in (0.9000000001, 0.91):
    run = [ScoredDoc("q", "a", first), ScoredDoc("q", "b", 0.9)]
    found = ir_measures.calc_aggregate([RR, RR @ 10], qrels, run)
    print(first, {str(measure): value for measure, value in sorted(found.items(), key=str)})
END

cat > "$folder/stated" <<'END'
0.9000000001 {'RR': 0.5, 'RR@10': 1.0}
0.91 {'RR': 1.0, 'RR@10': 1.0}
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
