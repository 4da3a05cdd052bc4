"""What Marigold Home could sell, where and how: the stock from which a seed picks its own shop."""

from msgspec import Struct


class Market(Struct, frozen=True):
    """A country the shop sells in.

    Attributes:
        locale: as a browser sends it; its first two letters are the language people write in.
        rate: local price of one pound of list price.
        hours: offset of its winter time from UTC.
        regions: (name, weight) pairs.
        methods: ways to pay, most common first.
    """

    country: str
    locale: str
    currency: str
    rate: float
    hours: int
    regions: tuple[tuple[str, float], ...]
    methods: tuple[str, ...]


MARKETS = (
    Market(
        "GB",
        "en-GB",
        "GBP",
        1.0,
        0,
        (
            ("London", 0.24),
            ("South East", 0.19),
            ("North West", 0.15),
            ("Midlands", 0.15),
            ("Scotland", 0.13),
            ("Yorkshire", 0.09),
            ("Wales", 0.05),
        ),
        ("card", "paypal", "klarna"),
    ),
    Market(
        "PL",
        "pl-PL",
        "PLN",
        5.1,
        1,
        (
            ("mazowieckie", 0.26),
            ("śląskie", 0.17),
            ("małopolskie", 0.15),
            ("wielkopolskie", 0.14),
            ("dolnośląskie", 0.13),
            ("pomorskie", 0.10),
            ("podlaskie", 0.05),
        ),
        ("blik", "card", "przelewy24"),
    ),
    Market(
        "LV",
        "lv-LV",
        "EUR",
        1.18,
        2,
        (("Rīga", 0.46), ("Kurzeme", 0.16), ("Vidzeme", 0.14), ("Zemgale", 0.14), ("Latgale", 0.10)),
        ("bank link", "card"),
    ),
    Market(
        "TW",
        "zh-TW",
        "TWD",
        40.0,
        8,
        (
            ("臺北市", 0.25),
            ("新北市", 0.22),
            ("臺中市", 0.16),
            ("高雄市", 0.16),
            ("桃園市", 0.13),
            ("花蓮縣", 0.08),
        ),
        ("card", "line pay", "cash on delivery"),
    ),
)

# category → (typical list price in pounds, models)
CATEGORIES = {
    "floor-lamps": (89, ("Heron", "Aster", "Luna", "Pine", "Orbit", "Reed")),
    "table-lamps": (45, ("Pebble", "Nora", "Mushroom", "Fold", "Dot", "Glow")),
    "pendants": (120, ("Halo", "Bell", "Lantern", "Cone", "Willow")),
    "sofas": (790, ("Fjord", "Oslo", "Marlow", "Cloud", "Nook")),
    "desks": (260, ("Plank", "Studio", "Rise", "Mono", "Atlas")),
    "chairs": (140, ("Spindle", "Wren", "Curve", "Task", "Perch", "Ada")),
    "shelves": (110, ("Ladder", "Cube", "Grid", "Drift")),
    "beds": (540, ("Haven", "Dune", "Frame", "Tide")),
}
LAMPS = 3  # the first groups are lamps, the rest furniture

# name, source, medium, weight, how keen its visitors are (added to the log-odds of putting something in the cart)
CAMPAIGNS = (
    ("search-brand", "google", "cpc", 1.5, 0.35),
    ("search-generic", "google", "cpc", 1.3, 0.0),
    ("newsletter", "newsletter", "email", 0.9, 0.35),
    ("spring-refresh", "facebook", "paid_social", 1.0, -0.1),
    ("cosy-evenings", "pinterest", "paid_social", 0.9, 0.0),
    ("room-makeover", "instagram", "paid_social", 1.0, -0.05),
    ("student-move", "tiktok", "paid_social", 0.8, -0.1),
    ("partner-cashback", "cashback", "affiliate", 0.8, 0.1),
    ("price-compare", "pricerunner", "affiliate", 0.8, 0.1),
    ("office-upgrade", "linkedin", "paid_social", 0.7, 0.0),
    ("design-blog", "homestyle", "referral", 0.7, 0.1),
)

# what people told the shop they are, with weights; "office" buys through the sales team
CUSTOMER_TYPES = (
    ("family", 0.30),
    ("couple", 0.24),
    ("single", 0.16),
    ("student", 0.10),
    ("landlord", 0.08),
    ("interior designer", 0.08),
    ("office", 0.04),
)

DELIVERY = ("home delivery", "parcel point", "showroom pickup")
OWNERS = ("Grace Hall", "Jan Wilk", "Ilze Kalniņa", "Wei Chen", "Tom Reid", "Ewa Nowak")
SEARCHES = {
    "en": ("reading lamp", "oak desk", "small sofa", "office chair", "bedside lamp", "corner shelf", "dimmable bulb"),
    "pl": ("lampa do czytania", "biurko dębowe", "mała sofa", "krzesło biurowe", "lampka nocna", "regał narożny"),
    "lv": ("lasāmlampa", "ozolkoka galds", "mazs dīvāns", "biroja krēsls", "naktslampiņa", "stūra plaukts"),
    "zh": ("閱讀燈", "橡木書桌", "小沙發", "辦公椅", "床頭燈", "轉角層架", "可調光燈泡"),
}
_MOZILLA, _WEBKIT, _SAFARI = "Mozilla/5.0", "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5", "Safari/604.1"
_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
PHONE_AGENTS = (
    f"{_MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) {_WEBKIT} Mobile/15E148 {_SAFARI}",
    f"{_MOZILLA} (Linux; Android 14; Pixel 8) {_CHROME} Mobile Safari/537.36",
)
DESKTOP_AGENTS = (
    f"{_MOZILLA} (Windows NT 10.0; Win64; x64) {_CHROME} Safari/537.36",
    f"{_MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) {_WEBKIT} Safari/605.1.15",
)
TABLET_AGENTS = (f"{_MOZILLA} (iPad; CPU OS 17_5 like Mac OS X) {_WEBKIT} Mobile/15E148 {_SAFARI}",)
BOT_AGENTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
)
APP_DEVICES = (("ios", "Apple", "iPhone14,5"), ("android", "Google", "Pixel 8"), ("android", "samsung", "SM-G991B"))
GIVEN_NAMES = {
    "en": ("Amelia", "Oliver", "Grace", "Harry", "Isla", "Jack", "Poppy", "Leo", "Ruby", "Noah", "Ella", "Callum"),
    "pl": ("Anna", "Piotr", "Katarzyna", "Marek", "Małgorzata", "Tomasz", "Agnieszka", "Paweł", "Joanna", "Łukasz"),
    "lv": ("Ilze", "Jānis", "Kristīne", "Andris", "Līga", "Mārtiņš", "Inese", "Artūrs", "Zane", "Edgars"),
    "zh": ("雅婷", "志明", "怡君", "家豪", "淑芬", "俊傑", "美玲", "冠宇", "佳蓉", "宗翰"),
}
FAMILY_NAMES = {
    "en": ("Smith", "Taylor", "Hughes", "Clarke", "Walker", "Patel", "Murray", "Evans", "Wright", "Khan"),
    "pl": ("Nowak", "Wójcik", "Mazur", "Krawczyk", "Zając", "Dudek", "Wróbel", "Stępień", "Pawlak", "Górka"),
    "lv": ("Bērziņš", "Kalniņš", "Ozols", "Liepa", "Krūmiņš", "Balode", "Vītols", "Zariņa", "Priede", "Eglīte"),
    "zh": ("陳", "林", "黃", "張", "李", "王", "吳", "劉", "蔡", "楊"),
}
# the letters of an address are always Latin
ADDRESS_NAMES = {
    "en": ("amelia", "oliver", "grace", "harry", "isla", "jack", "poppy", "leo", "ruby", "noah"),
    "pl": ("anna", "piotr", "kasia", "marek", "gosia", "tomasz", "aga", "pawel", "joanna", "lukasz"),
    "lv": ("ilze", "janis", "kristine", "andris", "liga", "martins", "inese", "arturs", "zane", "edgars"),
    "zh": ("yating", "zhiming", "yijun", "jiahao", "shufen", "junjie", "meiling", "guanyu", "jiarong", "zonghan"),
}
COMPANY_WORDS = (
    ("Northgate", "Baltic", "Vistula", "Harbour", "Linden", "Formosa", "Amber", "Kestrel", "Juniper", "Riga"),
    ("Studios", "Consulting", "Software", "Architects", "Legal", "Clinics", "Coworking", "Media", "Logistics", "Labs"),
)
