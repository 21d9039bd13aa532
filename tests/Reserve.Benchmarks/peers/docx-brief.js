// Renders the brief again and again for some seconds; prints how many a second. Formats are a parser's work; charts stay unfilled.
import { readFileSync, writeFileSync } from "node:fs";
import PizZip from "pizzip";
import Docxtemplater from "docxtemplater";

const [templateFile, dataFile, seconds, outFile] = process.argv.slice(2);
const template = readFileSync(templateFile);
const text = readFileSync(dataFile, "utf8");
const months = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];
const number = value => String(Math.abs(value)).replace(".", ",");
const isEmpty = value => value == null || value === "" || value === false || value === 0 || (Array.isArray(value) && value.length === 0);

function formatted(value, format) {
  const [name, argument = ""] = format.split(/:\s*/);
  if (name === "иначе") return isEmpty(value) ? argument : value;
  if (value == null) return value;
  if (name === "дата") return value.slice(0, 10).split("-").reverse().join(".");
  if (name === "дата словами") {
    const [year, month, date] = value.slice(0, 10).split("-");
    return `${Number(date)}\u00a0${months[month - 1]} ${year}\u00a0г.`;
  }
  if (name === "процент") return `${value < 0 ? "−" : ""}${number(value)}\u00a0%`;
  if (name === "со знаком") return (value > 0 ? "+" : value < 0 ? "−" : "") + number(value);
  if (name === "число") return number(value);
  if (name === "инициалы") {
    const [surname, ...rest] = value.split(" ");
    return [...rest.map(part => `${part[0]}.`), surname].join("\u00a0");
  }
  if (name === "счёт") return `${value}\u00a0${argument.split(", ").at(-1)}`;
  if (name === "через") return value.join(argument.replaceAll("\"", ""));
  return value;
}

function parser(tag) {
  const asks = tag.startsWith("?");
  const [path, ...formats] = (asks ? tag.slice(1) : tag).split(/\s*\|\s*/);
  const steps = path.split(".");
  return {
    get(scope, context) {
      if (tag === ".") return scope;
      if (path === "$number") return context.scopePathItem.at(-1) + 1;
      let value = steps.reduce((found, step) => found?.[step], scope);
      // Undefined means that the scope around is asked, null is an answer.
      if (value === undefined) return steps.length > 1 && scope?.[steps[0]] !== undefined ? "" : undefined;
      if (asks) return !isEmpty(value);
      for (const format of formats) value = formatted(value, format);
      return value ?? "";
    },
  };
}

function render() {
  const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true, parser });
  document.render(JSON.parse(text));
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

const warm = performance.now() + 1000;
while (performance.now() < warm) render();
const start = performance.now();
const end = start + Number(seconds) * 1000;
let count = 0;
while (performance.now() < end) {
  render();
  count++;
}
writeFileSync(outFile, render());
console.log((count / ((performance.now() - start) / 1000)).toFixed(1));
