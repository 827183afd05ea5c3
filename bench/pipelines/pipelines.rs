//! The second list of pipelines.h in Rust, <name>_rust with `for` and <name>_rust_fold with `fold`:
//! over the iterators of core, and where core has none, over iterators written by hand.
#![no_std]

use core::iter::Peekable;
use core::slice;

const PIECES: usize = 16;
const SIZE: usize = 8;
const SHORT_ITEMS: usize = 36;
const SHORT_ROWS: usize = 8;
const LONG_ITEMS: usize = 400;
const LONG_ROWS: usize = 4;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}

#[repr(C)]
pub struct Row {
    data: *const i32,
    length: usize,
}

#[repr(C)]
pub struct Data {
    items: *const i32,
    others: *const i32,
    runs: *const i32,
    sorted: *const i32,
    sorted_too: *const i32,
    _streams: [*const i32; 8],
    short_rows: *const Row,
    long_rows: *const Row,
}

unsafe fn ints<'a>(data: *const i32, length: usize) -> impl Iterator<Item = i32> + Clone + 'a {
    slice::from_raw_parts(data, length).iter().copied()
}

unsafe fn rows<'a>(data: *const Row, n: usize, items: usize, rows: usize) -> slice::Iter<'a, Row> {
    slice::from_raw_parts(data, n / items * rows).iter()
}

fn mapped(n: usize) -> impl Iterator<Item = i32> {
    (0..n as i32).map(|i| i ^ i >> 3)
}

fn sum_of(data: &[i32]) -> u32 {
    data.iter().fold(0, |sum: u32, &x| sum.wrapping_add(x as u32))
}

/* ---- Iterators that core lacks --------------------------------------------------------------- */

struct Batches<I> {
    from: I,
}
impl<I: Iterator<Item = i32>> Iterator for Batches<I> {
    type Item = ([i32; SIZE], usize);
    fn next(&mut self) -> Option<Self::Item> {
        let mut batch = [0; SIZE];
        let mut length = 0;
        for x in self.from.by_ref().take(SIZE) {
            batch[length] = x;
            length += 1;
        }
        (length > 0).then_some((batch, length))
    }
}

struct Merge<A: Iterator, B: Iterator> {
    a: Peekable<A>,
    b: Peekable<B>,
}
impl<A: Iterator<Item = i32>, B: Iterator<Item = i32>> Iterator for Merge<A, B> {
    type Item = i32;
    fn next(&mut self) -> Option<i32> {
        match (self.a.peek(), self.b.peek()) {
            (Some(a), Some(b)) if b < a => self.b.next(),
            (None, _) => self.b.next(),
            _ => self.a.next(),
        }
    }
}

struct Interleave<A, B> {
    a: A,
    b: B,
    turn_of_b: bool,
}
impl<A: Iterator<Item = i32>, B: Iterator<Item = i32>> Iterator for Interleave<A, B> {
    type Item = i32;
    fn next(&mut self) -> Option<i32> {
        self.turn_of_b = !self.turn_of_b;
        if self.turn_of_b {
            self.a.next().or_else(|| self.b.next())
        } else {
            self.b.next().or_else(|| self.a.next())
        }
    }
}

struct Dedupe<I> {
    from: I,
    last: Option<i32>,
}
impl<I: Iterator<Item = i32>> Iterator for Dedupe<I> {
    type Item = i32;
    fn next(&mut self) -> Option<i32> {
        loop {
            let x = self.from.next()?;
            if self.last != Some(x) {
                self.last = Some(x);
                return Some(x);
            }
        }
    }
}

struct Runs<I: Iterator> {
    from: Peekable<I>,
}
impl<I: Iterator<Item = i32>> Iterator for Runs<I> {
    type Item = (i32, usize);
    fn next(&mut self) -> Option<Self::Item> {
        let first = self.from.next()?;
        let mut count = 1;
        while self.from.next_if(|&x| x == first).is_some() {
            count += 1;
        }
        Some((first, count))
    }
}

/// The key of each group, and the sum of its items.
struct Groups<I: Iterator> {
    from: Peekable<I>,
}
impl<I: Iterator<Item = i32>> Iterator for Groups<I> {
    type Item = (i32, u32);
    fn next(&mut self) -> Option<Self::Item> {
        let first = self.from.next()?;
        let key = first >> 1;
        let mut sum = first as u32;
        while let Some(x) = self.from.next_if(|&x| x >> 1 == key) {
            sum = sum.wrapping_add(x as u32);
        }
        Some((key, sum))
    }
}

/* ---- The pipelines --------------------------------------------------------------------------- */

/// pipeline!(name by for, name by fold, data, n, the pipeline, |sum, item| the next sum)
macro_rules! pipeline {
    ($by_for:ident, $by_fold:ident, $data:ident, $n:ident, $made:expr,
     |$sum:ident, $item:pat_param| $next:expr) => {
        #[no_mangle]
        pub unsafe extern "C" fn $by_for($data: &Data, $n: usize) -> u32 {
            let mut $sum = 0u32;
            for $item in $made {
                $sum = $next;
            }
            $sum
        }
        #[no_mangle]
        pub unsafe extern "C" fn $by_fold($data: &Data, $n: usize) -> u32 {
            $made.fold(0u32, |$sum, $item| $next)
        }
    };
}

fn hash(sum: u32, x: u32) -> u32 {
    sum.wrapping_mul(31).wrapping_add(x)
}

pipeline!(chain_rust, chain_rust_fold, data, n,
    ints(data.items, n / 2).chain(ints(data.others, n / 2)),
    |sum, x| sum.wrapping_add(x as u32));
pipeline!(chain_range_rust, chain_range_rust_fold, data, n,
    ints(data.items, n / 2).chain(mapped(n / 2)),
    |sum, x| sum.wrapping_add(x as u32));
pipeline!(chain_array_rust, chain_array_rust_fold, data, n,
    core::array::from_fn::<_, PIECES, _>(|i| ints(data.items.add(n / PIECES * i), n / PIECES))
        .into_iter().flatten(),
    |sum, x| sum.wrapping_add(x as u32));
pipeline!(flatten_short_rust, flatten_short_rust_fold, data, n,
    rows(data.short_rows, n, SHORT_ITEMS, SHORT_ROWS).map(|row| ints(row.data, row.length)).flatten(),
    |sum, x| sum.wrapping_add(x as u32));
pipeline!(flatten_long_rust, flatten_long_rust_fold, data, n,
    rows(data.long_rows, n, LONG_ITEMS, LONG_ROWS).map(|row| ints(row.data, row.length)).flatten(),
    |sum, x| sum.wrapping_add(x as u32));
pipeline!(flatmap_short_rust, flatmap_short_rust_fold, data, n,
    rows(data.short_rows, n, SHORT_ITEMS, SHORT_ROWS).flat_map(|row| ints(row.data, row.length)),
    |sum, x| sum.wrapping_add(x as u32));
pipeline!(flatmap_long_rust, flatmap_long_rust_fold, data, n,
    rows(data.long_rows, n, LONG_ITEMS, LONG_ROWS).flat_map(|row| ints(row.data, row.length)),
    |sum, x| sum.wrapping_add(x as u32));
pipeline!(chunks_rust, chunks_rust_fold, data, n,
    slice::from_raw_parts(data.items, n).chunks(SIZE),
    |sum, chunk| hash(sum, sum_of(chunk)));
pipeline!(array_chunks_rust, array_chunks_rust_fold, data, n,
    slice::from_raw_parts(data.items, n).chunks_exact(SIZE),
    |sum, chunk| hash(sum, sum_of(chunk)));
pipeline!(array_windows_rust, array_windows_rust_fold, data, n,
    slice::from_raw_parts(data.items, n).windows(SIZE),
    |sum, window| sum.wrapping_add((window[SIZE - 1] ^ window[0]) as u32));
pipeline!(batch_rust, batch_rust_fold, _data, n,
    Batches { from: mapped(n) },
    |sum, (batch, length)| hash(sum, sum_of(&batch[..length])));
pipeline!(batch_all_rust, batch_all_rust_fold, _data, n,
    Batches { from: mapped(n) },
    |sum, (batch, length)| sum.wrapping_add(sum_of(&batch[..length])));
pipeline!(merge_rust, merge_rust_fold, data, n,
    Merge {
        a: ints(data.sorted, n / 2).peekable(),
        b: ints(data.sorted_too, n / 2).peekable(),
    },
    |sum, x| hash(sum, x as u32));
pipeline!(interleave_rust, interleave_rust_fold, data, n,
    Interleave {
        a: ints(data.items, n / 2),
        b: ints(data.others, n / 2),
        turn_of_b: false,
    },
    |sum, x| hash(sum, x as u32));
pipeline!(dedupe_rust, dedupe_rust_fold, data, n,
    Dedupe { from: ints(data.runs, n), last: None },
    |sum, x| sum.wrapping_add(x as u32));
pipeline!(run_length_rust, run_length_rust_fold, data, n,
    Runs { from: ints(data.runs, n).peekable() },
    |sum, (value, count)| hash(sum, (value as u32).wrapping_mul(count as u32)));
pipeline!(group_by_rust, group_by_rust_fold, data, n,
    Groups { from: ints(data.runs, n).peekable() },
    |sum, (key, of_group)| hash(sum, (key as u32).wrapping_add(of_group)));
