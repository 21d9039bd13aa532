// Evaluates every expression of a JSON file { context, expressions } and prints a JSON list: the value, or {"fault": message}.
import { readFileSync } from "node:fs";
import { evaluate } from "feelin";

const { context, expressions } = JSON.parse(readFileSync(process.argv[2], "utf8"));

function plain(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === "function") return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value?.toISO === "function") return value.toISO();
  if (typeof value === "object" && value.constructor === Object) {
    return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plain(entry)]));
  }
  return typeof value === "object" ? { other: value.constructor.name } : value;
}

console.log(JSON.stringify(expressions.map((text) => {
  try {
    const result = evaluate(text, context);
    return plain(result && typeof result === "object" && "value" in result && "warnings" in result ? result.value : result);
  } catch (problem) {
    return { fault: problem.message };
  }
})));
