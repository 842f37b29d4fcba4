"""A record made by a seed: sessions in four languages, and questions asked in their words.

Rows are given as plain dataclasses, from which both the database and the reference
(`slow_search.py`) are filled.
"""

import datetime
import random
from collections import defaultdict
from dataclasses import dataclass, field

from commission.models import Agreement, writing
from participants.models import NameVariant, Organisation, Participant
from sessions.models import (
    AgendaItem,
    Decision,
    DelegationMember,
    Document,
    Passage,
    ResponsibleBody,
    Session,
)
from sessions.titles import session_title
from tests.factories import LONG_AGO, make_area, make_commission

WORDS = {
    "en": "railway railways gas pipeline pipelines customs trade trading the of and water agreement transport "
          "co-chair Turkmenistan’s ports portal 12th 2021–2023 energy North–South".split(),
    "ru": "железная железной дорога дороги газ газопровод таможня самолёт самолет вода воды торговля и в "
          "соглашение энергия 12-е Туркменистан порты".split(),
    "kk": "теміржол газ мұнай қазақ казак Қазақстан Казакстан қазақстандық су сауда және мен кеден көлік 12-ші".split(),
    "tk": "demirýol demiryol gaz nebit Aşgabat Asgabat Aşgabatda ýol ýollary suw söwda we gümrük ulag 12-nji".split(),
}  # fmt: skip
NAMES = ["Batyr Atdayev", "Atdaýew", "Атдаев", "Ministry of Trade", "Министерство воды", "Türkmengaz", "Қазақстан темір жолы",
         "Anna Port", "Газпром", "North Water", "Мәмин", "Maminow Hojaýew", "Ходжаев"]  # fmt: skip
# Rows that others point at come before those.
STORED = [Participant, Organisation, Agreement, NameVariant, Session, AgendaItem, Passage, Decision,
          Document, DelegationMember, ResponsibleBody, Passage.areas.through, Session.agreements.through]  # fmt: skip
STATES = ["published"] * 6 + ["draft", "withdrawn", "embargoed"]


@dataclass
class Text:
    """The texts of one row by language; `public` says whether the row's own names may be used.

    `passage` is the primary key of a passage; `names` are those that may be asked for exactly.
    `is_heard` says that they are of a person or body, whom other spellings find as well.
    """

    texts: dict
    public: bool = True
    passage: int = 0
    names: tuple = ()
    is_heard: bool = False


@dataclass
class MadeSession:
    """A session as the reference knows it; `pk` is given when it is stored."""

    public: bool
    number: int
    year: int
    rows: list = field(default_factory=list)
    areas: set = field(default_factory=set)
    pk: int = 0


def made_record(seed, number):
    """The public sessions of a stored record of `number`, each with all texts it may be found by.

    All of it is one change.
    """
    with writing():
        return _Maker(random.Random(seed)).sessions(number)  # noqa: S311


class _Maker:
    def __init__(self, chance):
        self.chance = chance
        self.commission = make_commission(sides=("TM",))
        self.side = self.commission.sides.get()
        self.areas = [make_area() for _area in range(4)]
        # Rows that wait to be stored together, by their models.
        self.rows = defaultdict(list)
        self.passages = []

    def sessions(self, number):
        share = min(number, 2_000)
        self.people = self.many(Participant, share // 8)
        self.bodies = self.many(Organisation, share // 10, kind="ministry")
        self.agreements = [self.agreement(n) for n in range(share // 6)]
        self.store()
        made = [self.session(n) for n in range(1, number + 1)]
        self.store()
        for each in made:
            each.pk = each.row.pk
            self.fill(each)
        self.store()
        for row, text in self.passages:
            text.passage = row.pk
        return [each for each in made if each.public]

    def store(self):
        for model in STORED:
            model.objects.bulk_create(self.rows[model], batch_size=1_000)
        self.rows.clear()

    def add(self, model, **fields):
        row = model(**fields)
        self.rows[model].append(row)
        return row

    def text(self, longest):
        """{language: words}: some languages are missing."""
        codes = self.chance.sample(list(WORDS), self.chance.randint(1, 3))
        return {
            code: " ".join(
                self.chance.choices(WORDS[code], k=self.chance.randint(1, longest))
            )
            for code in codes
        }

    def state(self):
        state = self.chance.choice(STATES)
        moment = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)
        columns = {
            "published": {"state": "published", "publish_at": LONG_AGO},
            "embargoed": {"state": "published", "publish_at": moment},
        }
        return columns.get(state, {"state": state}), state == "published"

    def many(self, model, number, **fields):
        return [self.named(model, n, **fields) for n in range(number)]

    def named(self, model, n, **fields):
        state, public = self.state()
        name, variant = self.chance.sample(NAMES, 2)
        owner = model._meta.model_name
        row = self.add(model, slug=f"{owner}-{n}", name_en=name, **state, **fields)
        self.add(NameVariant, name=variant, **{owner: row})
        return row, [
            Text({"en": name}, public, names=(name,), is_heard=True),
            Text({"": variant}, public, names=(variant,), is_heard=True),
        ]

    def agreement(self, n):
        state, public = self.state()
        title, paper = self.text(4), self.text(2)
        row = self.add(
            Agreement, slug=f"agreement-{n}", commission=self.commission, kind="agreement",
            level="governments", **columns("title", title), **state)  # fmt: skip
        self.add(Document, agreement=row, **columns("title", paper))
        names = tuple(title.values())
        return row, [Text(title, public, names=names), Text(paper, public)]

    def session(self, n):
        state, public = self.state()
        made = MadeSession(public, n % 999 + 1, 2000 + n % 25)
        made.title = self.text(3)
        made.row = self.add(
            Session, commission=self.commission, number=made.number, key=str(n),
            starts_on=datetime.date(made.year, 1, 1), **columns("summary", made.title), **state)  # fmt: skip
        # The title that number and kind make, as readers see it in each language.
        made.rows.append(_own_text(made.row, made.title))
        return made

    def fill(self, made):
        chance = self.chance
        # Some reports are long, so that words stand often in them.
        longest_report = chance.choice([3, 3, 3, 16])
        for n in range(1, chance.randint(0, longest_report) + 1):
            self.passage(made, n)
        for n in range(1, chance.randint(0, 2) + 1):
            text = self.text(4)
            self.add(AgendaItem, session=made.row, number=n, **columns("text", text))
            made.rows.append(Text(text))
        if chance.random() < 0.4:
            paper = self.text(3)
            self.add(Document, session=made.row, **columns("title", paper))
            made.rows.append(Text(paper))
        self.add_people(made)
        self.add_decision(made)
        for row, names in chance.sample(self.agreements, chance.randint(0, 1)):
            self.add(Session.agreements.through, session=made.row, agreement=row)
            made.rows += names

    def passage(self, made, n):
        text = self.text(12)
        row = self.add(Passage, session=made.row, number=n, **columns("text", text))
        made.rows.append(Text(text))
        self.passages.append((row, made.rows[-1]))
        for area in self.chance.sample(self.areas, self.chance.randint(0, 1)):
            self.add(Passage.areas.through, passage=row, cooperationarea=area)
            made.areas.add(area.pk)

    def add_people(self, made):
        for person, names in self.chance.sample(self.people, self.chance.randint(0, 2)):
            body, bodys_names = self.chance.choice(self.bodies)
            self.add(
                DelegationMember, session=made.row, side=self.side, participant=person,
                organisation=body, **columns("position", self.text(2)))  # fmt: skip
            # A person who is not public is not named, nor is who sent them; what anybody sat
            # there as is no way to find the session.
            if names[0].public:
                made.rows += [*names, *bodys_names]

    def add_decision(self, made):
        if self.chance.random() < 0.5:
            text = self.text(6)
            row = self.add(
                Decision, session=made.row, number=1, **columns("text", text)
            )
            body, names = self.chance.choice(self.bodies)
            self.add(ResponsibleBody, decision=row, side=self.side, organisation=body)
            made.rows += [Text(text), *names]


def columns(name, texts):
    return {f"{name}_{code}": text for code, text in texts.items()}


def _own_text(row, summary):
    titles = {
        code: session_title("ordinary", row.number, language=code) for code in WORDS
    }
    titles[""] = str(row.number)
    in_figures = [
        f"{row.number}th session",
        f"{row.number}-е заседание",
        f"Заседание {row.number}",
        f"{row.number}-nji mejlis",
    ]
    names = [*titles.values(), *in_figures]
    return Text(
        {code: f"{titles.get(code, '')} ∎ {summary.get(code, '')}" for code in titles},
        names=tuple(names),
    )


def made_query(chance):
    """A search such as people type, some of it broken."""
    everything = [word for words in WORDS.values() for word in words]
    everything += [word for name in NAMES for word in name.split()]
    everything += ["Mamin", "Atdaev", "Hojayev", "Министри", "Turkmengaz"]
    if chance.random() < 0.1:
        return chance.choice([*NAMES, f"{chance.randint(1, 30)}th SESSION", str(chance.randint(1, 30)),
                              "Eleventh  session", "заседание 7", "12-е заседание"])  # fmt: skip
    pieces = []
    for _piece in range(chance.randint(1, 4)):
        word = chance.choice(everything)
        pieces.append(_dressed(chance, word, chance.choice(everything)))
    return chance.choice(["", "", "", " ", '"', "OR "]) + " ".join(pieces)


def _dressed(chance, word, other):
    kind = chance.random()
    if kind < 0.5:
        return chance.choice([word, word.upper(), word.lower()])
    if kind < 0.58:
        return f'"{word} {other}"'
    if kind < 0.62:
        return f'"{word}"'
    if kind < 0.74:
        return f"-{word}"
    if kind < 0.84:
        return f"{word} OR {other}"
    if kind < 0.94:
        return f"{word[: chance.randint(1, len(word))]}*"
    return f'-"{word} {other}"'
