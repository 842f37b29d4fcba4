"""What axe finds wrong on an open page."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What it finds right stays in the browser: it is long, and Playwright looks through all it is told.
ASK = """async ([place, options]) => {
  document.querySelectorAll('details').forEach(details => details.open = true);
  const {violations} = await axe.run(place ?? document, {resultTypes: ['violations'], ...options});
  return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`));
}"""


def bring_axe(page: Page) -> None:
    """Every page opened from now on has axe.

    It comes outside the page's own policy, which forbids scripts that it did not bring along.
    """
    page.context.add_init_script(path=AXE)


def violations(
    page: Page, tags: list[str] | dict = TAGS, place: dict | None = None, **options
) -> list[str]:
    """The rule and the HTML of each element at fault, folded parts included.

    `place`, `tags` (or rules) and `options` are those of `axe.run`.
    """
    return page.evaluate(ASK, [place, {"runOnly": tags, **options}])
