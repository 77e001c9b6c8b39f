"""Make place_names.tsv: English and Hebrew names of countries, cities and languages from the CLDR data in `babel`.

    python datasets/place_names/make_place_names.py

Same Babel version, same bytes. Babel carries the Unicode Common Locale Data Repository (CLDR); nothing is downloaded.
"""

import hashlib
import re
from pathlib import Path

import babel
from babel import Locale

HERE = Path(__file__).parent
TARGET = HERE / "place_names.tsv"
LONGEST = 24  # letters; longer entries are descriptions ("British Indian Ocean Territory"), not names

# The letters that stay. Names with digits, brackets, slashes and the like are dropped, not repaired.
ENGLISH = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ '’.\-]+")
HEBREW = re.compile(r"[א-ת '\"׳״־\-]+")


def city(locale: Locale, zone: str) -> str | None:
    """The name of a time zone's city; CLDR leaves English ones out where the zone's own name says it."""
    named = locale.time_zones.get(zone, {}).get("city")
    if named or locale.language != "en":
        return named
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def candidates():
    """All (kind, English, Hebrew) triples that CLDR has; Hebrew may be None."""
    en, he = Locale("en"), Locale("he")
    for code in en.territories:
        if not code.isdigit():  # digits are groups of countries, "Western Asia"
            yield "country", en.territories[code], he.territories.get(code)
    for zone in he.time_zones:
        if not zone.startswith("Etc/"):
            yield "city", city(en, zone), city(he, zone)
    for code in en.languages:
        yield "language", en.languages[code], he.languages.get(code)


def main() -> None:
    """Write the table and print its size and hash."""
    rows = set()
    for kind, english, hebrew in candidates():
        if not english or not hebrew or max(len(english), len(hebrew)) > LONGEST:
            continue
        if ENGLISH.fullmatch(english) and HEBREW.fullmatch(hebrew):
            rows.add((kind, english.replace("’", "'"), hebrew))
    text = "kind\tenglish\thebrew\n" + "".join("\t".join(row) + "\n" for row in sorted(rows))
    TARGET.write_text(text, encoding="utf-8")
    counts = {kind: sum(row[0] == kind for row in rows) for kind in ("country", "city", "language")}
    print(f"babel {babel.__version__}: {len(rows)} rows {counts}, sha256 {hashlib.sha256(text.encode()).hexdigest()}")


if __name__ == "__main__":
    main()
