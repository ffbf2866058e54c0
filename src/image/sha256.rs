//! SHA-256 (FIPS 180-4), for the hash behind an Espressif image. Some kilobytes once a build: simple
//! rather than fast.

/// The hash of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let (mut state, constants) = (fractions(8, 2), fractions(64, 3));
    let mut message = bytes.to_vec();
    message.push(0x80);
    message.resize((message.len() + 8).next_multiple_of(64) - 8, 0);
    message.extend((bytes.len() as u64 * 8).to_be_bytes());
    for block in message.chunks_exact(64) {
        compress(&mut state, block, &constants);
    }
    let mut out = [0; 32];
    for (four, word) in out.chunks_exact_mut(4).zip(state) {
        four.copy_from_slice(&word.to_be_bytes());
    }
    out
}

fn compress(state: &mut [u32], block: &[u8], constants: &[u32]) {
    let mut w: Vec<u32> = block
        .chunks_exact(4)
        .map(|four| four.iter().fold(0, |word, byte| word << 8 | u32::from(*byte)))
        .collect();
    let mix = |x: u32, a, b, c| x.rotate_right(a) ^ x.rotate_right(b) ^ c;
    for i in 16..64 {
        let low = mix(w[i - 15], 7, 18, w[i - 15] >> 3);
        let high = mix(w[i - 2], 17, 19, w[i - 2] >> 10);
        w.push(w[i - 16].wrapping_add(low).wrapping_add(w[i - 7]).wrapping_add(high));
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state else {
        unreachable!("the state has eight words")
    };
    for (word, constant) in w.iter().zip(constants) {
        let high = mix(e, 6, 11, e.rotate_right(25));
        let choice = (e & f) ^ (!e & g);
        let first = [high, choice, *constant, *word].iter().fold(h, |s, x| s.wrapping_add(*x));
        let low = mix(a, 2, 13, a.rotate_right(22));
        let majority = (a & b) ^ (a & c) ^ (b & c);
        (h, g, f, e) = (g, f, e, d.wrapping_add(first));
        (d, c, b, a) = (c, b, a, first.wrapping_add(low).wrapping_add(majority));
    }
    for (word, new) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word = word.wrapping_add(new);
    }
}

/// The first 32 bits behind the point of the square (2) or cube (3) roots of the first primes, which
/// are the algorithm's constants. Found with whole numbers: the root of `p * 2^(32 k)`.
fn fractions(count: usize, root: u32) -> Vec<u32> {
    let is_prime = |n: &u128| (2..*n).take_while(|d| d * d <= *n).all(|d| !n.is_multiple_of(d));
    let primes = (2..).filter(is_prime).take(count);
    primes.map(|p| whole_root(p << (32 * root), root) as u32).collect()
}

/// The largest number whose `root`-th power is at most `n`; it is below 2^37.
fn whole_root(n: u128, root: u32) -> u128 {
    (0..37).rev().fold(0, |found, bit| {
        let more = found | 1 << bit;
        if more.pow(root) <= n { more } else { found }
    })
}

#[cfg(test)]
mod tests {
    use super::sha256;

    fn hex(bytes: &[u8]) -> String {
        sha256(bytes).iter().map(|b| format!("{b:02x}")).collect()
    }

    #[test]
    fn examples_of_the_standard() {
        assert_eq!(hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(
            hex(&[b'a'; 1_000_000]),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        );
    }
}
