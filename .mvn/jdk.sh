# Sourced by mvnw and tactus. Exports JAVA_HOME: the first JDK of at least version 21 among JAVA_HOME, the java
# on the PATH, and the usual install folders. Without one it says what to do and ends the caller.

tactus_min_java=21

# tactus_java_major HOME: prints the major version of the JDK there; nothing if it is no JDK.
tactus_java_major() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p'
  fi
}

tactus_find_jdk() {
  tactus_on_path=$(command -v java 2>/dev/null || true)
  if [ -n "$tactus_on_path" ]; then
    tactus_on_path=$(readlink -f "$tactus_on_path")
    tactus_on_path=${tactus_on_path%/bin/java}
  fi
  for tactus_candidate in "${JAVA_HOME:-}" "$tactus_on_path" \
    /usr/lib/jvm/* /opt/jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$tactus_candidate" ] || continue
    tactus_major=$(tactus_java_major "$tactus_candidate")
    if [ "${tactus_major:-0}" -ge "$tactus_min_java" ]; then
      JAVA_HOME=$tactus_candidate
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

tactus_find_jdk || {
  echo "tactus: no JDK $tactus_min_java or newer found (looked at JAVA_HOME, the PATH and /usr/lib/jvm). Install one, or set JAVA_HOME to it." >&2
  exit 1
}
