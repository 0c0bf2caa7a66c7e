"""The commands as a user runs them: what is printed where, and the exit status."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.conftest import write_policy

BIN = os.path.dirname(sys.executable)


def run(command, *arguments, stdin=None, **environment):
    done = subprocess.run(
        [os.path.join(BIN, command), *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", **environment},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture(scope="module")
def ask(sample):
    def asked(*arguments, stdin=None):
        return run("ask", "--workspace", sample.root, *arguments, stdin=stdin)

    return asked


def test_answer_is_printed_with_badge_quote_and_citation(ask):
    status, out, err = ask("can", "I", "friend", "a", "parent?", "--scope", "merrowdale-primary", "--limit", "1")
    assert (status, err) == (0, "")
    assert out.startswith("Merrowdale Primary\n MUST NOT \n  “Staff must not be friends with")
    assert "— STAFF SOCIAL MEDIA POLICY, Families, clause 2.1, line" in " ".join(out.split())


def test_unanswered_question_exits_1_with_the_nearest_headings_and_whom_to_ask(ask):
    status, out, _ = ask("how do I make a sourdough starter?")
    assert status == 1
    assert out.startswith("Not covered.") and "nearest headings" in out and "ask your line manager" in out


def test_json_follows_the_schema(ask):
    status, out, _ = ask("--json", "can I friend a parent?")
    answer = json.loads(out)
    assert status == 0
    assert list(answer) == [
        "schema",
        "id",
        "question",
        "resolved",
        "answered",
        "differ",
        "answers",
        "note",
        "generation",
        "elapsed_ms",
    ]
    quote = answer["answers"][0]["quotes"][0]
    assert list(quote) == ["clause", "document", "title", "source", "section", "number", "page", "line", "lead_in", "text",
                           "highlight", "force", "exceptions", "definitions", "references", "score"]  # fmt: skip
    assert 0 <= quote["score"] <= 1 and answer["answers"][0]["force"] == quote["force"]


def test_json_of_an_unanswered_question_is_one_document_with_no_answers(ask):
    status, out, _ = ask("--json", "how do I make a sourdough starter?")
    assert (status, json.loads(out)["answers"]) == (1, [])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([""], "type a question"),
        (["x" * 100_000], "please ask in at most 4,000"),
        (["--scope", "hogwarts", "can I smoke?"], "The schools are: Merrowdale Primary, Quillhaven Academy."),
        (["--limit", "0", "can I smoke?"], "--limit must be at least 1"),
        (["--limit", "x", "can I smoke?"], "invalid int"),
        (["--nonsense", "can I smoke?"], "--nonsense"),
    ],
)
def test_usage_errors_exit_2_with_one_plain_message(ask, arguments, message):
    status, out, err = ask(*arguments)
    assert (status, out) == (2, "") and message in err and "Traceback" not in err
    status, out, err = ask("--json", *arguments)
    assert status == 2 and message in json.loads(out)["error"]["message"]


def test_binary_on_standard_input_is_a_usage_error(ask):
    status, out, err = ask("-", stdin=bytes(range(256)))
    assert (status, out) == (2, "") and "not text in UTF-8" in err


def test_lines_on_standard_input_are_answered_in_order(ask):
    status, out, _ = ask("-", "--limit", "1", stdin=b"can I vape on site?\nhow far away is the moon?\n")
    assert status == 0
    assert (
        out.index("> can I vape on site?")
        < out.index("MUST NOT")
        < out.index("> how far away")
        < out.index("Not covered.")
    )


def test_json_lines_keep_their_order_and_a_bad_line_goes_on(ask):
    lines = [{"id": 1, "question": "can I vape on site?"}, {"id": 2}, {"id": 3, "question": "x", "scope": "hogwarts"}]
    stdin = "\n".join([*map(json.dumps, lines), "{nonsense", ""]).encode()
    status, out, _ = ask("--jsonl", stdin=stdin)
    answers = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [answer["id"] for answer in answers] == [1, 2, 3, None]
    assert answers[0]["answered"] and all("error" in answer for answer in answers[1:])


def test_history_resolves_a_follow_up(ask):
    _, out, _ = ask(
        "--history",
        "can I be friends with a student online?",
        "and once they've left?",
        "--scope",
        "quillhaven-academy",
    )
    assert "Understood as: can I be friends with a student online? — and once they've left?" in " ".join(out.split())


def test_explain_shows_the_figures_and_the_words_added(ask):
    _, out, _ = ask("--explain", "can a kid borrow my fone?", "--scope", "quillhaven-academy")
    assert "cosine=" in out and "Also searched: can a kid borrow my phone?" in " ".join(out.split())


def test_narrow_terminal_wraps_and_a_pipe_has_no_colour(sample):
    _, out, _ = run("ask", "--workspace", sample.root, "can I vape?", COLUMNS="40")
    assert max(map(len, out.splitlines())) <= 40 and "\x1b" not in out


def test_no_policies_exit_3_with_what_to_do(tmp_path):
    (tmp_path / "assistant.toml").touch()
    status, out, err = run("ask", "--workspace", tmp_path, "can I smoke?")
    assert (status, out) == (3, "") and "Put PDF, Word, Markdown, HTML or text files into a folder" in err


def test_damaged_index_exits_4_with_the_remedy(small):
    (path,) = (small.index / "generations").glob("*/vectors.faiss")
    path.write_bytes(path.read_bytes()[:-9])
    status, _, err = run("ask", "--workspace", small.root, "can I smoke?")
    assert status == 4 and "assistant index --full" in err


def test_first_question_builds_the_index_and_answers(workspace):
    write_policy(workspace, "hill", "conduct", ["Staff must not smoke anywhere on the school site."])
    status, out, err = run("ask", "--workspace", workspace.root, "can I smoke on site?")
    assert status == 0 and "MUST NOT" in out and "Traceback" not in err


def test_from_an_empty_folder_to_an_answer_and_back(tmp_path):
    home, policy = tmp_path / "home", tmp_path / "smoking.txt"
    policy.write_text(
        "Smoking Policy\n\nNext review: May 2020\n\n1 Rules\n\n1.1 Staff must not smoke anywhere on site.\n"
    )
    assert run("assistant", "init", home)[0] == 0
    status, out, _ = run("assistant", "add", policy, "--organisation", "hill-school", "--workspace", home)
    assert status == 0 and "hill-school/smoking" in out and "Read 1 of 1 policy; the index has 1 clause.\n" in out
    status, out, _ = run("assistant", "ask", "can I smoke?", "--workspace", home)
    assert status == 0 and "was due for review in May 2020" in out
    policy.write_text(policy.read_text() + "\n1.2 Staff may smoke in the street.\n")
    (home / "corpus" / "hill-school" / "smoking.txt").write_text(policy.read_text())
    assert "Changed since: hill-school/smoking.txt\n" in run("assistant", "status", "--workspace", home)[1]
    assert json.loads(run("assistant", "index", "--json", "--workspace", home)[1])["read"] == 1
    assert json.loads(run("assistant", "status", "--json", "--workspace", home)[1])["changed"] == []
    status, out, _ = run("assistant", "index", "rollback", "--workspace", home)
    assert status == 0 and re.fullmatch(r"Back to the version of \d+ \w+ 20\d\d, \d\d:\d\d UTC\.\n", out)


@pytest.mark.parametrize(
    "arguments",
    [["add", "/nowhere.pdf", "--organisation", "x"], ["add", __file__, "--organisation", "../x"], ["nonsense"], []],
)
def test_wrong_use_of_assistant_exits_2(tmp_path, arguments):
    (tmp_path / "assistant.toml").touch()
    status, _, err = run("assistant", *arguments, POLICY_ASSISTANT_HOME=str(tmp_path))
    assert status == 2 and "Traceback" not in err


def test_unsupported_file_is_named_and_skipped(workspace):
    write_policy(workspace, "hill", "conduct", ["Staff must not smoke anywhere on the school site."])
    (workspace.corpus / "hill" / "old.doc").write_bytes(b"x")
    status, _, err = run("assistant", "index", "--workspace", workspace.root)
    assert status == 0 and "skipped hill/old.doc: .doc is not a supported type; save it as PDF or DOCX" in err


def test_owner_sees_what_changed_what_is_due_and_that_all_is_well(workspace):
    write_policy(
        workspace, "hill", "conduct", ["Staff should not smoke anywhere on the school site.", "Dogs stay at home."]
    )
    home = ("--workspace", workspace.root)
    assert run("assistant", "index", *home)[0] == 0
    assert run("assistant", "changes", *home)[0] == 3
    write_policy(
        workspace, "hill", "conduct", ["Staff must not smoke anywhere on the school site.", "Dogs stay at home."]
    )
    assert "Changed: hill/conduct.txt" in run("assistant", "index", "--dry-run", *home)[1]
    status, out, _ = run("assistant", "index", *home)
    assert status == 0 and "1 clause changed. See `assistant changes`." in out
    status, out, _ = run("assistant", "changes", *home)
    assert out.splitlines() == [
        "reworded (SHOULD NOT became MUST NOT): hill/conduct, Rules, clause 1.1",
        "  Staff [-should-] {+must+} not smoke anywhere on the school site.",
    ]
    assert "Staff ~~should~~ **must** not smoke" in run("assistant", "changes", "--markdown", *home)[1]
    (change,) = json.loads(run("assistant", "changes", "--json", *home)[1])["changes"]
    assert change["force"] == ["advised_against", "prohibited"]
    status, _, err = run("assistant", "changes", "nonsense", *home)
    assert status == 2 and "There is no version nonsense of the index. Kept: " in err
    assert run("assistant", "review", "--due", "1y", *home)[1] == "review date not found: Conduct Policy (Hill)\n"
    assert run("assistant", "review", "--csv", *home)[1].startswith("organisation,title")
    assert "BEGIN:VCALENDAR" in run("assistant", "review", "--ics", *home)[1]
    assert run("assistant", "review", "--due", "soon", *home)[0] == 2
    status, out, _ = run("assistant", "doctor", *home)
    assert status == 0 and "fault" not in out
    assert run("assistant", "index", "rollback", "--json", *home)[0] == 0


def test_question_that_is_not_whole_text_is_answered_without_a_traceback(ask):
    lines = b'{"question": "can I vape \\ud800 on site?"}\n\xff\xfe\n{"question": "can I vape?"}\n'
    status, out, err = ask("--jsonl", stdin=lines)
    answers = [json.loads(line) for line in out.splitlines()]
    assert status == 0 and err == ""
    assert [("error" in answer) for answer in answers] == [False, True, False]


def test_json_is_utf8_whatever_the_locale(sample):
    _, out, _ = run("ask", "--workspace", sample.root, "--json", "gifts", PYTHONIOENCODING="cp437")
    assert "£" in out and "?" not in json.loads(out)["answers"][0]["quotes"][0]["text"]


def test_adding_two_files_of_one_name_is_refused(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "z.txt").write_text("Staff must be kind.")
    run("assistant", "init", tmp_path / "home")
    status, _, err = run(
        "assistant",
        "add",
        tmp_path / "a" / "z.txt",
        tmp_path / "b" / "z.txt",
        "--organisation",
        "x",
        "--workspace",
        tmp_path / "home",
    )
    assert status == 2 and "same name" in err


def test_two_schools_are_shown_side_by_side(sample):
    status, out, _ = run(
        "assistant", "compare", "--workspace", sample.root, "merrowdale-primary", "quillhaven-academy", "gifts"
    )
    assert status == 0 and "Merrowdale Primary" in out and "Quillhaven Academy" in out
    status, out, _ = run(
        "assistant",
        "compare",
        "--json",
        "--workspace",
        sample.root,
        "merrowdale-primary",
        "quillhaven-academy",
        "gifts",
    )
    assert {part["organisation"] for part in json.loads(out)["answers"]} == {"merrowdale-primary", "quillhaven-academy"}
    status, _, err = run(
        "assistant", "compare", "--workspace", sample.root, "merrowdale-primary", "merrowdale-primary", "gifts"
    )
    assert status == 2 and "two different schools" in err


def test_file_is_never_put_over_a_policy_of_the_same_name_unasked(workspace, tmp_path):
    policy = tmp_path / "conduct.txt"
    policy.write_text("Conduct Policy\n\n1 Rules\n1.1 Staff must not smoke.\n")
    arguments = ("assistant", "add", policy, "--organisation", "hill", "--workspace", workspace.root)
    assert run(*arguments)[0] == 0
    policy.write_text("Conduct Policy\n\n1 Rules\n1.1 Staff may smoke.\n")
    status, _, err = run(*arguments)
    assert status == 2 and "conduct.txt. Give the new file another name" in err
    assert "must not" in (workspace.corpus / "hill" / "conduct.txt").read_text()
    assert run(*arguments, "--replace")[0] == 0


def test_file_that_is_no_policy_is_refused_before_it_is_copied(workspace, tmp_path):
    (tmp_path / "tool.exe").write_bytes(b"MZ")
    status, _, err = run(
        "assistant", "add", tmp_path / "tool.exe", "--organisation", "hill", "--workspace", workspace.root
    )
    assert status == 2 and "save it as PDF or DOCX" in err and not (workspace.corpus / "hill").exists()


def test_reader_that_goes_away_early_is_no_error(sample):
    command = f"{BIN}/ask --workspace {sample.root} 'can I friend a parent?' | true"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")


def test_status_names_schools_and_titles_as_people_do_and_what_cannot_be_used(workspace):
    text = "Smoking Policy\n\nNext review: May 2020\n\n1 Rules\n\n1.1 Staff must not smoke anywhere on site.\n"
    (workspace.corpus / "hill-top").mkdir(parents=True)
    (workspace.corpus / "hill-top" / "smoking.txt").write_text(text)
    (workspace.corpus / "hill-top" / "rota.pdf").touch()
    home = ("--workspace", workspace.root)
    assert run("assistant", "index", *home)[0] == 0
    first, read, *rest = run("assistant", "status", *home)[1].splitlines()
    assert first == "1 policy with 1 clause, of Hill Top."
    assert re.fullmatch(r"Last read on \d+ \w+ 20\d\d, \d\d:\d\d UTC\.", read)
    assert rest == [
        "Cannot be used: hill-top/rota.pdf: rota.pdf is empty; put the real file in its place",
        "Overdue for review: Smoking Policy (Hill Top)",
    ]
    described = json.loads(run("assistant", "status", "--json", *home)[1])
    assert described["overdue"] == ["hill-top/smoking"] and described["skipped"][0]["source"] == "hill-top/rota.pdf"


def test_file_out_of_reach_is_named_with_what_to_do(capsys):
    from assistant.cli import _guarded

    def refused(argv):
        raise PermissionError(13, "Permission denied", "/x/y.md")

    assert _guarded("assistant", refused, []) == 3
    told = "/x/y.md could not be read or written: permission denied. Check the folder and your rights to it."
    assert capsys.readouterr().err == f"assistant: {told}\n"


def test_help_keeps_names_and_explains_every_argument():
    from assistant.cli.complete import full_parser

    assert "(Model Context Protocol)" in run("assistant", "mcp", "--help")[1]
    (commands,) = (action.choices for action in full_parser()._actions if action.dest == "COMMAND" or action.choices)
    silent = [(name, each.dest) for name, made in commands.items() for each in made._actions if not each.help]
    assert silent == []


def test_fault_of_ours_is_a_message_without_a_trace(monkeypatch, capsys):
    from assistant.cli import _guarded

    assert _guarded("ask", lambda argv: 1 // 0, []) == 3
    assert capsys.readouterr().err.startswith("ask: Something went wrong in Policy Assistant (ZeroDivisionError")
    monkeypatch.setenv("POLICY_ASSISTANT_TRACE", "1")
    with pytest.raises(ZeroDivisionError):
        _guarded("ask", lambda argv: 1 // 0, [])
