"""The `assistant` command's subcommands that bring policies in: reading them, adding to them, saying what is there."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli import ANSWERED, Parser, console, print_json
from assistant.errors import EncoderMissing, UsageError
from assistant.settings import Workspace, find_workspace

if TYPE_CHECKING:
    from assistant.build import Report


def add_reading(commands: Any, command: Callable[..., Parser]) -> None:  # noqa: ANN401 -- argparse keeps its type to itself
    """Add `index` and `status`."""
    index = command(commands, "index", _index, "read the policies and build the index")
    index.add_argument("action", nargs="?", choices=["rollback"], help="go back to the index before this one")
    index.add_argument("--full", action="store_true", help="start over instead of reading only what changed")
    index.add_argument("--dry-run", action="store_true", help="say what would be read, and do nothing")
    index.add_argument("--json", action="store_true", help="print the report as JSON")
    status = command(commands, "status", _status, "show what is in the index and what is not")
    status.add_argument("--json", action="store_true", help="print as JSON")


def add_adding(commands: Any, command: Callable[..., Parser]) -> None:  # noqa: ANN401
    """Add `add`."""
    add = command(commands, "add", _add, "copy documents into the corpus and read them")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--organisation", required=True, metavar="NAME", help="the school the documents belong to")
    add.add_argument("--replace", action="store_true", help="put a file in the place of one with the same name")


def build_with_progress(workspace: Workspace, *, full: bool = False) -> Report:
    """Build the index with a progress bar on standard error, and name what had to be skipped.

    Raises EncoderMissing if this machine lacks the `build` extra.
    """
    try:
        from assistant.build import build
    except ModuleNotFoundError as error:
        raise EncoderMissing(
            f"Reading policies needs {error.name}. Run `pip install policy-assistant[build]`."
        ) from error
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def tell(step: str, done: float, total: int) -> None:
            if total and step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            if step in tasks:
                bars.update(tasks[step], completed=done)

        report = build(workspace, full=full, progress=tell)
    for skip in report.skipped:
        print(f"assistant: skipped {skip.name}: {skip.reason}", file=sys.stderr)
    return report


def _index(options: argparse.Namespace) -> int:
    workspace = find_workspace(options.workspace)
    if options.action == "rollback":
        from assistant.build import rollback

        name = rollback(workspace)
        print_json(generation=name) if options.json else print(f"Back to the index {name}.")
        return ANSWERED
    if options.dry_run:
        return _dry_run(workspace, options)
    report = build_with_progress(workspace, full=options.full)
    if options.json:
        print_json(**_report_json(report))
    else:
        _print_report(report)
        _print_questions(workspace, report)
    return ANSWERED


def _print_questions(workspace: Workspace, report: Report) -> None:
    """Say which saved questions have another first clause or force than before this build."""
    from assistant import checks
    from assistant.answer import Answerer
    from assistant.index import Index

    questions = checks.load(workspace.corpus)
    now = Answerer.open(workspace)
    former = workspace.index / "generations" / str(now.index.manifest.get("previous"))
    if not questions or report.unchanged or not former.is_dir():
        return
    before = checks.run(Answerer(Index(former), settings=workspace.settings), questions)
    after = checks.run(now, questions)
    for old, new in checks.changed(before, after):
        print(
            f"saved question: {new.question.ask}: {old.clause or 'no answer'} ({old.force or '–'}) became "
            f"{new.clause or 'no answer'} ({new.force or '–'}){'' if new.passed else '; it now fails'}"
        )
    failed = sum(not verdict.passed for verdict in after)
    print(f"{len(after) - failed} of {len(after)} saved questions have their answer.")


def _dry_run(workspace: Workspace, options: argparse.Namespace) -> int:
    from assistant.build import plan

    planned = plan(workspace, full=options.full)
    kinds = {"new": planned.new, "changed": planned.changed, "gone": planned.gone, "unchanged": planned.unchanged}
    skipped = [{"source": skip.name, "reason": skip.reason} for skip in planned.skipped]
    if options.json:
        print_json(**kinds, skipped=skipped)
        return ANSWERED
    for kind, names in kinds.items():
        print(f"{kind}: {', '.join(names) or 'none'}")
    for skip in planned.skipped:
        print(f"skipped: {skip.name}: {skip.reason}")
    return ANSWERED


def _report_json(report: Report) -> dict[str, Any]:
    return {
        "generation": report.generation,
        "unchanged": report.unchanged,
        "clauses": report.clauses,
        "read": report.read,
        "embedded": report.embedded,
        "changes": report.changes,
        "documents": report.documents,
        "expired_pins": report.expired_pins,
        "skipped": [{"source": skip.name, "reason": skip.reason} for skip in report.skipped],
    }


def _print_report(report: Report) -> None:
    from rich.markup import escape
    from rich.table import Table

    from assistant.ingest import remarks

    table = Table(box=None, pad_edge=False)
    table.add_column("Policy", overflow="fold")
    for heading in ("Pages", "Clauses", "Numbered", "Headings", "Approved", "Review due"):
        table.add_column(heading, no_wrap=True)
    for entry in report.documents:
        cells = [entry[key] for key in ("pages", "clauses", "numbered", "headings", "approved", "review_due")]
        table.add_row(escape(entry["document"]), *("–" if cell is None else str(cell) for cell in cells))
    screen = console()
    screen.print(table)
    for entry in report.documents:
        for remark in remarks(entry):
            screen.print(f"{entry['source']}: {remark}", highlight=False, markup=False)
    done = "Nothing has changed" if report.unchanged else f"Read {report.read} of {len(report.documents)} policies"
    skipped = f", skipped {len(report.skipped)} file{'s' if len(report.skipped) > 1 else ''}" if report.skipped else ""
    screen.print(f"{done}{skipped}. {report.clauses} clauses are ready in {report.generation}.", highlight=False)
    for pin in report.expired_pins:
        told = f"expired: the answer chosen for “{pin['ask'][0]}” ({pin['school']})"
        screen.print(told, highlight=False, markup=False)
    if report.changes:
        many = "1 clause is not as it was" if report.changes == 1 else f"{report.changes} clauses are not as they were"
        screen.print(f"{many}. See `assistant changes`.", highlight=False)


def _status(options: argparse.Namespace) -> int:
    from assistant.freshness import freshness, is_overdue
    from assistant.index import open_index

    workspace = find_workspace(options.workspace)
    index = open_index(workspace.index)
    fresh = freshness(index.manifest, workspace.corpus, index.organisations())
    indexed = {entry["source"] for entry in index.manifest["sources"]} | {
        e["source"] for e in index.manifest["skipped"]
    }
    described = {
        "workspace": str(workspace.root),
        "generation": index.generation,
        "created": index.manifest["created"],
        "documents": len(index.manifest["sources"]),
        "clauses": index.clause_count(),
        "organisations": list(index.organisations()),
        "new": sorted(_policies(workspace) - indexed),
        "changed": sorted(fresh.changed),
        "gone": sorted(fresh.gone),
        "overdue": [doc.id for doc in index.documents() if is_overdue(doc.review_due, date.today())],
    }
    if options.json:
        print_json(**described)
        return ANSWERED
    print(f"{described['documents']} policies, {described['clauses']} clauses, of {', '.join(index.organisations())}")
    print(f"read {described['created']} ({described['generation']})")
    for key, meaning in (
        ("new", "not read yet"),
        ("changed", "changed since"),
        ("gone", "deleted since"),
        ("overdue", "overdue for review"),
    ):
        for name in described[key]:
            print(f"{meaning}: {name}")
    return ANSWERED


def _policies(workspace: Workspace) -> set[str]:
    """Return the files of the corpus that a build would look at; none where this machine cannot build."""
    try:
        from assistant.corpus import find_sources
    except ModuleNotFoundError:
        return set()
    sources, skipped = find_sources(workspace)
    return {source.name for source in sources} | {skip.name for skip in skipped}


def _add(options: argparse.Namespace) -> int:
    workspace = find_workspace(options.workspace)
    missing = [str(path) for path in options.files if not path.is_file()]
    if missing:
        raise UsageError(f"There is no file {', '.join(missing)}.")
    if len({path.name for path in options.files}) < len(options.files):
        raise UsageError("Two of the files have the same name; rename one.")
    if (
        not options.organisation
        or options.organisation != Path(options.organisation).name
        or options.organisation.startswith(".")
    ):
        raise UsageError("--organisation must be a plain name, such as hill-top-school.")
    from assistant.readers import SUFFIXES

    strange = [str(path) for path in options.files if path.suffix.lower() not in SUFFIXES]
    if strange:
        raise UsageError(f"{', '.join(strange)} cannot be read as a policy; save it as PDF or DOCX.")
    folder = workspace.corpus / options.organisation
    there = [path.name for path in options.files if (folder / path.name).exists()]
    if there and not options.replace:
        raise UsageError(
            f"{', '.join(there)} is already in {folder}. Give the new file another name, or say --replace to put it in "
            "the place of the old one."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for path in options.files:
        shutil.copy2(path, folder / path.name)
    _print_report(build_with_progress(workspace))
    return ANSWERED
