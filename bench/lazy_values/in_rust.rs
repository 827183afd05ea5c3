//! The peers of lazy.h in Rust.

use std::arch::asm;
use std::sync::{LazyLock, OnceLock};

const CELLS: usize = 4096;

extern "C" {
    fn compute() -> i32;
}

fn computed() -> i32 {
    unsafe { compute() }
}

#[repr(align(64))]
struct Line<T>(T);

static ONCE: OnceLock<i32> = OnceLock::new();
static ONCES: [Line<OnceLock<i32>>; CELLS] = [const { Line(OnceLock::new()) }; CELLS];
static LAZY: LazyLock<i32> = LazyLock::new(computed);
static LAZIES: [Line<LazyLock<i32>>; CELLS] = [const { Line(LazyLock::new(computed)) }; CELLS];

/// Make the compiler forget everything it knows about memory.
#[inline(always)]
fn anything_may_change() {
    unsafe { asm!("") }
}

#[no_mangle]
pub extern "C" fn once_lock_called() -> *const i32 {
    ONCE.get_or_init(computed)
}

#[no_mangle]
pub unsafe extern "C" fn once_lock_at(i: usize) -> *const i32 {
    ONCES.get_unchecked(i).0.get_or_init(computed)
}

#[no_mangle]
pub extern "C" fn once_lock_loop(n: usize) -> u32 {
    let mut sum = 0u32;
    for _ in 0..n {
        sum = sum.wrapping_add(*ONCE.get_or_init(computed) as u32);
        anything_may_change();
    }
    sum
}

#[no_mangle]
pub extern "C" fn lazy_lock_called() -> *const i32 {
    LazyLock::force(&LAZY)
}

#[no_mangle]
pub unsafe extern "C" fn lazy_lock_at(i: usize) -> *const i32 {
    LazyLock::force(&LAZIES.get_unchecked(i).0)
}

#[no_mangle]
pub extern "C" fn lazy_lock_loop(n: usize) -> u32 {
    let mut sum = 0u32;
    for _ in 0..n {
        sum = sum.wrapping_add(*LAZY as u32);
        anything_may_change();
    }
    sum
}
