"""Every link inside the site leads somewhere: to a file of it, and to a place on that page that exists."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ADDRESSES = ("href", "src")


class _Page(HTMLParser):
    """The places (ids) on a page, what it links to, and what a browser would fetch from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.places: set[str] = {"", "top"}
        self.links: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.places |= {value for name in ("id", "name") if (value := values.get(name))}
        found = [value for name in ADDRESSES if (value := values.get(name))]
        self.links += found
        if tag in ("script", "img", "iframe", "source") or (tag == "link" and values.get("rel") == "stylesheet"):
            self.fetched += [value for value in found if urlsplit(value).netloc]


def faults(site: Path) -> list[str]:
    """Each link that leads nowhere, and each script, style or picture that only the internet has."""
    pages = {path.resolve(): _read(path) for path in sorted(site.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        name = path.relative_to(site.resolve())
        found += [f"{name}: {link} leads nowhere" for link in dict.fromkeys(page.links) if _broken(path, link, pages)]
        found += [f"{name}: {link} would be fetched from the internet" for link in dict.fromkeys(page.fetched)]
    return found


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _broken(path: Path, link: str, pages: dict[Path, _Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return False
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if target.is_dir():
        target /= "index.html"
    if target in pages:
        return unquote(parts.fragment) not in pages[target].places
    return not target.is_file()
