-- SPDX-License-Identifier: Apache-2.0
--
-- What a Lua program on a controller might do for a day: read lines of text, keep readings in
-- tables, index them, answer questions, and write a report. No time, no randomness of the
-- system, and no order of pairs() is used: each run does the same.

local seed = 20260101

local function random(most)
	seed = (seed * 1103515245 + 12345) % 2147483648
	return seed // 65536 % most + 1
end

local places = { "boiler", "cellar", "roof", "garden", "garage", "kitchen", "attic", "stairs" }
local kinds = { "temperature", "humidity", "pressure", "co2", "light" }

-- A line as it would come from a serial port.
local function line_of(number)
	local place, kind = places[random(#places)], kinds[random(#kinds)]
	local note = random(10) == 1 and string.rep("note " .. number .. " ", random(12)) or ""
	return string.format("%05d;%s/%s;%d.%02d;%s", number, place, kind, random(90), random(99), note)
end

local function parse(line)
	local number, place, kind, value, note = line:match("^(%d+);(%a+)/([%w]+);([%d.]+);(.*)$")
	return {
		number = tonumber(number),
		place = place,
		kind = kind,
		value = tonumber(value),
		note = note ~= "" and note or nil,
	}
end

-- The last readings of each place and kind, and a first-in first-out queue of what is to be sent.
local Store = {}
Store.__index = Store

function Store.new(keep)
	local store = { keep = keep, series = {}, names = {}, queue = {}, head = 1, tail = 0 }

	return setmetatable(store, Store)
end

function Store:add(reading)
	local name = reading.place .. "." .. reading.kind
	local series = self.series[name]
	if not series then
		series = { count = 0 }
		self.series[name] = series
		self.names[#self.names + 1] = name
	end
	series.count = series.count + 1
	series[(series.count - 1) % self.keep + 1] = reading
	self.tail = self.tail + 1
	self.queue[self.tail] = reading
end

function Store:send(most)
	local packet = {}
	while self.head <= self.tail and #packet < most do
		local reading = self.queue[self.head]
		self.queue[self.head] = nil
		self.head = self.head + 1
		packet[#packet + 1] = string.format(
			'{"n":%d,"at":"%s","is":"%s","v":%.2f}',
			reading.number, reading.place, reading.kind, reading.value
		)
	end
	return "[" .. table.concat(packet, ",") .. "]"
end

-- Rules are closures; some keep a state of their own.
local function rules()
	local made = {}
	for _, place in ipairs(places) do
		local above, last = 40 + random(40), nil
		made[#made + 1] = function(reading)
			if reading.place == place and reading.value > above and reading.value ~= last then
				last = reading.value
				return place .. " is above " .. above .. ": " .. last
			end
		end
	end
	return made
end

local function report(store)
	local lines = {}
	table.sort(store.names)
	for _, name in ipairs(store.names) do
		local series, sum, copy = store.series[name], 0, {}
		for index = 1, math.min(series.count, store.keep) do
			copy[index] = series[index].value
			sum = sum + copy[index]
		end
		table.sort(copy)
		lines[#lines + 1] = ("%-24s %6d %8.2f %8.2f"):format(
			name, series.count, sum / #copy, copy[(#copy + 1) // 2]
		)
	end
	return table.concat(lines, "\n")
end

-- How often each word occurs, from a text that is put together and taken apart.
local function words(lines)
	local count, order = {}, {}
	for word in table.concat(lines, " "):gmatch("%w+") do
		if not count[word] then
			order[#order + 1] = word
		end
		count[word] = (count[word] or 0) + 1
	end
	table.sort(order, function(a, b)
		return count[a] > count[b] or count[a] == count[b] and a < b
	end)
	return order, count
end

local function workers(store)
	local threads = {}
	for index = 1, 8 do
		threads[index] = coroutine.create(function()
			local sent = 0
			while true do
				sent = sent + #store:send(index)
				coroutine.yield(sent)
			end
		end)
	end
	return threads
end

local store, alarms, log = Store.new(8), {}, {}
local checks, threads = rules(), workers(store)

for number = 1, tonumber(arg[1]) do
	local line = line_of(number)
	local reading = parse(line)
	log[(number - 1) % 100 + 1] = line
	store:add(reading)
	for _, check in ipairs(checks) do
		alarms[#alarms + 1] = check(reading)
	end
	if number % 5 == 0 then
		assert(coroutine.resume(threads[number // 5 % #threads + 1]))
	end
	if number % 400 == 0 then
		local order, count = words(log)
		print(report(store))
		print(number, #alarms, order[1], count[order[1]])
		alarms = {}
	end
end
