"""A small gazetteer for tests of reading; keys are numbers, as in the database."""

from sessions.reading import (
    AreaKnown,
    BodyKnown,
    CommissionKnown,
    Gazetteer,
    IndicatorKnown,
    PersonKnown,
    PlaceKnown,
    SideKnown,
)

TM_KZ, TM_TR = 1, 2
ATDAYEV, SKLYAR, SERDAR_B, SERIK_B, OLGA = 11, 12, 13, 14, 15
TRADE_ECONOMY, TRADE, GAS, RAILWAYS, CULTURE = 21, 22, 23, 24, 25
ENERGY_KZ, ENERGY_TM = 31, 32
MUTUAL_TRADE, TRANSIT, GROWTH = 41, 42, 43

_TM = SideKnown(
    1, "TM", {"en": "Turkmen side", "ru": "Туркменская сторона", "tk": "Türkmen tarapy"}
)
_KZ = SideKnown(
    2, "KZ", {"en": "Kazakh side", "ru": "Казахстанская сторона", "tk": "Gazak tarapy"}
)
_TR = SideKnown(3, "TR", {"en": "Turkish side", "ru": "Турецкая сторона"})

KNOWN = Gazetteer(
    commissions=(
        CommissionKnown(
            TM_KZ,
            {
                "en": "Intergovernmental Turkmen-Kazakh Commission on Economic and Cultural Cooperation",
                "ru": "Межправительственная туркмено-казахстанская комиссия по культурному сотрудничеству",
            },
            {"en": "Turkmenistan – Kazakhstan"},
            (_TM, _KZ),
        ),
        CommissionKnown(
            TM_TR,
            {"en": "Intergovernmental Turkmen-Turkish Commission"},
            {"en": "Turkmenistan – Türkiye"},
            (_TM, _TR),
        ),
    ),
    people=(
        PersonKnown(
            ATDAYEV,
            ("Batyr Atdayev", "Батыр Атдаев", "Batyr Atdaýew"),
            "Atdayev",
            "TM",
        ),
        PersonKnown(SKLYAR, ("Roman Sklyar", "Роман Скляр"), "Sklyar", "KZ"),
        PersonKnown(SERDAR_B, ("Serdar Berdiyev", "Сердар Бердыев"), "Berdiyev", "TM"),
        PersonKnown(SERIK_B, ("Serik Berdiyev",), "Berdiyev", "KZ"),
        PersonKnown(OLGA, ("Olga Ivanova", "Ольга Иванова"), "Ivanova", "KZ"),
    ),
    bodies=(
        BodyKnown(
            ENERGY_KZ,
            (
                ("en", "Ministry of Energy of Kazakhstan"),
                ("ru", "Министерство энергетики Республики Казахстан"),
            ),
            "KZ",
        ),
        BodyKnown(
            ENERGY_TM,
            (
                ("en", "Ministry of Energy of Turkmenistan"),
                ("ru", "Министерство энергетики Туркменистана"),
            ),
            "TM",
        ),
    ),
    areas=(
        AreaKnown(
            TRADE_ECONOMY, None, {"en": "Trade and economy"}, (("en", "economy"),)
        ),
        AreaKnown(
            TRADE,
            TRADE_ECONOMY,
            {
                "en": "Trade",
                "ru": "Торговля",
                "kk": "Сауда",
                "tk": "Söwda",
            },
            (
                ("en", "trade turnover"),
                ("en", "import"),
                ("ru", "товарооборот"),
                ("ru", "взаимная торговля"),
            ),
        ),
        AreaKnown(
            GAS,
            None,
            {"en": "Oil and gas"},
            (("en", "gas"), ("ru", "газ"), ("kk", "газ"), ("tk", "nebit")),
        ),
        AreaKnown(
            RAILWAYS,
            None,
            {"en": "Railways"},
            (("en", "railway"), ("ru", "железная дорога"), ("ru", "железнодорожный")),
        ),
        AreaKnown(CULTURE, None, {"en": "Culture"}, (("ru", "культура"),)),
    ),
    indicators=(
        IndicatorKnown(
            MUTUAL_TRADE,
            {"en": "Mutual trade", "ru": "Взаимная торговля"},
            "usd_million",
            TRADE,
        ),
        IndicatorKnown(TRANSIT, {"en": "Transit volume"}, "tonnes", None),
        IndicatorKnown(GROWTH, {"en": "Growth of mutual trade"}, "percent", TRADE),
    ),
    places=(
        PlaceKnown(
            {"en": "Ashgabat", "ru": "Ашхабад", "tk": "Aşgabat", "kk": "Ашхабад"}, "TM"
        ),
        PlaceKnown({"en": "Astana", "ru": "Астана", "kk": "Астана"}, "KZ"),
    ),
)
