"""The tables of targets are made anew."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial")]

    operations = [
        migrations.DeleteModel(name=name)
        for name in ("Move", "Share", "Allocation", "Closing", "KeyFirm", "FigureRecord", "Line", "Reading")
    ]
