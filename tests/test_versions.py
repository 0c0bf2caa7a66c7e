"""A policy counts once, and its newest version answers."""

from assistant.build import build
from assistant.index import open_index
from tests.conftest import write_policy

RULES = [f"Staff must not lend key number {number} to pupils." for number in range(8)]


def write(workspace, name, rules, date, suffix=".txt"):
    path = workspace.corpus / "north" / f"{name}{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = "\n\n".join(f"1.{number} {rule}" for number, rule in enumerate(rules, start=1))
    path.write_text(f"Key Policy\n\nApproved by: Governors\nDate approved: {date}\n\n1 Rules\n\n{body}\n")


def outcome(workspace):
    report = build(workspace)
    return [entry["document"] for entry in report.documents], {skip.name: skip.reason for skip in report.skipped}


def test_newer_version_of_a_policy_answers_and_the_older_is_named(workspace, fake_encoder):
    write(workspace, "keys-2023", RULES, "1 March 2023")
    write(workspace, "keys-2025", [*RULES[:-1], "Staff may lend key number 7 to prefects."], "1 March 2025")
    documents, skipped = outcome(workspace)
    assert documents == ["north/keys-2025"]
    assert skipped == {"north/keys-2023.txt": "it is superseded by north/keys-2025.txt of 2025-03-01"}


def test_older_version_comes_back_when_the_newer_is_taken_away(workspace, fake_encoder):
    write(workspace, "keys-2023", RULES, "1 March 2023")
    write(workspace, "keys-2025", RULES[1:], "1 March 2025")
    outcome(workspace)
    (workspace.corpus / "north" / "keys-2025.txt").unlink()
    assert outcome(workspace) == (["north/keys-2023"], {})


def test_copy_under_another_name_and_in_another_format_counts_once(workspace, fake_encoder):
    write(workspace, "keys", RULES, "1 March 2025")
    write(workspace, "keys-copy", RULES, "1 March 2025")
    write(workspace, "locks", RULES, "1 March 2025", ".md")
    documents, skipped = outcome(workspace)
    assert documents == ["north/keys"]
    assert set(skipped.values()) == {"it is the same policy as north/keys.txt, which was read instead"}


def test_policies_that_share_only_a_title_both_answer(workspace, fake_encoder):
    write(workspace, "code-staff", RULES, "1 March 2023")
    write(workspace, "code-pupils", [f"Pupils should bring book {number}." for number in range(8)], "1 March 2025")
    assert outcome(workspace) == (["north/code-pupils", "north/code-staff"], {})


def test_same_policy_at_two_schools_answers_at_both(workspace, fake_encoder):
    for school in ("north", "south"):
        write_policy(workspace, school, "keys", RULES)
    build(workspace)
    assert open_index(workspace.index).organisations() == ("north", "south")
