# SPDX-License-Identifier: Apache-2.0
#
# Makes the orders that summary.jq works on: jq -n --argjson most N -f orders.jq

def next: (. * 1103515245 + 12345) % 2147483648;
def pick($list): $list[. / 65536 | floor % ($list | length)];

["bolt", "nut", "gear", "shaft", "bearing", "spring", "washer", "hinge"] as $parts
| ["Aachen", "Bergen", "Cadiz", "Delft", "Essen", "Fano", "Ghent"] as $towns
| reduce range($most) as $number ({seed: 20260101, orders: []};
	.seed |= next
	| .seed as $a | ($a | next) as $b | ($b | next) as $c
	| .seed = $c
	| .orders += [{
		id: "order-\(1000 + $number)",
		to: {town: ($a | pick($towns)), street: "Road \($b % 90 + 1)", zip: ($a % 90000 + 10000)},
		lines: [range($b / 65536 | floor % 5 + 1) | {
			part: (($c + . * 7919 * 65536) | pick($parts)),
			count: (($c / 4096 | floor) % 40 + .),
			price: ((($b / 1024 | floor) % 900 + . * 13) / 100)
		}],
		urgent: ($c % 7 == 0)
	}])
| .orders
