"""A newer version over older tables: the database is saved first, then brought up to date."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from peiyu.problems import Problem, Text, UsageError
from peiyu.web import clock
from peiyu.web.site.backup import Saved, save

KEPT = 5
NAME = "before-upgrade-{at:%Y%m%d-%H%M%S}.zip"


def upgrade() -> Path | None:
    """Brings the tables up to date. If there was something to lose, the database is saved under `backups/` first, and
    the path of that is given. UsageError `version-older` for tables of a newer version than this one."""
    executor = MigrationExecutor(connection)
    _refuse_newer(executor)
    planned = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not planned:
        return None
    saved = None
    if executor.loader.applied_migrations:
        saved = settings.PEIYU.path("backups", NAME.format(at=clock.now()))
        save(saved, parts=(Saved.DATABASE,))
        _keep_few(saved.parent)
    call_command("migrate", verbosity=0, interactive=False)
    return saved


def _refuse_newer(executor: MigrationExecutor) -> None:
    ours = {label for label, _ in executor.loader.disk_migrations}
    unknown = [f"{app}.{name}" for app, name in executor.loader.applied_migrations
               if app in ours and (app, name) not in executor.loader.disk_migrations]  # fmt: skip
    if unknown:
        raise UsageError(
            Problem(
                "version-older",
                Text("数据库由更新的版本建立，本版本不能使用", "the database was made by a newer version"),
                found=", ".join(unknown[:3]),
                next_step=Text("安装新版本，或恢复升级前的备份", "install the newer version, or restore a backup"),
            )
        )


def _keep_few(folder: Path) -> None:
    for old in sorted(folder.glob("before-upgrade-*.zip"))[:-KEPT]:
        old.unlink()
