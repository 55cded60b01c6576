# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: source scripts/progress.sh
#
# Long commands say on standard error what they do. On a terminal that is one line, written over
# each second. Elsewhere it is a line at the start, and one whenever nothing was printed for
# PROGRESS_SECONDS, 15 by default.
#
#   followed WHAT LOG COMMAND...
#       The output goes to LOG. The progress line shows the last line of it.
#   watched WHAT NOTE COMMAND...
#       The output is shown. NOTE is a function that gets each line of it and sets "doing", or
#       calls progress_begin and progress_end; it sets "show" to false for a line to leave out.
#
# Both return the status of the command.

progress_silence=${PROGRESS_SECONDS:-15}

# The parts of the work that run at this moment, in the order in which they began.
progress_running=()

progress_begin()
{
	progress_running+=("$1")
}

progress_end()
{
	local one left=()

	for one in "${progress_running[@]}"; do
		[ "$one" = "$1" ] || left+=("$one")
	done
	progress_running=("${left[@]}")
}

# note_last LINE: the whole output is a log, and its last line tells how far it is.
note_last()
{
	show=false
	[ -z "$1" ] || doing=$1
}

# note_part LINE: "== NAME" tells what is done from there on.
note_part()
{
	if [[ $1 == '== '* ]]; then
		doing=${1#== }
		show=false
	fi
}

# note_ctest LINE: ctest tells when a test starts and ends.
note_ctest()
{
	if [[ $1 =~ ^\ +Start\ +[0-9]+:\ (.+)$ ]]; then
		progress_begin "${BASH_REMATCH[1]}"
	elif [[ $1 =~ ^\ *[0-9]+/[0-9]+\ Test\ +#[0-9]+:\ ([^ ]+) ]]; then
		progress_end "${BASH_REMATCH[1]}"
	fi
}

# progress_text WHAT SECONDS DOING: one line.
progress_text()
{
	local doing=$3 IFS=' '

	if [ ${#progress_running[@]} -gt 0 ]; then
		doing=${progress_running[*]}
	fi
	echo "$1, $2 s${doing:+: ${doing:0:100}}"
}

# progress_columns: of the terminal; 0 where standard error is none that can write over a line.
progress_columns()
{
	local size

	if [ -t 2 ] && [ "${TERM:-dumb}" != dumb ] && size=$(stty size <&2 2>/dev/null); then
		echo "${size#* }"
	else
		echo 0
	fi
}

# progress_show NOTE LINE: and whatever the line tells. Uses the variables of progress_watch.
progress_show()
{
	local show=true

	"$1" "$2"
	if $show; then
		[ "$columns" -eq 0 ] || printf '\r\033[K' >&2
		printf '%s\n' "$2"
		told=$SECONDS
	fi
}

# progress_tell WHAT: if it is time to. Uses the variables of progress_watch.
progress_tell()
{
	local text

	if [ "$columns" -gt 1 ] && [ "$SECONDS" -ne "$drawn" ]; then
		text=$(progress_text "$1" $((SECONDS - start)) "$doing")
		printf '\r\033[K%s' "${text:0:columns-1}" >&2
		drawn=$SECONDS
	elif [ "$columns" -eq 0 ] && [ $((SECONDS - told)) -ge "$progress_silence" ]; then
		progress_text "$1" $((SECONDS - start)) "$doing" >&2
		told=$SECONDS
	fi
}

# progress_watch WHAT NOTE: reads the output of a command to its end.
progress_watch()
{
	local what=$1 note=$2 start=$SECONDS told=$SECONDS drawn=-1 doing='' part='' line status
	local columns

	columns=$(progress_columns)
	[ "$columns" -gt 0 ] || echo "$what" >&2
	while :; do
		progress_tell "$what"
		status=0
		IFS= read -r -t 1 line || status=$?
		part+=$line
		# Above 128 the time was up, and what is there of a line is kept.
		[ "$status" -le 128 ] || continue
		if [ "$status" -eq 0 ] || [ -n "$part" ]; then
			progress_show "$note" "$part"
		fi
		part=
		[ "$status" -eq 0 ] || break
	done
	[ "$columns" -eq 0 ] || printf '\r\033[K' >&2
}

# With pipefail or without it, the status is that of COMMAND.
watched()
{
	local what=$1 note=$2 status
	shift 2

	"$@" 2>&1 | progress_watch "$what" "$note"
	status=${PIPESTATUS[0]}
	return "$status"
}

followed()
{
	local what=$1 log=$2 status
	shift 2

	"$@" 2>&1 | tee "$log" | progress_watch "$what" note_last
	status=${PIPESTATUS[0]}
	return "$status"
}
