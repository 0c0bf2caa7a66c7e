import pytest

from assistant.errors import UsageError
from assistant.settings import Settings, Topic, find_workspace, read_settings


def test_empty_settings_file_means_the_defaults(tmp_path):
    (tmp_path / "assistant.toml").touch()
    assert read_settings(tmp_path / "assistant.toml") == Settings()


def test_settings_are_read(tmp_path):
    path = tmp_path / "assistant.toml"
    path.write_text(
        'scope = "hill"\nencoder = "all-MiniLM-L6-v2"\n[contacts]\nhill = "the office"\ndefault = "the head"\n'
    )
    settings = read_settings(path)
    assert settings.scope == ("hill",)
    assert (settings.contact("hill"), settings.contact("dale")) == ("the office", "the head")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("scop = 1", "unknown setting: scop"),
        ("scope = 1", "`scope` must be"),
        ("encoder = ''", "`encoder`"),
        ("[notices.x]\npatterns = 1", "`notices.x.patterns` must be text in quotation marks"),
        ("[notices.x]\nexamples = [1]", "`notices.x.examples` must be text in quotation marks"),
        ("x = [", "cannot be read"),
    ],
)
def test_unusable_setting_is_named(tmp_path, text, message):
    (tmp_path / "assistant.toml").write_text(text)
    with pytest.raises(UsageError, match=message):
        read_settings(tmp_path / "assistant.toml")


def test_workspace_is_the_one_named_then_the_environments_then_the_nearest(tmp_path, monkeypatch):
    for name in ("named", "environment", "nearest"):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "assistant.toml").touch()
    monkeypatch.chdir(tmp_path / "nearest" / "deep")
    assert find_workspace().root == tmp_path / "nearest"
    monkeypatch.setenv("POLICY_ASSISTANT_HOME", str(tmp_path / "environment"))
    assert find_workspace().root == tmp_path / "environment"
    assert find_workspace(tmp_path / "named").root == tmp_path / "named"


def test_workspace_that_is_no_folder_is_refused(tmp_path):
    with pytest.raises(UsageError, match="assistant init"):
        find_workspace(tmp_path / "nowhere")


def test_notices_and_safeguarding_contacts_are_read(tmp_path):
    path = tmp_path / "assistant.toml"
    path.write_text(
        'role = "Teachers"\n[safeguarding]\nhill = "Ana"\n[notices.flood]\ntext = "Leave."\npatterns = ["flood"]\n'
    )
    settings = read_settings(path)
    assert (settings.role, settings.safeguarding) == ("teachers", {"hill": "Ana"})
    assert settings.notices["flood"] == Topic("Leave.", ("flood",), enabled=True)


@pytest.mark.parametrize("text", ["[notices.x]\nnope = 1", "[notices.x]\nenabled = 1", "notices = 1"])
def test_unusable_notice_is_named(tmp_path, text):
    (tmp_path / "assistant.toml").write_text(text)
    with pytest.raises(UsageError, match="notices"):
        read_settings(tmp_path / "assistant.toml")
