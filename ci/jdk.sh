# Sets JAVA_HOME to a JDK 25, wherever it lies beside other defaults. To be sourced; ends the caller
# with a word on what to install where there is none.

waymark_is_jdk25() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
    grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

waymark_find_jdk25() {
  for candidate in "${WAYMARK_JAVA_HOME:-}" "${JAVA_HOME:-}" "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_arm64:-}" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.asdf/installs/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@25 /opt/homebrew/opt/openjdk /usr/local/opt/openjdk@25; do
    if waymark_is_jdk25 "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  # Last, the JDK that the java on the PATH belongs to.
  if command -v java >/dev/null 2>&1; then
    candidate=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.home = //p')
    if waymark_is_jdk25 "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  fi
  return 1
}

if ! JAVA_HOME=$(waymark_find_jdk25); then
  echo "Waymark needs a JDK 25, and found none. Install one (Temurin 25 from adoptium.net," >&2
  echo "'sdk install java 25-tem', 'brew install openjdk@25'), or point JAVA_HOME at yours." >&2
  exit 3
fi
export JAVA_HOME
