@echo off
rem Runs Maven: the one on the PATH if it is new enough, else the one named here, fetched once from the Apache archive.
setlocal
set VERSION=3.9.11
set OLDEST=3.8

where java >nul 2>nul
if errorlevel 1 if not defined JAVA_HOME (
  echo mvnw: there is no java: install a JDK 25 or newer, or set JAVA_HOME to it. 1>&2
  exit /b 1
)

for /f "tokens=3" %%v in ('mvn -v 2^>nul ^| findstr /b /c:"Apache Maven"') do set FOUND=%%v
if not defined FOUND goto fetch
powershell -NoProfile -Command "exit [int]([version]('%FOUND%' -replace '-.*') -lt [version]'%OLDEST%')"
if errorlevel 1 goto fetch
call mvn %*
exit /b %errorlevel%

:fetch
set HOME_DIR=%USERPROFILE%\.m2\drover\apache-maven-%VERSION%
if exist "%HOME_DIR%\bin\mvn.cmd" goto run
rem The sum comes from the same site: it finds a broken download, but not a site that was broken into.
powershell -NoProfile -Command "$ErrorActionPreference='Stop'; $ProgressPreference='SilentlyContinue';" ^
  "$url='https://archive.apache.org/dist/maven/maven-3/%VERSION%/binaries/apache-maven-%VERSION%-bin.zip';" ^
  "$to='%USERPROFILE%\.m2\drover'; New-Item -ItemType Directory -Force $to | Out-Null;" ^
  "Invoke-WebRequest $url -OutFile $to\maven.zip; Invoke-WebRequest ($url + '.sha512') -OutFile $to\maven.sha512;" ^
  "$sum=((Get-Content $to\maven.sha512 -Raw).Trim() -split '\s+')[0];" ^
  "if ((Get-FileHash $to\maven.zip -Algorithm SHA512).Hash -ne $sum) { throw 'the SHA-512 of the download is not the published one' };" ^
  "Expand-Archive -Force $to\maven.zip $to; Remove-Item $to\maven.zip, $to\maven.sha512"
if errorlevel 1 (
  echo mvnw: cannot fetch Maven %VERSION%; install Maven %OLDEST% or newer. 1>&2
  exit /b 1
)

:run
call "%HOME_DIR%\bin\mvn.cmd" %*
exit /b %errorlevel%
