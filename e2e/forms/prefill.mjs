// node e2e/forms/prefill.mjs FORM.xml
// Choosing a household and a member of last year fills in their answers, and nobody else's. For the form of vn-2022.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { opened } from './filled.mjs';

const lists = {
  'households.csv': 'name,label,zone,toilet_type,dwelling_area\nH1,Ông Một,rural,septic,40.5\nH2,Bà Hai,urban,none,12\n',
  'members.csv': 'household_id,name,label,birth_date,sex\nH1,1,Một,1970-01-01,male\nH2,1,Hai,1980-02-29,female\nH2,2,Ba,2015-06-01,male\n',
};
const form = await opened(readFileSync(process.argv[2], 'utf8'), lists);
const { root } = form.createInstance();
const find = (path, node = root) =>
  node.currentState.reference === path ? node : (node.currentState.children ?? []).map((child) => find(path, child)).find(Boolean);
const value = (path) => `${find(path).currentState.value}`;

find('/data/visit/household_id').selectValue('H2');
assert.equal(value('/data/visit/zone'), 'urban');
assert.equal(value('/data/water_sanitation_section/toilet_type'), 'none');
assert.equal(value('/data/housing_section/dwelling_area'), '12');
assert.equal(value('/data/result/toilet'), '1');
const known = find('/data/member[1]/member_no');
assert.deepEqual(known.currentState.valueOptions.map((option) => option.value), ['1', '2'], 'only members of the household');
root.currentState.children.find((child) => child.nodeType.startsWith('repeat-range')).addInstances();
find('/data/member[2]/member_no').selectValue('2');
assert.equal(value('/data/member[1]/person_section/birth_date'), 'null', 'another row stays as it is');
assert.equal(value('/data/member[2]/person_section/birth_date'), '2015-06-01');
assert.equal(value('/data/member[2]/person_section/sex'), 'male');
find('/data/visit/household_id').selectValue('H1');
assert.equal(value('/data/visit/zone'), 'rural');
assert.equal(value('/data/result/toilet'), '0');
const vietnamese = root.languages.find((language) => language.language?.includes('vi'));
assert.ok(vietnamese, 'a Vietnamese form');
console.log('choosing fills in last year\'s answers');
