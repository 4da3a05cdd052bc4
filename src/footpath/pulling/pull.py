"""What a pull is: where it fetches, what, how often, and what becomes of it; a YAML file each.

In texts of a request {since} stands for where the last pull ended, and {name} for an entry of `settings`.
"""

from abc import ABC
from typing import Any, ClassVar, Literal

from msgspec import Struct

from footpath.core.registry import Registry
from footpath.core.written import read_text
from footpath.events import Mapping

Scalar = str | int | float | bool


class Paging(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How the next page is asked for.

    Attributes:
        kind: none | cursor (a token in the answer) | next_url (an address in the answer) | link_header |
            page (numbers) | offset (rows to skip).
        next: path of the token or address in the answer.
        param, body: the query parameter, or the place in the body, that takes the token, page or offset.
        more: path of a boolean that says whether there is more.
        end: path of a boolean that says that there is no more.
        total: path of the number of pages (page) or rows (offset), where the answer has it.
        first: number of the first page.
        size: rows a page, for offset.
    """

    kind: Literal["none", "cursor", "next_url", "link_header", "page", "offset"] = "none"
    next: str = ""
    param: str = ""
    body: str = ""
    more: str = ""
    end: str = ""
    total: str = ""
    first: int = 1
    size: int = 100


class Auth(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How the service knows us; the secret is kept apart.

    Attributes:
        kind: none | bearer (a token) | basic (name:password) | header or query (a key under `name`) |
            oauth (client-id:client-secret, or client-id:client-secret:refresh-token, traded at `token_url`).
    """

    kind: Literal["none", "bearer", "basic", "header", "query", "oauth"] = "bearer"
    name: str = ""
    token_url: str = ""


class RestTable(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One list of a REST service.

    Attributes:
        path: of the service's address.
        records: path of the rows in an answer; "" = the answer is the list.
        cursor: column by which what is new is told; "" = all is fetched each time.
        since: how {since} is written: iso | epoch_s | epoch_ms | date | as_is.
        start: where the first pull begins, written like the cursor.
        lag_s: how far before the last end a pull begins, for services that show changes late.
        ordered: rows come oldest first, so that a pull that breaks off goes on where it was.
        round_pages: pages after which what has come is brought in.
        pick: column → path in a row; only these are kept; none = the whole row.
        mapping: what the columns become.
    """

    path: str
    method: Literal["GET", "POST"] = "GET"
    query: dict[str, Scalar] = {}
    body: dict[str, Any] = {}
    records: str = ""
    paging: Paging = Paging()
    cursor: str = ""
    since: Literal["iso", "epoch_s", "epoch_ms", "date", "as_is"] = "iso"
    start: str | int = "1970-01-01T00:00:00Z"
    lag_s: float = 0.0
    ordered: bool = True
    round_pages: int = 50
    pick: dict[str, str] = {}
    mapping: Mapping


class SqlTable(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One table or view of a database.

    Attributes:
        table: its name, with the schema where needed ("sales.orders"); "" = the entry's name.
        columns: the ones fetched; none = all.
        cursor: column that only grows, such as the time of the last change or a running id; "" = all each time.
        lag_s: how far before the last end a pull begins, where the cursor is a time and transactions end late.
        round_rows: rows after which what has come is brought in.
    """

    table: str = ""
    columns: list[str] = []
    cursor: str = ""
    lag_s: float = 0.0
    round_rows: int = 20_000
    mapping: Mapping


class Timed(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What every pull has.

    Attributes:
        source: what its rows call their source; "" = the pull's name.
        every: how long between pulls: 90s, 15m, 6h, 1d; "" and no cron = only by hand.
        cron: when instead, as five fields of cron in UTC.
    """

    version: int = 1
    source: str = ""
    every: str = ""
    cron: str = ""


class RestPull(
    Timed, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag="rest", tag_field="kind"
):
    """A REST service.

    Attributes:
        url: its address.
        settings: words that {name} stands for.
        most_tries: of one request, where the service is busy or away.
        longest_wait_s: between two of them.
    """

    url: str
    auth: Auth = Auth()
    headers: dict[str, str] = {}
    settings: dict[str, Scalar] = {}
    most_tries: int = 6
    longest_wait_s: float = 60.0
    tables: dict[str, RestTable]


class SqlPull(
    Timed, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag="sql", tag_field="kind"
):
    """A database.

    Attributes:
        url: as SQLAlchemy writes it, e.g. postgresql+pg8000://reader@db.example/shop; the password is kept apart.
    """

    url: str
    tables: dict[str, SqlTable]


class MailPull(
    Timed, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag="imap", tag_field="kind"
):
    """A folder of a mailbox.

    Attributes:
        host, port, user: of the IMAP server; the password is kept apart.
        tls: False only for servers on this machine.
        folder: whose mails are read; they stay as they are, unread too.
        own: addresses and domains of one's own, whose mails are no customer's.
        automatic: what becomes of automatic replies and bounces: drop | keep (marked).
        round_mails: mails after which what has come is brought in.
    """

    host: str
    user: str
    port: int = 993
    tls: bool = True
    folder: str = "INBOX"
    own: list[str] = []
    automatic: Literal["drop", "keep"] = "drop"
    round_mails: int = 500


PullFile = RestPull | SqlPull | MailPull


class Pull(ABC):
    """A source that can be pulled from, ready but for one's own address and secret.

    Attributes:
        name: the word for it, equal to the file's name.
        yaml: the pull as its file is written, to be changed at will.
        needs: entries of `settings` that stand for one's own account.
    """

    name: ClassVar[str]
    yaml: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def pull(cls) -> PullFile:
        """Return what its YAML says."""
        return read_text(cls.yaml, PullFile, name=f"preset {cls.name}", word="pull")  # type: ignore[arg-type]


PULLS: Registry[Pull] = Registry("footpath.pulling.pulls", Pull, word="pull preset")
