"""Settings from arguments and environment: typed, checked, and explained where they cannot be used."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from geo import Atlas
from webmap import create_app
from webmap.cli.main import main
from webmap.settings import MAX_BODY_BYTES, Settings, what_is_wrong


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"LINGANG_{name.upper()}", raising=False)


def test_the_environment_sets_what_no_argument_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGANG_PORT", "9001")
    monkeypatch.setenv("LINGANG_THREADS", "")
    assert (Settings().port, Settings().threads) == (9001, 16)
    assert Settings(port=9002).port == 9002


def test_the_application_gets_them_under_the_keys_of_flask() -> None:
    config = Settings(basemaps="gaode,osm", static_max_age_s=5, upload_cpu_s=3).flask_config()
    assert config["BASEMAPS"] == ["gaode", "osm"]
    assert config["SEND_FILE_MAX_AGE_DEFAULT"] == 5
    assert config["MAX_CONTENT_LENGTH"] == MAX_BODY_BYTES
    assert config["UPLOAD_LIMITS"] == (512, 3, 30)
    assert Settings(basemaps="").flask_config()["BASEMAPS"] == []


def test_the_password_of_a_workspace_is_in_no_representation() -> None:
    settings = Settings.model_validate({"workspace": "postgresql://planner:geheim@host/plans"})
    assert "geheim" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    assert settings.workspace is not None
    assert "geheim" in settings.workspace.get_secret_value()


def test_each_setting_that_cannot_be_used_is_a_line_with_its_meaning() -> None:
    with pytest.raises(ValidationError) as raised:
        Settings.model_validate({"port": 70_000, "basemaps": "bing", "colour": "red"})
    lines = what_is_wrong(raised.value).splitlines()
    assert [line.partition("=")[0] for line in lines] == ["LINGANG_PORT", "LINGANG_BASEMAPS", "LINGANG_COLOUR"]
    assert lines[0].endswith("Port the server listens on; 0 takes a free one.")
    assert lines[2].endswith("no such setting")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("public_url", "atlas.example.org"),
        ("public_url", "https://atlas.example.org/?x"),
        ("trusted_hosts", "http://x"),
        ("proxy_hops", -1),
        ("proxy_addresses", "nowhere"),
        ("frame_ancestors", "portal"),
        ("frame_ancestors", "none,self"),
        ("cors_origins", "*"),
        ("cors_origins", "https://a.example/"),
        ("access_header", "Remote-User"),
        ("access_token", "short"),
    ],
)
def test_a_setting_that_would_not_protect_is_refused_by_its_name(name: str, value: object) -> None:
    with pytest.raises(ValidationError) as raised:
        Settings.model_validate({name: value})
    assert what_is_wrong(raised.value).startswith(f"LINGANG_{name.upper()}=")


def test_a_secret_that_is_refused_is_not_written_out() -> None:
    with pytest.raises(ValidationError) as raised:
        Settings.model_validate({"access_token": "geheim"})
    assert "geheim" not in what_is_wrong(raised.value)


def test_lists_of_origins_reach_the_application() -> None:
    config = Settings(cors_origins="https://a.example,http://b.example:8080", frame_ancestors="self").flask_config()
    assert config["CORS_ORIGINS"] == ["https://a.example", "http://b.example:8080"]
    assert config["FRAME_ANCESTORS"] == ["self"]
    assert Settings().flask_config()["CORS_ORIGINS"] == []


def test_the_help_of_the_command_line_lists_every_setting() -> None:
    shown = CliRunner().invoke(main, ["serve", "--help"]).output
    words = " ".join(shown.split())
    for name, field in Settings.model_fields.items():
        assert f"LINGANG_{name.upper()}" in shown
        assert " ".join(str(field.description).split()) in words, name


def test_what_the_factory_is_given_wins_over_the_environment_and_leaves_the_rest(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINGANG_BASEMAPS", "osm")
    monkeypatch.setenv("LINGANG_MAP_REVIEW_NUMBER", "GS(2026)1")
    config = create_app({"basemaps": "gaode"}, atlas=atlas).config
    assert config["BASEMAPS"] == ["gaode"]
    assert config["MAP_REVIEW_NUMBER"] == "GS(2026)1"
