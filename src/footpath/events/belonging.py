"""Which account a fact says its person belongs to: by a group, by their company, or by the domain of their address."""

from typing import Any

# Addresses at these say nothing of where somebody works.
FREEMAIL = (
    "126.com", "163.com", "aol.com", "att.net", "bigpond.com", "bluewin.ch", "btinternet.com", "comcast.net",
    "fastmail.com", "free.fr", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
    "googlemail.com", "hey.com", "hotmail.co.uk", "hotmail.com", "hotmail.de", "hotmail.fr", "hotmail.it", "icloud.com",
    "inbox.lv", "interia.pl", "laposte.net", "libero.it", "list.ru", "live.com", "live.nl", "mac.com", "mail.com",
    "mail.ru", "me.com", "msn.com", "naver.com", "o2.pl", "one.lv", "onet.pl", "op.pl", "orange.fr", "outlook.com",
    "outlook.de", "pm.me", "proton.me", "protonmail.com", "qq.com", "rambler.ru", "rediffmail.com", "rocketmail.com",
    "sapo.pt", "seznam.cz", "sfr.fr", "shaw.ca", "sina.com", "sky.com", "t-online.de", "tuta.com", "tutanota.com",
    "uol.com.br", "verizon.net", "virgilio.it", "wanadoo.fr", "web.de", "wp.pl", "yahoo.ca", "yahoo.co.in",
    "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.tw", "yahoo.de", "yahoo.es", "yahoo.fr", "yandex.com",
    "yandex.ru", "ymail.com", "zoho.com",
)  # fmt: skip
DOMAIN = "email_domain"  # the trait that keeps what of an address is not personal
COMPANY = "company"
# What says where somebody belongs, the strongest first.
BELONGING = ("group", "company", "domain")


def account_in(account_id: str | None, traits: Any) -> tuple[str, str] | None:
    """Return the account a fact names and what says so, the strongest there is; None where it names none.

    Args:
        account_id: on the fact.
        traits: an object of traits, where the fact holds any.
    """
    if account_id:
        return account_id, "group"
    if not isinstance(traits, dict):
        return None
    company = traits.get(COMPANY)
    if isinstance(company, dict):  # as Segment's and HubSpot's documentation has it
        company = company.get("id") or company.get("name")
    if isinstance(company, str | int) and not isinstance(company, bool) and str(company).strip():
        return str(company).strip(), "company"
    domain = traits.get(DOMAIN)
    if isinstance(domain, str) and domain and domain.lower() not in FREEMAIL:
        return domain.lower(), "domain"
    return None


def account_sql() -> tuple[str, str]:
    """Return the SQL of the account a row of the table of traits names, and of how strong that is (0 the strongest)."""
    company = (
        "nullif(trim(coalesce(json_extract_string(traits, '$.company.id'), json_extract_string(traits, "
        "'$.company.name'), CASE WHEN json_type(traits, '$.company') IN ('VARCHAR', 'BIGINT', 'UBIGINT') "
        "THEN json_extract_string(traits, '$.company') END)), '')"
    )
    free = ", ".join(f"'{domain}'" for domain in FREEMAIL)
    said = "lower(json_extract_string(traits, '$.email_domain'))"
    domain = f"CASE WHEN {said} <> '' AND {said} NOT IN ({free}) THEN {said} END"
    account = f"coalesce(account_id, {company}, {domain})"
    return account, f"CASE WHEN account_id IS NOT NULL THEN 0 WHEN {company} IS NOT NULL THEN 1 ELSE 2 END"
