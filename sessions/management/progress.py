"""A line that counts upwards."""

import sys


class Progress:
    """Shown on a terminal alone, and only where there is more than one thing to count."""

    def __init__(self, verb: str, total: int, show: bool = True) -> None:
        self.verb, self.total, self.count = verb, total, 0
        self.show = show and total > 1 and sys.stderr.isatty()

    def step(self, done: object) -> None:
        self.add(1)

    def add(self, number: int) -> None:
        self.count += number
        if self.show and number:
            ending = "\n" if self.count >= self.total else ""
            filled = min(24, 24 * self.count // self.total)
            bar = "█" * filled + "·" * (24 - filled)
            sys.stderr.write(f"\r{self.verb} {bar} {self.count}/{self.total}{ending}")
            sys.stderr.flush()
