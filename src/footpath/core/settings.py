"""Settings, from environment variables named FOOTPATH_<NAME>; the only reader of the environment."""

import os
from pathlib import Path

from msgspec import Struct

from footpath.core.errors import Invalid


class Settings(Struct, frozen=True):
    """Where things are and how much of the machine may be used.

    Attributes:
        store: folder of the store that commands use when `--store` is not given.
        threads: how many threads imports and analyses use; 0 = all cores.
        memory_gb: how much memory an import may use before it spills to disk.
        spool: folder where the collector keeps what the lake does not have yet; none = inside the store.
        spool_gb: how much may wait there before senders are told to come back later.
        data: folder of people, workspaces and their maps.
        database: address of a PostgreSQL database in its place, as `postgresql+pg8000://user@host/name`.
        url: address that people open Footpath at, which links in mails begin with; none = where it listens.
        smtp: mail server, as `smtp://user:password@host:587`; none = mails wait in `outbox` of the data folder.
        mail_from: address that mails come from.
        mail_in: where mails to addresses of write keys are taken, as `0.0.0.0:25`; none = nowhere.
        mail_in_cert: file of the certificate with which such connections may be encrypted, PEM; none = they are not.
        mail_in_key: file of its key; none = it is in the same file.
        session_days: after which somebody who does not come back has to sign in again.
        upload_gb: how much one import in the browser may bring.
        oidc_issuer: address of an identity provider that people may sign in with (OpenID Connect); none = passwords.
        oidc_client: what this server is called there.
        oidc_secret: the client secret it was given there; none for a public client.
        oidc_workspace: id of the workspace that new people from there see as viewers; none = they must be invited.
        oidc_hosts: hosts of one's own network, beside its own, at which it takes sign-ins, as `token.corp.example`.
        ticket_hosts: hosts of one's own network that may be asked for tickets, as `jira.corp.example,10.0.0.5:8443`.
    """

    store: Path = Path("footpath-store")
    threads: int = 0
    memory_gb: float = 2.0
    spool: Path | None = None
    spool_gb: float = 4.0
    data: Path = Path("footpath-data")
    database: str = ""
    url: str = ""
    smtp: str = ""
    mail_from: str = "footpath@localhost"
    mail_in: str = ""
    mail_in_cert: str = ""
    mail_in_key: str = ""
    session_days: float = 14.0
    upload_gb: float = 4.0
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: str = ""
    oidc_workspace: str = ""
    oidc_hosts: str = ""
    ticket_hosts: str = ""


_TEXTS = (
    "database", "url", "smtp", "mail_from", "mail_in", "mail_in_cert", "mail_in_key", "oidc_issuer", "oidc_client",
    "oidc_secret", "oidc_workspace", "oidc_hosts", "ticket_hosts",
)  # fmt: skip


def load() -> Settings:
    """Read the settings; an unreadable value raises Invalid naming the variable."""
    return Settings(
        store=Path(_text("STORE", str(Settings().store))),
        threads=int(_number("THREADS", Settings().threads)) or os.cpu_count() or 1,
        memory_gb=_number("MEMORY_GB", Settings().memory_gb),
        spool=Path(_text("SPOOL", "")) if _text("SPOOL", "") else None,
        spool_gb=_number("SPOOL_GB", Settings().spool_gb),
        data=Path(_text("DATA", str(Settings().data))),
        session_days=_number("SESSION_DAYS", Settings().session_days),
        upload_gb=_number("UPLOAD_GB", Settings().upload_gb),
        **{name: _text(name.upper(), getattr(Settings(), name)) for name in _TEXTS},
    )


def secret(name: str) -> str:
    """Return a secret from the variable FOOTPATH_SECRET_<name>; "" where it is not set."""
    return _text(f"SECRET_{name}", "")


def _text(name: str, default: str) -> str:
    return os.environ.get(f"FOOTPATH_{name}", default)  # noqa: TID251 - the one place allowed to


def _number(name: str, default: float) -> float:
    text = _text(name, str(default))
    try:
        return float(text)
    except ValueError:
        raise Invalid(
            f"FOOTPATH_{name} is {text!r}, not a number.", hint=f"Set it to a number such as {default:g}."
        ) from None
