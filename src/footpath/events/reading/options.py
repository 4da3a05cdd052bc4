"""What a person may say about an import; everything else is found out."""

from msgspec import Struct

from footpath.events.reading.questions import Ask


class ImportOptions(Struct, frozen=True, kw_only=True):
    """What a person says about the files; None = find out.

    A text that names no column but starts with "=" is a constant, e.g. event="=Purchase".

    Attributes:
        person, account, time, event, channel, page, value, currency, campaign, device, region, text, score, about,
        event_id: columns by name. Several `time` columns make several events a row.
        scale: lowest and highest answer.
        blanks: answers that mean "no answer".
        source: name the facts get as their source.
        tz: time zone of times that say none, an IANA name.
        dates: day-first | month-first.
        decimal: "." | ",".
        delimiter, encoding, header: how the files are written.
        mapping: a mapping file used instead of recognition.
        save_mapping: file that what was recognised is written to.
        ask: asks the person; None = nobody is there.
    """

    person: str | None = None
    account: str | None = None
    time: tuple[str, ...] = ()
    event: str | None = None
    channel: str | None = None
    page: str | None = None
    value: str | None = None
    currency: str | None = None
    campaign: str | None = None
    device: str | None = None
    region: str | None = None
    text: str | None = None
    score: str | None = None
    about: str | None = None
    event_id: str | None = None
    scale: tuple[float, float] | None = None
    blanks: tuple[str, ...] = ()
    source: str | None = None
    tz: str = "UTC"
    dates: str | None = None
    decimal: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    header: bool | None = None
    mapping: str | None = None
    save_mapping: str | None = None
    ask: Ask | None = None

    def columns(self) -> dict[str, str]:
        """Return role → column for every column that was named, times left out."""
        roles = ("person", "account", "event", "channel", "page", "value", "currency", "campaign", "device", "region",
                 "text", "score", "about", "event_id")  # fmt: skip
        return {role: column for role in roles if (column := getattr(self, role)) is not None}
