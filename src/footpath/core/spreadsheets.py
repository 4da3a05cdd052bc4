"""Texts of customers in files that spreadsheets open."""

_FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠|%")


def harmless(text: str) -> str:
    """Return `text` so that no spreadsheet takes it for a formula: with an apostrophe before a leading =, +, -, @ …

    See OWASP, "CSV Injection".
    """
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
