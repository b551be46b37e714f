"""What a fruit carries: stem, leaf, crown. Each is painted on the canvas in place."""

from __future__ import annotations

import numpy as np


def _window(canvas, x0, y0, x1, y1):
    """Slices of the canvas around a box, and the pixel centres in it; None when nothing is inside."""
    height, width = canvas.shape[:2]
    top, bottom = max(0, int(y0)), min(height, int(y1) + 1)
    left, right = max(0, int(x0)), min(width, int(x1) + 1)
    if top >= bottom or left >= right:
        return None
    x = np.arange(left, right, dtype=np.float32)[None, :] + 0.5
    y = np.arange(top, bottom, dtype=np.float32)[:, None] + 0.5
    return (slice(top, bottom), slice(left, right)), x, y


def _blend(canvas, window, colour, alpha):
    place = canvas[window]
    canvas[window] = place + (colour - place) * alpha[..., None]


def stem(canvas, start, direction, length, width, colour, bend, light=1.0):
    """A bent stroke from `start` (pixels) along `direction` (unit vector), thicker at its end."""
    steps = np.linspace(0, 1, 7)
    side = np.array([-direction[1], direction[0]])
    line = np.array(start) + length * (np.outer(steps, direction) + np.outer(bend * steps**2, side))
    box = _window(canvas, *(line.min(0) - width - 1), *(line.max(0) + width + 1))
    if box is None:
        return
    window, x, y = box
    nearest, where, across = None, None, None
    for k in range(6):
        a, b = line[k], line[k + 1]
        ab = b - a
        t = np.clip(((x - a[0]) * ab[0] + (y - a[1]) * ab[1]) / (ab @ ab + 1e-9), 0, 1)
        dx, dy = x - a[0] - t * ab[0], y - a[1] - t * ab[1]
        distance = np.sqrt(dx * dx + dy * dy)
        if nearest is None:
            nearest, where, across = distance, (k + t) / 6, dx
        else:
            closer = distance < nearest
            nearest, where = np.where(closer, distance, nearest), np.where(closer, (k + t) / 6, where)
            across = np.where(closer, dx, across)
    thick = width * (0.75 + 0.5 * where**3)
    alpha = np.clip(thick - nearest + 0.5, 0, 1)
    shade = light * (0.85 - 0.35 * np.clip(across / (width + 1e-6), -1, 1))
    _blend(canvas, window, np.asarray(colour, np.float32) * shade[..., None], alpha)


def leaf(canvas, start, direction, length, breadth, colour, light=1.0):
    """A pointed leaf with a pale vein, from `start` along `direction`."""
    end = np.array(start) + length * np.array(direction)
    margin = breadth * length + 2
    box = _window(
        canvas,
        min(start[0], end[0]) - margin,
        min(start[1], end[1]) - margin,
        max(start[0], end[0]) + margin,
        max(start[1], end[1]) + margin,
    )
    if box is None:
        return
    window, x, y = box
    along = ((x - start[0]) * direction[0] + (y - start[1]) * direction[1]) / length
    across = ((x - start[0]) * -direction[1] + (y - start[1]) * direction[0]) / length
    t = np.clip(along, 0, 1)
    half = breadth * np.sin(np.pi * t**0.8) * (1 - 0.25 * t)
    inside = np.where((along > 0) & (along < 1), half - np.abs(across), -np.abs(across) - 0.02)
    alpha = np.clip(inside * length + 0.5, 0, 1)
    vein = np.exp(-((across * length / 0.7) ** 2)) * 0.22
    ribs = 0.06 * np.sin((along - np.abs(across) * 0.9) * 28)
    shade = light * (0.92 + 1.1 * across / max(breadth, 0.05) * 0.18 + ribs)
    _blend(canvas, window, np.asarray(colour, np.float32) * shade[..., None] + vein[..., None], alpha)


def crown(canvas, pose, base, size, colour, light=1.0, points=5):
    """The open crown of a pomegranate above the point `base` (in radii) of its axis."""
    x0, y0 = pose.at(0, base)
    reach = size * pose.radius * 1.6 + 2
    box = _window(canvas, x0 - reach, y0 - reach, x0 + reach, y0 + reach)
    if box is None:
        return
    window, x, y = box
    c, s = np.cos(pose.roll), np.sin(pose.roll)
    right = ((x - x0) * c + (y - y0) * s) / (size * pose.radius)
    up = ((x - x0) * s - (y - y0) * c) / (size * pose.radius)
    open_by = 0.55 + 0.35 * np.clip(up, 0, 1.2)
    teeth = 0.75 + 0.45 * np.abs(((right / (2 * open_by) * points + 0.5) % 1) * 2 - 1)
    inside = np.minimum(np.minimum(open_by - np.abs(right), teeth - up), up + 0.35)
    alpha = np.clip(inside * size * pose.radius + 0.5, 0, 1)
    shade = light * (0.95 - 0.3 * right - 0.25 * np.clip(0.3 - up, 0, 1))
    _blend(canvas, window, np.asarray(colour, np.float32) * shade[..., None], alpha)
