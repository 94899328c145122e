// Fills a form like a person: question after question, as they appear, some left out, numbers often at a rule's border.
import './dom.mjs';
const { loadForm } = await import('@getodk/xforms-engine');

/** Random numbers that a seed repeats. */
export function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { next, below, pick: (of) => of[below(of.length)] };
}

/** What a form's text says of its questions: ranges of numbers, days, and the numbers that its rules mention. */
export function questions(xform) {
  const unescape = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  const ranges = new Map();
  const borders = new Set([0, 1]);
  for (const [, path, rest] of xform.matchAll(/<bind nodeset="([^"]+)"([^>]*)>/g)) {
    const [, constraint = ''] = rest.match(/ constraint="([^"]*)"/) ?? [];
    const said = unescape(constraint);
    const day = said.match(/^\. > date\('(.*?)'\) and \. <= date\('(.*?)'\)/);
    const number = said.match(/^\. >= (-?[\d.]+) and \. <= (-?[\d.]+)/);
    const factor = said.match(/round\(\. \* (\d+)\)/);
    if (day) ranges.set(path, { days: [day[1], day[2]] });
    if (number) ranges.set(path, { least: +number[1], greatest: +number[2], factor: +(factor?.[1] ?? 1) });
    const [, calculate = ''] = rest.match(/ calculate="([^"]*)"/) ?? [];
    for (const [literal] of calculate.matchAll(/\b\d+\b/g)) borders.add(+literal);
  }
  return { ranges, borders: [...borders] };
}

/** The form, from which fresh ones are made, with lists beside it. */
export async function opened(xform, lists = {}) {
  const fetchFormAttachment = async (url) => {
    const name = String(url).split('/').pop();
    const text = lists[name] ?? (name === 'members.csv' ? 'household_id,name,label\n' : 'name,label\n');
    return new Response(text, { status: 200, headers: { 'content-type': 'text/csv' } });
  };
  const form = await loadForm(xform, { fetchFormAttachment });
  if (form.status === 'failure') throw form.error;
  return form;
}

/** Answers what is asked. */
export function fill(root, known, draw) {
  const missing = draw.pick([0, 0, 0.02, 0.1, 0.5]);
  // Where nearly everybody answers alike, a single answer decides.
  const yes = draw.pick([0.03, 0.5, 0.85, 0.97]);
  function answer(node) {
    const { reference, relevant } = node.currentState;
    if (!relevant || draw.next() < missing) return;
    const path = reference.replaceAll(/\[\d+\]/g, '');
    if (node.nodeType === 'select') {
      const codes = node.currentState.valueOptions.map((option) => option.value);
      if (codes.length === 0) return;
      const several = node.selectType === 'select' ? 1 + draw.below(3) : 1;
      if (codes.join() === '1,0') return void node.selectValues([draw.next() < yes ? '1' : '0']);
      node.selectValues([...new Set(Array.from({ length: several }, () => draw.pick(codes)))]);
    } else if (node.nodeType === 'input') {
      const value = typed(node.valueType, known, known.ranges.get(path), draw);
      if (value !== null) node.setValue(value);
    }
  }
  function walk(node) {
    if (node.nodeType === 'repeat-range:uncontrolled') {
      node.addInstances(0, draw.pick([0, 0, 1, 1, 2, 2, 3, 4, 6]));
    }
    answer(node);
    for (const child of node.currentState.children ?? []) walk(child);
  }
  walk(root);
}

function typed(type, known, range, draw) {
  if (type === 'date') {
    const day = 86_400_000;
    const [after, last] = (range?.days ?? ['1990-01-01', '2026-12-31']).map((text) => Date.parse(text) / day);
    const birthday = Math.floor((last - after) / 365.2425);
    // Half of the days fall on the border of a completed year.
    const ages = known.borders.filter((border) => border <= birthday);
    const years = draw.next() < 0.6 ? draw.pick(ages) : draw.below(birthday);
    // Half of the birthdays lie within a day or two of the last one.
    const back = Math.round(years * 365.2425) + (draw.next() < 0.5 ? draw.below(4) - 1 : draw.below(366));
    return new Date(Math.max(after + 1, last - Math.max(0, back)) * day).toISOString().slice(0, 10);
  }
  if (type === 'int' || type === 'decimal') {
    const { least, greatest, factor } = range ?? { least: 0, greatest: 100, factor: 1 };
    // A great number lies near the great ones of the rules, a small one near the small ones.
    const fitting = known.borders.filter((border) => (greatest < 1_000_000 || draw.next() < 0.1 || border > 1000) && border <= greatest);
    const near = (draw.pick(fitting) * (draw.next() < 0.6 ? 1 : 1 + draw.below(4)) * factor + draw.below(3) - 1) / factor;
    const size = least + Math.exp(draw.next() * Math.log(greatest - least + 1)) - 1;
    const value = draw.next() < 0.6 ? near : Math.round(size * factor) / factor;
    const kept = Math.min(greatest, Math.max(least, value));
    return type === 'int' ? BigInt(Math.round(kept)) : Math.round(kept * factor) / factor;
  }
  return draw.next() < 0.1 ? 'Nguyễn Văn “A” & B' : draw.next() < 0.1 ? "it's" : null;
}

/** Problems that the client itself sees. */
export function violations(root) {
  return root.validationState.violations;
}

/** The submission. */
export async function submission(root) {
  const payload = await root.prepareInstancePayload();
  const text = await payload.data[0].get('xml_submission_file').text();
  return { text, status: payload.status };
}
