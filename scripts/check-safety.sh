#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: check-safety.sh [FILE...]
#
# Every `unsafe` block and `unsafe impl` of the Rust files, all that are written by hand by
# default, has a comment of its own right before it, "// SAFETY: ...", which is a proof. It
# cites at least one of
#
#   SPEC SMH-ALLOC-1        a clause of SPEC.md, which must exist
#   core::ptr::read         the standard library's documentation: core::, alloc:: or std::
#   caller contract         the "# Safety" of the unsafe function around it
#   contract of `name`      the "# Safety" of another unsafe function, trait or macro of ours
#   Arm DDI 0487            the processor's manual, in programs for a board;
#   board memory map        what is where on that board, there too
#
# A clause by which the C library notices bad pointers or damage is a defence and proves
# nothing, but in tests of that defence. Prints how many of each there are. The compiler's lint
# for such comments is on as well; this one looks into macros, too, and reads them.

set -euo pipefail

cd "$(dirname "$0")/.."

# rust_files: what tools have written is exempt.
rust_files()
{
	find . \( -path ./.git -o -path ./build -o -path ./target -o -path './rust/*/target' \) \
		-prune -o -type f \
		-name '*.rs' ! -path ./rust/sys/src/bindings.rs -print | sort
}

if [ $# -gt 0 ]; then
	files=("$@")
else
	mapfile -t files < <(rust_files)
fi

# A comment stands for what follows it up to the end of that statement. Attributes may come
# between the two.
# The specification is read first, for its clauses, then all files for the names of what is
# unsafe, then the files to check.
exec awk '
	BEGIN {
		block = "(^|[^[:alnum:]_])unsafe[[:space:]]*\\{"
		impl = "(^|[^[:alnum:]_])unsafe[[:space:]]+impl([^[:alnum:]_]|$)"
	}

	function complain(text) {
		printf "%s:%d: %s\n", FILENAME, FNR, text
		complaints++
	}

	# matches(text, pattern): how often.
	function matches(text, pattern) {
		return gsub(pattern, "&", text)
	}

	# check_clauses(proof): true if it cites any; complains of those that prove nothing.
	function check_clauses(proof,    cited, name) {
		while (match(proof, /(SPEC |SMH-)[A-Z][A-Z0-9-]*[A-Z0-9]/)) {
			name = substr(proof, RSTART, RLENGTH)
			sub(/^SPEC /, "", name)
			cited = 1
			if (!(name in known))
				complain("SPEC.md has no clause " name)
			else if (known[name] == "defence" && FILENAME !~ /\/(tests|firmware)\//)
				complain("SPEC.md, " name ": that bad pointers are noticed is no proof")
			proof = substr(proof, RSTART + RLENGTH)
		}
		return cited
	}

	# check_contracts(proof): true if it cites one of ours.
	function check_contracts(proof,    cited, name) {
		while (match(proof, /contract of `[^`]*`/)) {
			name = substr(proof, RSTART + 13, RLENGTH - 14)
			sub(/.*::/, "", name)
			cited = 1
			if (!(name in contracts))
				complain("nothing unsafe of ours is called " name)
			proof = substr(proof, RSTART + RLENGTH)
		}
		return cited
	}

	function check_proof(proof,    spec, path, own, hardware) {
		spec = check_clauses(proof)
		path = proof ~ /(^|[^[:alnum:]_:])(core|alloc|std)::[a-zA-Z]/
		own = check_contracts(proof) || proof ~ /caller contract/
		hardware = FILENAME ~ /rust\/firmware\// && proof ~ /Arm DDI [0-9]+|board memory map/
		by_spec += spec
		by_path += path
		by_contract += own
		if (!spec && !path && !own && !hardware)
			complain("the proof cites neither SPEC, nor the standard library, nor a contract")
	}

	function forget() {
		comment = ""
		used = 0
	}

	FNR == 1 { forget(); after_code = 0 }

	FILENAME == "SPEC.md" {
		if (match($0, /^\*\*[A-Z0-9-]+\.\*\*/)) {
			clause = substr($0, 3, RLENGTH - 5)
			known[clause] = clause ~ /^SMH-FAULT-([5-9]|1[0-9])$/ ? "defence" : "clause"
		}
		if (/SMH_FAULT_[A-Z]/ && clause != "")
			known[clause] = "defence"
		next
	}

	pass == 1 {
		if (match($0, /unsafe (extern "C" )?(fn|trait) [a-zA-Z_0-9]+/) ||
			(safety && match($0, /macro_rules! [a-z_]+/))) {
			name = substr($0, RSTART, RLENGTH)
			sub(/.* /, "", name)
			contracts[name] = 1
		}
		if (/\/\/\/ # Safety/)
			safety = 1
		else if (!/^[[:space:]]*(\/\/\/|#\[)/)
			safety = 0
		next
	}

	/^[[:space:]]*\/\// {
		if (after_code)
			forget()
		after_code = 0
		text = $0
		sub(/^[[:space:]]*\/\/[\/!]?[[:space:]]?/, "", text)
		comment = comment " " text
		next
	}

	/^[[:space:]]*$/ { forget(); after_code = 0; next }

	/allow\([^)]*(undocumented_unsafe_blocks|multiple_unsafe_ops_per_block|missing_safety_doc|unsafe_op_in_unsafe_fn)/ {
		complain("the lint may not be switched off")
	}

	{
		code = $0
		gsub(/"[^"]*"/, "\"\"", code)
		sub(/[[:space:]]\/\/.*/, "", code)
		# The pattern of a macro that takes a block is none.
		gsub(/unsafe \{ \$[a-z]+:[a-z]+ \}/, "", code)
		if (code ~ /^[[:space:]]*#!?\[.*\]$/)
			next
		here = matches(code, block)
		blocks += here
		there = matches(code, impl)
		impls += there
		for (n = here + there; n > 0; n--) {
			at = index(comment, "SAFETY:")
			if (!at || used) {
				complain("unsafe without a SAFETY comment of its own")
			} else {
				comments++
				used = 1
				check_proof(substr(comment, at))
			}
		}
		after_code = 1
		if (code ~ /[;{},]$/)
			forget()
	}

	END {
		printf "%d unsafe blocks and %d unsafe impls, %d SAFETY comments of their own, ", blocks, impls, comments
		printf "which cite SPEC.md %d times, the standard library %d, a contract of ours %d\n", by_spec, by_path, by_contract
		if (complaints) {
			printf "check-safety: %d complaints\n", complaints
			exit 1
		}
		if (!blocks) {
			print "check-safety: no unsafe block was found"
			exit 1
		}
	}' SPEC.md pass=1 "${files[@]}" pass=2 "${files[@]}"
