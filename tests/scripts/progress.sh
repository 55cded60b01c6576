#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: progress.sh SOURCE_TREE
#
# The scripts say what they do while it takes long. Commands that are made up do not end before
# that was said, or give up after a minute; no time is measured.

set -euo pipefail

source=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SAID=$work/said PROGRESS_SECONDS=1
failures=0
checks=0

mkdir -p "$work/bin" "$work/tree"
cp -r "$source/scripts" "$work/tree/scripts"

# wait_for PATTERN: until what the script said has such a line.
cat >"$work/bin/wait_for" <<'END'
#!/bin/bash
for i in {1..600}; do
	! grep -qE -e "$1" "$SAID" || exit 0
	sleep 0.1
done
echo "nobody said: $1"
exit 1
END
cat >"$work/bin/cmake" <<'END'
#!/bin/bash
case $1 in
--build)
	echo "[7/9] Building C object quick.o"
	wait_for '^host: building, .*\[7/9\] Building C object quick.o'
	;;
*)
	echo "-- Detecting C compiler"
	wait_for '^host: configuring, .*-- Detecting C compiler'
	;;
esac
END
cat >"$work/bin/ctest" <<'END'
#!/bin/bash
echo "    Start 1: slow"
echo "    Start 2: quick"
echo "1/2 Test #2: quick ............   Passed    0.01 sec"
wait_for '^host: testing, [0-9]+ s: slow$' || exit
echo "2/2 Test #1: slow .............   Passed    9.01 sec"
mkdir -p build/host/Testing/Temporary
touch build/host/Testing/Temporary/LastTest.log
printf '<testsuite\n tests="2"\n failures="0"\n disabled="0"\n skipped="0"\n>\n<testcase/>\n' \
	>build/host/junit.xml
END
cat >"$work/tree/scripts/test-rust.sh" <<'END'
#!/bin/bash
if [ "$1" = endless ]; then
	sleep 1000
fi
echo "   Compiling a crate"
wait_for '^rust: one, [0-9]+ s:    Compiling a crate$'
END
chmod +x "$work"/bin/* "$work/tree/scripts/test-rust.sh"

# run COMMAND...: what it says is in $SAID, its status in $status.
run()
{
	status=0
	: >"$SAID"
	(cd "$work/tree" && PATH=$work/bin:$PATH "$@") >>"$SAID" 2>&1 </dev/null || status=$?
}

# expect WHAT COMMAND...
expect()
{
	checks=$((checks + 1))
	if ! "${@:2}"; then
		failures=$((failures + 1))
		echo "FAILED: $1. It ended with $status and said:"
		cat "$SAID"
	fi
}

ended_with() { [ "$status" -eq "$1" ]; }
said() { grep -qE -e "$1" "$SAID"; }

run scripts/build.sh host
expect "build.sh" ended_with 0
run scripts/test.sh host rust-one
expect "test.sh" ended_with 0
expect "test.sh shows the tests" said '^2/2 Test #1: slow'
expect "test.sh sums up" said '^3 passed, 0 failed$'

# A step that hangs is stopped after the time that the caller sets.
export STEP_SECONDS=1
run scripts/test.sh rust-endless
expect "a step that hangs" ended_with 1
expect "a step that hangs is named" said '^rust endless did not end within 1 s.*STEP_SECONDS'

# The status of a command, and output that does not end with a line, come through.
cat >"$work/both" <<'END'
set -eu
source scripts/progress.sh
followed what "$1/log" bash -c 'echo one; printf two; exit 3' || echo "status $?"
watched what note_part bash -c 'echo "== part"; echo shown; exit 4' || echo "status $?"
END
run bash "$work/both" "$work"
expect "status of followed" said '^status 3$'
expect "status of watched" said '^status 4$'
expect "watched shows" said '^shown$'
expect "the log" test "$(cat "$work/log")" = "one
two"

echo "progress: $((checks - failures)) of $checks checks held"
[ "$failures" -eq 0 ]
