# SPDX-License-Identifier: Apache-2.0
"""
Usage: parts.py IMAGE [LISTING] <LOG

From the addresses that QEMU logged of sys_heap_alloc() and sys_heap_free() during W1: how many
instructions a call spends on each part and on each path, and how many calls in 100 come to it. The
parts are those of the source, as the image's line table tells them; the compiler moves instructions
about, so a part may be off by one or two, but the sum is not.
"""

import collections
import pathlib
import re
import subprocess
import sys

CALLS = ("sys_heap_alloc", "sys_heap_free")
# As in benches/harness/standard.c; every operation is a call of one of the two.
WARM_UP = 20000
COUNTED = 100000

CHECKS = ("checks", r"_agrees\b|_is_sound\b|\bsize_in_range\b|SMH_CHECK|DAMAGED")
FIGURES = ("figures", r"\bcount_")
RIGHT = "right is free: unlink"
LEFT = "left is free: unlink"
MARK = r"\bbin_mark"
CLEAR = r"\bbin_clear"
# A part is what the first of these finds in an instruction's functions and its line.
PARTS = {
    "sys_heap_alloc": [
        ("entry, size in granules, return",
         r"^(heap_granules |((base_of )?view_as |end_of )?heap_alloc_find heap_alloc )?"
         r"sys_heap_alloc "),
        FIGURES, CHECKS,
        ("bin of the size", r"\bbin_of find_fit"),
        ("head too small: the next bin", r"seek\.word &="),
        ("next word of the map", r"\bseek_far|s->(at|word|bin) = "),
        ("search of the map, head of the bin", r"\bseek_|\bfind_fit\b"),
        ("list is empty now: clear its bin", CLEAR),
        ("unlink", r"\blist_pop\b|\bfind_pop\b"),
        ("rest: its bin was empty, mark it", MARK),
        ("rest: its bin, into the list", r"\blist_push\b|\blist_of\b"),
        ("rest: two headers", r"\bheader_split\b"),
        ("size of the rest, header to the right", r""),
    ],
    "sys_heap_free": [
        ("entry, index of the granule, return",
         r"^(((base_of )?view_as |end_of |granule_of )?heap_free_live heap_free )?sys_heap_free "),
        FIGURES, CHECKS,
        ("header, and that of the block to the right", r"\blookup_in\b"),
        (RIGHT, r"\btake_right\b"),
        (LEFT, r"\blist_remove\b"),
        ("its bin was empty, mark it", MARK),
        ("its bin, into the list", r"\blist_push\b|\blist_of\b"),
        ("which neighbours are free, headers", r""),
    ],
}
# The way that a call takes, by which of these parts it comes to.
PATHS = {
    "sys_heap_alloc": [
        ("exact fit", set()),
        ("with a rest", {"rest: two headers"}),
    ],
    "sys_heap_free": [
        ("no neighbour is free", set()),
        ("the right one is", {RIGHT}),
        ("the left one is", {LEFT}),
        ("both are", {RIGHT, LEFT}),
    ],
}
CORE = pathlib.Path(__file__).resolve().parent.parent.parent / "c"


def _run(tool, *arguments):
    return subprocess.run([f"arm-none-eabi-{tool}", *arguments], check=True, capture_output=True,
                          text=True).stdout


def instructions(image, call):
    """The text of each instruction, by address."""
    listing = _run("objdump", "-d", "--no-show-raw-insn", f"--disassemble={call}", image)
    found = re.findall(r"^ +([0-9a-f]+):\t(.*)$", listing, re.MULTILINE)
    return {int(address, 16): text for address, text in found}


def _line(place):
    """A line of the core, such as c/heap/take.h:84."""
    path, _, number = place.split(" ")[0].rpartition(":")
    path = CORE / path.partition("/c/")[2]
    if not number.isdigit() or not path.is_file():
        return ""
    return path.read_text(encoding="utf-8").splitlines()[int(number) - 1].strip()


def sources(image, addresses):
    """
    For each address the functions that it is of, the innermost first, and its line in that one.
    """
    texts = {}
    for block in re.split(r"^0x", _run("addr2line", "-a", "-i", "-f", "-e", image,
                                       *map(hex, addresses)), flags=re.MULTILINE)[1:]:
        address, *rest = block.splitlines()
        texts[int(address, 16)] = f"{' '.join(rest[::2])} | {_line(rest[1])}"
    return texts


def part_of(call, source):
    """The name of the part that an instruction belongs to."""
    return next(name for name, pattern in PARTS[call] if re.search(pattern, source))


def path_of(call, met):
    """The name of the way that a call took, which came to these parts."""
    telling = set().union(*(parts for _, parts in PATHS[call]))
    return next(name for name, parts in PATHS[call] if parts == met & telling)


class Tally:
    """How often each instruction was executed, and what the calls came to."""

    def __init__(self, image):
        self.sources = {}
        self.parts = {}
        self.starts = {}
        for call in CALLS:
            addresses = list(instructions(image, call))
            self.starts[addresses[0]] = call
            for address, source in sources(image, addresses).items():
                self.sources[address] = source
                self.parts[address] = call, part_of(call, source)
        self.executed = collections.Counter()
        self.calls = collections.Counter()
        self.path_executed = collections.Counter()
        self.path_calls = collections.Counter()

    def _add(self, addresses):
        """Count a call, by the addresses that it executed."""
        call = self.starts[addresses[0]]
        met = {self.parts[x][1] for x in addresses}
        path = call, path_of(call, met)
        self.executed.update(addresses)
        self.calls.update((call, x) for x in met)
        self.path_executed[path] += len(addresses)
        self.path_calls[path] += 1

    def read(self, log):
        """
        Count what was logged of the operations that are to be counted. A call ends where the next
        one starts; behind the last that is counted W1 frees all blocks.
        """
        operations = 0
        addresses = []
        for line in log:
            if not line.startswith("Trace"):
                continue
            address = int(line.split("/", 2)[1], 16)
            if address in self.starts:
                if WARM_UP < operations <= WARM_UP + COUNTED:
                    self._add(addresses)
                operations += 1
                addresses = []
            addresses.append(address)

    def all_calls(self, call):
        """How many calls of a function were counted."""
        return next(self.executed[x] for x, name in self.starts.items() if name == call)

    def lines(self):
        """The results; the instruction that calls is counted too, as part of the entry."""
        for call in CALLS:
            calls = self.all_calls(call)
            kind = call.rpartition("_")[2]
            for number, (name, _) in enumerate(PARTS[call]):
                executed = sum(count for address, count in self.executed.items()
                               if self.parts[address] == (call, name))
                key = f"\"{kind}: {name}\""
                yield f"{key},part_mean,{executed / calls + (number == 0):.1f}"
                yield f"{key},calls_percent,{100 * self.calls[call, name] / calls:.0f}"
            for name, _ in PATHS[call]:
                count = self.path_calls[call, name]
                yield f"{kind} {name},path_mean,{self.path_executed[call, name] / count + 1:.1f}"
                yield f"{kind} {name},calls_percent,{100 * count / calls:.0f}"

    def listing(self, image):
        """Each instruction with how often a call executes it, and its part."""
        for call in CALLS:
            yield f"{call}:"
            for address, text in instructions(image, call).items():
                often = self.executed[address] / self.all_calls(call)
                yield (f"{often:6.3f} {address:6x} {text.expandtabs():44} "
                       f"{self.parts[address][1]} | {self.sources[address]}")


def main():
    """Returns the exit status."""
    image, *files = sys.argv[1:]
    tally = Tally(image)
    tally.read(sys.stdin)
    print("\n".join(tally.lines()))
    for file in files:
        text = "\n".join(tally.listing(image))
        pathlib.Path(file).write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
