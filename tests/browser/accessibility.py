"""What axe-core, the checker of accessibility, finds wrong with a page."""

from __future__ import annotations

from autograder.authoring import lesson as lessons

AXE = lessons.ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async selector => (await axe.run(selector, {resultTypes: ["violations"]})).violations
    .filter(found => ["serious", "critical"].includes(found.impact))
    .flatMap(found => found.nodes.map(node => `${found.id}: ${node.target.flat().join(" ")}: ${node.html}`))"""


def faults(page, selector: str) -> list[str]:
    """The serious and critical faults in what matches `selector`, each with the rule, the place and its HTML."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN, selector)
