"""The database looks up neither tier nor evaluation of each of millions of verdicts any more.

SQLite, where that costs little, would have to copy the whole table for it: there the tables stay as they are.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


class AlterWhereCheap(migrations.AlterField):
    """Changes the column on databases that need not copy the table."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0001_initial"),
    ]

    operations = [
        AlterWhereCheap(
            model_name="verdict",
            name=name,
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=f"policies.{to}",
            ),
        )
        for name, to in (("since", "evaluation"), ("tier", "tier"))
    ]
