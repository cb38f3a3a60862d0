#!/bin/sh
# Runs peiyu with what is given; installs it beside this file at the first time. No administrator rights, no network.
# 运行 peiyu；第一次运行时先在本文件夹内安装，不需要管理员权限，不联网。
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
fits() { [ -n "$(command -v "$1" 2>/dev/null)" ] && "$1" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "@PYTHON@")' 2>/dev/null; }
if [ ! -f "$here/venv/installed" ]; then
  found=
  for one in "$here/python/bin/python@PYTHON@" "$here/python/bin/python3" python@PYTHON@ python3 python; do
    if fits "$one"; then found=$one; break; fi
  done
  if [ -z "$found" ]; then
    echo "需要 Python @PYTHON@：请安装，或把解压好的 Python 放在 $here/python" >&2
    echo "Python @PYTHON@ is needed: install it, or put an unpacked one into $here/python" >&2
    exit 1
  fi
  echo "正在安装…… Installing ..." >&2
  rm -rf "$here/venv"
  "$found" -m venv --without-pip "$here/venv"
  pip() { "$here/venv/bin/python" "$(echo "$here"/wheels/pip-*.whl)/pip" --disable-pip-version-check "$@"; }
  pip install --quiet --isolated --no-index --find-links "$here/wheels" --no-deps --require-hashes -r "$here/requirements.txt"
  touch "$here/venv/installed"
fi
exec "$here/venv/bin/peiyu" "$@"
