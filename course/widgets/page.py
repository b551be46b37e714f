"""Small pieces of HTML and SVG that the widgets are made of: quick to make, readable on every theme.

Pictures go in as <img> with alt text and data inside, because that is what JupyterLab keeps when it cleans
the output of a notebook that it does not trust.
"""

from __future__ import annotations

import base64
import html
import io

from course.plots.card import COLOURS
from course.plots.photos import as_images

FONT = "font-family:system-ui,sans-serif"
CARD = f"background:#fff;color:#222;border:1px solid #ccc;border-radius:8px;padding:12px;max-width:720px;{FONT}"
GRID = "display:flex;flex-wrap:wrap;gap:6px"


def photo_images(photos) -> list[str]:
    """A data URI (PNG) for each photograph."""
    from PIL import Image

    uris = []
    for image in as_images(photos):
        file = io.BytesIO()
        Image.fromarray(image).save(file, format="PNG")
        uris.append("data:image/png;base64," + base64.b64encode(file.getvalue()).decode())
    return uris


def tile(image: str, kind: str, chance: float, right: bool) -> str:
    """One watched photograph with the guess under it; a wrong one has a thick frame and says so in words."""
    frame = f"2px solid {COLOURS['blue']}" if right else f"5px solid {COLOURS['red']}"
    said = f"{kind}: {guess_words(chance)}, {'right' if right else 'wrong'}"
    return (
        f'<div style="width:104px;text-align:center;font-size:12px;line-height:1.35">'
        f'<img alt="{html.escape(said)}" src="{image}" '
        f'style="width:84px;height:84px;border:{frame};border-radius:4px;box-sizing:border-box">'
        f"<br>{html.escape(kind)}<br><b>{guess_words(chance)}</b></div>"
    )


def tiles(images, photos, chances) -> str:
    """All watched photographs with their guesses; `chances` are probabilities of apple, in their order."""
    rows = zip(images, photos.kinds, chances, photos.is_apple, strict=True)
    return "".join(tile(image, str(kind), p, (p > 0.5) == bool(apple)) for image, kind, p, apple in rows)


def guess_words(chance: float) -> str:
    """The guess in words that fit under a photograph."""
    return f"apple {chance:.0%}" if chance > 0.5 else f"no apple {1 - chance:.0%}"


def svg_image(svg: str, description: str, width: int) -> str:
    """An <img> that holds a drawing, with its description as alt text."""
    data = base64.b64encode(svg.encode()).decode()
    style = f"width:{width}px;max-width:100%;height:auto"
    return f'<img alt="{html.escape(description)}" style="{style}" src="data:image/svg+xml;base64,{data}">'


def svg_curves(history) -> str:
    """Loss and score over epochs as SVG, 680 x 200, with room for all planned epochs."""
    panels = [_panel(history, "loss", "loss", 0), _panel(history, "score", history.score_name, 340)]
    return svg(680, 200, "".join(panels))


def svg(width: int, height: int, content: str) -> str:
    """A drawing on white, in pixels."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="system-ui, sans-serif" font-size="12" fill="#222">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{content}</svg>'
    )


def _ticks(low: float, high: float) -> list[float]:
    """About four round numbers between two ends."""
    from matplotlib.ticker import MaxNLocator

    return [float(f"{tick:.6g}") for tick in MaxNLocator(4).tick_values(low, high) if low <= tick <= high]


def _panel(history, quantity: str, label: str, left: int) -> str:
    train = [getattr(epoch, f"train_{quantity}") for epoch in history.epochs]
    valid = [getattr(epoch, f"valid_{quantity}") for epoch in history.epochs]
    low, high = min(train + valid), max(train + valid)
    if label == "accuracy":
        low, high = min(0.4, low), 1.0
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5

    def x(number: float) -> float:
        return left + 50 + 270 * (number - 1) / max(1, history.planned - 1)

    def y(value: float) -> float:
        return 28 + 132 * (high - value) / (high - low)

    parts = [f'<text x="{left + 50}" y="16" font-weight="600">{label}</text>']
    for tick in _ticks(low, high):
        parts.append(
            f'<line x1="{left + 50}" x2="{left + 320}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" stroke="#e4e4e4"/>'
            f'<text x="{left + 44}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>'
        )
    for number in sorted({1, (history.planned + 1) // 2, history.planned}):
        parts.append(f'<text x="{x(number):.1f}" y="176" text-anchor="middle">{number}</text>')
    parts.append(f'<text x="{left + 185}" y="194" text-anchor="middle">epoch</text>')
    lines = ((train, COLOURS["blue"], "", "training"), (valid, COLOURS["red"], "6 4", "validation"))
    for row, (values, colour, dashes, name) in enumerate(lines):
        points = " ".join(f"{x(i + 1):.1f},{y(value):.1f}" for i, value in enumerate(values))
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5" '
            f'stroke-dasharray="{dashes}"/>'
            f'<circle cx="{x(len(values)):.1f}" cy="{y(values[-1]):.1f}" r="4" fill="{colour}"/>'
        )
        if quantity == "loss":
            parts.append(
                f'<line x1="{left + 130 + 90 * row}" x2="{left + 152 + 90 * row}" y1="12" y2="12" '
                f'stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dashes}"/>'
                f'<text x="{left + 157 + 90 * row}" y="16">{name}</text>'
            )
    return "".join(parts)


def in_notebook() -> bool:
    """Whether there is a page that could show HTML (a kernel), not a terminal or a script."""
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel")
