// Sends what is finished, one after the other. A visit is stored on the server only when the receipt names every part with
// the very hash that it has here; until then everything stays on the phone.
import type { Cabinet } from '../keep/cabinet'
import { sha256 } from '../keep/vault'
import { Failed, type Pairing, type Part, type Receipt, sent } from '../server/server'
import { fileKey, type Visit } from './visits'

const FORM_PART = 'xml_submission_file'

export interface Progress {
  visit: string
  /** Of the whole visit, between 0 and 1. */
  share: number
}

/** Sends one visit; asks the server first what it has of it, so that a broken line costs only what was on it. */
export async function deliver(cabinet: Cabinet, pairing: Pairing, visit: Visit, progress: (share: number) => void): Promise<Receipt> {
  const form = new TextEncoder().encode(visit.xml)
  const parts = visit.files.length + 1
  let receipt = await sent(pairing, visit.xml, null, (share) => progress(share / parts))
  const hashes = new Map([[FORM_PART, await sha256(form)]])
  for (const [at, { name, type }] of visit.files.entries()) {
    const bytes = await cabinet.bytes(fileKey(visit, name))
    if (!bytes) throw new Failed('refused', name)
    hashes.set(name, await sha256(bytes))
    if (receipt.stored.some((one) => one.name === name)) continue
    const part: Part = { name, type, bytes }
    receipt = await sent(pairing, visit.xml, part, (share) => progress((at + 1 + share) / parts))
  }
  if (!receipt.isComplete) throw new Failed('busy')
  const isSame = [...hashes].every(([name, hash]) => receipt.stored.some((one) => one.name === name && one.sha256 === hash))
  if (!isSame) throw new Failed('not-the-same')
  return receipt
}
