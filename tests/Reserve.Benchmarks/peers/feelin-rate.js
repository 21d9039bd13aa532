// Evaluates one FEEL expression again and again for some seconds; prints how many times a second.
import { evaluate } from "feelin";

const [text, seconds] = process.argv.slice(2);
const row = (n) => ({ a: 120.5 + n, b: 33.25, c: 480.75, d: 17.2, e: 4.4, f: 96.1, g: 0.5 });
const end = (limit) => performance.now() + limit * 1000;

for (let stop = end(1), n = 0; performance.now() < stop; n++) evaluate(text, row(n % 100));
const start = performance.now();
let count = 0;
for (let stop = end(Number(seconds)); performance.now() < stop; count++) evaluate(text, row(count % 100));
console.log((count / ((performance.now() - start) / 1000)).toFixed(1));
