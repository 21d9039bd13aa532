// Declines the names of a file, kind<TAB>lemma<TAB>gender a line, into five cases with a peer, again and again for some seconds; prints
// how many forms a second.
import { readFileSync } from 'node:fs';
import petrovich from 'petrovich';
import lvovich from 'lvovich';

const [peer, file, seconds] = process.argv.slice(2);
const cases = ['genitive', 'dative', 'accusative', 'instrumental', 'prepositional'];
const names = readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split('\t'));

const peers = {
  petrovich: {
    surname: (name, gender, to) => petrovich[gender].last[to](name),
    firstname: (name, gender, to) => petrovich[gender].first[to](name),
    patronymic: (name, gender, to) => petrovich[gender].middle[to](name),
  },
  lvovich: {
    surname: (name, gender, to) => lvovich.inclineLastname(name, to, gender),
    firstname: (name, gender, to) => lvovich.inclineFirstname(name, to, gender),
    patronymic: (name, gender, to) => lvovich.inclineMiddlename(name, to, gender),
  },
};

let letters = 0;
function all() {
  for (const [kind, name, gender] of names) {
    const decline = peers[peer][kind];
    for (const to of cases) letters += decline(name, gender, to).length;
  }
}

for (let stop = performance.now() + 1000; performance.now() < stop;) all();
const start = performance.now();
let rounds = 0;
for (let stop = performance.now() + Number(seconds) * 1000; performance.now() < stop; rounds++) all();
console.log(Math.round((rounds * names.length * cases.length) / ((performance.now() - start) / 1000)), letters > 0);
