"""Reading a page as its reader does."""

import html
import re


def words(answer):
    """The text of the page between head and footer, without markup, on one line."""
    main = answer.text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def titles(answer, level=2):
    """The headings of a level in the page, in order, without markup."""
    main = answer.text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    found = re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", main, re.DOTALL)
    return [
        " ".join(html.unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in found
    ]
