"""`python -m tools.bundle -o dist/bundle [--platform linux-x64 …] [--python 3.11 …]`: one archive for each."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path

from tools.bundle import wheels
from tools.bundle.locked import Pinned, needed, read
from tools.bundle.platforms import PLATFORMS, Platform
from tools.bundle.sbom import sbom

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(__file__).resolve().parent / "files"
LOCK = ROOT / "requirements" / "run.txt"


def main(arguments: Sequence[str]) -> int:
    """Makes the bundles that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.bundle", description=__doc__)
    parser.add_argument("-o", "--out", type=Path, default=Path("dist/bundle"))
    parser.add_argument("--platform", action="append", choices=sorted(PLATFORMS))
    parser.add_argument("--python", action="append", help="such as 3.11; the one that runs this by default")
    parser.add_argument("--runtime", type=Path, help="an unpacked Python to put in; with one platform only")
    given = parser.parse_args(arguments)
    for platform in given.platform or PLATFORMS:
        for python in given.python or [f"{sys.version_info.major}.{sys.version_info.minor}"]:
            print(make(PLATFORMS[platform], python, given.out, runtime=given.runtime), flush=True)
    return 0


def make(platform: Platform, python: str, out: Path, *, runtime: Path | None = None) -> Path:
    """One bundle as an archive, which appears only when it is whole."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    name = f"peiyu-{version}-{platform.name}-py{python.replace('.', '')}"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".bundle-") as place:
        folder = Path(place) / name
        missing = fill(folder, platform, python)
        if runtime is not None:
            shutil.copytree(runtime, folder / "python", symlinks=True)
        (folder / "sbom.cdx.json").write_text(
            sbom((folder / "wheels").glob("*.whl"), name="peiyu", version=version), "utf-8"
        )
        words = {"VERSION": version, "PLATFORM": platform.name, "PYTHON": python, **told(platform, missing, runtime)}
        lay_out(folder, platform, words)
        (folder / "sha256.txt").write_text(checksums(folder), "utf-8")
        return packed(folder, out, platform)


def fill(folder: Path, platform: Platform, python: str) -> tuple[Pinned, ...]:
    """The wheels and the requirements that name them; gives what has no wheel."""
    wanted = needed(read(LOCK.read_text("utf-8")), platform, python)
    missing = wheels.fetch(wanted, platform, python, folder / "wheels")
    own = wheels.own(ROOT, folder / "wheels")
    wheels.pip(folder / "wheels")
    lines = [one.line() for one in wanted if one not in missing]
    lines.append(f"peiyu=={own.name.split('-')[1]} --hash=sha256:{digest(own)}")
    (folder / "requirements.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return missing


def told(platform: Platform, missing: Sequence[Pinned], runtime: Path | None) -> dict[str, str]:
    """What the README says of this bundle alone."""
    names = ", ".join(f"{one.name} {one.version}" for one in missing)
    return {
        "RUN": "peiyu.bat" if platform.windows else "./peiyu.sh",
        "START": "start.bat" if platform.windows else "./start.sh",
        "RUNTIME_ZH": "（本包已放好）" if runtime else "",
        "RUNTIME_EN": " (this bundle has it already)" if runtime else "",
        "MISSING_ZH": f"本平台没有安装文件、因而未包含：{names}。" if names else "所需的安装文件都已包含。",
        "MISSING_EN": f"There is no wheel for this platform, so it is left out: {names}."
        if names
        else "Every part that is needed is in it.",
    }


def lay_out(folder: Path, platform: Platform, words: dict[str, str]) -> None:
    """Scripts and README, their @WORDS@ filled in."""
    suffix = ".bat" if platform.windows else ".sh"
    for source in (FILES / "README.md", *FILES.glob(f"*{suffix}")):
        text = source.read_text("utf-8")
        for key, value in words.items():
            text = text.replace(f"@{key}@", value)
        to = folder / source.name
        to.write_text(text, "utf-8", newline="\r\n" if platform.windows else "\n")
        to.chmod(0o755 if suffix == ".sh" and source.suffix == ".sh" else 0o644)
    shutil.copy(ROOT / "LICENSE", folder / "LICENSE")


def checksums(folder: Path) -> str:
    """One line a file, as sha256sum reads them."""
    files = sorted(one for one in folder.rglob("*") if one.is_file() and not one.is_symlink())
    return "".join(f"{digest(one)}  {one.relative_to(folder).as_posix()}\n" for one in files)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def packed(folder: Path, out: Path, platform: Platform) -> Path:
    """The folder as one file: .zip for Windows, else .tar.gz, which keeps what may be run."""
    path = out / (folder.name + (".zip" if platform.windows else ".tar.gz"))
    coming = folder.parent / path.name
    if platform.windows:
        with zipfile.ZipFile(coming, "w", zipfile.ZIP_STORED) as archive:
            for one in sorted(folder.rglob("*")):
                archive.write(one, one.relative_to(folder.parent))
    else:
        with tarfile.open(coming, "w:gz", compresslevel=1) as archive:
            archive.add(folder, arcname=folder.name)
    return coming.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
