"""peiyu serve and peiyu worker: an installation of the application."""

from __future__ import annotations

from pathlib import Path

import click

from peiyu.cli.options import FOLDER, spoken
from peiyu.cli.say import Voice
from peiyu.problems import Text

DATA = click.option(
    "--data", "folder", type=FOLDER, default=Path("peiyu-data"), show_default=True, envvar="PEIYU_DATA",
    help="数据文件夹。The data folder.",
)  # fmt: skip


@click.command()
@DATA
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8010, show_default=True, help="端口。The port.")
@click.option("--no-worker", is_flag=True, help="不带后台进程。Without the background process.")
@spoken
def serve(*, voice: Voice, folder: Path, host: str, port: int, no_worker: bool) -> None:
    """在浏览器中使用：启动本机的网站和后台进程，直到 Ctrl-C。

    Serve the application until Ctrl-C.
    """
    from peiyu.web.site import start

    saved = start.ready(folder)
    if saved is not None:
        voice.line(
            Text(f"已升级；升级前的数据库备份在 {saved}", f"brought up to date; the database as it was: {saved}")
        )
    if start.nobody_yet():
        step = f"peiyu person first --data {folder}"
        voice.line(Text(f"还没有账号，请另开窗口运行：{step}", f"there are no accounts yet; run: {step}"))
    voice.line(Text(f"请用浏览器打开 http://{host}:{port}/", f"open http://{host}:{port}/ in a browser"))
    start.serve(folder, host=host, port=port, worker=not no_worker)


@click.command()
@DATA
@click.option("--until-idle", is_flag=True, help="没有任务时即结束。End when there is nothing to do.")
@spoken
def worker(*, voice: Voice, folder: Path, until_idle: bool) -> None:
    """后台进程：导入、评估、统计。可随时中断，重启后继续。

    The background process: imports, evaluations, measures. It may be killed at any moment.
    """
    from peiyu.web.site import start

    ended = start.work(folder, until_idle=until_idle)
    voice.line(Text(f"完成 {ended} 项", f"{ended} jobs ended"))
