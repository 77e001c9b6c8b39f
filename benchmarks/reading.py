"""How well pictures are read, by language and size of type: word error rates of `engines.read`, and without its second look.

    python benchmarks/reading.py                    everything; two minutes of processor time
    python benchmarks/reading.py --sizes 8 10       these sizes only

Notices of a few lines, in English, in Hebrew, and in Hebrew with times, amounts, telephone numbers and English names between, are drawn upright and
askew, in type of so many pixels. They are read two ways: always twice as large, and as `read` does it. Words are compared as they stand;
figures are counted apart: the share of numbers, times and amounts that came out right. Results go to the terminal and, as JSON, to --out.
"""

import argparse
import io
import json
import re
from pathlib import Path
from typing import Any

from bidi.algorithm import get_display
from hearing import errors
from PIL import Image, ImageDraw

from autograder.worlds import engines, pictures

NOTICES: dict[str, tuple[str, list[list[str]]]] = {
    "English": (
        "en",
        [
            ["Fish Market of Orrin", "Open Monday to Thursday, 07:30-13:15", "Stall rent: 35.50 crowns a day", "Warden: Peter Holloway"],
            ["Winter Concert", "Saturday, 14 December, 19:45", "Tickets at the door: 8.25 shillings", "Call 555-0142 for groups of 12"],
            ["Bridge Works", "Closed from 3 May to 17 June", "Detour: 4.6 kilometres by Mill Lane", "The town clerk, office 208"],
        ],
    ),
    "Hebrew": (
        "he",
        [
            ["שוק הדגים של אורין", "פתוח מיום ראשון עד יום חמישי", "הכניסה מצד הנמל", "ממונה: דוד הולצמן"],
            ["קונצרט החורף", "במוצאי שבת באולם הספרייה", "כרטיסים אצל השומר בכניסה", "המנצחת: רחל אבני"],
            ["עבודות על הגשר", "הגשר סגור עד סוף האביב", "יש לעקוף דרך רחוב הטחנה", "מזכיר העיר, הקומה השנייה"],
        ],
    ),
    "Hebrew, figures, English names": (
        "he",
        [
            ["שוק הדגים של Orrin", "פתוח בימים א-ה, 07:30-13:15", "דמי השכרה: 35.50 כתר ליום", "טלפון: 555-0142"],
            ["קונצרט החורף 2031", "ב־14 בדצמבר בשעה 19:45", "כרטיסים: 8.25 שילינג, לקבוצות של 12", "אולם Tolland, קומה 3"],
            ["גשר Mill Lane", "סגור מ־3 במאי עד 17 ביוני", "מעקף: 4.6 קילומטר", "חדר 208, שלוחה 71"],
        ],
    ),
}  # fmt: skip
SIZES = (7, 8, 10, 12, 16, 24)
TILTS = (0.0, 1.5)
FIGURE = re.compile(r"\d(?:[\d.:,-]*\d)?")


def notice(lines: list[str], language: str, size: int, tilt: float) -> bytes:
    """The lines on white paper, in type of `size` pixels."""
    font = pictures._font("DejaVuSans", size)
    shown = [get_display(line, base_dir="R") if language == "he" else line for line in lines]
    width = round(max(font.getlength(line) for line in shown)) + 4 * size
    image = Image.new("RGB", (width, round(size * 1.6 * len(lines)) + 3 * size), "#ffffff")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(shown):
        left = width - 2 * size - font.getlength(line) if language == "he" else 2 * size
        draw.text((round(left), round(size * (1.5 + 1.6 * number))), line, fill="#1d1d1f", font=font)
    file = io.BytesIO()
    turned = image.rotate(tilt, Image.Resampling.BICUBIC, fillcolor="#ffffff", expand=True) if tilt else image
    turned.save(file, "PNG")
    return file.getvalue()


def measured(lines: list[str], language: str, size: int, tilt: float) -> dict[str, Any]:
    """A notice: the errors of each way of reading it."""
    png = notice(lines, language, size, tilt)
    read = engines.read(png, language)
    texts = {
        "twice as large": engines._tesseract(png, language, 2)[0],
        "read": read.text,
    }
    words, figures = " ".join(lines).split(), FIGURE.findall(" ".join(lines))
    return {
        "size": size,
        "lines": lines,
        "words": len(words),
        "figures": len(figures),
        "texts": texts,
        "errors": {way: errors(tuple(words), tuple(text.split())) for way, text in texts.items()},
        "lost figures": {way: sum(one not in FIGURE.findall(text) for one in figures) for way, text in texts.items()},
        "confidence": round(read.confidence, 3),
        "doubt": read.doubt,
    }


def row(name: str, size: int, found: list[dict[str, Any]]) -> str:
    """A line of the table."""
    words, figures = (sum(one[key] for one in found) for key in ("words", "figures"))
    rates = " | ".join(f"{sum(one['errors'][way] for one in found) / words:.0%}" for way in found[0]["errors"])
    lost = " | ".join(
        f"{sum(one['lost figures'][way] for one in found)} of {figures}" for way in ("twice as large", "read")
    )
    wrong = [one for one in found if one["errors"]["read"] > one["words"] / 10 or one["lost figures"]["read"]]
    fine = [one for one in found if one not in wrong]
    doubted, feared = (sum(bool(one["doubt"]) for one in part) for part in (wrong, fine))
    return f"| {name} | {size} | {rates} | {lost if figures else '| '} | {doubted} of {len(wrong)} | {feared} of {len(fine)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    everything = []
    print(
        "| text | pixels | twice as large | read | figures lost, twice as large | read | bad, doubted | good, doubted |"
    )
    for name, (language, notices) in NOTICES.items():
        for size in options.sizes:
            found = [measured(one, language, size, tilt) for one in notices for tilt in TILTS]
            print(row(name, size, found), flush=True)
            everything += [{"text": name, **one} for one in found]
    if options.out:
        options.out.write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
