#!/bin/sh
# Starts Peiyu in the folder data beside this file; stop it with Ctrl-C. 启动；数据在旁边的 data 文件夹；按 Ctrl-C 结束。
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec "$here/peiyu.sh" serve --data "${PEIYU_DATA:-$here/data}" "$@"
