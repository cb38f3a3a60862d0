"""What the keeper of an installation does at the machine: backups, first accounts, a lost password."""

from __future__ import annotations

from pathlib import Path

from peiyu.problems import Problem, Text, UsageError, Where
from peiyu.web.site.start import configure, ready


def back_up(folder: Path, out: Path) -> int:
    """Saves an installation in a file and gives its bytes. UsageError `no-installation`, and those of `backup.save`."""
    _refuse_none(folder)
    configure(folder)
    from peiyu.web.site.backup import save

    return save(out)


def first_people(folder: Path, office: str) -> tuple[tuple[str, str], ...]:
    """The office and its administrators in a folder that may be empty: sign-in names and first passwords. UsageError
    `not-first` once there is somebody."""
    ready(folder)
    from peiyu.web.accounts.actions import first_people as make
    from peiyu.web.look.refusal import Refusal

    try:
        return make(office)
    except Refusal as refusal:
        raise UsageError(*refusal.problems) from None


def new_password(folder: Path, sign_in: str, why: str) -> str:
    """A new password for an account, whose wrong tries are forgotten and which is let in. UsageError `no-installation`,
    `person-unknown`."""
    _refuse_none(folder)
    configure(folder)
    from peiyu.web.accounts.actions import release_person, reset_password, unlock
    from peiyu.web.accounts.models import Person
    from peiyu.web.acting.actor import Actor

    found = Person.objects.filter(sign_in=sign_in).first()
    if found is None:
        said = Text("没有这个账号", "there is no such account")
        raise UsageError(Problem("person-unknown", said, found=sign_in))
    keeper = Actor.system("本机")
    new = reset_password(keeper, found.pk, why=why)
    release_person(keeper, found.pk)
    unlock(keeper, sign_in=sign_in)
    return new


def _refuse_none(folder: Path) -> None:
    if not (folder / "secret").exists():
        raise UsageError(
            Problem(
                "no-installation",
                Text("这里没有安装", "there is no installation here"),
                where=Where(str(folder)),
                next_step=Text("用 --data 指明数据文件夹", "name the data folder with --data"),
            )
        )
