@echo off
rem Runs peiyu with what is given; installs it beside this file at the first time. No administrator rights, no network.
setlocal
chcp 65001 >nul
set "PYTHONUTF8=1"
set "here=%~dp0"
if exist "%here%venv\installed" goto run
set "found="
if exist "%here%python\python.exe" set "found="%here%python\python.exe""
if not defined found py -@PYTHON@ -c "" >nul 2>nul && set "found=py -@PYTHON@"
if not defined found python -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@')" >nul 2>nul && set "found=python"
if not defined found (
  echo 需要 Python @PYTHON@：请安装，或把解压好的 Python 放在 %here%python
  echo Python @PYTHON@ is needed: install it, or put an unpacked one into %here%python
  exit /b 1
)
echo 正在安装…… Installing ...
if exist "%here%venv" rmdir /s /q "%here%venv"
%found% -m venv --without-pip "%here%venv" || exit /b 1
for %%w in ("%here%wheels\pip-*.whl") do set "pip=%%~fw"
"%here%venv\Scripts\python.exe" "%pip%\pip" --disable-pip-version-check install --quiet --isolated --no-index --find-links "%here%wheels" --no-deps --require-hashes -r "%here%requirements.txt" || exit /b 1
echo installed> "%here%venv\installed"
:run
"%here%venv\Scripts\peiyu.exe" %*
exit /b %errorlevel%
