"""The files an operator copies: each holds what the program that reads it checks, and the installation runs offline."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from webmap.settings import MAX_BODY_BYTES, Settings

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "webmap" / "recipes"
BIN = Path(sys.executable).parent


def _run(*command: object, **more: object) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stdout + done.stderr
    said: str = done.stdout + done.stderr
    return said


def _tool(name: str, *, always: bool = False) -> str:
    found = shutil.which(name, path=f"{BIN}:/usr/sbin:{os.environ['PATH']}")
    if found is None and not (always or os.environ.get("CI")):
        pytest.skip(f"{name} is not installed")
    assert found, f"{name} is missing"
    return found


def test_the_containerfile_is_clean() -> None:
    assert _run(_tool("hadolint", always=True), RECIPES / "Containerfile") == ""
    last_stage = (RECIPES / "Containerfile").read_text().rpartition("\nFROM ")[2]
    assert "pip" not in last_stage
    assert "/uv" not in last_stage


def test_the_shell_script_is_clean() -> None:
    assert _run(_tool("shellcheck", always=True), RECIPES / "install.sh") == ""


def test_the_unit_is_one_systemd_takes(tmp_path: Path) -> None:
    unit = (RECIPES / "lingang.service").read_text().replace("/opt/lingang/current/bin/", "/bin/")
    unit = unit.replace("/bin/gunicorn", "/bin/true").replace("/bin/lingang", "/bin/true")
    (tmp_path / "lingang.service").write_text(unit)
    assert _run(_tool("systemd-analyze"), "verify", tmp_path / "lingang.service") == ""


def test_nginx_takes_its_site_and_no_more_bytes_than_the_service(tmp_path: Path) -> None:
    nginx = _tool("nginx")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ("-subj", "/CN=maps.example", "-days", "1", "-keyout", key, "-out", certificate)
    _run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject)
    site = (RECIPES / "nginx.conf").read_text()
    assert f"client_max_body_size {MAX_BODY_BYTES // 2**20}m;" in site
    site = site.replace("/etc/ssl/certs/maps.example.pem", str(certificate))
    site = site.replace("/etc/ssl/private/maps.example.key", str(key))
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; {site} }}"
    )
    assert "test is successful" in _run(nginx, "-t", "-c", tmp_path / "nginx.conf", "-p", tmp_path)


def test_settings_named_in_the_recipes_exist() -> None:
    known = {f"LINGANG_{name.upper()}" for name in Settings.model_fields}
    for path in RECIPES.iterdir():
        words = path.read_text().replace("=", " ").replace("(", " ").replace(")", " ").split()
        assert {word for word in words if word.startswith("LINGANG_")} <= known, path.name


@pytest.mark.long
def test_an_office_without_internet_installs_upgrades_and_goes_back(tmp_path: Path) -> None:
    """The folder of `make offline` is installed in a network namespace of its own, where there is no network."""
    alone = [_tool("unshare"), "--net"] if os.geteuid() == 0 else [_tool("unshare"), "--net", "--map-root-user"]
    folder = tmp_path / "offline"
    _run("make", "offline", f"OFFLINE={folder}", f"VENV={BIN.parent}", cwd=ROOT)
    prefix = tmp_path / "opt"
    old = prefix / "releases" / "0.1.0-00000000"
    old.mkdir(parents=True)
    (prefix / "current").symlink_to("releases/0.1.0-00000000")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    _run(*alone, folder / "install.sh", prefix, env=environment)
    version = (folder / "VERSION").read_text().strip()
    assert (prefix / "current").readlink() == Path("releases") / version
    assert "0 errors" in _run(*alone, prefix / "current" / "bin" / "lingang", "check", env=environment, cwd=tmp_path)
    assert not {"pip", "uv"} & {path.name for path in (prefix / "current" / "bin").iterdir()}
    _run(folder / "install.sh", "--back", prefix)
    assert (prefix / "current").resolve() == old
    _run(folder / "install.sh", "--back", prefix)
    assert (prefix / "current").readlink() == Path("releases") / version


def test_a_changed_file_is_not_installed(tmp_path: Path) -> None:
    shutil.copy(RECIPES / "install.sh", tmp_path)
    (tmp_path / "VERSION").write_text("1\n")
    (tmp_path / "SHA256SUMS").write_text(f"{hashlib.sha256(b'2').hexdigest()}  VERSION\n")
    done = subprocess.run([tmp_path / "install.sh", tmp_path / "opt"], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "VERSION: FAILED" in done.stdout + done.stderr
    assert not (tmp_path / "opt").exists()
