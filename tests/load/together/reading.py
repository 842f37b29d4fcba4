"""A reader: searches and filters at random until the time is over.

python -m tests.load.together.reading <number> <port> <seconds>
"""

import json
import random
import sys
import time

from . import EVERYWHERE
from .pages import ask, search

PAGES = ["/en/", "/ru/sessions/", "/kk/decisions/", "/tk/participants/", "/en/areas/"]
WORDS = [
    EVERYWHERE,
    f"{EVERYWHERE} -nothing",
    f'"{EVERYWHERE} spoke"',
    f"{EVERYWHERE[:5]}*",
    "railway OR gas",
    "the",
    "и",
]


def wrongs(port, chance):
    """A sentence for everything wrong with one answer."""
    if chance.random() < 0.2:
        path = chance.choice(PAGES)
        answer = ask(port, path)
        return [] if answer.status == 200 else [f"{path} answered {answer.status}."]
    words, narrow = (
        chance.choice(WORDS),
        chance.choice([{}, {"year_from": 1990}, {"sort": "oldest"}]),
    )
    answer = search(port, words, **narrow)
    return list(wrongs_of(answer, f"{words} {narrow}"))


def wrongs_of(answer, asked):
    if answer.status != 200:
        yield f"The search {asked} answered {answer.status}."
    elif answer.rows != min(answer.count, 20):
        yield f"The search {asked} says {answer.count} and shows {answer.rows}."
    elif answer.kinds and sum(answer.kinds) != answer.count:
        yield f"The search {asked} says {answer.count}, its kinds {answer.kinds}."


def main(number, port, seconds):
    chance, until = random.Random(number), time.monotonic() + seconds
    asked, found = 0, []
    while time.monotonic() < until:
        found += wrongs(port, chance)
        asked += 1
    return {"searches": asked, "wrong": found}


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
