"""The words of four languages, as frequent as words are: the n-th in about 1/n of the places."""

import random
from bisect import bisect
from functools import cache
from itertools import accumulate, islice, product

# Words that hold sentences together stand first, as in every language; then what commissions say.
COMMON = {
    "en": "the of and to in for on with by at as from that a both was were will be is their its this which "
    "commission sides session cooperation development agreed parties agreement countries between work "
    "ministry bilateral joint international projects implementation trade economic meeting protocol",
    "ru": "и в на с по для о от к из что при за до не как также а между его их это были было будет стороны "
    "комиссии заседания сотрудничества развития договорились соглашения стран работы министерства "
    "двусторонних совместных международных проектов реализации торговли экономики встречи протокола",
    "kk": "және мен бен үшін бойынша туралы бұл осы олар өз бар болды етті арасында кейін дейін ретінде тараптар "
    "комиссия отырыс ынтымақтастық даму келісті келісім елдер жұмыс министрлігі екіжақты бірлескен "
    "халықаралық жобалар іске асыру сауда экономика кездесу хаттама",
    "tk": "we bilen üçin boýunça hakynda bu ol olar öz bar boldy etdi arasynda soň çenli hökmünde taraplar "
    "topar mejlis hyzmatdaşlyk ösüş ylalaşdylar ylalaşyk ýurtlar iş ministrligi ikitaraplaýyn bilelikdäki "
    "halkara taslamalar amala aşyrmak söwda ykdysadyýet duşuşyk teswirnama",
}
_BEGINNINGS = {
    "en": "b br c ch d dr f fl g gr h k l m n p pl pr r s st t tr v w",
    "ru": "б бр в г гр д др ж з к кр л м н п пр р с ст т тр ф х ц ч ш",
    "kk": "б ғ д ж з к қ л м н п р с т ш",
    "tk": "b ç d g ý j k l m n p r s ş t w",
}
_MIDDLES = {
    "en": "a e i o u ea ou al er in on",
    "ru": "а е и о у я ы ал ер ин он ов",
    "kk": "а ә е і ы о ө ұ ү ал ен ың",
    "tk": "a ä e i y o ö u ü al en yň",
}
_ENDINGS = {
    "en": ["", "s", "ed", "ing", "ment", "al", "er"],
    "ru": ["а", "ы", "у", "ой", "ов", "ами", "ный", "ного", "ение"],
    "kk": ["", "лар", "дың", "ға", "да", "дан", "мен", "лық"],
    "tk": ["", "lar", "yň", "a", "da", "dan", "lyk", "ly"],
}
STEMS = 20_000
_DRAWN_FROM = 1_000_000
_SENTENCE = 15


class Language:
    """The words of one language, most frequent first, and how to draw them."""

    def __init__(self, code, seed):
        chance = random.Random(f"{seed} words {code}")
        weighed = _weighed(code, chance)
        self.words = sorted(weighed, key=lambda word: (-weighed[word], word))
        weights = list(accumulate(weighed[word] for word in self.words))
        # Each word as many times as it is frequent: drawing is then one look into a list, which
        # counts where a hundred million words are drawn.
        steps = (weights[-1] * (n + 0.5) / _DRAWN_FROM for n in range(_DRAWN_FROM))
        self.drawn_from = [self.words[bisect(weights, step)] for step in steps]

    def draw(self, chance, number):
        """`number` words, each as likely as it is frequent."""
        draw, words = chance.random, self.drawn_from
        return [words[int(draw() * _DRAWN_FROM)] for _ in range(number)]

    def text(self, chance, number, about=()):
        """Sentences of `number` words; one word in ten is of what the text is about."""
        words = self.draw(chance, number)
        if about:
            for place in range(4, number, 10):
                words[place] = chance.choice(about)
        if number > 20:
            words[chance.randrange(number)] = str(chance.randint(1990, 2030))
        return sentences(words)


def sentences(words):
    """The words with capitals and full stops."""
    parts = (words[n : n + _SENTENCE] for n in range(0, len(words), _SENTENCE))
    return " ".join(f"{part[0].capitalize()} {' '.join(part[1:])}." for part in parts)


def _stems(chance, code):
    syllables = [
        begin + middle
        for begin, middle in product(_BEGINNINGS[code].split(), _MIDDLES[code].split())
    ]
    made: dict[str, None] = {}
    while len(made) < STEMS:
        # Short words are few and frequent, long ones many and rare.
        count = min(4, 1 + bisect([60, 1500, 20_000], len(made)))
        made["".join(chance.choices(syllables, k=count + (chance.random() < 0.3)))] = (
            None
        )
    return list(islice(made, STEMS))


def _weighed(code, chance):
    """{word: how frequent it is}: the common words, then stems with all endings of the language."""
    weighed = {word: 1 / (n + 2.7) for n, word in enumerate(COMMON[code].split())}
    for n, stem in enumerate(_stems(chance, code), len(weighed)):
        endings = chance.sample(_ENDINGS[code], len(_ENDINGS[code]))
        for order, ending in enumerate(endings, 1):
            weight = 1 / (n + 2.7) / order / 2
            weighed[stem + ending] = weighed.get(stem + ending, 0) + weight
    return weighed


@cache
def language(code, seed):
    return Language(code, seed)
