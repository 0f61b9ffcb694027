@echo off
rem Starts the waymark command from a clone. The first call builds it; after a change, delete conformance\cli\target\waymark.jar.
setlocal
set "HERE=%~dp0"
call "%HERE%ci\jdk.cmd" || exit /b 3
set "TARGET=%HERE%conformance\cli\target"
if not exist "%TARGET%\waymark.jar" (
  echo waymark: building 1>&2
  pushd "%HERE%"
  call mvnw.cmd -q -B -Dquick -Dmaven.test.skip=true -pl conformance/cli -am package 1>&2
  if errorlevel 1 (
    popd
    echo waymark: the build failed 1>&2
    exit /b 3
  )
  popd
)
"%JAVA_HOME%\bin\java" -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%TARGET%\waymark.jsa" -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off %WAYMARK_JAVA_OPTS% -jar "%TARGET%\waymark.jar" %*
exit /b %ERRORLEVEL%
