"""How a page is shown where its address is shared: its tags, and the picture beside it."""

import datetime
import io
import re

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from sessions.cards import drawing
from sessions.cards.drawing import Card, drawn
from sessions.cards.of_records import card_of
from tests.browser.every_page import make_every_page
from tests.commission.test_fonts import ALPHABETS, letters_of
from tests.factories import (
    make_agreement,
    make_area,
    make_commission,
    make_decision,
    make_passage,
    make_session,
    tomorrow,
)

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"
TAG = re.compile(
    r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">'
)


def tags(client, address):
    found = {}
    for name, value in TAG.findall(client.get(address).text.split("</head>")[0]):
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}  # fmt: skip


def picture(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


@pytest.fixture
def session():
    commission = make_commission(slug="c", short_name="A & B")
    red, blue = commission.sides.all()
    for side, colour in ((red, "#aa0000"), (blue, "#0000aa")):
        side.colour = colour
        side.save()
    return make_session(commission=commission, number=11, summary="In “short”.", starts_on=datetime.date(2024, 9, 17))  # fmt: skip


# ── Tags ─────────────────────────────────────────────────────────────────────────────────────


def test_a_session_says_what_it_is_and_where_its_picture_is(client, session):
    page = f"{SITE}/ru/sessions/c/11/"
    title = "Одиннадцатое заседание, 2024 · A &amp; B"
    assert tags(client, "/ru/sessions/c/11/?area=nothing") == {
        "og:type": "article",
        "og:site_name": "Материалы комиссий",
        "og:title": title,
        "og:description": "In “short”.",
        "og:url": page,
        "og:locale": "ru_RU",
        "og:locale:alternate": ["en_GB", "kk_KZ", "tk_TM"],
        "og:image": f"{page}card.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": title,
        "twitter:card": "summary_large_image",
        "twitter:title": title,
        "twitter:description": "In “short”.",
        "twitter:image": f"{page}card.png",
        "twitter:image:alt": title,
    }


def test_every_public_page_has_a_card_that_is_there(client):
    cards = {}
    for name, address in make_every_page().items():
        if client.get(address).status_code == 200 and not name.startswith(
            ("report", "follow")
        ):
            said = tags(client, address)
            assert said["og:title"] and said["og:description"], name
            cards[name] = said["og:image"].removeprefix(SITE)
    assert len(cards) > 30
    assert cards["home"] == cards["participant"] == cards["help"] == "/en/card.png"
    assert cards["passage"] == cards["session"]
    assert len({cards[name] for name in ("session", "decision", "commission", "agreement", "area", "home")}) == 6  # fmt: skip
    for address in set(cards.values()):
        assert picture(client, address).size == (1200, 630)


def test_a_draft_shows_nothing_and_has_no_picture(admin_client, client):
    session = make_session(commission=make_commission(slug="c"), number=1, state="draft")  # fmt: skip
    assert tags(admin_client, session.get_absolute_url()) == {}
    for each in (client, admin_client):
        assert each.get("/en/sessions/c/1/card.png").status_code == 404


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"state": "withdrawn"}, {"publish_at": tomorrow()}])  # fmt: skip
def test_what_is_not_public_has_none(client, hidden):
    commission = make_commission(slug="hidden", **hidden)
    make_decision(session=make_session(commission=commission, number=1))
    make_area(slug="hidden", **hidden)
    make_agreement(slug="hidden", **hidden)
    for address in ("commissions/hidden", "areas/hidden", "agreements/hidden", "sessions/hidden/1", "decisions/hidden/1/1"):  # fmt: skip
        assert client.get(f"/en/{address}/card.png").status_code == 404


# ── The picture ──────────────────────────────────────────────────────────────────────────────


def test_both_sides_have_half_of_the_rule_and_passages_their_spheres(client, session):
    sector = make_area(parent=make_area(colour="#b4541a"))
    make_passage(session=session, areas=[sector])
    make_passage(session=session)
    shown = picture(client, "/en/sessions/c/11/card.png")
    assert _near(shown.getpixel((300, 130)), "#aa0000")
    assert _near(shown.getpixel((900, 130)), "#0000aa")
    assert _near(shown.getpixel((300, 620)), "#b4541a")
    assert _near(shown.getpixel((900, 620)), drawing.LINE)


def _near(pixel, colour):
    wanted = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
    return all(
        abs(is_ - should) < 12 for is_, should in zip(pixel, wanted, strict=True)
    )


def test_no_colour_of_an_unpublished_area_is_in_it(session):
    make_passage(session=session, areas=[make_area(state="draft", colour="#123456")])  # fmt: skip
    assert card_of(session).strip == (drawing.LINE,)


def test_it_is_kept_by_the_version_of_the_record(client, session):
    address = "/en/sessions/c/11/card.png"
    answer = client.get(address)
    again = {"If-None-Match": answer["ETag"]}
    assert client.get(address, headers=again).status_code == 304
    session.place = "Awaza"
    session.save()
    changed = client.get(address, headers=again)
    assert (changed.status_code, changed.content == answer.content) == (200, False)


def test_a_title_of_any_length_has_its_room():
    for title in ("", "Ы", "word " * 200, "Неразрывноедлинноеслово" * 20):
        shown = Image.open(io.BytesIO(drawn(Card(title, above=title, below=title, sides=(title, title))))).convert("RGB")  # fmt: skip
        edge = {shown.getpixel((x, y)) for x in (30, 1170) for y in range(150, 530)}
        assert edge == {(255, 255, 255)}
        assert {shown.getpixel((x, 528)) for x in range(1200)} == {(255, 255, 255)}


@pytest.mark.parametrize("face", ["serif", "sans"])
def test_its_typefaces_have_every_letter(face):
    known = set(map(chr, TTFont(drawing.FONTS / f"record-{face}.ttf").getBestCmap()))
    for alphabet in ALPHABETS.values():
        assert letters_of(alphabet) - known == set()


def test_one_passage_asks_as_much_as_three(client, session, django_assert_num_queries):
    for number in (1, 2):
        for _passage in range(number):
            make_passage(session=session, areas=[make_area(parent=make_area())])
        # The version, the session, its sides, its passages and their areas.
        with django_assert_num_queries(5):
            client.get("/en/sessions/c/11/card.png")


def test_the_host_stands_on_it(settings):
    settings.SITE_HOST = "records.example.org"
    assert card_of(make_session()).host == settings.SITE_HOST
