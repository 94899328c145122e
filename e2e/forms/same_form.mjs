// node e2e/forms/same_form.mjs OURS.xml PYXFORM.xml
// Whether the form that pyxform makes of the XLSForm is the form that the program writes: the same values with the same
// rules, the same questions in the same words with the same answers, the same values filled in. Exit 1 if not.
import './dom.mjs';
import { readFileSync } from 'node:fs';

// pyxform writes “ ” as ".
const tight = (text) => (text ?? '').replaceAll(/[“”]/g, '"').replaceAll(/\s+/g, ' ').trim();
const [ours, theirs] = process.argv.slice(2).map((file) => read(readFileSync(file, 'utf8')));

function read(xml) {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const all = (name, within = document) => [...within.getElementsByTagName(name)];
  const texts = new Map();
  for (const translation of all('translation')) {
    for (const text of all('text', translation)) {
      const value = all('value', text)[0];
      const words = [...value.childNodes].map((node) => (node.localName === 'output' ? `{${tight(node.getAttribute('value')).split('/').pop()}}` : node.textContent));
      texts.set(`${translation.getAttribute('lang')} ${text.getAttribute('id')}`, tight(words.join('')));
    }
  }
  const languages = all('translation').map((translation) => translation.getAttribute('lang'));
  const words = (of) => {
    const id = of?.getAttribute('ref')?.match(/^jr:itext\('(.*)'\)$/)?.[1];
    return id ? languages.map((language) => texts.get(`${language} ${id}`)) : [tight(of?.textContent)];
  };
  const child = (node, name) => [...node.children].find((one) => one.localName === name);
  const facts = {};
  for (const bind of all('bind')) {
    const of = (name) => tight(bind.getAttribute(name));
    const message = bind.getAttribute('jr:constraintMsg')?.match(/'(.*)'/)?.[1];
    const said = message ? languages.map((language) => texts.get(`${language} ${message}`)) : [];
    facts[`value ${of('nodeset')}`] = [of('type'), of('relevant'), of('calculate'), of('constraint'), of('readonly'), of('jr:preload'), ...said];
  }
  for (const name of ['input', 'select', 'select1', 'group', 'repeat']) {
    for (const control of all(name)) {
      const path = control.getAttribute('ref') ?? control.getAttribute('nodeset');
      facts[`${name} ${path}`] = [words(child(control, 'label')), words(child(control, 'hint')), control.getAttribute('appearance') ?? '', name.startsWith('select') ? answers(control) : []];
    }
  }
  for (const filled of all('setvalue')) facts[`filled ${filled.getAttribute('ref')}`] = [filled.getAttribute('event'), tight(filled.getAttribute('value')), filled.parentNode.getAttribute('ref')];
  return facts;

  function answers(control) {
    const inline = [...control.children].filter((one) => one.localName === 'item');
    if (inline.length > 0) return inline.map((item) => [child(item, 'value').textContent, words(child(item, 'label'))]);
    const listed = child(control, 'itemset')?.getAttribute('nodeset');
    const [, list, filter = ''] = listed?.match(/^instance\('(.*?)'\)\/root\/item(.*)$/) ?? [];
    const instance = all('instance').find((one) => one.getAttribute('id') === list);
    if (instance?.hasAttribute('src')) return [instance.getAttribute('src'), tight(filter)];
    return all('item', instance ?? control).map((item) => [child(item, 'name').textContent, languages.map((language) => texts.get(`${language} ${child(item, 'itextId').textContent}`))]);
  }
}

let differences = 0;
for (const fact of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
  const [a, b] = [ours, theirs].map((form) => JSON.stringify(form[fact]));
  if (a === b) continue;
  differences += 1;
  if (differences <= 20) console.error(`${fact}\n  ours    ${a}\n  pyxform ${b}`);
}
const facts = Object.keys(ours).length;
console.log(`${facts} facts of the form, ${differences} differences`);
process.exitCode = differences > 0 || facts < 10 ? 1 : 0;
