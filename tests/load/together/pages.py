"""Asking the running portal, and reading what its pages say."""

import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.load.bench.server import HOST

_HEADING = re.compile(r"<h1[^>]*>\s*(\d+) session")
_ROW = re.compile(r'<li class="result"')
_KIND = re.compile(r'name="kind".*?class="count">(\d+)<', re.DOTALL)


@dataclass
class Answer:
    status: int
    text: str

    @property
    def count(self):
        """How many sessions the list says that it found; it has another heading when there are none."""
        heading = _HEADING.search(self.text)
        return int(heading[1]) if heading else 0

    @property
    def rows(self):
        return len(_ROW.findall(self.text))

    @property
    def kinds(self):
        """The counts of the kinds of session."""
        return [int(count) for count in _KIND.findall(self.text)]


def ask(port, path, **parameters):
    """An answer over a connection of its own, so that any of the server's processes may give it."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    connection.request("GET", f"{path}?{urlencode(parameters)}" if parameters else path)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return Answer(answer.status, text)


def search(port, words, **parameters):
    return ask(port, "/en/sessions/", q=words, **parameters)
