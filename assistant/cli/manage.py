"""The `assistant` command's other subcommands: building, looking after and opening a workspace."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import __version__
from assistant.cli import ANSWERED, Parser, workspace_option
from assistant.cli.desk import add_desk
from assistant.cli.inspect import add_inspection
from assistant.cli.reading import add_adding, add_reading
from assistant.errors import UsageError
from assistant.settings import SETTINGS_FILE, Workspace, find_workspace

if TYPE_CHECKING:
    pass


def parser() -> Parser:
    """Return the parser of `assistant`; each subcommand carries its function as `run`."""
    made = Parser(prog="assistant", description="Answers staff questions by quoting the school's own policies.")
    made.add_argument("--version", action="version", version=f"policy-assistant {__version__}")
    commands = made.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    commands.add_parser("ask", help="answer one question", add_help=False)
    add_reading(commands, _command)
    add_inspection(commands, _command)
    add_desk(commands, _command)
    init = commands.add_parser(
        "init",
        help="make a folder for policies",
        description="Make a folder for policies: its settings, corpus/ and index/.",
    )
    init.add_argument("folder", type=Path, help="the folder to make; one that is there is kept as it is")
    init.set_defaults(run=_init)
    add_adding(commands, _command)
    chat = _command(commands, "chat", _chat, "open the chat")
    chat.add_argument("--scope", action="append", default=[], metavar="ORG", help="ask this school only (repeatable)")
    chat.add_argument("--plain", action="store_true", help="line by line, for screen readers and simple terminals")
    _command(commands, "mcp", _mcp, "serve the policies as tools for another assistant (Model Context Protocol)")
    serve = _command(commands, "serve", _serve, "open the chat to browsers and the answers to programs")
    serve.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default: this machine)")
    serve.add_argument("--port", type=int, default=8000, metavar="N", help="default: 8000")
    serve.add_argument(
        "--token-file", type=Path, metavar="FILE", help="file with the token that whoever asks must know"
    )
    serve.add_argument("--proxy-header", default="", metavar="NAME", help="header that only your reverse proxy can set")
    serve.add_argument("--sessions", type=int, default=20, metavar="N", help="chats open at once (default: 20)")
    serve.add_argument(
        "--idle", type=int, default=30, metavar="MINUTES", help="until an idle chat closes (default: 30)"
    )
    completion = commands.add_parser("completion", help="print what makes a shell complete these commands")
    completion.add_argument(
        "shell", choices=["bash", "zsh", "fish", "powershell"], help="the shell you type commands in"
    )
    completion.set_defaults(run=_completion)
    return made


def _command(commands: Any, name: str, run: Callable[[argparse.Namespace], int], text: str) -> Parser:  # noqa: ANN401
    made: Parser = commands.add_parser(name, help=text, description=f"{text[:1].upper()}{text[1:]}.")
    workspace_option(made)
    made.set_defaults(run=run)
    return made


def _init(options: argparse.Namespace) -> int:
    for folder in (options.folder / "corpus", options.folder / "index"):
        folder.mkdir(parents=True, exist_ok=True)
    (options.folder / SETTINGS_FILE).touch()
    print(
        f"{options.folder} is ready. Put policies in {options.folder / 'corpus'}/<school>/, then run `assistant index`."
    )
    return ANSWERED


def _mcp(options: argparse.Namespace) -> int:
    try:
        from assistant.mcp_server import serve
    except ModuleNotFoundError as error:
        raise UsageError(f"Serving tools needs {error.name}. Run `pip install policy-assistant[mcp]`.") from error
    serve(_ready(find_workspace(options.workspace)))
    return ANSWERED


def _ready(workspace: Workspace) -> Workspace:
    """Return a workspace whose policies have been read, reading them if nobody has."""
    from assistant.cli.ask import open_answerer

    open_answerer(workspace).index.close()
    return workspace


def _serve(options: argparse.Namespace) -> int:
    try:
        from assistant.web.guard import protection
        from assistant.web.server import ChatServer, Limits
    except ModuleNotFoundError as error:
        raise UsageError(f"Serving browsers needs {error.name}. Run `pip install policy-assistant[serve]`.") from error
    import asyncio

    if options.sessions < 1 or options.idle < 1 or not 0 <= options.port <= 65_535:
        raise UsageError("--sessions and --idle must be at least 1, --port from 0 to 65535.")
    guarded = protection(options.host, options.token_file, options.proxy_header)
    limits = Limits(options.sessions, options.idle * 60)
    workspace = _ready(find_workspace(options.workspace))
    server = ChatServer(workspace, options.host, options.port, guarded, limits)
    asyncio.run(server.serve_until_stopped())
    return ANSWERED


def _completion(options: argparse.Namespace) -> int:
    from assistant.cli.complete import script

    print(script(options.shell))
    return ANSWERED


def _chat(options: argparse.Namespace) -> int:
    # The chat stands above this package, so it is found by its entry point and never imported from here.
    (front_end,) = entry_points(group="policy_assistant.front_ends", name="chat")
    front_end.load()(find_workspace(options.workspace), tuple(options.scope), plain=options.plain)
    return ANSWERED
