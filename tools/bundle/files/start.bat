@echo off
rem Starts Peiyu in the folder data beside this file; stop it with Ctrl-C.
setlocal
set "here=%~dp0"
if not defined PEIYU_DATA set "PEIYU_DATA=%here%data"
call "%here%peiyu.bat" serve --data "%PEIYU_DATA%" %*
