"""Which records have a name with a word: as it is written, or so that it sounds like it."""

from participants.models import Organisation, Participant
from sessions.search.query import Term

from .digest import Holding, RecordDigest, places_of
from .suggestion import SHORTEST_TYPED, Suggestion, sounds_of

# People and bodies are called the same in every script; all else is told in words of a language.
HEARD = {Participant: "participant", Organisation: "organisation"}
_TABLE = Suggestion._meta.db_table
_SOUNDING = f"SELECT {{0}} FROM {_TABLE} WHERE kind IN ({{1}}) AND "  # noqa: S608 - its own names


class Naming(Holding):
    """What `Holding` gives for a term's part among the tokens of `spaces`, and the people and bodies
    with a name that sounds like its word.

    The sounds stand beside the suggested words (`suggesting.py`), of drafts as well: as with
    `Holding`, whoever looks something up joins what is public.
    """

    def __init__(self, part: Term, model=None, spaces="n"):
        super().__init__(RecordDigest, part.lookup.within(spaces), model)
        self.part, self.model = part, model

    def _joined(self, found, asked, place, position):
        sql, params = super()._joined(found, asked, place, position)
        kinds = [self.model] if self.model else list(HEARD)
        if self.part.is_phrase or not HEARD.keys() >= set(kinds):
            return sql, params
        key = '"row"' if self.model else _PLACE
        heard = _SOUNDING.format(key, ", ".join(f"'{HEARD[each]}'" for each in kinds))
        pieces = [sql[1:-1]]
        for sound in sounds_of(self.part.words[-1], begins=self.part.is_prefix):
            if self.part.is_prefix:
                pieces.append(f'{heard}"start" = %s AND word LIKE %s')
                params = [*params, sound[:SHORTEST_TYPED], f"{sound}%"]
            else:
                pieces.append(f"{heard}word = %s")
                params = [*params, sound]
        return f"({' UNION ALL '.join(pieces)})", params


def _place():
    """The place of the digest of a suggested record, as SQL."""
    first = {
        kind: places_of(RecordDigest.kinds[model])[0] for model, kind in HEARD.items()
    }
    cases = " ".join(f"WHEN '{kind}' THEN {place}" for kind, place in first.items())
    return f'CASE kind {cases} END + ("row" << 8)'


_PLACE = _place()
