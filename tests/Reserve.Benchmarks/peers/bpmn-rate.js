// Runs the process of a BPMN file again and again for some seconds, the model parsed once; prints instances a second and elements
// left per instance.
import { readFileSync } from 'node:fs';
import { EventEmitter } from 'node:events';
import { Engine } from 'bpmn-engine';
import BpmnModdle from 'bpmn-moddle';

const [file, seconds] = process.argv.slice(2);
const moddleContext = await new BpmnModdle().fromXML(readFileSync(file, 'utf8'));

async function run(listener) {
  const engine = new Engine({ name: 'rate', moddleContext });
  const ended = engine.waitFor('end');
  await engine.execute(listener ? { listener } : undefined);
  await ended;
}

let left = 0;
const listener = new EventEmitter();
listener.on('activity.leave', () => left++);
await run(listener);

const until = (limit) => performance.now() + limit * 1000;
for (let stop = until(1); performance.now() < stop;) await run();
const start = performance.now();
let count = 0;
for (let stop = until(Number(seconds)); performance.now() < stop; count++) await run();
console.log(`${(count / ((performance.now() - start) / 1000)).toFixed(2)} ${left}`);
