"""The table of analyses is made anew."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("statistics", "0001_initial")]

    operations = [migrations.DeleteModel(name="Analysis")]
