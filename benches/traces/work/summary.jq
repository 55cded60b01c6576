# SPDX-License-Identifier: Apache-2.0
#
# Orders in, one summary out: group, sort, join, rewrite strings.

def total: map(.count * .price) | add;

map(. + {sum: (.lines | total), day: (.id | ltrimstr("order-") | tonumber % 28 + 1)})
| {
	towns: (group_by(.to.town) | map({
		town: .[0].to.town,
		orders: length,
		sum: (map(.sum) | add),
		largest: (max_by(.sum) | .id)
	}) | sort_by(-.sum)),
	parts: ([.[].lines[]] | group_by(.part) | map({
		key: .[0].part,
		value: {count: (map(.count) | add), mean: (total / (map(.count) | add))}
	}) | from_entries),
	urgent: [.[] | select(.urgent) | "\(.id): \(.to.street), \(.to.zip) \(.to.town)" | ascii_upcase],
	days: (reduce .[] as $order ({}; .["day \($order.day)"] += [$order.id])),
	labels: map(.id + " " + (.to | tojson))
}
