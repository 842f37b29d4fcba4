"""Who took part: people of the record by any spelling, and new names that stand by a post."""

import itertools
from collections import defaultdict
from dataclasses import dataclass, replace

from sessions.search.tokens import words_of

from .countries import Countries
from .dates import month_of
from .found import Found, Span, Trust
from .gazetteer import Gazetteer
from .kinds import is_session
from .names import KnownNames, in_nominative, same_initial, same_name, sounds
from .phrases import beginning_with
from .posts import (
    is_honorific,
    is_oblique,
    is_of_state,
    is_post,
    post_after,
    post_before,
)
from .text import Text

_is_co_chair = beginning_with("cochair сопредседат")
_CO_CHAIRS = (
    ("co", "chair"),
    ("тен", "торага"),
    ("egindes", "baslyk"),
    ("egindes", "baslyg"),
)
_leads = beginning_with(
    "led headed chaired chairmanship presided leadership возглав председательств руководств вел вела вели провел",
    "баскар торагалык жургиз yolbasc bastut baslykl alyp",
)  # fmt: skip
_is_delegation = beginning_with(
    "delegation side part делегац сторон част тарап делегаци tarap wekilcilig wekiliyet"
)
# Words of institutions and places that are written with a capital and are no names.
_INSTITUTIONS = set(
    "republic cabinet ministers ministry ministries affairs commission committee council intergovernmental joint "
    "government agency state national union university institute center centre international prime first session "
    "meeting the protocol bank fund company corporation holding association chamber academy north south east west "
    "central sea economic trade republican department foundation district province region city agreement memorandum "
    "programme program development cooperation relations security security's industry".split()
)
# In other languages they take endings.
_begins_institution = beginning_with(
    "республик кабинет министер комисси комитет правительств агентств государств национальн университет институт "
    "международн премьер протокол корпораци палат академи област централь торгов экономическ департамент управлени "
    "межправительствен соглашени министрлиг министрлер укимет агенттиг мемлекет улттык халыкаралык казына кабинети "
    "комиссия ministrlig ministrler hokumet agentlig dowlet halkara merkez welayat respublika komitet kabinet"
)


def _never_a_name(word):
    return word in _INSTITUTIONS or _begins_institution(word)


_LONGEST_RUN = 16


@dataclass(frozen=True, slots=True)
class PersonNamed:
    """`key` is who of the record it is, None for somebody new or while that is open; `candidates` are
    all it may be.  `name` and `position` are the text's words.
    """

    key: int | None
    candidates: tuple[int, ...]
    name: str
    country: str = ""
    role: str = "member"
    position: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    first: int
    last: int
    person: PersonNamed
    trust: Trust


class People:
    """Reads the people of one text."""

    def __init__(self, text: Text, gazetteer: Gazetteer, countries: Countries) -> None:
        self.text, self.countries = text, countries
        self.names = KnownNames(gazetteer.people)
        self.known = {person.key: person for person in gazetteer.people}
        # Words of bodies, areas and places are no names of people.
        self._others = {
            word.meant
            for body in gazetteer.bodies for _code, name in body.names for word in words_of(name, text.language)
        } | {
            word.meant
            for area in gazetteer.areas for code, term in area.terms if code == text.language
            for word in words_of(term, code)
        } | {
            word.meant
            for place in gazetteer.places for name in place.names.values() for word in words_of(name, text.language)
        }  # fmt: skip

    def found(self) -> list[Found[PersonNamed]]:
        mentions = [m for run in self._runs() for m in self._of_run(run)]
        full = [m for m in mentions if m.first != m.last]
        named = {p for m in full for p in range(m.first, m.last + 1)}
        people = [self._with_post(each, named) for each in self._merged(mentions)]
        return _one_co_chair_a_side(people)

    # ── Where names may stand ────────────────────────────────────────────────────────────────

    def _runs(self):
        """Places of capitalised words that follow each other, of some words at most."""
        run: list[int] = []
        for place in range(len(self.text.words)):
            is_capital = self._is_capital(place)
            if run and (
                not is_capital or len(run) == _LONGEST_RUN or self._is_parted(place)
            ):
                yield run
                run = []
            if is_capital:
                run.append(place)
        if run:
            yield run

    def _is_parted(self, place):
        """Whether the word does not belong to the name before it; after an initial comes a point."""
        gap = self.text.gap(place).strip(" \u00a0")
        return gap not in ("", "-") and (
            gap != "." or len(self.text.spelt(place - 1)) > 1
        )

    def _is_capital(self, place):
        spelt = self.text.spelt(place)
        return spelt[0].isupper() and (
            len(spelt) < 2 or not spelt.isupper() or len(spelt) > 4
        )

    def _of_run(self, run):
        taken: set[int] = set()
        for mention in self._known_in(run):
            if not taken & set(range(mention.first, mention.last + 1)):
                taken |= set(range(mention.first, mention.last + 1))
                yield mention
        for part in self._parts(run, taken):
            yield from self._new_in(part)

    # ── People of the record ─────────────────────────────────────────────────────────────────

    def _known_in(self, run):
        found = [m for place in run for m in [self._known_at(run, place)] if m]
        return sorted(found, key=lambda m: (m.first - m.last, m.first))

    def _known_at(self, run, place):
        spelt = self.text.spelt(place)
        # A country is nobody's family name, though it may end that of a body or an office.
        if len(spelt) < 3 or self.countries.named(self.text.words[place].written):
            return None
        language = self.text.language
        spellings = self.names.of_family(spelt, language)
        beside = [p for p in run if p != place and abs(p - place) <= 2]
        words = [self.text.spelt(p) for p in beside]
        full = {s.person.key for s in spellings if same_name(words, s, language)}
        if full:
            given = [
                p
                for p in beside
                if any(
                    s.given & sounds(self.text.spelt(p), language) for s in spellings
                )
            ]
            return self._mention(
                min([place, *given]), max([place, *given]), full, Trust.HIGH
            )
        by_initial = {s.person.key for s in spellings if same_initial(words, s)}
        if by_initial:
            initials = [p for p in beside if len(self.text.spelt(p)) == 1]
            return self._mention(
                min([place, *initials]),
                max([place, *initials]),
                by_initial,
                Trust.MEDIUM,
            )
        return self._by_family_alone(run, place, {s.person.key for s in spellings})

    def _by_family_alone(self, run, place, keys):
        """A family name with no given name beside it, where a post or a form of address says it is a person."""
        # "Ports" of "Example Ports" is no given name, but says that "Example" is no family name.
        beside = [p for p in run if abs(p - place) == 1]
        strangers = [p for p in beside if p > place or self._may_be_name(p)]
        keys = () if is_post(self.text.words[place].written) else keys
        if not keys or strangers or not self._is_presented(place):
            return None
        return self._mention(place, place, keys, Trust.LOW)

    def _is_presented(self, place):
        text = self.text
        sentence = text.sentence_at(text.words[place].start)
        is_addressed = place > 0 and is_honorific(text.words[place - 1].written)
        return is_addressed or bool(post_before(text, place, sentence, self.countries))

    def _mention(self, first, last, keys, trust):
        name = self._spelt(first, last)
        candidates = tuple(sorted(keys))
        # One full name, one person; anything less is offered and not chosen.
        key = candidates[0] if len(candidates) == 1 and trust > Trust.LOW else None
        trust = trust if len(candidates) == 1 else Trust.LOW
        return _Mention(first, last, PersonNamed(key, candidates, name), trust)

    def _spelt(self, first, last):
        span = Span(self.text.words[first].start, self.text.words[last].end)
        return " ".join(self.text[span].split())

    # ── New names ────────────────────────────────────────────────────────────────────────────

    def _parts(self, run, taken):
        """Stretches of the run that may be a name."""
        part: list[int] = []
        for place in run:
            if place in taken or not self._may_be_name(place):
                if part:
                    yield part
                part = []
            else:
                part.append(place)
        if part:
            yield part

    def _may_be_name(self, place):
        word, spelt = self.text.words[place], self.text.spelt(place)
        if (
            spelt.isdecimal()
            or is_post(word.written)
            or _never_a_name(word.written)
            or is_session(word.written)
        ):
            return False
        if self.countries.named(word.written) or month_of(
            word.written, self.text.language
        ):
            return False
        return word.meant not in self._others and not is_honorific(word.written)

    def _new_in(self, part):
        if part[0] and self.text.words[part[0] - 1].written in ("of", "for"):
            # "Minister of Waterways Ivan Primerov": the word belongs to the post.
            part = part[1:]
        letters = [p for p in part if len(self.text.spelt(p)) > 1]
        if not letters or len(part) not in (2, 3, 4):
            return
        first, last = part[0], part[-1]
        if len(letters) == 1 and letters[0] != last:
            return
        sentence = self.text.sentence_at(self.text.words[first].start)
        before = post_before(self.text, first, sentence, self.countries)
        if not before and not post_after(self.text, last, sentence):
            return
        name = self._as_listed(first, last, before)
        same_family = {
            s.person.key
            for s in self.names.of_family(self.text.spelt(last), self.text.language)
        }
        person = PersonNamed(None, tuple(sorted(same_family)), name, is_new=True)
        yield _Mention(first, last, person, Trust.MEDIUM)

    def _as_listed(self, first, last, post):
        if self.text.language != "ru":
            return self._spelt(first, last)
        given, family = self._spelt(first, last - 1), self.text.spelt(last)
        oblique = bool(post) and is_oblique(self.text, post)
        return " ".join(in_nominative(given, family, oblique))

    # ── One person, several mentions ─────────────────────────────────────────────────────────

    def _merged(self, mentions):
        """The first mention of each; a family name alone is whoever of that name was named in full."""
        full = [m for m in mentions if m.first != m.last]
        told = {
            sound
            for m in full
            for p in range(m.first, m.last + 1)
            for sound in self._sounds(p)
        }
        kept: dict[object, _Mention] = {}
        for mention in [*full, *(m for m in mentions if m.first == m.last)]:
            if mention.first == mention.last and told & self._sounds(mention.first):
                continue
            person = mention.person
            identity = person.key or (
                person.candidates if not person.is_new else person.name.casefold()
            )
            kept.setdefault(identity, mention)
        return sorted(kept.values(), key=lambda m: m.first)

    def _sounds(self, place):
        return sounds(self.text.spelt(place), self.text.language)

    # ── Post, side, role ─────────────────────────────────────────────────────────────────────

    def _with_post(self, mention, named):
        text = self.text
        sentence = text.sentence_at(text.words[mention.first].start)
        before = post_before(text, mention.first, sentence, self.countries, named)
        post = before or post_after(text, mention.last, sentence)
        country, is_plain = self._country(mention, post, sentence)
        role = self._role(mention, post, sentence)
        person = replace(
            mention.person,
            country=country,
            role=role,
            position=" ".join(text[post].split()) if post else "",
        )
        trust = mention.trust if is_plain else min(mention.trust, Trust.MEDIUM)
        if (
            post
            and any(is_of_state(text.words[p].written) for p in text.within(post))
            and role != "co_chair"
        ):
            trust = (
                Trust.LOW
            )  # Heads of state receive delegations; they are not in them.
        spans = (
            Span(text.words[mention.first].start, text.words[mention.last].end),
            *([post] if post else []),
        )
        return Found(person, spans, trust)

    def _country(self, mention, post, sentence):
        """(country, whether the text says so)"""
        if post:
            named = [
                c
                for _p, c in self.countries.in_words(self.text, self.text.within(post))
            ]
            if named:
                return named[0], True
        person = self.known.get(mention.person.key or -1)
        if person and person.country:
            return person.country, True
        places = self.text.within(sentence)
        before = [p for p in places if -8 <= p - mention.first < 0]
        after = [p for p in places if 0 < p - mention.last <= 12]
        for near in (before[::-1], after):
            for place, country in self.countries.in_words(self.text, near):
                following = self.text.words[place + 1 : place + 3]
                if any(_is_delegation(w.written) for w in following):
                    return country, True
        return "", False

    def _role(self, mention, post, sentence):
        places = list(self.text.within(sentence))
        words = [self.text.words[p].written for p in places]
        if any(map(_is_co_chair, words)) or any(
            a.startswith(one) and b.startswith(two)
            for a, b in itertools.pairwise(words)
            for one, two in _CO_CHAIRS
        ):
            return "co_chair"
        around = [
            self.text.words[p].written for p in places if -18 <= p - mention.first < 18
        ]
        in_post = (
            {self.text.words[p].written for p in self.text.within(post)}
            if post
            else set()
        )
        leading = [word for word in around if _leads(word) and word not in in_post]
        if leading and any(_is_delegation(w) or is_session(w) for w in around):
            return "co_chair"
        return "member"


def _one_co_chair_a_side(people):
    """A side has one: the first named; the trust is less where another was named, too."""
    chairs: dict[str, int] = defaultdict(int)
    result = []
    for each in people:
        person = each.value
        if person.role == "co_chair":
            chairs[person.country] += 1
            if chairs[person.country] > 1:
                each = Found(
                    replace(person, role="member"),
                    each.spans,
                    min(each.trust, Trust.MEDIUM),
                )
        result.append(each)
    return result
