// node run.mjs <program> - run a test file that is built for wasm: the number of failed tests is
// the status.
import { readFileSync } from "node:fs";

let output = "";
const test_put = (c) => { output += String.fromCharCode(c); };
const { instance } = await WebAssembly.instantiate(
  readFileSync(process.argv[2]), { env: { test_put } });
const failed = instance.exports.test_all();
process.stdout.write(output);
process.exitCode = failed;
