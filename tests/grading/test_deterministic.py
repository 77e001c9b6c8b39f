"""The same marks and messages, byte by byte, whatever the number of judges; for a cluster see test_cluster."""

from __future__ import annotations

from pathlib import Path

import pytest
from classroom import COUNT, EXHAUSTIVE, ROOT, contents, result, run

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000 if EXHAUSTIVE else 600)]


def test_any_number_of_jobs(submissions: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    for jobs in ("3", "2"):  # the second time in a folder that holds the first's results
        done = run(submissions, tmp_path / "results", "--jobs", jobs, "--regrade")
        assert done.returncode == 0, done.stderr
        assert f"{COUNT} graded now, 0 unchanged" in done.stderr
        assert contents(tmp_path / "results") == undisturbed
    statuses = {
        name: result(tmp_path / "results", name)["extra_data"]["status"] for name in ("zz_looping", "zz_hungry")
    }
    assert statuses == {"zz_looping": "timed out", "zz_hungry": "out of memory"}


@pytest.mark.skipif(not EXHAUSTIVE, reason="takes minutes: EXHAUSTIVE=1 (make test-exhaustive)")
def test_sample_class(tmp_path: Path) -> None:
    found = []
    for jobs in ("1", "2", "3", "1"):
        out = tmp_path / f"results-{len(found)}"
        done = run(
            ROOT / "datasets" / "sample_class" / "03_attention",
            out,
            "--jobs",
            jobs,
            kit=ROOT,
            assignment="03_attention",
        )
        assert done.returncode == 0, done.stderr
        found.append(contents(out))
    for number, other in enumerate(found[1:], start=2):
        assert other.keys() == found[0].keys()
        differ = [name for name in other if other[name] != found[0][name]]
        assert not differ, f"run {number} differs from the first in {', '.join(differ)}"
