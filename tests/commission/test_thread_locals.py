from concurrent.futures import ThreadPoolExecutor

from django.urls import (
    get_script_prefix,
    get_urlconf,
    set_script_prefix,
    set_urlconf,
)
from django.utils import translation

from commission.thread_locals import KEPT, keep_by_thread


def test_language_urlconf_and_prefix_are_each_thread_s_own(monkeypatch):
    for module, name in KEPT:
        monkeypatch.setattr(module, name, getattr(module, name))
    keep_by_thread()

    def seen():
        return translation.get_language(), get_urlconf(), get_script_prefix()

    def changed(language):
        before = seen()
        translation.activate(language)
        set_urlconf(f"urls.{language}")
        set_script_prefix(f"/{language}/")
        return before, seen()

    with ThreadPoolExecutor(1) as other:
        fresh = ("en", None, "/")
        assert changed("ru") == (fresh, ("ru", "urls.ru", "/ru/"))
        assert other.submit(changed, "kk").result() == (
            fresh,
            ("kk", "urls.kk", "/kk/"),
        )
        assert seen() == ("ru", "urls.ru", "/ru/")
        assert other.submit(seen).result() == ("kk", "urls.kk", "/kk/")
