// The surveyor's households and the people they named before, as the lists beside the form say it.
import Papa from 'papaparse'
import type { Papers } from '../server/server'

export type Row = Record<string, string>

export interface Household {
  id: string
  /** Number in the register. */
  number: string
  /** The head's name. */
  head: string
  address: string
  label: string
  village: string
  members: Row[]
  /** What it answered last time, by question. */
  last: Row
}

export type Lists = Pick<Papers, 'households' | 'members'>

const rows = (csv: string): Row[] => Papa.parse<Row>(csv, { header: true, skipEmptyLines: true }).data

/** The households, by village and then as the server sorted them. */
export function households(papers: Papers): Household[] {
  const members = byHousehold(rows(papers.members))
  return rows(papers.households).map((row) => ({
    id: row['name'] ?? '',
    number: row['number'] ?? '',
    head: (row['label'] ?? '').replace(` – ${row['address'] ?? ''}`, ''),
    address: row['address'] ?? '',
    label: row['label'] ?? '',
    village: row['village'] ?? '',
    members: members.get(row['name'] ?? '') ?? [],
    last: row,
  }))
}

/**
 * The lists as the engine gets them for one visit: of the household alone. It looks a value up by going through every row,
 * for each question of each member: with two hundred households on the list that took many seconds.
 */
export function ofHousehold({ id, label, last, members }: Household): Lists {
  const written = (rows: Row[]) => (rows.length > 0 ? Papa.unparse(rows, { newline: '\n' }) : '')
  return { households: written([{ name: id, label, ...last }]), members: written(members) }
}

function byHousehold(all: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of all) {
    const key = row['household_id'] ?? ''
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return groups
}

/** A text without case, tones and other marks, for search: “Đào Thị Hòa” is found by “dao thi hoa”. */
export const folded = (text: string) =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase()
