"""What a browser's name tells: the device, and whether a machine reads instead of a person; as SQL."""

_BOTS = (
    "bot|crawl|spider|slurp|mediapartners|facebookexternalhit|feedfetcher|feedburner|fetcher|monitor|pingdom|uptime|curl|"
    "wget|python|java/|libwww|httpclient|go-http|okhttp|ruby|perl|php/|scrapy|headless|phantomjs|preview|validator|"
    "archiver|reader|rss|feed|check_http|zgrab|masscan|nmap|sogou|yahoo! |bingpreview|universalfeedparser|tiny tiny"
)


def is_bot(agent: str) -> str:
    """Return SQL that tells whether a machine reads; an empty name is one too."""
    return f"({agent} IS NULL OR {agent} IN ('', '-') OR regexp_matches({agent}, '{_BOTS}', 'i'))"


def device(agent: str) -> str:
    """Return SQL that gives desktop, mobile, tablet or bot; null where there is no name."""
    return (
        f"CASE WHEN {agent} IS NULL THEN NULL WHEN {is_bot(agent)} THEN 'bot' "
        f"WHEN regexp_matches({agent}, 'iPad|Tablet|Kindle|Silk|PlayBook', 'i') "
        f"OR (contains({agent}, 'Android') AND NOT contains({agent}, 'Mobile')) THEN 'tablet' "
        f"WHEN regexp_matches({agent}, 'Mobi|iPhone|iPod|Android|Opera Mini|BlackBerry|IEMobile', 'i') THEN 'mobile' "
        f"ELSE 'desktop' END"
    )
