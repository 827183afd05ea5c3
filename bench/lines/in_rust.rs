//! The lines of a file in Rust: `in_rust read_until FILE`, `in_rust lines FILE`.
use std::env;
use std::fs::File;
use std::io::{BufRead, BufReader, Result};

fn read_until(mut file: BufReader<File>) -> Result<(usize, usize)> {
    let (mut items, mut parts) = (0, 0);
    let mut line = Vec::new();
    while file.read_until(b'\n', &mut line)? > 0 {
        if line.last() == Some(&b'\n') {
            line.pop();
            if line.last() == Some(&b'\r') {
                line.pop();
            }
        }
        items += 1;
        parts += line.len();
        line.clear();
    }
    Ok((items, parts))
}

fn lines(file: BufReader<File>) -> Result<(usize, usize)> {
    let (mut items, mut parts) = (0, 0);
    for line in file.lines() {
        items += 1;
        parts += line?.len();
    }
    Ok((items, parts))
}

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().collect();
    let file = BufReader::with_capacity(65536, File::open(&arguments[2])?);
    let (items, parts) = if arguments[1] == "lines" { lines(file)? } else { read_until(file)? };
    println!("{items} {parts}");
    Ok(())
}
