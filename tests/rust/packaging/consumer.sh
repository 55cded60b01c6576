#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: source consumer.sh
#
# Makes packages that use the crates. Expects $here, the directory of this file.

: "${here:?}"

# make_consumer DIRECTORY SAFE SYS DERIVE: a package that depends on the crates in three
# directories by their paths.
make_consumer()
{
	mkdir -p "$1"
	cp -r "$here/consumer/." "$1"
	cat >"$1/Cargo.toml" <<-END
		[package]
		name = "consumer"
		version = "0.0.0"
		edition = "2024"

		[workspace]

		[lib]
		crate-type = ["rlib", "staticlib"]

		[features]
		# C of its own, compiled against the headers.
		native = ["dep:cc"]
		# The lock of a program of the host.
		host = ["critical-section/std"]

		[[bin]]
		name = "consumer"
		path = "src/main.rs"
		required-features = ["host"]

		[dependencies]
		allocator-api2 = { version = "0.2", default-features = false, features = ["alloc"] }
		critical-section = "1.2"
		shared-multi-heap = { path = "$2", features = ["alloc", "derive"] }
		shared-multi-heap-sys = { path = "$3" }

		[build-dependencies]
		cc = { version = "1.2", optional = true }

		[patch.crates-io]
		shared-multi-heap-derive = { path = "$4" }
		shared-multi-heap-sys = { path = "$3" }
	END
}
