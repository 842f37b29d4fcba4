"""Rows by primary keys that are known already."""

import json

from django.db import models
from django.db.models.expressions import RawSQL


class Among(RawSQL):
    """Primary keys for `pk__in`, in one parameter however many they are."""

    def __init__(self, keys):
        super().__init__("", [json.dumps(keys)], models.BigIntegerField())

    def as_sqlite(self, compiler, connection):
        return "(SELECT value FROM json_each(%s))", self.params

    def as_postgresql(self, compiler, connection):
        keys = "{" + self.params[0][1:-1] + "}"
        return "(SELECT unnest(%s::bigint[]))", [keys]
