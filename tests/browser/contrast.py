"""Which texts of a page are hard to read on what is behind them."""

from __future__ import annotations

# The contrast of WCAG 2: 4.5 to 1 is asked for ordinary text
SCRIPT = """
() => {
  const light = c => c.map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(node => node.nodeType == 3 && node.textContent.trim());
    if (!own || !element.checkVisibility()) continue;
    const pair = [light(parse(getComputedStyle(element).color).slice(0, 3)), light(behind(element))];
    const ratio = (Math.max(...pair) + .05) / (Math.min(...pair) + .05);
    if (ratio < 4.5) low.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return low;
}
"""


def weak_texts(page) -> list[str]:
    """The elements of a page with text of their own that stands out by less than 4.5 to 1, and by how much."""
    return page.evaluate(SCRIPT)
