#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: broker.sh FOLDER BROKER... -- CLIENT_PUB... -- CLIENT_SUB...
#
# A session of a mosquitto broker: BROKER, CLIENT_PUB and CLIENT_SUB are the commands that start
# mosquitto, mosquitto_pub and mosquitto_sub. Socket, configuration and outputs lie in FOLDER.
# Subscribers with wildcards of all three qualities of service; retained messages on many topics,
# replaced and cleared; clients that come and go; sessions that outlive their connection and are
# handed what was queued; a last will; long payloads. The clients do the same each time, the order
# in which the broker finds its sockets ready is the kernel's.

set -euo pipefail

folder=$1
shift

broker=() publish=() subscribe=()
while [ "$1" != -- ]; do
	broker+=("$1")
	shift
done
shift
while [ "$1" != -- ]; do
	publish+=("$1")
	shift
done
shift
subscribe=("$@")

# A publisher that hangs ends the session instead.
publish=(timeout 30 "${publish[@]}")

socket=$folder/broker.socket
running=()

# Only what was started here.
stop_all()
{
	if [ ${#running[@]} -gt 0 ]; then
		kill "${running[@]}" 2>/dev/null || true
		wait "${running[@]}" 2>/dev/null || true
	fi
	running=()
}
trap stop_all EXIT

# say TOPIC MESSAGE OPTIONS...
say()
{
	"${publish[@]}" --unix "$socket" -i "say-$1" -t "$1" -m "$2" "${@:3}"
}

# listen NAME OPTIONS...: in the background, until stopped; its process is in $listener.
listen()
{
	: >>"$folder/$1.out"
	"${subscribe[@]}" --unix "$socket" -i "$1" "${@:2}" >>"$folder/$1.out" 2>&1 &
	listener=$!
	running+=("$listener")
}

# leave PROCESS: disconnect this listener.
leave()
{
	kill "$1"
	wait "$1" 2>/dev/null || true
}

# heard NAME COUNT: wait until the listener has written so many lines.
heard()
{
	local tries=0

	until [ "$(wc -l <"$folder/$1.out")" -ge "$2" ]; do
		tries=$((tries + 1))
		if [ $tries -gt 500 ]; then
			echo "$1 has heard $(wc -l <"$folder/$1.out") messages, not $2" >&2
			exit 1
		fi
		sleep 0.02
	done
}

start_broker()
{
	local tries=0

	cat >"$folder/broker.conf" <<-EOF
		listener 0 $socket
		allow_anonymous true
		user root
		sys_interval 0
		persistence false
		max_queued_messages 400
		log_dest file $folder/broker.log
		log_type error
		log_type warning
	EOF
	"${broker[@]}" -c "$folder/broker.conf" &
	broker_process=$!
	running+=("$broker_process")
	until [ -S "$socket" ]; do
		tries=$((tries + 1))
		[ $tries -le 500 ]
		sleep 0.02
	done
}

retained_topics()
{
	local floor room kind

	for floor in 1 2 3 4; do
		for room in 01 02 03 04 05 06 07 08; do
			for kind in temperature humidity light door; do
				say "house/floor$floor/room$room/$kind" \
					"{\"room\":\"$floor-$room\",\"$kind\":$((floor * 7 + 10#$room))}" -r -q $((floor % 3))
			done
		done
	done
}

# A file of lines, each a message of one topic.
meter_lines()
{
	local number

	for ((number = 0; number < $2; number++)); do
		printf '%s;%06d;%0*d\n' "$1" $number $((number * 37 % $3 + 1)) $((number % 10))
	done | "${publish[@]}" --unix "$socket" -i "meter-$1" -t "meter/$1/power" -q 1 -l
}

long_payloads()
{
	local size

	for size in 1000 3000 9000 20000 5000 700; do
		head -c $size /dev/zero | tr '\0' x >"$folder/payload"
		"${publish[@]}" --unix "$socket" -i "image-$size" -t "camera/$size" -f "$folder/payload" -q 1
	done
}

# Subscribers of a part of the topics each; the first has all.
listeners()
{
	local number

	listen everything -t '#' -q 0
	for number in 1 2 3 4; do
		listen "floor$number" -t "house/floor$number/#" -q 1
		listen "kind$number" -t "house/+/room0$number/+" -t "meter/$number/#" -q 2
	done
	for number in 1 2 3 4 5 6; do
		listen "doors$number" -t "house/+/+/door" -q $((number % 3)) \
			--will-topic "gone/doors$number" --will-payload "doors$number has gone"
	done
}

# A session that stays behind while its client is away: the client subscribes and ends.
sleepers()
{
	local number

	for number in 1 2 3; do
		"${subscribe[@]}" --unix "$socket" -i "sleeper$number" -c -q 1 -E \
			-t "meter/+/power" -t "house/floor$number/+/light"
	done
}

sleepers_return()
{
	local number

	for number in 1 2 3; do
		listen "sleeper$number" -c -q 1 -t "meter/+/power"
		heard "sleeper$number" 100
		leave "$listener"
	done
}

start_broker
listeners
sleep 0.3
retained_topics
sleepers
for meter in 1 2 3 4; do
	meter_lines $meter 60 90
done
long_payloads
for visitor in 1 2 3 4 5 6 7 8; do
	listen "visitor$visitor" -t "house/floor$((visitor % 4 + 1))/+/temperature" -t "meter/+/power"
	heard "visitor$visitor" 8
	leave "$listener"
done
retained_topics
sleepers_return
for room in 01 03 05 07; do
	for floor in 1 2 3 4; do
		say "house/floor$floor/room$room/light" "" -r
	done
done
meter_lines 3 100 250
heard everything 602
leave "$broker_process"
