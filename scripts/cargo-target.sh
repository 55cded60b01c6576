#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Usage: cargo-target.sh TARGET COMMAND [ARGUMENT...]
#
# cargo COMMAND --target TARGET ARGUMENT..., for a bare-metal target, with the toolchain that
# rust-env.sh chooses.

set -euo pipefail

# shellcheck source=scripts/rust-env.sh
. "${BASH_SOURCE[0]%/*}/rust-env.sh"

cargo_target "$@"
