"""Boxes and arrows of the documentation's pictures, as SVG."""

from pathlib import Path
from xml.sax.saxutils import escape

INK, PAPER, LINE = "#1b1f24", "#ffffff", "#57606a"
FILLS = {"author": "#eaf2ff", "student": "#e9f7ec", "grader": "#fff4dc", "secret": "#fde8e6", "result": "#f3f0fb"}


def box(x: int, y: int, width: int, height: int, fill: str, title: str, *lines: str) -> str:
    shape = (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8" fill="{FILLS[fill]}" stroke="{LINE}"/>'
        f'<text x="{x + width / 2}" y="{y + 23}" font-weight="600" text-anchor="middle">{escape(title)}</text>'
    )
    for number, line in enumerate(lines):
        shape += (
            f'<text x="{x + width / 2}" y="{y + 44 + 18 * number}" font-size="12.5" text-anchor="middle">'
            f"{escape(line)}</text>"
        )
    return shape


def arrow(x1: int, y1: int, x2: int, y2: int, label: str = "", both: bool = False, dy: int = -7) -> str:
    start = ' marker-start="url(#head)"' if both else ""
    shape = f'<path d="M{x1} {y1} L{x2} {y2}" stroke="{LINE}" stroke-width="1.6" marker-end="url(#head)"{start}/>'
    if label:
        shape += (
            f'<text x="{(x1 + x2) / 2}" y="{(y1 + y2) / 2 + dy}" font-size="12.5" text-anchor="middle">'
            f"{escape(label)}</text>"
        )
    return shape


def heading(x: int, text: str) -> str:
    return f'<text x="{x}" y="34" font-size="17" font-weight="700" text-anchor="middle">{escape(text)}</text>'


def write(path: Path, width: int, height: int, label: str, parts: list[str]) -> None:
    """Write a picture; ``label`` says in a sentence what it shows, for whoever cannot see it."""
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"
 aria-label="{label}"
 font-family="system-ui, sans-serif" font-size="14" fill="{INK}">
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
<path d="M0 0 L8 4 L0 8 z" fill="{LINE}"/></marker></defs>
<rect width="{width}" height="{height}" fill="{PAPER}"/>
{chr(10).join(parts)}
</svg>
"""
    path.write_text(svg, encoding="utf-8")
