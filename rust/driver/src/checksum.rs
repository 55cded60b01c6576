// SPDX-License-Identifier: Apache-2.0

//! The check sequence of a frame: CRC-32 as in Ethernet, in the last four bytes.

/// Bytes of the check sequence.
pub(crate) const BYTES: usize = 4;

/// What four bits do to the remainder.
const TABLE: [u32; 16] = table();

const fn table() -> [u32; 16] {
    let mut table = [0; 16];
    let mut nibble = 0;

    while nibble < table.len() {
        table[nibble] = remainder_of(nibble as u32);
        nibble += 1;
    }
    table
}

const fn remainder_of(mut value: u32) -> u32 {
    let mut bit = 0;

    while bit < 4 {
        value = if value & 1 != 0 {
            value >> 1 ^ 0xEDB8_8320
        } else {
            value >> 1
        };
        bit += 1;
    }
    value
}

fn nibble(crc: u32, value: u32) -> u32 {
    crc >> 4 ^ TABLE[((crc ^ value) & 0xF) as usize]
}

/// The check sequence of some bytes.
#[must_use]
pub fn of(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        nibble(nibble(crc, u32::from(byte)), u32::from(byte >> 4))
    })
}

/// Whether a frame that ends in its check sequence is as it was when that was written.
#[must_use]
pub fn holds(frame: &[u8]) -> bool {
    match frame.split_last_chunk::<BYTES>() {
        Some((content, sequence)) => of(content) == u32::from_le_bytes(*sequence),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{holds, of};

    #[test]
    fn known_values() {
        assert_eq!(of(b""), 0);
        assert_eq!(of(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn each_bit_counts() {
        let mut frame = *b"123456789\x26\x39\xF4\xCB";

        assert!(holds(&frame));
        for bit in 0..frame.len() * 8 {
            frame[bit / 8] ^= 1 << (bit % 8);
            assert!(!holds(&frame), "bit {bit}");
            frame[bit / 8] ^= 1 << (bit % 8);
        }
    }

    #[test]
    fn too_short_for_a_sequence() {
        for bytes in 0..4 {
            assert!(!holds(&[0; 3][..bytes.min(3)]));
        }
    }
}
