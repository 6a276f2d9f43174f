@echo off
rem Runs the Fovea of this folder on the Java in it. FOVEA_JAVA_OPTS holds options for the Java virtual machine.
"%~dp0runtime\bin\java.exe" -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 %FOVEA_JAVA_OPTS% -p "%~dp0lib" -m org.fovea.facerec/org.fovea.facerec.cli.Main %*
