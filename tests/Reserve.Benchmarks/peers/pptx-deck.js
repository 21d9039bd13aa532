// Draws the deck of a candidate again and again for some seconds; prints how many a second.
import { readFileSync, writeFileSync } from "node:fs";
import PptxGenJS from "pptxgenjs";

const [dataFile, seconds, outFile] = process.argv.slice(2);
const text = readFileSync(dataFile, "utf8");
const number = value => (value == null ? "нет данных" : String(value).replace(".", ","));
const percent = value => (value == null ? "нет данных" : `${number(value)} %`);
const day = date => (date ? date.split("-").reverse().join(".") : "н. в.");

function render() {
  const data = JSON.parse(text);
  const deck = new PptxGenJS();
  deck.defineLayout({ name: "wide", width: 13.33, height: 7.5 });
  deck.layout = "wide";
  const page = title => {
    const slide = deck.addSlide();
    slide.addText(title, { x: 0.6, y: 0.45, w: 12, h: 0.85, fontSize: 26, bold: true, color: "1F3A5F" });
    slide.addShape("rect", { x: 0.7, y: 1.35, w: 1.5, h: 0.05, fill: { color: "2F6DB5" } });
    slide.addText(`${data.fullName} · № ${data.head.number} · ${day(data.head.date)}`, { x: 0.6, y: 7, w: 12, h: 0.35, fontSize: 10 });
    return slide;
  };
  const cell = (value, align = "left") => ({ text: String(value), options: { align } });
  const head = value => ({ text: value, options: { bold: true, align: "center", fill: { color: "E3EAF3" } } });
  const table = (slide, heads, rows, widths) =>
    slide.addTable([...(heads ? [heads.map(head)] : []), ...rows], {
      x: 0.7, y: 1.6, w: 11.8, colW: widths, fontSize: 14, border: { pt: 0.5, color: "BFC7D1" },
    });
  const list = (slide, texts) =>
    slide.addText(texts.map(one => ({ text: one, options: { bullet: true, breakLine: true } })), {
      x: 0.6, y: 1.6, w: 12, h: 5, fontSize: 16,
    });
  const first = deck.addSlide();
  first.addText(data.head.issuer, { x: 1, y: 1, w: 11, h: 1, fontSize: 16 });
  first.addText(data.fullName, { x: 1, y: 2.2, w: 11, h: 1.6, fontSize: 40, bold: true });
  first.addText(`кандидат на должность «${data.position}»\n${data.municipality}`, { x: 1, y: 4, w: 11, h: 1.5, fontSize: 20 });
  first.addText(`Презентация № ${data.head.number}, ${day(data.head.date)}`, { x: 1, y: 6.4, w: 11, h: 0.5, fontSize: 14 });
  table(page("Кандидат"), null, [
    [cell("Фамилия, имя, отчество"), cell(data.fullName)],
    [cell("Дата рождения"), cell(day(data.birthDate))],
    [cell("Место работы"), cell(data.workplace)],
    [cell("Должность"), cell(data.presentPosition)],
    [cell("Конкурсы"), cell(data.contests.join("; "))],
    [cell("Кадровый резерв"), cell(`${data.reserve.stage}; ${data.reserve.zone}; балл – ${number(data.reserve.score)} из 100`)],
  ], [3.6, 8.2]);
  table(page("Трудовая деятельность"), ["Период", "Организация", "Должность"],
    data.recentCareer.map(step => [`${day(step.from)} – ${day(step.to)}`, step.organization, step.position].map(one => cell(one))),
    [2.7, 5.3, 3.8]);
  list(page("Образование и развитие"), [
    ...data.education.map(one => `${one.institution}, ${one.qualification}, ${one.year} г.`), ...data.history, ...data.development,
  ]);
  const territory = data.territory;
  const figures = page(`${territory.name}: показатели за ${territory.year} год`);
  table(figures, ["Группа показателей", "Процент", "Место", "Уровень", "Среднее по региону", "Лучшее"],
    territory.lines.map(line => [
      cell(line.name),
      ...[percent(line.percent), line.rank, line.band, percent(line.mean), percent(line.best)].map(one => cell(one, "center")),
    ]), [4.3, 1.5, 1.3, 2, 1.5, 1.2]);
  figures.addText(`Источник: ${territory.source}.`, { x: 0.6, y: 6.2, w: 12, h: 0.5, fontSize: 12 });
  const drawn = (slide, kind, labels, rows, title) =>
    slide.addChart(kind, rows.map(([name, values]) => ({ name, labels, values })), {
      x: 0.6, y: 1.6, w: 12, h: 5.2, showTitle: true, title, showLegend: true, legendPos: "b", showValue: true, dataLabelFormatCode: "0.0",
      valAxisMinVal: 0, valAxisMaxVal: 100,
    });
  drawn(page("Территория назначения рядом с регионом"), "bar", territory.lines.map(line => line.name), [
    [territory.name, territory.lines.map(line => line.percent)], ["Среднее по региону", territory.lines.map(line => line.mean)],
    ["Лучшее в регионе", territory.lines.map(line => line.best)]], `${territory.name}, ${territory.year} год, %`);
  drawn(page(`Динамика итога с ${territory.firstYear} года`), "line", territory.years.map(year => String(year.year)), [
    [territory.name, territory.years.map(year => year.percent)], ["Среднее по региону", territory.years.map(year => year.mean)],
    ["Лучшее в регионе", territory.years.map(year => year.best)]], `${territory.name}: итог по годам, %`);
  table(page(`Руководит сейчас: ${data.own.name}`), ["Год", "Итог", "Место", "Среднее по региону", "Лучшее"],
    data.own.years.map(year => [year.year, percent(year.percent), year.rank, percent(year.mean), percent(year.best)].map(one => cell(one))),
    [2.3, 2.3, 2.4, 2.4, 2.4]);
  list(page("Вопросы для собеседования"), data.questions.flatMap(one => (one.about ? [one.text, one.about] : [one.text])));
  list(page("Заключение"), [...data.conclusions, `Справку утвердил(а): ${data.approvedBy}, ${day(data.approvedOn)}`]);
  return deck.write({ outputType: "nodebuffer", compression: true });
}

const warm = performance.now() + 1000;
while (performance.now() < warm) await render();
const start = performance.now();
const end = start + Number(seconds) * 1000;
let count = 0;
while (performance.now() < end) {
  await render();
  count++;
}
writeFileSync(outFile, await render());
console.log((count / ((performance.now() - start) / 1000)).toFixed(1));
