// node e2e/forms/posted.mjs FIELD HOUSEHOLDS SEED
// A real server with a campaign; JavaRosa – the engine of ODK Collect – gets its form and list, fills it for each household and
// posts it; the officer records what arrived. Every form must be stored as it was sent (the receipt names its hash), and the form
// itself, the server and `classify` must say the same: twelve indicators, both counts and the outcome. One line of counts; exit 1
// if anything differs. FIELD is the program that makes the data folder (crates/cli/examples/field.rs).
import './dom.mjs';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { compared, households, of_lines, several, table } from './submitted.mjs';

const [field, wanted = '100', seed = '1'] = process.argv.slice(2);
const chungtay = process.env.CHUNGTAY ?? 'chungtay';
const folder = mkdtempSync(join(tmpdir(), 'posted-'));
const file = (name) => join(folder, name);
const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
const problems = [];
const { base, login, password } = JSON.parse(execFileSync(field, [file('data'), wanted], { encoding: 'utf8' }));
const campaign = base.split('/').at(-1);

const server = spawn(chungtay, ['serve', '--data', file('data'), '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] });
const url = await new Promise((found, failed) => {
  createInterface({ input: server.stderr }).on('line', (line) => {
    const address = line.match(/http:\/\/[0-9.:]+/);
    if (address) found(address[0]);
  });
  server.on('exit', (code) => failed(new Error(`chungtay serve ended with ${code}`)));
});

try {
  // Answer sets: what xforms-engine submits for random households, some answers left out.
  // No line is kept: the server closes those that are quiet, and filling takes a while.
  writeFileSync(file('form.xml'), await (await fetch(`${url}${base}/forms/vn-2022.xml`, { headers: { connection: 'close' } })).text());
  for (let first = 1; first <= +wanted; first += 50) {
    const last = Math.min(first + 49, +wanted);
    execFileSync('node', [beside('fill_some.mjs'), folder, `${first}`, `${last}`, seed], { stdio: 'inherit' });
  }
  const jar = process.env.ODK_VALIDATE;
  const printed = execFileSync('java', ['-cp', jar, beside('Phone.java'), url + base, folder], { maxBuffer: 1 << 30, encoding: 'utf8' });
  const said = of_lines(printed);
  for (const line of readFileSync(file('receipts.csv'), 'utf8').trim().split('\n').slice(1)) {
    const [household, status, receipted, sent] = line.split(',');
    if (status !== '201' || receipted !== sent) problems.push(`household ${household}: ${status}, receipt ${receipted}, sent ${sent}`);
  }
  classified(said);
  await recorded(said);
  const outcomes = {};
  for (const { result } of said) outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1;
  const counted = Object.entries(outcomes).sort().map(([name, count]) => `${name} ${count}`).join(', ');
  if (said.length !== +wanted) problems.push(`${said.length} of ${wanted} households were filled`);
  console.log(`posted by JavaRosa: ${said.length} forms (${counted}), ${problems.length} differences`);
} finally {
  server.kill('SIGTERM');
  if (problems.length === 0) rmSync(folder, { recursive: true });
}
for (const problem of problems.slice(0, 20)) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

/** What `classify` says of the very bytes that were sent. */
function classified(said) {
  const sent = readdirSync(file('sent')).map((name) => ({ id: name.replace('.xml', ''), text: readFileSync(join(file('sent'), name), 'utf8') }));
  const { of_households, of_members } = households(sent);
  const lists = several(readFileSync(file('form.xml'), 'utf8'));
  writeFileSync(file('households.csv'), table(of_households, lists));
  writeFileSync(file('members.csv'), table(of_members, lists));
  const data = ['--households', file('households.csv'), '--members', file('members.csv'), '--out', file('result.csv')];
  const days = ['--result-day', '2026-12-31', '--age-day', '2026-12-31'];
  execFileSync(chungtay, ['classify', '--standard', 'vn-2022', ...days, ...data, '--threads', '1'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const { differences } = compared(said, readFileSync(file('result.csv'), 'utf8'), 'vn-2022');
  problems.push(...differences);
}

/** The officer records what arrived; a program with her rights reads it. */
async function recorded(said) {
  const form = (fields) => ({ method: 'POST', redirect: 'manual', body: new URLSearchParams(fields), headers: { 'sec-fetch-site': 'same-origin' } });
  const entered = await fetch(`${url}/login`, form({ login, password }));
  const cookie = entered.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  const office = async (path, asked = {}) => fetch(url + path, { ...asked, redirect: 'manual', headers: { ...asked.headers, cookie } });
  await (await office(`/field/${campaign}/forms`)).text();
  const record = await office(`/field/${campaign}/record`, form({}));
  if (record.status !== 303) problems.push(`recording was answered ${record.status}`);
  const { token } = await (await fetch(`${url}/api/v1/session`, { method: 'POST', body: new URLSearchParams({ login, password }) })).json();
  for (const { id, result } of said) {
    const answer = await fetch(`${url}/api/v1/households/${id}`, { headers: { authorization: `Bearer ${token}` } });
    const [assessment] = (await answer.json()).assessments ?? [];
    if (!assessment) {
      problems.push(`household ${id} has no result (${answer.status})`);
      continue;
    }
    const indicators = Object.keys(result).filter((name) => !['outcome', 'deprivation_count', 'deprivation_count_max', 'deprivation_points', 'at_or_below_income_line'].includes(name));
    const deprived = indicators.filter((name) => result[name] === '1').sort().join(' ');
    const same = [
      ['outcome', assessment.outcome, result.outcome],
      ['deprived', [...assessment.deprived].sort().join(' '), deprived],
      ['deprivations', `${assessment.deprivation_count}`, result.deprivation_count],
      ['possible deprivations', `${assessment.deprivation_count_max}`, result.deprivation_count_max],
    ];
    if (indicators.length !== 12) problems.push(`household ${id}: the form has ${indicators.length} indicators`);
    for (const [what, server, phone] of same) if (server !== phone) problems.push(`household ${id}, ${what}: form ${phone}, server ${server}`);
  }
}
