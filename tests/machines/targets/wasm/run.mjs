// node run.mjs <program> - run a test file built for wasm. The exit status is the number of failed
// tests.
import { readFileSync } from "node:fs";

let output = "";
const test_put = (c) => { output += String.fromCharCode(c); };
const { instance } = await WebAssembly.instantiate(
  readFileSync(process.argv[2]), { env: { test_put } });
const failed = instance.exports.test_all();
process.stdout.write(output);
process.exitCode = failed;
