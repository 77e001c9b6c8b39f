#!/bin/sh
# A task whose worker ends is tried four times in all before Dask gives it up.
#
# Version: distributed 2026.8.0, with distributed.scheduler.allowed-failures as shipped (3)
# Guess: three allowed failures mean three attempts, or a task that ends its worker is not tried again at all.
# Behaviour: one worker with a nanny, one task that ends the worker's process: four attempts, then KilledWorker. The
#            count is of workers lost, and a task that only waited on such a worker counts them too.
# Where it matters: a batch that must not lose a submission: what ends a worker is marked by the judge's own process,
#                   which is not the worker.
#
# Exit code: 0 it is as stated here; 1 it has changed; 2 it could not be tried.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv" || exit 2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    distributed==2026.8.0 || exit 2

cat > "$folder/try.py" <<'END'
import logging
import os
import pathlib

from distributed import Client, KilledWorker, LocalCluster


def end_the_worker():
    with pathlib.Path("attempts").open("a") as file:
        file.write("x")
    os._exit(1)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        try:
            client.submit(end_the_worker, pure=False).result(timeout=120)
        except KilledWorker as error:
            print(type(error).__name__)
        print("attempts:", len(pathlib.Path("attempts").read_text()))
END

cat > "$folder/stated" <<'END'
KilledWorker
attempts: 4
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
