from assistant.doctor import examine
from tests.conftest import write_policy


def verdicts(workspace):
    return {finding.check: finding.verdict for finding in examine(workspace)}


def test_healthy_workspace_passes_every_check(sample):
    assert set(verdicts(sample).values()) == {"ok"}
    assert set(verdicts(sample)) == {
        "environment",
        "permissions",
        "checksums",
        "model",
        "second model",
        "vectors",
        "corpus",
        "policies",
    }


def test_damage_is_a_fault_with_the_remedy(small):
    (path,) = (small.index / "generations").glob("*/clauses.sqlite")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    (fault,) = [finding for finding in examine(small) if finding.verdict == "fault"]
    assert "assistant index --full" in fault.message


def test_changed_and_skipped_documents_are_advice(sample, tmp_path):
    import shutil

    from assistant.build import build
    from assistant.settings import Settings, Workspace

    shutil.copytree(sample.root, tmp_path / "copy")
    workspace = Workspace(tmp_path / "copy", Settings())
    (workspace.corpus / "merrowdale-primary" / "old.doc").write_bytes(b"x")
    build(workspace)
    assert verdicts(workspace)["corpus"] == "advice"
    write_policy(workspace, "merrowdale-primary", "social-media", ["Changed."])
    assert "Changed or deleted since they were read: merrowdale-primary/social-media.txt" in str(examine(workspace))
