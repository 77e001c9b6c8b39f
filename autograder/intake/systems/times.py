"""Times as course systems write them, in ISO 8601."""

from __future__ import annotations

import datetime
import re

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(Z|UTC|[+-]\d\d:?\d\d)?", re.I)


def iso_time(text: str) -> str | None:
    """The time in ISO 8601; None where the text is none.

    >>> iso_time("2026-11-24 10:00:00.000000 UTC"), iso_time("2026-11-24 10:00:00 +0200"), iso_time("yesterday")
    ('2026-11-24T10:00:00+00:00', '2026-11-24T10:00:00+02:00', None)
    """
    match = _TIME.match(text.strip())
    if not match:
        return None
    zone = "+00:00" if (match[3] or "").upper() in ("Z", "UTC") else match[3] or ""
    try:
        return datetime.datetime.fromisoformat(f"{match[1]}T{match[2]}{zone}").isoformat()
    except ValueError:
        return None


def otter_time(zip_name: str) -> str | None:
    """The time in the name of a zip that Otter exported, which has no zone.

    >>> otter_time("03_attention_2026_11_24T10_11_12_123456.zip")
    '2026-11-24T10:11:12'
    """
    match = re.search(r"_(\d{4})_(\d\d)_(\d\d)T(\d\d)_(\d\d)_(\d\d)_\d{1,6}(?:\.zip)?$", zip_name.strip())
    return iso_time(f"{match[1]}-{match[2]}-{match[3]} {match[4]}:{match[5]}:{match[6]}") if match else None
