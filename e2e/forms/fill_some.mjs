// node e2e/forms/fill_some.mjs FOLDER FIRST LAST SEED
// Fills FOLDER/form.xml for the households FIRST..LAST and writes what they submit as FOLDER/ID.xml. A process of its own
// for some fifty: the engine keeps every form that it opened.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fill, opened, questions, random, submission, violations } from './filled.mjs';

const [folder, first, last, seed] = process.argv.slice(2);
const xform = readFileSync(join(folder, 'form.xml'), 'utf8');
const known = questions(xform);
const form = await opened(xform);
for (let id = +first; id <= +last; id += 1) {
  const { root } = form.createInstance();
  fill(root, known, random(+seed * 1_000_003 + id));
  const refused = violations(root).map((violation) => violation.reference);
  if (refused.length > 0) {
    console.error(`household ${id}: the client refuses ${refused.join(', ')}`);
    process.exitCode = 1;
  }
  const { text } = await submission(root);
  writeFileSync(join(folder, `${id}.xml`), text);
}
