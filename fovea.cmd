@echo off
rem Runs Fovea on Windows: finds some Java, version 11 or later, which runs the launcher from its source; the launcher finds
rem a JDK 25 or later, builds what is missing or stale, and hands over. FOVEA_JAVA_HOME and FOVEA_JAVA_OPTS as for fovea.
setlocal
set "FOVEA_START=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "FOVEA_START=%JAVA_HOME%\bin\java.exe"
if defined FOVEA_JAVA_HOME if exist "%FOVEA_JAVA_HOME%\bin\java.exe" set "FOVEA_START=%FOVEA_JAVA_HOME%\bin\java.exe"
if not "%FOVEA_START%"=="java" goto start
where java >nul 2>nul
if not errorlevel 1 goto start
for /d %%J in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\*" "%USERPROFILE%\.jdks\*") do (
    if exist "%%~J\bin\java.exe" set "FOVEA_START=%%~J\bin\java.exe"
)
if "%FOVEA_START%"=="java" (
    echo fovea: needs a JDK, version 25 or later: winget install EclipseAdoptium.Temurin.25.JDK>&2
    exit /b 1
)
:start
"%FOVEA_START%" "%~dp0facerec\src\launcher\Launcher.java" "%~dp0." %*
exit /b %errorlevel%
