"""The table: what is required, what was measured, and whether that is enough."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """`value` is read from what `measure` found; it must be at least, or at most, the `bound`."""

    work: str
    value: Callable[[dict], float | None]
    bound: float
    unit: str
    is_least: bool = False
    note: Callable[[dict], str] = lambda found: ""

    @property
    def required(self):
        return f"{'≥' if self.is_least else '≤'} {_written(self.bound, self.unit)}"

    def cells(self, found):
        """(measured, "ok" or "short")."""
        value = self.value(found)
        if value is None:
            return "not measured", "–"
        enough = value >= self.bound if self.is_least else value <= self.bound
        return _written(value, self.unit) + self.note(
            found
        ), "ok" if enough else "**short**"


def _written(value, unit):
    digits = 2 if unit in ("×", " s") else 0
    return f"{value:,.{digits}f}{unit}"


def _middle(found, lane):
    """Answers a second of the middle round."""
    return median(found[lane])


def _of(lane, base):
    """The middle of the ratios of each round: its lanes met the machine as it was then."""
    return lambda found: median(
        answers / others
        for answers, others in zip(found[lane], found[base], strict=True)
    )


def _a_second(lane):
    return lambda found: f" ({_middle(found, lane):,.0f}/s)"


def _slowest(found):
    """The lane of the page that answers slowest when it is asked again."""
    again = [lane for lane in found if lane.startswith("again ")]
    return min(again, key=lambda lane: _middle(found, lane))


ROWS = [
    Row("session page, uncached, of the bare page's throughput", _of("session", "bare page"), 0.4, "×", True,
        _a_second("session")),
    Row("sessions filtered by sector and year, all counts, of the bare page's", _of("list", "bare page"), 0.25, "×", True,
        _a_second("list")),
    Row("decisions filtered by standing, sector and years, with their summary, of the bare page's", _of("tracker", "bare page"),
        0.25, "×", True, _a_second("tracker")),
    Row("two sessions compared, p95", lambda f: f["compare"], 60, " ms"),
    Row("an organisation, with what it owes and is owed, p95", lambda f: f["organisation"], 60, " ms"),
    Row("search: a rare word, or two words in a sector, p95", lambda f: f["search"], 60, " ms",
        note=lambda f: f" (from the disk: {f['search, disk']:.0f} ms)"),
    Row("search: the most common words, p95", lambda f: f["common"], 150, " ms",
        note=lambda f: f" (from the disk: {f['common, disk']:.0f} ms; right after a session was corrected {f['common, correct']:.0f} ms,"
        f" a body renamed {f['common, rename']:.0f} ms)"),
    Row("page 1,000 of the list, of page 1's time", lambda f: f["deep"] / f["first"], 1.5, "×",
        note=lambda f: f" ({f['deep']:.0f} ms)"),
    Row("a page asked again unchanged, of the bare view's throughput", lambda f: _of(_slowest(f), "bare view")(f), 0.7, "×", True,
        lambda f: _a_second(_slowest(f))(f)),
    Row("the list filtered by sector, among 1,000 sessions, of its throughput here", _of("sector, small", "sector"), 1.3, "×",
        note=_a_second("sector, small")),
    Row("the list filtered by sector and year, among 1,000 sessions", _of("list, small", "list"), 1.3, "×",
        note=_a_second("list, small")),
    Row("publishing a session of 12 passages, p95", lambda f: f["publish, big"], 60, " ms",
        note=lambda f: f" (among 1,000: {f['publish, small']:.0f} ms)"),
    Row("saving its 12 passages changed, and publishing it, p95", lambda f: f["save, big"], 60, " ms",
        note=lambda f: f" (among 1,000: {f['save, small']:.0f} ms)"),
    Row("the API's page of 50 sessions, of the bare query and json.dumps", lambda f: f["api, api"] / f["api, bare"], 1.5, "×",
        note=lambda f: f" ({f['api, api']:.1f} ms)"),
    Row("memory while the downloads of everything are made", lambda f: f.get("export megabytes, big"), 200, " MB",
        note=lambda f: f" ({f['export passages, big']:,} passages in {f['export seconds, big']:,.0f} s;"
        f" of 1,000 sessions {f['export megabytes, small']:.0f} MB)"),
    Row("memory of a worker", lambda f: f["memory"], 250, " MB"),
    Row("start to the first full answer", lambda f: f["start"], 3, " s"),
]  # fmt: skip


def tables(found):
    """Markdown of both tables; `found` is {database: what measure() found}."""
    databases = list(found)
    head = ["work", "required", *(cell for name in databases for cell in (name, ""))]
    rows = [
        [
            row.work,
            row.required,
            *(cell for name in databases for cell in row.cells(found[name])),
        ]
        for row in ROWS
    ]
    return "\n\n".join(
        [
            _markdown(["in the same run", *databases], _beside(found)),
            _markdown(head, rows),
        ]
    )


def _beside(found):
    """What the ratios stand on."""
    lines = {
        "a bare Django view": lambda f: f"{_middle(f, 'bare view'):,.0f}/s",
        "a bare page": lambda f: (
            f"{_middle(f, 'bare page'):,.0f}/s, {f['bare page, bytes'] / 1000:.0f} kB"
        ),
        "SQL alone: session page": _sql("session"),
        "SQL alone: filtered list": _sql("list"),
        "SQL alone: search, two words in a sector": _sql("search"),
        "SQL alone: search, the most common word": _sql("common"),
    }
    return [
        [name, *(line(each) for each in found.values())] for name, line in lines.items()
    ]


def _sql(name):
    return lambda found: (
        f"{found[f'{name}, SQL']:.1f} ms in {found[f'{name}, queries']:.0f} queries"
    )


def _markdown(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def shortfalls(found):
    """A line for each row that falls short."""
    for row in ROWS:
        for name, each in found.items():
            measured, verdict = row.cells(each)
            if "short" in verdict:
                yield f"{name}: {row.work}: {measured}, required {row.required}."
