// Renders a template again and again for some seconds; prints how many documents a second.
import { readFileSync, writeFileSync } from "node:fs";
import PizZip from "pizzip";
import Docxtemplater from "docxtemplater";

const [templateFile, dataFile, seconds, outFile] = process.argv.slice(2);
const template = readFileSync(templateFile);
const data = JSON.parse(readFileSync(dataFile, "utf8"));

function render() {
  const document = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
  document.render(data);
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
