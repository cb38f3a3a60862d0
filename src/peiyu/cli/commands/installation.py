"""peiyu backup, restore and person: what the keeper of an installation does at the machine itself."""

from __future__ import annotations

from pathlib import Path

import click

from peiyu.cli.commands.serve import DATA
from peiyu.cli.options import FILE, FOLDER, spoken
from peiyu.cli.say import Voice
from peiyu.problems import Text

OUT = click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="备份文件。The file to write."
)


@click.command()
@DATA
@OUT
@spoken
def backup(*, voice: Voice, folder: Path, out: Path) -> None:
    """备份：数据库、上传的文件、评估结果和设置，写成一个文件；不影响使用。

    Save everything of an installation in one file; work goes on meanwhile.
    """
    from peiyu.web.site import keeping

    size = keeping.back_up(folder, out)
    voice.line(Text(f"已备份 {out}（{size / 2**20:.1f} MB）", f"saved {out} ({size / 2**20:.1f} MB)"))
    voice.give({"file": str(out), "bytes": size})


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--data", "folder", type=FOLDER, required=True, help="空的数据文件夹。The data folder, empty or not there."
)
@click.option(
    "--database", default="", help="PostgreSQL 的空库地址，如与备份时不同。An empty PostgreSQL, if it is another now."
)
@spoken
def restore(*, voice: Voice, file: Path, folder: Path, database: str) -> None:
    """从备份恢复到一个空文件夹；先逐个核对文件，有一个不符即不恢复。

    Bring a backup back into an empty folder.
    """
    from peiyu.web.site.restore import restore as bring_back

    manifest = bring_back(file, folder, database=database)
    made = manifest["made_at"]
    voice.line(Text(f"已恢复到 {folder}，备份时间 {made}", f"restored to {folder}; saved at {made}"))
    voice.line(Text(f"现在可运行：peiyu serve --data {folder}", f"now run: peiyu serve --data {folder}"))
    voice.give({"folder": str(folder), "made_at": made, "peiyu": manifest["peiyu"]})


@click.group()
def person() -> None:
    """账号：新安装的第一批账号；管理员忘记密码时重设。

    Accounts: the first of a new installation; a new password for an administrator who has lost his.
    """


@person.command("first")
@DATA
@click.option("--office", required=True, help="办公室的名称。The name of the office.")
@spoken
def first(*, voice: Voice, folder: Path, office: str) -> None:
    """新安装：建立办公室和三员账号，显示初始密码（只显示这一次，首次登录须更换）。

    The office and the three administrators of a new installation, with the passwords for their first sign-in.
    """
    from peiyu.web.site import keeping

    made = keeping.first_people(folder, office)
    for sign_in, password in made:
        voice.line(f"  {sign_in}  {password}")
    voice.line(
        Text(
            "以上密码只显示这一次。系统管理员建账号，安全管理员授岗位。",
            "these passwords are shown this once. The system administrator makes accounts, the security administrator"
            " grants posts.",
        )
    )
    voice.give([{"sign_in": sign_in, "password": password} for sign_in, password in made])


@person.command("password")
@DATA
@click.argument("sign_in")
@click.option("--why", required=True, help="理由，记入留痕。The reason, kept in the trail.")
@spoken
def password(*, voice: Voice, folder: Path, sign_in: str, why: str) -> None:
    """重设一个账号的密码并解除锁定，记入留痕；只在管理员自己无法登录时使用。

    A new password for an account, which lets it in again; for administrators who cannot sign in.
    """
    from peiyu.web.site import keeping

    new = keeping.new_password(folder, sign_in, why)
    voice.line(Text(f"{sign_in} 的新密码（首次登录须更换）：{new}", f"new password of {sign_in}: {new}"))
    voice.give({"sign_in": sign_in, "password": new})
