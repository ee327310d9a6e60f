from pathlib import Path

import pytest

from bot import settings
from index.errors import SettingsError

SECRET = "sk-do-not-show"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without our settings, and a current folder without .env."""
    for variable in settings.variables():
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_settings_the_defaults_hold() -> None:
    assert settings.shown(settings.load()) == [
        ("DATELINE_HOME", "not set"),
        ("DATELINE_EMBEDDER", "minilm"),
        ("OPENAI_API_KEY", "not set"),
        ("OPENAI_BASE_URL", "not set"),
        ("DATELINE_LOG", "warning"),
    ]


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOME", "~/news")
    monkeypatch.setenv("DATELINE_EMBEDDER", "openai:text-embedding-3-small")
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://reader:hidden@127.0.0.1:8080/v1")
    monkeypatch.setenv("DATELINE_LOG", "DEBUG")
    chosen = settings.load()
    assert (chosen.home, chosen.api_key, chosen.openai_base_url) == (
        Path.home() / "news",
        SECRET,
        "http://reader:hidden@127.0.0.1:8080/v1",
    )
    assert settings.shown(chosen) == [
        ("DATELINE_HOME", str(Path.home() / "news")),
        ("DATELINE_EMBEDDER", "openai:text-embedding-3-small"),
        ("OPENAI_API_KEY", "set"),
        ("OPENAI_BASE_URL", "http://reader:***@127.0.0.1:8080/v1"),
        ("DATELINE_LOG", "debug"),
    ]


def test_the_environment_beats_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("DATELINE_LOG=info\nDATELINE_EMBEDDER=openai:small\nSOMEBODY_ELSES=1\n", encoding="utf-8")
    monkeypatch.setenv("DATELINE_LOG", "error")
    chosen = settings.load()
    assert (chosen.log, chosen.embedder) == ("error", "openai:small")


def test_an_empty_value_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_LOG", "")
    Path(".env").write_text("DATELINE_EMBEDDER=\nOPENAI_API_KEY=\nDATELINE_HOME=\n", encoding="utf-8")
    chosen = settings.load()
    assert (chosen.log, chosen.embedder, chosen.api_key, chosen.home) == ("warning", "minilm", None, None)


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("DATELINE_EMBEDDER", "word2vec", "must be minilm or openai:MODEL"),
        ("DATELINE_EMBEDDER", "openai: ", "must be minilm or openai:MODEL"),
        ("DATELINE_LOG", "loud", "must be 'debug', 'info', 'warning' or 'error'"),
        ("OPENAI_BASE_URL", SECRET, "must be a URL that begins with http:// or https://"),
        ("OPENAI_BASE_URL", "http://", "must be a URL that begins with http:// or https://"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refused:
        settings.load()
    assert str(refused.value) == f"{variable} {reason}; correct it in the environment or in .env"


def test_a_file_that_is_no_text_is_refused() -> None:
    Path(".env").write_bytes(b"OPENAI_API_KEY=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"^cannot read \.env: it is not UTF-8 text$"):
        settings.load()


def test_a_secret_shows_in_no_picture_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    assert SECRET not in repr(settings.load())


def test_secrets_are_taken_out_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://reader:hidden@127.0.0.1:8080/v1")
    text = f"401 for {SECRET} at http://reader:hidden@127.0.0.1:8080/v1"
    assert settings.without_secrets(text, settings.load()) == "401 for *** at http://reader:***@127.0.0.1:8080/v1"
