"""What a page costs those who pay by the megabyte."""

import gzip

import pytest
from playwright.sync_api import Page, Response

from commission.models.noted import writing
from tests.factories import make_area, make_passage, make_session

SCRIPTS = {
    "en": "The sides discussed rail freight.",
    "ru": "Стороны обсудили железнодорожные перевозки.",
    "kk": "Тараптар теміржол тасымалын, өнеркәсіп пен ғылымды талқылады.",
    "tk": "Taraplar demir ýol gatnawlaryny we Ň, Ş, Ž harplaryny ara alyp maslahatlaşdylar.",
}


@pytest.fixture
@writing()
def session(db):
    session = make_session()
    area = make_area()
    for _ in range(12):
        texts = {f"text_{code}": " ".join([text] * 8) for code, text in SCRIPTS.items()}
        make_passage(session=session, areas=[area], **texts)
    return session


def weight(response: Response) -> int:
    """Bytes on the wire: text goes out compressed, fonts are compressed already."""
    body = response.body()
    return len(body) if response.url.endswith(".woff2") else len(gzip.compress(body))


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_session_comes_in_two_hundred_kilobytes_in_any_language(
    page: Page, session, language
):
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(
        session.get_absolute_url().replace("/en/", f"/{language}/"),
        wait_until="networkidle",
    )
    fonts = [answer for answer in answers if answer.url.endswith(".woff2")]
    assert len(fonts) >= 2
    assert sum(map(weight, answers)) < 200_000


def test_a_page_in_english_fetches_no_cyrillic(page: Page, session):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(session.get_absolute_url(), wait_until="networkidle")
    assert [url for url in asked if "cyrillic" in url] == []


def test_nothing_moves_when_the_fonts_arrive(page: Page, session):
    page.goto(session.get_absolute_url(), wait_until="networkidle")
    shift = page.evaluate(
        """new Promise(resolve => {
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.value))
                .observe({type: "layout-shift", buffered: true});
            setTimeout(() => resolve(sum), 200);
        })"""
    )
    assert shift < 0.01
