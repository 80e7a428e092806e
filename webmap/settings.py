"""The settings of the web application, each declared once with name, type, default and meaning.

A setting comes from ``create_app(config)``, from the command line, or from the environment as ``LINGANG_<NAME>``.
"""

from __future__ import annotations

import textwrap
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import DirectoryPath, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from pydantic import ValidationError

_A_DAY_S = 86_400
_HOST = r"(\*\.)?[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]"
_ORIGIN = rf"https?://({_HOST})(:\d{{1,5}})?"
#: Most bytes of a request body; checked before it is read.
MAX_BODY_BYTES = 16 * 1024 * 1024


class Settings(BaseSettings):
    """Settings of the web application; ``create_app`` reads them, no import does."""

    model_config = SettingsConfigDict(env_prefix="LINGANG_", extra="forbid", env_ignore_empty=True)

    layers: Path | None = Field(None, description="Folder of the layers; default: those installed with the program.")
    seeds: Path | None = Field(None, description="Folder of the seed tables; default: those installed.")
    workspace: SecretStr | None = Field(
        None,
        description="Data of your own beside the atlas: a vector file, of a GeoPackage all its layers, or "
        "postgresql://user:password@host:port/database?tables=a,b. It is read at the start and at each reload, never "
        "written to.",
    )
    store: SecretStr | None = Field(
        None,
        description="Layers of your own of any size beside the atlas, as `lingang import` writes them: a folder, or "
        "postgresql://user:password@host:port/database. They are read from there at each request.",
    )
    documents: DirectoryPath | None = Field(
        None,
        description="Folder with copies of the documents (text, Markdown, HTML or PDF): sources then lead to the words "
        "they rest on. Without it no text of a document is read.",
    )
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the server listens on; 0 takes a free one.")
    threads: int = Field(16, ge=1, le=64, description="Threads of the server.")
    connections: int = Field(
        2000, ge=10, le=100_000, description="Connections the server holds open; idle ones cost little."
    )
    idle_s: int = Field(20, ge=1, description="Seconds after which a connection is closed that sends nothing.")
    drain_s: int = Field(30, ge=0, description="Seconds in which a service that is ended finishes its requests.")
    supervisor: bool = Field(
        True, description="Replaces a serving process that died or hangs; not on Windows, where a process cannot fork."
    )
    hang_s: int = Field(
        60, ge=2, description="Seconds without any thread free to answer after which the serving process is replaced."
    )
    upload_memory_mb: int = Field(512, ge=32, description="Memory in MB that reading one sent file may take.")
    upload_cpu_s: int = Field(20, ge=1, description="Processor time in seconds that reading one sent file may take.")
    upload_wall_s: int = Field(30, ge=1, description="Seconds after which reading one sent file is given up.")
    answers_mb: int = Field(
        64, ge=1, description="Memory in MB for answers kept ready; what it cannot hold is made again."
    )
    exports_mb: int = Field(
        256, ge=0, description="Room on disk in MB for exported files kept ready; what it cannot hold is written again."
    )
    job_processes: int = Field(
        2,
        ge=0,
        le=64,
        description="Processes that draw sheets and reports and write exports; the first job starts them. 0 does it "
        "in the threads of the server, where no time limit ends a job.",
    )
    job_s: int = Field(
        60, ge=1, description="Seconds after which a sheet, a report or an export is given up, waiting included."
    )
    map_review_number: str | None = Field(
        None, description="Map review number (审图号) shown at the lower left of the map; without it the slot says so."
    )
    basemaps: str = Field(
        "osm,gaode",
        pattern=r"^(|(osm|gaode)(,(osm|gaode))*)$",
        description="Basemaps beside the built-in one: osm, gaode or both, separated by a comma; empty keeps every "
        "request at home. Tianditu comes with its key, see tianditu_key.",
    )
    tianditu_key: str | None = Field(
        None,
        pattern=r"^[0-9A-Za-z]+$",
        description="Key of a browser application at Tianditu; with it 天地图 is offered.",
    )
    public_url: str | None = Field(
        None,
        pattern=rf"^{_ORIGIN}(/[A-Za-z0-9._~/-]*)?$",
        description="Address the readers know, such as https://plan.example.org/atlas/; all links begin with it, and "
        "with its path every address. Without it the address of the request counts.",
    )
    trusted_hosts: str | None = Field(
        None,
        pattern=rf"^(\*|\.?({_HOST})(,\.?({_HOST}))*)$",
        description="Names the service answers to, separated by commas; .example.org takes all below it too, * takes "
        "any. Default: localhost, the host listened on, that of public_url, and for host 0.0.0.0 the names and "
        "addresses of the machine.",
    )
    proxy_hops: int = Field(
        0,
        ge=0,
        le=9,
        description="Proxies in front of the service whose X-Forwarded-For, -Proto, -Host and -Prefix and X-Request-ID "
        "are believed; 0 believes none.",
    )
    proxy_addresses: str = Field(
        "127.0.0.1,::1",
        description="Addresses or networks of the proxies, separated by commas. Headers from anywhere else, but for a "
        "socket file, are not believed.",
    )
    frame_ancestors: str = Field(
        "self",
        pattern=rf"^(none|(self|{_ORIGIN})(,(self|{_ORIGIN}))*)$",
        description="Who may show the pages in a frame: self, none, or origins such as https://portal.example.org, "
        "separated by commas.",
    )
    cors_origins: str = Field(
        "",
        pattern=rf"^(|{_ORIGIN}(,{_ORIGIN})*)$",
        description="Origins whose pages may read layers of your own, separated by commas; any page may read what "
        "the atlas itself has.",
    )
    access_token: SecretStr | None = Field(
        None,
        min_length=8,
        description="Puts layers of your own and /metrics behind this token: as Authorization: Bearer, as password of "
        "Authorization: Basic, or once as ?token= in the browser.",
    )
    access_header: str | None = Field(
        None,
        pattern=r"^[A-Za-z][A-Za-z0-9-]*$",
        description="The same behind a header, such as Remote-User, that the proxy sets for readers it has signed in; "
        "needs proxy_hops.",
    )
    access_log: bool = Field(
        True, description="Writes a line for each request to standard error, without address, query and browser."
    )
    static_max_age_s: int = Field(_A_DAY_S, ge=0, description="How long browsers keep scripts and styles, in seconds.")

    @field_validator("proxy_addresses")
    @classmethod
    def _require_networks(cls, value: str) -> str:
        for part in filter(None, value.split(",")):
            ip_network(part)
        return value

    @field_validator("access_header")
    @classmethod
    def _require_proxy(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and not info.data.get("proxy_hops"):
            msg = "without proxy_hops anyone could send the header"
            raise ValueError(msg)
        return value

    def flask_config(self) -> dict[str, Any]:
        """Return the settings under the keys Flask and the pages read."""
        return {
            "DOCUMENTS": self.documents,
            "MAP_REVIEW_NUMBER": self.map_review_number,
            "BASEMAPS": [name for name in self.basemaps.split(",") if name],
            "TIANDITU_KEY": self.tianditu_key,
            "SEND_FILE_MAX_AGE_DEFAULT": self.static_max_age_s,
            "MAX_CONTENT_LENGTH": MAX_BODY_BYTES,
            "THREADS": self.threads,
            "ANSWERS_MB": self.answers_mb,
            "EXPORTS_MB": self.exports_mb,
            "JOB_PROCESSES": self.job_processes,
            "JOB_S": self.job_s,
            "FRAME_ANCESTORS": self.frame_ancestors.split(","),
            "CORS_ORIGINS": [origin for origin in self.cors_origins.split(",") if origin],
            "UPLOAD_LIMITS": (self.upload_memory_mb, self.upload_cpu_s, self.upload_wall_s),
        }


def settings_help(width: int = 78) -> str:
    """Write all settings with their defaults and meanings, for the help of the command line.

    Parameters
    ----------
    width : int
        Of a line, in characters.
    """
    lines = []
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, "") else f"  [default: {field.default}]"
        lines += [f"  LINGANG_{name.upper()}{default}"]
        lines += textwrap.wrap(field.description or "", width, initial_indent="      ", subsequent_indent="      ")
    return "\n".join(lines)


def what_is_wrong(error: ValidationError) -> str:
    """Write which settings are not valid and what they mean.

    Parameters
    ----------
    error : pydantic.ValidationError
        Raised by :class:`Settings`.

    Returns
    -------
    str
        One line for each setting, with its name in the environment.
    """
    lines = []
    for fault in error.errors():
        name = str(fault["loc"][0])
        field = Settings.model_fields.get(name)
        meant = field.description if field else "no such setting"
        shown = "…" if field and "SecretStr" in str(field.annotation) else repr(fault["input"])
        lines.append(f"LINGANG_{name.upper()}={shown} cannot be used ({fault['msg']}). {meant}")
    return "\n".join(lines)
