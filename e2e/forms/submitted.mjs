// From submissions to the two data files of `classify`, and what the forms said of themselves.

/** Steps and notes: no results. */
const OURS = /^(step|is|deprived|unclear)_|_shown$/;

/** What a deprivation counts. Written down once more, so that a form is not compared with the pack it was made from. */
const POINTS = { 'vn-2022': { rural: 10, urban: 10 }, 'every-construct': { rural: 7, urban: 9 } };

/** What JavaRosa.java printed, as what forms said. */
export function of_lines(printed) {
  const said = new Map();
  for (const line of printed.trim().split('\n')) {
    const [id, name, value] = line.split(',');
    if (!said.has(id)) said.set(id, { id, result: {} });
    if (!OURS.test(name)) said.get(id).result[name] = value;
  }
  return [...said.values()];
}

/** Rows by question id, and what each form calculated. */
export function households(filled) {
  const of_households = [];
  const of_members = [];
  const said = [];
  for (const { id, text } of filled) {
    const data = new DOMParser().parseFromString(text, 'text/xml').documentElement;
    const row = { household_id: id, province_code: '68', commune_code: '24823', village_code: '' };
    let result = {};
    let member_no = 0;
    for (const part of data.children) {
      if (part.localName === 'result') result = leaves(part, OURS);
      else if (part.localName === 'member') {
        member_no += 1;
        const answers = leaves(part, /^(step_|age_|member_no$)/);
        of_members.push({ household_id: id, member_no: String(member_no), ...answers });
      } else if (part.localName !== 'meta') {
        const { household_id, ...answers } = leaves(part);
        Object.assign(row, answers);
      }
    }
    of_households.push(row);
    said.push({ id, result });
  }
  return { of_households, of_members, said };
}

function leaves(element, without = /^$/) {
  const found = {};
  for (const child of element.children) {
    if (without.test(child.localName)) continue;
    if (child.children.length > 0) Object.assign(found, leaves(child, without));
    else if (!/_section$/.test(child.localName)) found[child.localName] = child.textContent; // an empty group is no answer
  }
  if (element.children.length === 0 && !without.test(element.localName)) found[element.localName] = element.textContent;
  return found;
}

/** The points of a household's deprivations; nothing where an unknown indicator or zone could change them. */
function points_of(points, value) {
  const each = points[value('zone')];
  const least = +value('deprivation_count') * (each ?? Math.min(...Object.values(points)));
  const greatest = +value('deprivation_count_max') * (each ?? Math.max(...Object.values(points)));
  return least === greatest ? String(least) : '';
}

/** Names of the questions that take several answers. */
export function several(xform) {
  return new Set([...xform.matchAll(/<select ref="[^"]*?([a-z0-9_]+)"/g)].map(([, name]) => name));
}

/** CSV of rows with any columns; several answers are separated by `;`, as data files have them. */
export function table(rows, several) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (column, value = '') => {
    const text = several.has(column) ? value.replaceAll(' ', ';') : value;
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row) => columns.map((column) => cell(column, row[column])).join(','));
  return [columns.join(','), ...lines].join('\n') + '\n';
}

/** Compares what forms said with the result of `classify` (CSV) by this standard. */
export function compared(said, csv, standard) {
  const [head, ...lines] = csv.trim().split('\n').map((line) => line.replace(/\r$/, '').split(','));
  const at = (line, column) => line[head.indexOf(column)] ?? '';
  const results = new Map(lines.map((line) => [at(line, 'household_id'), line]));
  const differences = [];
  const outcomes = {};
  let indicators = 0;
  let unknown = 0;
  let in_points = 0;
  for (const { id, result } of said) {
    const line = results.get(id);
    for (const [name, value] of Object.entries(result)) {
      if (name === 'at_or_below_income_line') continue;
      const truth = { true: '1', false: '0' };
      const points = name === 'deprivation_points' && POINTS[standard.split('/').pop()];
      const own = line && points ? points_of(points, (column) => at(line, column)) : undefined;
      const official = line ? own ?? truth[at(line, name)] ?? at(line, name) : 'no row';
      if (points && value !== '') in_points += 1;
      if (!['outcome', 'deprivation_points', 'deprivation_count', 'deprivation_count_max'].includes(name)) {
        indicators += 1;
        if (value === '') unknown += 1;
      }
      if (official !== value) differences.push(`household ${id}, ${name}: form ${value || '–'}, program ${official || '–'}`);
    }
    outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1;
  }
  const counted = Object.entries(outcomes).sort().map(([name, count]) => `${name} ${count}`).join(', ');
  const line = `${said.length} households (${counted}), ${indicators} indicators (${unknown} unknown), ${in_points} totals of points, ${differences.length} differences`;
  return { line, differences };
}
