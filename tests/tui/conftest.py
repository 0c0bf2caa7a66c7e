"""What every test of the chat needs."""

import pytest


@pytest.fixture(autouse=True)
def _own_settings_folder(tmp_path, monkeypatch):
    """Keep the chosen school of a test out of the user's own settings."""
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "settings")
