# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# For the scripts of the boards.

# run_qemu SECONDS COMMAND...: without input, for at most so many seconds; then the status is 124.
run_qemu()
{
	limit=$1
	shift

	status=0
	timeout "$limit" "$@" </dev/null || status=$?
	if [ "$status" -eq 124 ]; then
		echo "Stopped after $limit seconds: $*" >&2
	fi
	return "$status"
}
