"""The settings of the web application, each declared once with name, type, default and meaning.

A setting comes from ``create_app(config)``, from the command line, or from the environment as ``LINGANG_<NAME>``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

if TYPE_CHECKING:
    from pydantic import ValidationError

_A_DAY_S = 86_400
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
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the server listens on; 0 takes a free one.")
    threads: int = Field(8, ge=1, le=64, description="Threads of the server.")
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
    static_max_age_s: int = Field(_A_DAY_S, ge=0, description="How long browsers keep scripts and styles, in seconds.")

    def flask_config(self) -> dict[str, Any]:
        """Return the settings under the keys Flask and the pages read."""
        return {
            "MAP_REVIEW_NUMBER": self.map_review_number,
            "BASEMAPS": [name for name in self.basemaps.split(",") if name],
            "TIANDITU_KEY": self.tianditu_key,
            "SEND_FILE_MAX_AGE_DEFAULT": self.static_max_age_s,
            "MAX_CONTENT_LENGTH": MAX_BODY_BYTES,
            "THREADS": self.threads,
            "UPLOAD_LIMITS": (self.upload_memory_mb, self.upload_cpu_s, self.upload_wall_s),
        }


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
        lines.append(f"LINGANG_{name.upper()}={fault['input']!r} cannot be used ({fault['msg']}). {meant}")
    return "\n".join(lines)
