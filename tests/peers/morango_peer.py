"""Morango 0.8.15, which Kolibri syncs with: rows into its store and out of it. Run by `environment.py`.

It has no transport by file (`create_disk_connection` is not implemented), so what is timed is its own two halves: into the
store, from which it would send, and out of it, after it would have received. Its database is not encrypted.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import django
from django.conf import settings

FIELDS = (
    *("full_name", "family_name", "known_as", "date_of_birth", "phone", "email", "contact_by", "address", "postcode"),
    *("first_language", "age_band", "ward"),
)


def row(n):
    """The same twelve fields as the bench's people."""
    return {
        "full_name": f"Person Number {n}",
        "family_name": f"Number {n}",
        "known_as": f"P{n}",
        "date_of_birth": f"{1950 + n % 50}-{1 + n % 12:02}-{1 + n % 28:02}",
        "phone": f"07700{n % 1_000_000:06}",
        "email": f"person{n}@example.org",
        "contact_by": "phone",
        "address": f"{n} Long Lane, Wythenshawe",
        "postcode": "M22 5RX",
        "first_language": "en",
        "age_band": "",
        "ward": "",
    }


MODELS = """
from django.db import models
from morango.models.core import SyncableModel

class Person(SyncableModel):
    morango_profile = "peer"
    morango_model_name = "person"

    def calculate_source_id(self):
        return self.full_name

    def calculate_partition(self):
        return "people"

"""


def set_up(folder):
    application = folder / "people"
    application.mkdir()
    (application / "__init__.py").touch()
    fields = "".join(f"    {name} = models.CharField(max_length=200, blank=True)\n" for name in FIELDS)
    (application / "models.py").write_text(MODELS + fields)
    sys.path.insert(0, str(folder))
    settings.configure(
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "mptt", "morango", "people"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "peer.sqlite3")}},
        SECRET_KEY="peer",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()


def timed(people, work):
    started = time.perf_counter()
    work()
    return people / (time.perf_counter() - started)


def run(people, folder):
    set_up(folder)
    from django.core.management import call_command
    from django.db import connection
    from morango.models.core import Store
    from morango.sync.controller import MorangoProfileController
    from people.models import Person

    call_command("migrate", verbosity=0, run_syncdb=True)
    controller = MorangoProfileController("peer")
    rows = [Person(**row(n)) for n in range(people)]
    for one in rows:
        one.id = one.calculate_uuid()
        one._morango_dirty_bit = True
    Person.objects.bulk_create(rows, batch_size=500)
    told = {"export": timed(people, controller.serialize_into_store)}
    Person.objects.all().update(update_dirty_bit_to=False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_person")
    Store.objects.all().update(dirty_bit=True)
    told["first merge"] = timed(people, controller.deserialize_from_store)
    assert Person.objects.count() == people
    Store.objects.all().update(dirty_bit=True)
    told["update"] = timed(people, controller.deserialize_from_store)
    told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        run(int(sys.argv[1]), Path(made))
