"""Posters and charts as small PNG files: the same arguments give the same bytes, on any machine with the same libraries.

Fonts are the ones that matplotlib ships (DejaVu, with Hebrew), so that no font of the system is needed. Pillow draws from left
to right; Hebrew is put into visual order by the Unicode bidirectional algorithm (python-bidi) before it is drawn.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from bidi.algorithm import get_display
from PIL import Image, ImageColor, ImageDraw, ImageFont

WIDTH = 560
"""Of a poster, in pixels."""

MARGIN = 36
COLOURS = 8
"""In a picture's palette: enough for smooth letters, and files of a few kilobytes."""

RIGHT_TO_LEFT = frozenset({"he"})


class _Paint(NamedTuple):
    """Colours of a poster or a chart."""

    paper: str
    ink: str
    mark: str
    """Of lines, bars and frames."""


PAINTS = (
    _Paint("#ffffff", "#1d1d1f", "#1f4e79"),
    _Paint("#fdf6e3", "#3b2f2f", "#8c2d19"),
    _Paint("#eef5ee", "#12331f", "#2f6b3f"),
    _Paint("#f4f1fa", "#2b1f47", "#5b3a8e"),
    _Paint("#fff9d6", "#222222", "#7a4a00"),
    _Paint("#10243d", "#f2f6fb", "#f7e3ae"),
)
LAYOUTS = ("band", "frame", "bar", "rules")
FACES = {
    "en": ("DejaVuSans", "DejaVuSerif", "DejaVuSans-Bold", "DejaVuSansMono"),
    "he": ("DejaVuSans", "DejaVuSans-Bold"),  # the other two have no Hebrew letters
}
SIZES = (18, 20, 22)
"""Of a poster's lines, in pixels."""

TILTS = (0.0, -1.0, 1.5, 0.0, 2.0)
"""Degrees by which a poster hangs askew: upright print is read without an error, and real posters are not."""


def poster(title: str, lines: Sequence[str], language: str, style: int = 0) -> bytes:
    """A poster: a title and some lines, long ones wrapped.

    Args:
        title: drawn larger, and first.
        lines: the text below it, in logical order, as one types it.
        language: "en" or "he"; Hebrew is set from right to left.
        style: any integer of at least 0; chooses layout, colours, font, size and how straight it hangs.

    Returns:
        A PNG file of 560 pixels' width with a palette of 8 colours and no metadata.
    """
    paint = PAINTS[style % len(PAINTS)]
    layout = LAYOUTS[style // 2 % len(LAYOUTS)]
    faces = FACES[language]
    size = SIZES[style // 3 % len(SIZES)]
    text_font = _font(faces[style // 5 % len(faces)], size)
    title_font = _font("DejaVuSans-Bold", size + 10)
    # On a mark beside the text there is less room for it.
    margin = MARGIN + (20 if layout == "bar" else 0)
    room = WIDTH - 2 * margin
    heading = _wrapped(title, title_font, room)
    body = [(line, new) for text in lines for line, new in _wrapped_as_item(text, text_font, room)]

    title_step, line_step, gap = round(size * 1.85), round(size * 1.5), size // 2
    title_top = MARGIN
    body_top = title_top + title_step * len(heading) + MARGIN
    height = body_top + line_step * len(body) + gap * sum(new for _, new in body) + MARGIN
    image = Image.new("RGB", (WIDTH, height), paint.paper)
    draw = ImageDraw.Draw(image)
    rtl = language in RIGHT_TO_LEFT
    if layout == "band":
        # Pale: Tesseract takes a full dark band for a photograph, and its title is lost.
        draw.rectangle((0, 0, WIDTH, body_top - MARGIN // 2), fill=_between(paint.paper, paint.mark, 0.2))
    elif layout == "frame":
        draw.rectangle((8, 8, WIDTH - 9, height - 9), outline=paint.mark, width=5)
    elif layout == "bar":
        left = WIDTH - 24 if rtl else 0
        draw.rectangle((left, 0, left + 24, height), fill=paint.mark)
    else:
        for y in (12, height - 18):
            draw.rectangle((MARGIN, y, WIDTH - MARGIN, y + 5), fill=paint.mark)

    centred = layout in ("band", "frame")
    y = title_top
    for line in heading:
        _write(draw, line, y, title_font, paint.ink, margin, rtl, centred)
        y += title_step
    y = body_top
    for line, new in body:
        y += gap if new else 0
        _write(draw, line, y, text_font, paint.ink, margin, rtl, centred=layout == "frame")
        y += line_step
    tilt = TILTS[style % len(TILTS)]
    return _png(image.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=paint.paper) if tilt else image)


def chart(
    title: str, labels: Sequence[str], values: Sequence[float], unit: str, language: str, style: int = 0
) -> bytes:
    """A bar or line chart whose value axis is named, each value written beside its bar or below its point.

    Args:
        title: above the chart.
        labels: one for each value, along the axis.
        values: whole numbers or decimals, at least 0; written as they are, rounded to two decimals.
        unit: what the values count; the name of their axis.
        language: "en" or "he".
        style: any integer of at least 0; chooses the colours, and bars (style // 2 % 3 = 0), lying bars (1) or a line
            (2). Lying bars, which an OCR engine reads as lines "label value", are also taken for Hebrew and for labels
            that do not fit side by side.

    Returns:
        A PNG file of 640 by 400 pixels with a palette of 8 colours and no metadata.

    Raises:
        ValueError: if there is not one label for each value.
    """
    if len(labels) != len(values) or not values:
        raise ValueError(
            f"{len(labels)} labels for {len(values)} values: a chart needs one for each, and at least one."
        )
    import matplotlib.style

    with matplotlib.style.context("default"):  # whatever the user has set for their own figures
        return _png(_chart(title, labels, values, unit, language in RIGHT_TO_LEFT, style))


def _chart(title: str, labels: Sequence[str], values: Sequence[float], unit: str, rtl: bool, style: int) -> Image.Image:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    paint = PAINTS[style % (len(PAINTS) - 1)]  # the last is dark; figures on a dark ground are read badly
    figure = Figure(figsize=(6.4, 4.0), dpi=100, facecolor=paint.paper, layout="constrained")
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=paint.paper)
    look: dict[str, Any] = {"color": paint.ink, "fontsize": 14, "fontfamily": "DejaVu Sans"}
    axes.set_title(_for_matplotlib(title, rtl), fontweight="bold", **(look | {"fontsize": 16}))
    kind = ("bars", "lying", "line")[style // 2 % 3]
    # Hebrew labels in a row would be read from right to left and their figures from left to right.
    if rtl or kind == "lying" or not _fit(labels):
        _lying(axes, [_for_matplotlib(label, rtl) for label in labels], values, paint, look, from_right=rtl)
        axes.set_xlabel(_for_matplotlib(unit, rtl), **look)
    else:
        _upright(axes, labels, values, paint, look, line=kind == "line")
        axes.set_ylabel(unit, **look)
    axes.tick_params(axis="both", colors=paint.ink)
    axes.spines[["top", "left" if rtl else "right"]].set_visible(False)
    axes.spines[:].set_color(paint.ink)
    canvas.draw()
    width, height = canvas.get_width_height()
    return Image.frombuffer("RGBA", (width, height), canvas.buffer_rgba()).convert("RGB")


def _lying(
    axes: Any, names: Sequence[str], values: Sequence[float], paint: _Paint, look: dict[str, Any], from_right: bool
) -> None:
    """Bars one below the other, each between its label and its value."""
    room = max(values) * 1.18 or 1.0
    places = range(len(values))
    axes.barh(places, values, color=paint.mark, height=0.62)
    axes.set_yticks(places, names, **look)
    axes.invert_yaxis()
    axes.set_xlim(*((room, 0) if from_right else (0, room)))
    if from_right:
        axes.yaxis.tick_right()
    axes.tick_params(axis="x", labelsize=11)
    for place, value in zip(places, values, strict=True):
        side = "right" if from_right else "left"
        axes.text(value + room * 0.015, place, _number(value), va="center", ha=side, **look)


def _upright(
    axes: Any, names: Sequence[str], values: Sequence[float], paint: _Paint, look: dict[str, Any], line: bool
) -> None:
    """Bars or points side by side; values stand in a row below their labels, where an OCR engine keeps their order."""
    places = range(len(values))
    if line:
        axes.plot(places, values, color=paint.mark, marker="o", linewidth=2.5, markersize=8)
        axes.set_xlim(-0.5, len(values) - 0.5)
    else:
        axes.bar(places, values, color=paint.mark, width=0.62)
    axes.set_xticks(places, [f"{name}\n{_number(value)}" for name, value in zip(names, values, strict=True)], **look)
    axes.set_ylim(0, max(values) * 1.1 or 1.0)
    axes.tick_params(axis="y", labelsize=11)


def _number(value: float) -> str:
    """12, 12.5, 0.25: no figures that say nothing."""
    return f"{round(value, 2):.2f}".rstrip("0").rstrip(".")


def _fit(labels: Sequence[str]) -> bool:
    """Whether labels of 14 points fit side by side below a chart of 640 pixels."""
    return max(len(label) for label in labels) * 10 < 540 / len(labels)


def _for_matplotlib(text: str, rtl: bool) -> str:
    """A text as this matplotlib wants it: from 3.11 on it orders Hebrew itself, before it drew what it got."""
    import matplotlib

    if not rtl or matplotlib.__version_info__ >= (3, 11):
        return text
    return get_display(text, base_dir="R")


def _between(start: str, end: str, part: float) -> tuple[int, ...]:
    """The colour that lies `part` of the way from one to the other."""
    pairs = zip(ImageColor.getrgb(start), ImageColor.getrgb(end), strict=True)
    return tuple(round(a + (b - a) * part) for a, b in pairs)


@lru_cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    import matplotlib

    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{face}.ttf"
    # The basic engine draws what it is given; the other one, which not every machine has, would order Hebrew once more.
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """The text in lines, in logical order, each at most `room` pixels wide unless one word is wider."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _wrapped_as_item(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[tuple[str, bool]]:
    """Each line, and whether it begins a new item: a gap then shows which lines belong together."""
    lines = _wrapped(text, font, room)
    return [(line, number == 0) for number, line in enumerate(lines)]


def _write(
    draw: ImageDraw.ImageDraw,
    line: str,
    top: int,
    font: ImageFont.FreeTypeFont,
    ink: str,
    margin: int,
    rtl: bool,
    centred: bool,
) -> None:
    """One line, in visual order, at its side of the poster."""
    shown = get_display(line, base_dir="R") if rtl else line
    length = round(font.getlength(shown))
    at_side = WIDTH - margin - length if rtl else margin
    draw.text(((WIDTH - length) // 2 if centred else at_side, top), shown, fill=ink, font=font)


def _png(image: Image.Image) -> bytes:
    """The picture as a PNG file with a small palette and nothing but the picture in it."""
    # Median cut without dithering: dots around letters cost bytes and mislead an OCR engine.
    small = image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    file = io.BytesIO()
    small.save(file, format="PNG", optimize=True)
    return file.getvalue()
