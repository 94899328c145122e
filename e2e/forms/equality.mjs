// node e2e/forms/equality.mjs STANDARD HOUSEHOLDS SEED [KEEP_FOLDER]
// Random households answer the XForm in xforms-engine; what they would submit is classified by the program. Every
// indicator, both counts and the outcome must be the same. With ODK_VALIDATE=ODK_Validate.jar the form must be valid, and
// JavaRosa, the engine of ODK Collect, calculates all submissions anew. One line of counts each; exit 1 if anything differs.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fill, opened, questions, random, submission, violations } from './filled.mjs';
import { compared, households, of_lines, table } from './submitted.mjs';

const [standard = 'vn-2022', wanted = '5000', seed = '1', keep] = process.argv.slice(2);
const chungtay = process.env.CHUNGTAY ?? 'chungtay';
const folder = keep ?? mkdtempSync(join(tmpdir(), 'forms-'));
mkdirSync(folder, { recursive: true });
const form = join(folder, 'form.xml');
const options = process.env.FORM_OPTIONS?.split(' ') ?? [];
execFileSync(chungtay, ['form', '--standard', standard, '--format', 'xform', '--out', form, ...options]);
if (process.env.XFORM) copyFileSync(process.env.XFORM, form);
const xform = readFileSync(form, 'utf8');
const known = questions(xform);
const opened_form = await opened(xform);
const filled = [];
const began = Date.now();
for (let id = 1; id <= +wanted; id += 1) {
  const { root } = opened_form.createInstance();
  fill(root, known, random(+seed * 1_000_003 + id));
  const invalid = violations(root);
  if (invalid.length > 0) {
    console.error(`household ${id}: the client refuses ${invalid.map((v) => v.reference).join(', ')}`);
    process.exitCode = 1;
  }
  const { text } = await submission(root);
  writeFileSync(join(folder, `${id}.xml`), text);
  filled.push({ id: String(id), text });
  if (id % 500 === 0) console.error(`${id} households, ${Math.round((Date.now() - began) / 1000)} s`);
}
const { of_households, of_members, said } = households(filled);
const files = { households: join(folder, 'households.csv'), members: join(folder, 'members.csv'), out: join(folder, 'result.csv') };
writeFileSync(files.households, table(of_households, known.several));
writeFileSync(files.members, table(of_members, known.several));
execFileSync(chungtay, ['classify', '--standard', standard, '--households', files.households, '--members', files.members, '--out', files.out, '--threads', '1', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
const official = readFileSync(files.out, 'utf8');
report('xforms-engine', said);
const jar = process.env.ODK_VALIDATE;
if (jar) {
  execFileSync('java', ['-jar', jar, form], { stdio: ['ignore', 'ignore', 'inherit'] });
  const program = fileURLToPath(new URL('JavaRosa.java', import.meta.url));
  const printed = execFileSync('java', ['-cp', jar, program, form, folder], { maxBuffer: 1 << 30, encoding: 'utf8' });
  report('JavaRosa', of_lines(printed));
}
if (!keep) rmSync(folder, { recursive: true });

function report(client, said) {
  const { line, differences } = compared(said, official);
  for (const difference of differences.slice(0, 20)) console.error(`${client}: ${difference}`);
  console.log(`${standard} in ${client}: ${line}`);
  if (differences.length > 0 || said.length !== +wanted) process.exitCode = 1;
}
