@echo off
rem Runs the Maven that this project pins; see mvnw for where it is fetched from.
setlocal
set "VERSION=3.9.16"
set "HERE=%~dp0"
call "%HERE%ci\jdk.cmd" || exit /b 3
if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "PINNED=%MAVEN_USER_HOME%\wrapper\waymark\apache-maven-%VERSION%"
if exist "%PINNED%\bin\mvn.cmd" goto run
set "URL=https://archive.apache.org/dist/maven/maven-3/%VERSION%/binaries/apache-maven-%VERSION%-bin.zip"
if defined MVNW_REPOURL set "URL=%MVNW_REPOURL%/org/apache/maven/apache-maven/%VERSION%/apache-maven-%VERSION%-bin.zip"
echo mvnw: downloading %URL% 1>&2
powershell -NoProfile -Command ^
  "$ErrorActionPreference='Stop'; $ProgressPreference='SilentlyContinue';" ^
  "$want=(Get-Content '%HERE%.mvn\wrapper\apache-maven-%VERSION%-bin.zip.sha512').Trim();" ^
  "$zip=Join-Path $env:TEMP ('waymark-maven-' + [guid]::NewGuid() + '.zip');" ^
  "Invoke-WebRequest -UseBasicParsing '%URL%' -OutFile $zip;" ^
  "$have=(Get-FileHash -Algorithm SHA512 $zip).Hash.ToLower();" ^
  "if ($have -ne $want) { Remove-Item $zip; throw \"SHA-512 is $have, expected $want\" }" ^
  "Expand-Archive -Force $zip (Split-Path '%PINNED%'); Remove-Item $zip"
if errorlevel 1 (
  echo mvnw: Maven %VERSION% could not be fetched from %URL% 1>&2
  exit /b 1
)
:run
"%PINNED%\bin\mvn.cmd" %*
exit /b %ERRORLEVEL%
