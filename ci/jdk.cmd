@echo off
rem Sets JAVA_HOME to a JDK 25, wherever it lies beside other defaults; says what to install where there is none.
for %%J in ("%WAYMARK_JAVA_HOME%" "%JAVA_HOME%" "%JAVA_HOME_25_X64%" "%JAVA_HOME_25_arm64%") do call :try %%J && exit /b 0
for /d %%J in ("%ProgramFiles%\Eclipse Adoptium\jdk-25*" "%ProgramFiles%\Java\jdk-25*" "%ProgramFiles%\Microsoft\jdk-25*" "%ProgramFiles%\Zulu\zulu-25*" "%USERPROFILE%\.jdks\*25*") do call :try "%%~J" && exit /b 0
echo Waymark needs a JDK 25, and found none. Install one (Temurin 25 from adoptium.net), or point JAVA_HOME at yours. 1>&2
exit /b 3

:try
if "%~1"=="" exit /b 1
if not exist "%~1\bin\javac.exe" exit /b 1
findstr /b /r /c:"JAVA_VERSION=.25[.\""]" "%~1\release" >nul 2>&1 || exit /b 1
set "JAVA_HOME=%~1"
exit /b 0
