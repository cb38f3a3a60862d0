from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]

    operations = [
        migrations.DeleteModel(name=name)
        for name in ("Change", "Verdict", "Trial", "DefinitionLock", "PackText", "Evaluation")
    ]
