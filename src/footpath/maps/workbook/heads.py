"""What the sheets of a workbook and their columns are called in the languages maps are drawn in."""

from footpath.core.languages import LANGUAGES, language

_SAID: dict[str, tuple[str, str, str]] = {
    # sheets
    "Map": ("Mapa", "Karte", "地圖"),
    "Numbers": ("Liczby", "Skaitļi", "數字"),
    "Findings": ("Ustalenia", "Atradumi", "發現"),
    "Quotes": ("Cytaty", "Citāti", "引述"),
    "Touchpoints": ("Punkty styku", "Saskares punkti", "接觸點"),
    "Personas": ("Persony", "Personas", "人物誌"),
    "Journeys": ("Podróże", "Ceļojumi", "旅程"),
    "How it was made": ("Jak to powstało", "Kā tas tapa", "製作方式"),
    # columns
    "What": ("Co", "Kas", "項目"),
    "Value": ("Wartość", "Vērtība", "數值"),
    "Unit": ("Jednostka", "Mērvienība", "單位"),
    "Low": ("Dolna granica", "Apakšējā robeža", "下限"),
    "High": ("Górna granica", "Augšējā robeža", "上限"),
    "n": ("n", "n", "n"),
    "Of all": ("Ze wszystkich", "No visiem", "總數"),
    "How computed": ("Jak obliczono", "Kā aprēķināts", "計算方式"),
    "Source": ("Źródło", "Avots", "來源"),
    "As of": ("Stan na", "Stāvoklis uz", "截至"),
    "Kind": ("Rodzaj", "Veids", "類型"),
    "Rank": ("Pozycja", "Vieta", "排名"),
    "Finding": ("Ustalenie", "Atradums", "發現"),
    "Detail": ("Szczegóły", "Sīkāk", "細節"),
    "Where": ("Gdzie", "Kur", "位置"),
    "Evidence": ("Dowody", "Pierādījumi", "證據"),
    "Reported": ("Zgłoszone", "Paziņots", "提及"),
    "Observed": ("Zaobserwowane", "Novērots", "觀察"),
    "Measured": ("Zmierzone", "Izmērīts", "測量"),
    "Newest": ("Najnowsze", "Jaunākais", "最新"),
    "Owner": ("Odpowiada", "Atbildīgais", "負責人"),
    "State": ("Stan", "Stāvoklis", "狀態"),
    "Quote": ("Cytat", "Citāts", "引述"),
    "Language": ("Język", "Valoda", "語言"),
    "Said in": ("Źródło wypowiedzi", "Kur teikts", "出處"),
    "Touchpoint": ("Punkt styku", "Saskares punkts", "接觸點"),
    "Channel": ("Kanał", "Kanāls", "管道"),
    "Step": ("Krok", "Solis", "步驟"),
    "Which events are it": ("Które zdarzenia do niego należą", "Kuri notikumi tam pieder", "對應事件"),
    "Merged from": ("Połączono z", "Apvienots no", "合併自"),
    "People": ("Osoby", "Cilvēki", "人數"),
    "Events": ("Zdarzenia", "Notikumi", "事件數"),
    "Persona": ("Persona", "Persona", "人物誌"),
    "Share": ("Udział", "Daļa", "占比"),
    "Description": ("Opis", "Apraksts", "說明"),
    "What sets them apart": ("Co ich wyróżnia", "Ar ko viņi atšķiras", "有何不同"),
    "Who belongs": ("Kto należy", "Kas pieder", "歸屬規則"),
    "Journey": ("Podróż", "Ceļojums", "旅程"),
    "Way": ("Droga", "Ceļš", "路徑"),
    "Topic": ("Temat", "Temats", "主題"),
    "Note": ("Notatka", "Piezīme", "說明"),
    "Scenario": ("Scenariusz", "Scenārijs", "情境"),
    "Sources": ("Źródła", "Avoti", "資料來源"),
    # units and kinds of ways
    "count": ("liczba", "skaits", "次數"),
    "persons": ("osoby", "cilvēki", "人"),
    "share": ("udział", "daļa", "占比"),
    "points": ("p.p.", "p.p.", "百分點"),
    "seconds": ("sekundy", "sekundes", "秒"),
    "score": ("ocena", "vērtējums", "分數"),
    "money": ("pieniądze", "nauda", "金額"),
    "ratio": ("stosunek", "attiecība", "比值"),
    "observed": ("zaobserwowana", "novērots", "觀察到"),
    "typical": ("typowa", "tipisks", "典型"),
    "planned": ("planowana", "plānots", "規劃"),
}


def said(text: str, locale: str) -> str:
    """Return a head in the language of the sheets; what is no head stays as it is."""
    spoken = LANGUAGES.index(language(locale))
    return _SAID[text][spoken - 1] if spoken and text in _SAID else text
