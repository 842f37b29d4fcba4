"""Both halves in turn: files into rows, or into a list of what is to be mended."""

from collections.abc import Callable, Sequence
from pathlib import Path

from .read import read_files
from .write import Outcome, write_records

# Given a verb and a total, something to call at each step.
Progress = Callable[[str, int], Callable[[object], object]]


def import_files(
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    progress: Progress = lambda verb, total: lambda step: None,
) -> Outcome:
    """Import the files together, all or nothing; the outcome holds every problem of every file."""
    records, problems = read_files(paths, done=progress("Reading", len(paths)))
    if any(not problem.record for problem in problems):
        # Records went unread: that others refer to them is no mistake to report.
        return Outcome(0, 0, 0, 0, problems)
    outcome = write_records(
        records,
        dry_run=dry_run,
        check_only=bool(problems),
        done=progress("Writing", len(records.commissions)),
    )
    known = {problem[:3] for problem in problems}
    further = [each for each in outcome.problems if each[:3] not in known]
    return outcome._replace(problems=list(dict.fromkeys([*problems, *further])))
