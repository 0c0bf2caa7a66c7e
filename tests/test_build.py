import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from getpass import getuser
from pathlib import Path

import pytest
from filelock import FileLock

from assistant import generations
from assistant.build import build, rollback
from assistant.errors import (
    AssistantError,
    CorpusError,
    DamagedIndex,
    EmptyCorpus,
    IndexBusy,
    IndexMissing,
    UnreadableDocument,
)
from assistant.freshness import freshness
from assistant.generations import current
from assistant.index import open_index
from assistant.readers.isolate import read_many
from tests.conftest import ROOT, write_policy


def test_second_build_without_changes_reads_and_embeds_nothing(small, fake_encoder):
    fake_encoder.encoded.clear()
    name = current(small.index)
    report = build(small)
    assert report.unchanged and report.generation == name and fake_encoder.encoded == []


def test_changed_document_alone_is_read_and_its_new_clauses_alone_embedded(small, fake_encoder):
    write_policy(small, "north", "conduct", ["Staff must not lend keys to pupils.", "Staff may park in the lane."])
    fake_encoder.encoded.clear()
    report = build(small)
    assert report.read == 1 and not report.unchanged
    assert fake_encoder.encoded == ["Rules. Staff may park in the lane."]


def test_full_build_starts_over(small, fake_encoder):
    fake_encoder.encoded.clear()
    assert build(small, full=True).read == 2
    assert len(fake_encoder.encoded) > 3


def test_vectors_clauses_and_manifest_count_the_same_and_rows_have_unit_norm(small):
    index = open_index(small.index)
    counts = index.manifest["counts"]
    rows = [row for document in index.documents() for row in index.embedded(document.id)]
    assert counts["vectors"] == len(rows)
    assert counts["clauses"] == sum(len(index.document_clauses(document.id)) for document in index.documents())
    assert all(abs(float(vector @ vector) - 1) < 1e-5 for *_, vector in rows)


def test_rollback_puts_the_former_generation_back(small):
    first = current(small.index)
    write_policy(small, "north", "conduct", ["Everything is different now."])
    build(small)
    assert rollback(small) == first == current(small.index)


def test_rollback_to_a_damaged_generation_is_refused(small):
    first = current(small.index)
    write_policy(small, "north", "conduct", ["Everything is different now."])
    second = build(small).generation
    path = small.index / "generations" / first / "clauses.sqlite"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedIndex):
        rollback(small)
    assert current(small.index) == second


def test_rollback_without_a_former_generation_says_so(small):
    with pytest.raises(IndexMissing, match="no earlier"):
        rollback(small)


def test_only_the_generation_in_force_and_the_one_before_are_kept(small):
    for number in range(4):
        write_policy(small, "north", "conduct", [f"This is rule number {number} of the school."])
        build(small)
    assert len(list((small.index / "generations").iterdir())) == 2


def test_unreadable_document_is_skipped_by_name_and_the_rest_indexed(small):
    (small.corpus / "north" / "scan.pdf").write_bytes(b"%PDF-1.4 rubbish")
    (small.corpus / "north" / "sums.xlsx").write_bytes(b"x")
    report = build(small)
    assert {skip.name for skip in report.skipped} == {"north/scan.pdf", "north/sums.xlsx"}
    assert len(report.documents) == 2


def quoted(workspace):
    with closing(open_index(workspace.index)) as index:
        texts = [clause.text for clause in index.document_clauses("north/conduct") if not clause.about]
        return texts, freshness(index.manifest, workspace.corpus, ["north"]).changed


KEYS_AND_YARD = ["Staff must not lend keys to pupils.", "Staff may park in the yard."]


@pytest.mark.parametrize("full", [False, True])
def test_broken_file_in_the_place_of_a_good_one_takes_no_rule_away(small, full):
    path = small.corpus / "north" / "conduct.txt"
    good, stat = path.read_bytes(), path.stat()
    path.write_bytes(b"\x00" * len(good))
    for again in (False, True):
        report = build(small, full=full)
        assert report.unchanged == (again and not full)
        (skip,) = report.skipped
        assert skip.name == "north/conduct.txt" and skip.reason.endswith("is quoted until it is mended or deleted")
        assert quoted(small) == (KEYS_AND_YARD, {"north/conduct"})
    path.write_bytes(good)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert build(small).read == 1 and quoted(small) == (KEYS_AND_YARD, set())


def test_file_that_a_new_parser_cannot_read_is_tried_again_and_counts_as_changed(small, monkeypatch):
    from assistant import corpus

    def read_all_but_north(paths, tell):
        for path, reading in read_many(paths, tell):
            yield path, UnreadableDocument("took too long") if path.parent.name == "north" else reading

    monkeypatch.setattr(corpus, "parser_version", lambda: "newer")
    monkeypatch.setattr(corpus, "read_many", read_all_but_north)
    build(small)
    assert quoted(small) == (KEYS_AND_YARD, {"north/conduct"})
    monkeypatch.setattr(corpus, "read_many", read_many)
    assert build(small).read == 1 and quoted(small) == (KEYS_AND_YARD, set())


def test_broken_file_of_another_format_takes_no_rule_away(small):
    (small.corpus / "north" / "conduct.docx").write_bytes(b"no document")
    build(small)
    assert quoted(small) == (KEYS_AND_YARD, {"north/conduct"})
    (small.corpus / "north" / "conduct.txt").unlink()
    build(small)
    assert quoted(small) == (KEYS_AND_YARD, {"north/conduct"})


def test_good_copy_beside_a_broken_file_is_read_instead(small):
    path = small.corpus / "north" / "conduct.txt"
    shutil.copy(path, path.with_name("conduct 2.txt"))
    path.write_bytes(b"\x00" * 100)
    report = build(small)
    assert [entry["document"] for entry in report.documents] == ["north/conduct 2", "south/conduct"]


def test_policy_that_is_overwritten_without_a_rule_is_quoted_no_more(small):
    (small.corpus / "north" / "conduct.txt").write_text("WITHDRAWN\n")
    assert [entry["document"] for entry in build(small).documents] == ["south/conduct"]


def test_broken_file_that_is_deleted_takes_its_rules_with_it(small):
    path = small.corpus / "north" / "conduct.txt"
    path.write_bytes(b"\x00" * 100)
    build(small)
    path.unlink()
    assert [entry["document"] for entry in build(small).documents] == ["south/conduct"]


def test_folder_out_of_reach_fails_the_build_and_counts_as_nothing_deleted(small, monkeypatch):
    name = current(small.index)
    real = os.scandir

    def scandir(path):
        if Path(path).name == "north":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(CorpusError, match=r"north is out of reach \(Permission denied\)"):
        build(small)
    assert current(small.index) == name


def test_link_out_of_the_corpus_is_refused(small, tmp_path):
    (tmp_path / "secret.txt").write_text("Staff must not read this file.")
    (small.corpus / "north" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert [skip.reason for skip in build(small).skipped] == ["it is a link; copy the document itself into the corpus"]


def test_two_formats_of_one_policy_count_once(small):
    write_policy(small, "north", "conduct", ["Staff must be kind."], suffix=".md")
    report = build(small)
    assert [entry["document"] for entry in report.documents] == ["north/conduct", "south/conduct"]
    assert len(report.skipped) == 1


def test_empty_corpus_is_an_error_that_says_what_to_do(workspace, fake_encoder):
    with pytest.raises(EmptyCorpus, match="Put PDF, Word, Markdown, HTML or text files"):
        build(workspace)


def test_corpus_of_unreadable_files_loses_no_good_index(small):
    name = current(small.index)
    for path in small.corpus.rglob("*.txt"):
        path.write_bytes(b"\x00" * 100)
    with pytest.raises(EmptyCorpus, match="could be used"):
        build(small)
    assert current(small.index) == name


def test_document_that_goes_away_while_being_read_is_skipped_by_name(small, monkeypatch):
    from assistant import corpus

    write_policy(small, "north", "gone", ["This policy will be moved away."])
    found = corpus.find_sources(small)
    (small.corpus / "north" / "gone.txt").unlink()
    monkeypatch.setattr(corpus, "find_sources", lambda workspace: found)
    report = build(small, full=True)
    assert [skip.name for skip in report.skipped] == ["north/gone.txt"]
    assert "could not be opened" in report.skipped[0].reason and len(report.documents) == 2


def test_corpus_that_goes_away_during_a_build_leaves_the_index_in_force(small, monkeypatch):
    from assistant import corpus

    name = current(small.index)
    found = corpus.find_sources(small)
    shutil.rmtree(small.corpus)
    monkeypatch.setattr(corpus, "find_sources", lambda workspace: found)
    with pytest.raises(EmptyCorpus, match=r"No file in .* could be used\. .* moved meanwhile"):
        build(small, full=True)
    assert current(small.index) == name


def test_second_build_at_the_same_time_says_who_holds_the_lock(small):
    (small.index / ".lock-holder.json").write_text(json.dumps({"pid": 4711, "since": "09:30:00"}))
    with FileLock(small.index / ".lock"), pytest.raises(IndexBusy, match=r"since 09:30:00, process 4711"):
        build(small)


@pytest.mark.parametrize("step", ["_write_clauses", "put_in_force", "sync"])
def test_build_that_fails_at_any_step_leaves_the_former_generation_in_force(small, monkeypatch, step):
    name = current(small.index)
    write_policy(small, "north", "conduct", ["Everything is different now."])

    def fail(*args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(generations, step, fail)
        with pytest.raises(AssistantError, match="No space left on device"):
            build(small)
    assert current(small.index) == name
    build(small)
    assert current(small.index) != name


DISK = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
import assistant.build
from assistant import embedding
from assistant.errors import AssistantError
from assistant.settings import Settings, Workspace
from tests.conftest import FakeEncoder
assistant.build.prepare = lambda name, encoders: encoders / "fake"
embedding.Encoder = lambda folder: FakeEncoder()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    assistant.build.build(Workspace(Path(sys.argv[1]), Settings()))
except AssistantError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("bytes_", [0, 4_000, 20_000])
def test_disk_that_takes_no_more_leaves_the_former_generation_in_force(small, bytes_):
    name = current(small.index)
    rules = [f"Staff must not lend key number {key} to pupils or to visitors of the school." for key in range(200)]
    write_policy(small, "north", "conduct", rules)
    code = DISK.format(root=str(ROOT))
    done = subprocess.run([sys.executable, "-c", code, small.root, str(bytes_)], capture_output=True, text=True)
    assert done.returncode == 1 and "written to" in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert current(small.index) == name and open_index(small.index).organisations() == ("north", "south")
    assert [path.name for path in (small.index / "generations").iterdir()] == [name]


# A process of the administrator may write anywhere unless it gives that right up.
UNPRIVILEGED = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if getuser() == "root" else []


@pytest.mark.skipif(bool(UNPRIVILEGED) and not shutil.which("setpriv"), reason="needs setpriv")
@pytest.mark.skipif(sys.platform == "win32", reason="needs the permissions of POSIX")
def test_read_only_index_answers_and_a_rebuild_says_why_it_cannot(sample, tmp_path):
    shutil.copytree(sample.root, tmp_path / "share")
    share = tmp_path / "share"
    (share / "assistant.toml").touch()
    for path in [share / "index", *(share / "index").rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    bin_ = Path(sys.executable).parent

    def run(*command):
        return subprocess.run(
            [*UNPRIVILEGED, bin_ / command[0], *command[1:], "--workspace", share], capture_output=True, text=True
        )

    try:
        asked, built = run("ask", "can I friend a parent?"), run("assistant", "index")
    finally:
        for path in [share / "index", *(share / "index").rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert asked.returncode == 0, asked.stderr
    assert built.returncode == 3 and "cannot be written to (Permission denied)" in built.stderr


def test_file_whose_name_is_not_text_is_skipped_and_the_rest_indexed(small):
    import os

    folder = os.fsencode(small.corpus / "north")
    with open(folder + b"/caf\xe9.txt", "wb") as file:
        file.write(b"Staff must be kind.")
    report = build(small)
    assert [skip.reason for skip in report.skipped] == ["its name is not text; give it a plain name"]
    assert len(report.documents) == 2


def test_damaged_copy_of_the_shipped_encoder_is_made_again(tmp_path):
    from assistant.encoder import Encoder
    from assistant.encoder.export import prepare
    from assistant.settings import SHIPPED_ENCODER

    model = prepare(SHIPPED_ENCODER, tmp_path) / "model.onnx"
    model.write_bytes(model.read_bytes()[:1000])
    Encoder(prepare(SHIPPED_ENCODER, tmp_path))
