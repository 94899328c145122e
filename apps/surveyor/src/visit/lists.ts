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
export function ofHousehold(papers: Papers, household: string): Papers {
  const only = (csv: string, column: string) => {
    const { data, meta } = Papa.parse<Row>(csv, { header: true, skipEmptyLines: true })
    return Papa.unparse({ fields: meta.fields ?? [], data: data.filter((row) => row[column] === household) }, { newline: '\n' })
  }
  return { ...papers, households: only(papers.households, 'name'), members: only(papers.members, 'household_id') }
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
