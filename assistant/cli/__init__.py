"""The command line: `ask` and `assistant`.

Standard output carries the result alone; progress and warnings go to standard error. Whatever a user can cause ends in
one plain message and one of these statuses, never in a traceback.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from assistant import errors

if TYPE_CHECKING:
    from rich.console import Console

TRACE = "POLICY_ASSISTANT_TRACE"
ANSWERED, NOT_ANSWERED, USAGE, NO_INDEX, DAMAGED, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit statuses (DESIGN): as grep's, then what is wrong with the index, then as a shell's."""

_STATUSES: tuple[tuple[type[errors.AssistantError], int], ...] = (
    (errors.UsageError, USAGE),
    (errors.DamagedIndex, DAMAGED),
    (errors.AssistantError, NO_INDEX),
)


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are UsageErrors, so that every error takes the same way out."""

    def error(self, message: str) -> NoReturn:
        """Raise the complaint, with how to get help."""
        raise errors.UsageError(f"{message}. Try `{self.prog} --help`.")


def ask() -> NoReturn:
    """Run the `ask` command."""
    _complete("ask")
    from assistant.cli.ask import parser, run

    sys.exit(_guarded("ask", lambda argv: run(parser("ask").parse_intermixed_args(argv)), sys.argv[1:]))


def main() -> NoReturn:
    """Run the `assistant` command."""
    _complete("assistant")
    sys.exit(_guarded("assistant", _assistant, sys.argv[1:]))


def _complete(name: str) -> None:
    """Answer a shell that wants to complete a command line, where it is that which runs us."""
    if "_ARGCOMPLETE" in os.environ:
        from assistant.cli.complete import complete

        complete(name)


def _assistant(argv: Sequence[str]) -> int:
    if argv and argv[0] == "ask":
        from assistant.cli.ask import parser, run

        return run(parser("assistant ask").parse_intermixed_args(argv[1:]))
    from assistant.cli.manage import parser as manage

    options = manage().parse_args(argv)
    status: int = options.run(options)
    return status


def _guarded(name: str, command: Callable[[Sequence[str]], int], argv: Sequence[str]) -> int:
    """Run a command and turn everything a user can cause into a message and a status."""
    for stream in (sys.stdout, sys.stderr):
        # What a program reads is UTF-8, whatever the locale; a terminal that lacks a character shows a question mark.
        encoding = None if stream.isatty() and "--json" not in argv and "--jsonl" not in argv else "utf-8"
        getattr(stream, "reconfigure", lambda **_: None)(encoding=encoding, errors="replace")
    try:
        status = command(argv)
        sys.stdout.flush()
        return status
    except errors.AssistantError as error:
        return _fail(name, error, argv)
    except KeyboardInterrupt:
        return _fail(name, errors.AssistantError("Interrupted."), argv, INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ANSWERED
    except (UnicodeEncodeError, UnicodeDecodeError) as error:
        return _fail(
            name,
            errors.UsageError(
                f"A file name or a question has characters that cannot be shown ({error.reason}); please retype it."
            ),
            argv,
        )
    except OSError as error:
        return _fail(name, errors.AssistantError(_refused(error)), argv)
    except Exception as error:  # ours to mend, but never a trace over somebody's screen
        if os.environ.get(TRACE):
            raise
        told = (
            f"Something went wrong in Policy Assistant ({type(error).__name__}: {error}). Please report it; "
            f"with {TRACE}=1 set, the same command shows where."
        )
        return _fail(name, errors.AssistantError(told), argv)


def _refused(error: OSError) -> str:
    why = error.strerror or str(error)
    if not error.filename:
        return f"{why}."
    return (
        f"{error.filename} could not be read or written: {why[:1].lower()}{why[1:]}. "
        "Check the folder and your rights to it."
    )


def console() -> Console:
    """Return where to print; a reader that goes away early (`| head`) ends the command and is no error."""
    from rich.console import Console

    class Printer(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Printer()


def _fail(name: str, error: errors.AssistantError, argv: Sequence[str], status: int | None = None) -> int:
    if "--json" in argv:
        import json

        from assistant.render import error_json

        print(json.dumps(error_json(error), ensure_ascii=False))
    else:
        print(f"{name}: {error}", file=sys.stderr)
    return status if status is not None else next(code for kind, code in _STATUSES if isinstance(error, kind))


def workspace_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that every command takes."""
    parser.add_argument(
        "--workspace",
        type=Path,
        metavar="DIR",
        help="folder with the policies (default: the one you are in, or the nearest above it)",
    )


def print_json(**found: Any) -> None:  # noqa: ANN401 -- whatever JSON can hold
    """Print what was found as one JSON object, schema 1."""
    import json

    print(json.dumps({"schema": 1, **found}, ensure_ascii=False, indent=2))


def shortened(text: str) -> str:
    """Return the beginning of a text, for a line of a list."""
    return text if len(text) <= 80 else f"{text[:79].rsplit(' ', 1)[0]} …"
