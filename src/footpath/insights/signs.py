"""The few words that say what an event is to the customer: trouble, a call for help, our own work, or a telling.

Stems in the languages of the product, matched at the start of a word (anywhere in Chinese). What they say is only used
where an event's own type says nothing; every use is told in a note of the map.
"""

import re
from collections.abc import Iterable


def _stems(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ERROR = _stems(
    "error exception fail declin refus reject invalid denied timeout timed crash broken unavailable outage bounce "
    "błąd bład odrzucon odmow nieudan niepowodz kļūd klud noraid neizdev fehler abgelehnt "
    "失敗 失败 錯誤 错误 拒絕 拒绝 無效 异常 異常"
)
REFUSAL = _stems("declin refus reject denied odrzucon odmow noraid abgelehnt 拒絕 拒绝")
CONTACT = _stems(
    "ticket support helpdesk complain complaint callback enquiry inquiry hotline "
    "zgłoszeni zgloszeni reklamacj infolini sūdzīb sudzib atbalst pieteikum beschwerde "
    "客服 投訴 投诉 工單 工单 來電 来电"
)
ANSWER = _stems(
    "answer repl respon resolv solved clos assign escalat reopen rated "
    "odpowied rozwiąz zamkn atbild atrisin slēg 回覆 回复 解決 解决 關閉 关闭"
)
OURS = _stems(
    "ship dispatch deliver sent send approv confirm process refund answer repl resolv clos assign invoice pack "
    "wysł wysy dostarcz zatwierdz zwróc odpowied zamkn nosūt piegād apstiprin atmaks atbild "
    "出貨 發貨 发货 送達 送达 已寄 退款 核准 回覆 回复 已出"
)
THEIRS = _stems(
    "creat place submit open purchas request ordered signup register utworz złoż zloz otwar izveid iesnieg atvērt "
    "建立 提交 下單 下单"
)
LOSS = _stems(
    "churn cancel unsubscrib terminat deactivat uninstall lost quit opt-out "
    "rezygnac anulow wypowiedz atcel atteik 取消 退訂 退订 解約 解约 流失"
)

CONTACT_CHANNELS = frozenset({"phone", "chat", "call", "support", "helpdesk", "callcenter", "call center"})
OWN_PACE_TYPES = frozenset({"page", "screen", "track"})
TELLING_TYPES = frozenset({"survey", "review", "mention", "interview", "note"})
STATUS_DIMENSIONS = frozenset({"status", "status_code", "http_status", "code", "result", "outcome", "state"})

AFTERWARDS = _stems("stage reason resolution satisf rating score csat nps recommend ocena satysfakc vērtēj 評分 滿意")


def known_afterwards(dimension: str) -> bool:
    """Say whether a dimension tells how something ended, so that it explains nothing that came before."""
    return dimension.lower() in STATUS_DIMENSIONS or speaks_of(dimension, AFTERWARDS)


RESULTS = frozenset(
    _stems(
        "results result_count results_count num_results number_of_results nb_results total_results hits hit_count "
        "wyniki liczba_wyników rezultāti 結果數"
    )
)


def counts_results(dimension: str) -> bool:
    """Say whether a dimension is the number of things that a search found."""
    return re.sub(r"[\s-]+", "_", _spaced(dimension).strip()).lower() in RESULTS


def speaks_of(text: str | None, stems: Iterable[str]) -> bool:
    """Say whether a word of the text starts with one of the stems (Chinese stems count anywhere)."""
    if not text:
        return False
    words = re.findall(r"[^\W_]+", _spaced(text).lower())
    return any(_hit(stem, words, text) for stem in stems)


def _hit(stem: str, words: list[str], text: str) -> bool:
    if stem[0] > "\u2e80":
        return stem in text
    return any(word.startswith(stem) for word in words)


def _spaced(text: str) -> str:
    """Break camelCase, so that `paymentFailed` reads as two words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)


def is_failure_status(value: str) -> bool:
    """Say whether a status says that it went wrong: HTTP 4xx and 5xx, or a word for it."""
    if re.fullmatch(r"[1-5]\d\d(\.0)?", value):
        return value[0] in "45"
    return speaks_of(value, ERROR)
