"""A small record that uses every field of the format, as Python values and as files."""

import datetime
import json
from pathlib import Path

import tomli_w

from sessions.importing.files import import_files
from tests.factories import pdf, picture

PUBLIC = datetime.datetime(2026, 1, 15, tzinfo=datetime.UTC)


def day(text):
    return datetime.date.fromisoformat(text)


def everything():
    """The whole record: change a part of it before it is written."""
    return {
        "areas": [
            {"slug": "transport", "name": {"en": "Transport", "ru": "Транспорт"},
             "colour": "#1f5fa8", "order": 4, "dac_code": "210", "published": PUBLIC},
            {"slug": "railways", "sphere": "transport", "name": {"en": "Railways"}, "order": 1,
             "dac_code": "21030", "published": PUBLIC,
             "terms": {"en": ["railway", "rail"], "kk": ["теміржол"]}},
            {"slug": "customs", "sphere": "transport", "name": {"tk": "Gümrük"}, "order": 2},
        ],
        "organisations": [
            {"slug": "cabinet-tm", "name": {"en": "Cabinet of Ministers", "ru": "Кабинет"},
             "short_name": {"en": "Cabinet"}, "description": {"en": "The government."},
             "country": "TM", "kind": "government", "variants": ["Kabinet"],
             "published": PUBLIC},
            {"slug": "ministry-kz", "name": {"en": "Ministry of Trade"}, "kind": "ministry"},
        ],
        "participants": [
            {"slug": "batyr-atdayev", "name": {"en": "Batyr Atdayev", "ru": "Батыр Атдаев"},
             "sort_name": "Atdayev Batyr", "country": "TM",
             "variants": ["Batyr Atdaýew", "Batyr Atdaev"], "note": {"en": "A note."},
             "published": PUBLIC,
             "positions": [
                 {"title": {"en": "Deputy Chairman"}, "organisation": "cabinet-tm",
                  "from": "2022", "until": "early 2024"},
                 {"title": {"en": "Adviser"}},
                 {"title": {"en": "Expert"}},
             ],
             "sources": [{"publisher": "Agency", "address": "https://example.org/who"}]},
            {"slug": "serik-zhumangarin", "name": {"en": "Serik Zhumangarin"}},
            {"slug": "third-person", "name": {"en": "Third Person"}, "withdrawn": True},
        ],
        "indicators": [
            {"slug": "mutual-trade", "name": {"en": "Mutual trade"}, "unit": "usd_million",
             "area": "transport"},
        ],
        "commission": {
            "slug": "tm-kz", "name": {"en": "Intergovernmental commission"},
            "short_name": {"en": "Turkmenistan – Kazakhstan"},
            "description": {"en": "For cooperation."}, "published": PUBLIC,
            "sides": [
                {"country": "TM", "name": {"en": "Turkmen side"}, "colour": "#0b7d4d"},
                {"country": "KZ", "name": {"en": "Kazakh side"}, "colour": "#1f5fa8"},
            ],
            "sources": [{"publisher": "Ministry", "title": {"en": "Charter"}}],
        },
        "figures": [
            {"indicator": "mutual-trade", "period": "2021-01..2021-09", "value": 143,
             "bound": "about", "change_percent": 11, "note": {"en": "As reported."},
             "sources": [{"publisher": "Trend"}]},
            {"indicator": "mutual-trade", "period": "2021-01..2021-09", "value": 145},
            {"indicator": "mutual-trade", "value": 500, "target": True},
        ],
        "agreements": [
            {"slug": "programme-2024", "title": {"en": "Programme"}, "summary": {"en": "Work."},
             "kind": "programme", "level": "ministries", "number": "7", "signed": "2023-10",
             "place": {"en": "Ashgabat"}, "country": "TM", "areas": ["railways"],
             "enters_into_force": "notification", "valid_until": "2026", "published": PUBLIC,
             "signatures": [
                 {"side": "TM", "participant": "batyr-atdayev", "position": {"en": "Deputy"}},
                 {"side": "KZ", "organisation": "ministry-kz"},
             ],
             "events": [
                 {"kind": "signed", "side": "KZ", "date": day("2023-10-30")},
                 {"kind": "notified", "side": "TM", "date": "early 2024",
                  "note": {"en": "By a note."}, "publisher": "Ministry",
                  "address": "https://example.org/note"},
                 {"kind": "extended", "date": "2026-11", "until": "2030"},
             ],
             "amends": ["protocol-2010"], "supersedes": ["protocol-2010"],
             "carries_out": ["treaty-1995"],
             "sources": [{"publisher": "Agency", "date": day("2023-10-31")}]},
            {"slug": "protocol-2010", "title": {"en": "Protocol"}, "kind": "protocol",
             "level": "governments"},
            {"slug": "treaty-1995", "title": {"ru": "Договор"}, "kind": "other",
             "level": "governments"},
        ],
        "sessions": [
            {"number": 10, "date": "middle 2019", "sources": [],
             "decisions": [{"text": {"en": "To build."}}, {"text": {"en": "To open."}}]},
            {"kind": "extraordinary", "date": day("2020-09-17"), "place": {"en": "Ashgabat"},
             "called_off": True, "format": "video", "withdrawn": True, "published": PUBLIC},
            {"kind": "ordinary", "number": 11, "date": day("2021-12-20"),
             "until": day("2021-12-21"), "place": {"en": "Ashgabat", "kk": "Ашғабат"},
             "country": "TM", "format": "in_person", "title": {"en": "Jubilee session"},
             "summary": {"en": "On rails.", "ru": "О рельсах."}, "published": PUBLIC,
             "agreements": ["programme-2024"],
             "delegations": [
                 {"side": "TM", "participant": "batyr-atdayev", "role": "co_chair",
                  "position": {"en": "Deputy Chairman"}, "organisation": "cabinet-tm"},
                 {"side": "KZ", "participant": "serik-zhumangarin", "role": "co_chair",
                  "role_confirmed": False, "position": {}},
             ],
             "agenda": [{"text": {"en": "Railways"}, "areas": ["railways"]}],
             "passages": [
                 {"text": {"en": "A *first* passage.\n\n- with\n- a \"list\"", "ru": "Первый."},
                  "areas": ["railways", "customs"]},
                 {"text": {"tk": "Ikinji."}},
                 {"number": 7, "text": {"en": "The seventh."}},
             ],
             "decisions": [
                 {"number": 3, "text": {"en": "To finish."}, "due": "late 2024",
                  "areas": ["customs"], "continues": {"session": "10", "number": 2},
                  "responsible": [{"side": "TM", "organisation": "cabinet-tm"},
                                  {"side": "KZ", "organisation": "ministry-kz"}],
                  "follow_ups": [
                      {"side": "TM", "date": day("2022-05-01"), "status": "in_progress",
                       "note": {"en": "Work goes on."}},
                      {"date": day("2022-06-01"), "status": "completed"},
                  ],
                  "sources": [{"publisher": "Agency"}]},
             ],
             "documents": [
                 {"kind": "protocol", "title": {"en": "Protocol"},
                  "files": [{"language": "ru", "file": "files/protocol.pdf",
                             "authentic": True}]},
             ],
             "photos": [
                 {"file": "files/photo.jpg", "alt": {"en": "A table"},
                  "caption": {"en": "The sides"}, "credit": "Agency",
                  "taken": day("2021-12-20")},
             ],
             "sources": [
                 {"publisher": "Trend", "title": {"en": "Report"},
                  "address": "https://example.org/a", "date": day("2021-12-20"),
                  "doubt": {"en": "The role is inferred."}},
             ]},
        ],
    }  # fmt: skip


def write(folder, values=None, name="records.toml"):
    """Write the values (everything) to a records file with its document and photo beside it."""
    files = folder / "files"
    files.mkdir(parents=True, exist_ok=True)
    (files / "protocol.pdf").write_bytes(pdf())
    (files / "photo.jpg").write_bytes(picture())
    path = folder / name
    values = everything() if values is None else values
    if path.suffix == ".json":
        path.write_text(json.dumps(values, default=str))
    else:
        path.write_text(tomli_w.dumps(values, multiline_strings=True))
    return path


def imported(folder: Path, values=None, **options):
    """The outcome of importing the values (everything) as one file."""
    return import_files([write(folder, values)], **options)
