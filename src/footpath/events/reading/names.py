"""What columns are called, in English, Polish, Latvian and Traditional Chinese, and the roles their names suggest.

Names are compared as folded words: "OrderCreatedAt", "order_created_at" and "Order created at" are one; Polish and
Latvian letters lose their marks, because exports often have lost them already.
"""

import re
import unicodedata
from functools import lru_cache

_SURE, _LIKELY, _WEAK = 0.95, 0.75, 0.5

# role → (whole names, last words or parts of names that suggest it). Folded: lower case, no marks, words by blanks.
NAMES: dict[str, tuple[str, str]] = {
    "user": (
        "user id|userid|user|customer id|customerid|customer|client id|clientid|client|person id|person|member id|"
        "patient|patient id|visitor|shopper id|buyer id|buyer|contact id|subscriber id|player id|employee id|guest id|"
        "distinct id|screen name|username|user name|author|author id|profile id|crm id|konto klienta|id klienta|klient|"
        "klient id|nr klienta|numer klienta|uzytkownik|id uzytkownika|klienta id|klients|klienta numurs|lietotajs|"
        "lietotaja id|pircejs|pircejs id|客戶編號|客戶 id|客戶id|客戶代號|客戶|顧客編號|顧客|會員編號|會員id|會員|使用者|用戶|"
        "用戶id|用戶編號|使用者id|使用者編號|顧客id|顧客代號|會員代號",
        "customer id|user id|client id|customer number|customer no|klienta|客戶編號|會員編號",
    ),
    "anonymous": (
        "anonymous id|anonymousid|cookie|cookie id|device id|ga client id|visitor id|fingerprint|idfa|gaid|"
        "ciasteczko|sikdatne|訪客編號|訪客id|訪客",
        "anonymous id|cookie id|visitor id",
    ),
    "session": (
        "session id|sessionid|session|visit id|sesja|id sesji|sesija|sesijas id|工作階段|會話|會話id|session key",
        "session id|visit id",
    ),
    "case": (
        "case id|caseid|case|case concept name|trace id|incident id|process id|sprawa|id sprawy|numer sprawy|lieta|"
        "lietas numurs|lietas id|案件編號|案件|案號|case number|case no",
        "case id|case number",
    ),
    "respondent": (
        "respnum|respondent|respondent id|response id|responseid|resp id|participant|participant id|id respondenta|"
        "respondenta id|受訪者|受訪者編號|填答者",
        "respondent id|respnum",
    ),
    "email": (
        "email|e mail|email address|mail address|customer email|contact email|adres email|e pasts|epasts|epasta adrese|"
        "電子郵件|電郵|信箱|電子信箱|email hash",
        "email|e mail|e pasts|電子郵件",
    ),
    "account": (
        "account id|account|accountid|company|company id|company name|organization|organisation|organization id|tenant|"
        "workspace|household|firma|konto|id firmy|nazwa firmy|uznemums|uznemuma nosaukums|konts|公司|公司名稱|帳戶|企業|"
        "group id|groupid",
        "account id|company",
    ),
    "time": (
        "timestamp|time|date|datetime|date time|event time|eventtime|event date|eventdate|time timestamp|occurred at|"
        "created at|created|created time|ts|at|when|complete timestamp|completetimestamp|start timestamp|order date|"
        "orderdate|purchase date|invoicedate|invoice date|transaction date|tweet created|review date|submitted at|"
        "submitted|response date|visit date|contact date|contactdate|data|czas|data i czas|data zdarzenia|"
        "data zamowienia|data utworzenia|znacznik czasu|data wystawienia|datums|laiks|datums un laiks|"
        "pasutijuma datums|notikuma laiks|izveidots|izveides datums|日期|時間|時間戳|日期時間|事件時間|訂單日期|建立時間|"
        "下單時間|發生時間|填寫時間|評論日期|下單日期|建立日期",
        "at|ms|ts|utc|epoch|unix|date|time|timestamp|datetime|on|data|datums|laiks|日期|時間|created|opened|closed|resolved|shipped|delivered|"
        "paid|updated|answered|utworzono|zamknieto",
    ),
    "event": (
        "event|event name|eventname|activity|activity name|action|concept name|step|activityid|activity id|event type|"
        "eventtype|action type|task|handling|milestone|zdarzenie|nazwa zdarzenia|aktywnosc|czynnosc|akcja|krok|"
        "notikums|notikuma nosaukums|darbiba|aktivitate|solis|事件|事件名稱|活動|動作|操作|行為|步驟|事件類型",
        "event|activity|action|event name",
    ),
    "subject": (
        "theme|topic|category|type|subject area|reason|intent|kategoria|temat|typ|kategorija|tema|veids|類別|主題|類型|分類|"
        "touchpoint|punkt styku|saskares punkts|接觸點|stage|etap|posms|階段|product|product name|airline|question|"
        "produkt|produkts|pytanie|jautajums|產品|商品|產品名稱|商品名稱|問題|題目|aspect|category name|survey|ankieta|aptauja|問卷|"
        "zagadnienie|item|item name|store",
        "theme|topic|category|theme en|topic en",
    ),
    "channel": (
        "channel|contact channel|channel name|kanal|kanal kontaktu|kanals|sazinas kanals|通路|管道|渠道|接觸管道|來源管道|"
        "case channel|sales channel|medium|utm medium|order channel|contact method|kontakta veids",
        "channel|kanal|kanals|管道|通路|渠道",
    ),
    "page": (
        "page|url|page url|path|page path|uri|request|link|strona|adres strony|adres url|lapa|saite|lapas adrese|頁面|網址|"
        "頁面網址|landing page|location|screen",
        "url|page path|網址",
    ),
    "value": (
        "value|amount|total|price|revenue|order value|order total|total amount|dollar value|sales|cost|costs|grand total|"
        "total price|deal value|paymentamount|payment amount|kwota|wartosc|cena|suma|wartosc zamowienia|kwota zamowienia|"
        "razem|summa|vertiba|pasutijuma summa|kopa|金額|總額|價格|總價|訂單金額|總金額|營收|消費金額|requestedamount|"
        "case amount|case requestedamount",
        "amount|total|revenue|value|kwota|wartosc|summa|金額|price|eur|pln|usd|twd",
    ),
    "currency": ("currency|currency code|waluta|valuta|幣別|貨幣|幣種", "currency|waluta|valuta|幣別"),
    "text": (
        "text|comment|comments|review|message|body|review text|feedback|description|content|answer|note|notes|tweet|"
        "tweet text|sentence|verbatim|transcript|opinion|remarks|tresc|komentarz|opinia|uwagi|opis|wiadomosc|recenzja|"
        "odpowiedz|teksts|komentars|komentari|atsauksme|zina|apraksts|viedoklis|atbilde|piezimes|內容|評論|評論內容|留言|意見|"
        "文字|描述|備註|回饋|說明|心得|建議|問題描述|訊息|回答|subject|temat zgloszenia|主旨",
        "text|comment|comments|review|feedback|verbatim|message|komentarz|opinia|komentars|atsauksme|內容|評論|意見",
    ),
    "score": (
        "score|rating|stars|star rating|nps|nps score|csat|csat score|ces|ces score|satisfaction|satisfaction score|"
        "netpro|net promoter|likelihood to recommend|recommend|grade|sentiment|airline sentiment|label|polarity|target|liked|"
        "overall|ocena|gwiazdki|zadowolenie|satysfakcja|polecenie|wydzwiek|etykieta|vertejums|novertejums|zvaigznes|"
        "apmierinatiba|ieteiktu|noskanojums|評分|分數|星等|評價|滿意度|推薦|推薦度|推薦分數|情感|情緒|星級|customer rating|"
        "滿意度評分|nps 分數|ocena zadowolenia|review score|visparejais vertejums",
        "rating|score|stars|nps|csat|ces|satisfaction|sentiment|ocena|vertejums|評分|滿意度|分數|rate|recommend",
    ),
    "region": (
        "country|country code|region|city|location country|kraj|region sprzedazy|miasto|wojewodztwo|valsts|"
        "regions|pilseta|novads|國家|地區|城市|縣市|區域|geo|market|tweet location|countrycode|destgeo|shipping region|"
        "resource country",
        "country|region|kraj|valsts|地區|國家|縣市",
    ),
    "device": (
        "device|device type|platform|os|urzadzenie|platforma|typ urzadzenia|ierice|ierices veids|裝置|設備|平台|裝置類型|"
        "devicetype|device category",
        "device|device type|urzadzenie|ierice|裝置",
    ),
    "campaign": (
        "campaign|utm campaign|campaign name|campaign id|kampania|kampana|行銷活動|活動代碼|廣告活動|lead source campaign|活動名稱",
        "campaign|kampania|kampana|行銷活動",
    ),
    "event_id": (
        "event id|eventid|message id|messageid|id|uuid|guid|row id|order id|orderid|order number|order no|order|ticket id|"
        "ticket|ticket number|ticket no|tweet id|review id|reviewid|transaction id|transactionid|invoice|invoiceno|"
        "invoice number|deal id|lead id|complaint id|complaintid|nr zamowienia|numer zamowienia|id zamowienia|zamowienie|"
        "numer zgloszenia|id zgloszenia|zgloszenie|pasutijuma numurs|pasutijuma id|pasutijums|pieteikuma numurs|"
        "pieteikuma id|訂單編號|訂單號碼|訂單|單號|工單編號|案件單號|評論編號|交易編號|activity instance id|sentence id|問卷編號|編號|"
        "answer id|survey id|numer|numurs|id opinii|atsauksmes id",
        "order id|ticket id|event id|review id|number|numer|numurs|編號|transaction id",
    ),
    "lang": ("lang|language|locale|jezyk|valoda|語言|語系", "language|locale"),
    "weight": ("weight|weights|survey weight|wt|waga|svars|權重", "weight"),
    "phone": (
        "phone|phone number|mobile|mobile phone|tel|telephone|telefon|numer telefonu|telefons|talrunis|talruna numurs|"
        "電話|手機|手機號碼|電話號碼|msisdn|fax|mobile number|cell phone",
        "phone|phone number|telefonu|talrunis|電話",
    ),
    "private": (
        "first name|firstname|last name|lastname|surname|full name|fullname|customer name|contact name|imie|nazwisko|"
        "imie i nazwisko|vards|uzvards|vards uzvards|姓名|名字|姓氏|客戶姓名|street|address|street address|adres|adrese|"
        "地址|ip|ip address|ssn|pesel|personas kods|身分證字號|passport|iban|card number|password",
        "first name|last name|street|ip address|nazwisko|uzvards|姓名|地址",
    ),
    "birth": (
        "birth|birthdate|birth date|birthday|date of birth|dob|year birth|data urodzenia|dzimsanas datums|生日|出生日期",
        "birth|birthday|birth date|urodzenia|dzimsanas datums|生日",
    ),
    "plan": (
        "deadline|due|due date|enddate planned|case deadline|case enddate planned|expected|estimated delivery|expires|"
        "expiry|valid until|renewal date|termin|termins|截止日期|到期日|planned|close date expected",
        "deadline|due|due date|planned|expected|estimate|estimated|expires|expiry|termin|termins|截止日期",
    ),
    "duration": (
        "duration|elapsed|minutes|seconds|days|tenure|age|hours|handling time|call duration|time on page|recency|wiek|vecums|年齡",
        "duration|elapsed|minutes|seconds|days|hours|age|gap|tenure|spent",
    ),
    "offset": ("timeframe|time offset|ms since start|elapsed ms|offset ms", "timeframe"),
    "lifecycle": (
        "lifecycle|lifecycle transition|registration type|transition|status transition",
        "lifecycle transition",
    ),
    "path": ("path|journey|journey path|conversion path|touchpoint path|channel path|sciezka|cels|路徑", "path"),
}
NOT_FELT = re.compile(r"\b(spending|credit|lead|risk|fraud|health|propensity|confidence|test|gold|bounce|exit|churn)\b")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return a name as lower-case words without marks: "OrderCreatedAt" → "order created at"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", unicodedata.normalize("NFKC", name))
    marked = unicodedata.normalize("NFD", spaced.casefold().replace("ł", "l"))
    bare = "".join(char for char in marked if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]|_", " ", bare).split())


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    whole: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    for role, (names, endings) in NAMES.items():
        for word in names.split("|"):
            whole.setdefault(word, []).append(role)
        for word in endings.split("|"):
            parts.setdefault(word, []).append(role)
    return whole, parts


def _order(role: str, name: str) -> int:
    """Return how far back a name stands in its role's list: the first names are the most telling."""
    return NAMES[role][0].split("|").index(name)


@lru_cache(maxsize=4096)
def roles_of(name: str) -> dict[str, float]:
    """Return the roles a column's name suggests and how strongly, 0…1."""
    words = fold(name)
    whole, parts = _tables()
    found: dict[str, float] = {}
    squeezed = words.replace(" ", "")
    for candidate in {words, squeezed}:
        for role in whole.get(candidate, []):
            found[role] = _SURE - _order(role, candidate) / 10_000
    tokens = words.split()
    for start in range(len(tokens)):
        ending = " ".join(tokens[start:])
        for role in parts.get(ending, []):
            found[role] = max(found.get(role, 0), _LIKELY)
        for end in range(start + 1, len(tokens)):
            for role in parts.get(" ".join(tokens[start:end]), []):
                found[role] = max(found.get(role, 0), _WEAK)
    if not tokens or not squeezed.isascii():
        for part, roles in parts.items():
            if not part.isascii() and part in squeezed:
                for role in roles:
                    found[role] = max(found.get(role, 0), _LIKELY)
    if NOT_FELT.search(words):
        found.pop("score", None)
    return found


def is_known(name: str) -> bool:
    """Tell whether a name is one of those in the lists as a whole."""
    whole, _ = _tables()
    words = fold(name)
    return words in whole or words.replace(" ", "") in whole
