// node e2e/forms/equality.mjs STANDARD HOUSEHOLDS SEED [KEEP_FOLDER]
// Random households answer the XForm in xforms-engine; what they submit is classified by the program. Every indicator, both
// counts and the outcome must be the same. With ODK_VALIDATE=ODK_Validate.jar the form must be valid, and JavaRosa, the
// engine of ODK Collect, calculates all submissions anew. One line of counts each; exit 1 if anything differs.
// XFORM=FILE puts another form in the place of the program's; OPTIONS are further ones of `form` and `classify` alike.
import './dom.mjs';
import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compared, households, of_lines, several, table } from './submitted.mjs';

const [standard = 'vn-2022', wanted = '5000', seed = '1', keep] = process.argv.slice(2);
const chungtay = process.env.CHUNGTAY ?? 'chungtay';
const folder = keep ?? mkdtempSync(join(tmpdir(), 'forms-'));
mkdirSync(folder, { recursive: true });
const file = (name) => join(folder, name);
const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
const options = process.env.OPTIONS?.split(' ') ?? [];
const quiet = { stdio: ['ignore', 'ignore', 'inherit'] };

execFileSync(chungtay, ['form', '--standard', standard, '--format', 'xform', '--out', file('form.xml'), ...options], quiet);
if (process.env.XFORM) copyFileSync(process.env.XFORM, file('form.xml'));
await filled();

const submissions = Array.from({ length: +wanted }, (_, at) => ({ id: `${at + 1}`, text: readFileSync(file(`${at + 1}.xml`), 'utf8') }));
const { of_households, of_members, said } = households(submissions);
const lists = several(readFileSync(file('form.xml'), 'utf8'));
writeFileSync(file('households.csv'), table(of_households, lists));
writeFileSync(file('members.csv'), table(of_members, lists));
const data = ['--households', file('households.csv'), '--members', file('members.csv'), '--out', file('result.csv')];
execFileSync(chungtay, ['classify', '--standard', standard, ...data, '--threads', '1', ...options], quiet);
const official = readFileSync(file('result.csv'), 'utf8');
report('xforms-engine', said);

const jar = process.env.ODK_VALIDATE;
if (jar) {
  execFileSync('java', ['-jar', jar, file('form.xml')], quiet);
  const printed = execFileSync('java', ['-cp', jar, beside('JavaRosa.java'), file('form.xml'), folder], { maxBuffer: 1 << 30, encoding: 'utf8' });
  report('JavaRosa', of_lines(printed));
}
if (!keep) rmSync(folder, { recursive: true });

/** Several processes fill fifty forms each. */
async function filled() {
  const some = 50;
  const firsts = Array.from({ length: Math.ceil(+wanted / some) }, (_, at) => at * some + 1);
  const worker = async () => {
    for (let first = firsts.shift(); first; first = firsts.shift()) {
      const last = Math.min(first + some - 1, +wanted);
      await promisify(execFile)('node', [beside('fill_some.mjs'), folder, `${first}`, `${last}`, seed]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

function report(client, said) {
  const { line, differences } = compared(said, official, standard);
  for (const difference of differences.slice(0, 20)) console.error(`${client}: ${difference}`);
  console.log(`${standard} in ${client}: ${line}`);
  if (differences.length > 0 || said.length !== +wanted) process.exitCode = 1;
}
