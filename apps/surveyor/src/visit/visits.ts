// The visits of this phone: begun, finished, sent, stored on the server. Each change is on the disk before it is shown.
import type { Cabinet, Move } from '../keep/cabinet'
import type { Receipt } from '../server/server'
import type { Household } from './lists'

/**
 * How far a visit has come: being filled; finished and not stored on the server yet; stored there, all of it; or kept here
 * because the server does not take it and a person must look.
 */
export type State = 'draft' | 'queued' | 'stored' | 'stopped'

export interface Visit {
  id: string
  household: string
  /** Who and where, so that it can be named when the list is gone. */
  label: string
  village: string
  state: State
  /** What the list said of the household when the visit began, while it is a draft: lists change meanwhile. */
  of?: Household
  /** Version of the form that it fills. */
  version: string
  xml: string
  instance: string
  begunAt: number
  changedAt: number
  /** Where the person was. */
  step: string
  /** Answers of last year that were gone through and are still so. */
  confirmed: string[]
  /** What was answered when, while it is a draft. */
  asked: Asked[]
  /** Names and types of photographs and signatures. */
  files: { name: string; type: string }[]
  receipt?: Receipt
  /** Why it is stopped, in the server's words. */
  problem?: string
}

export const fileKey = (visit: Visit, name: string) => `${visit.id}/${name}`

/** The row of the audit file that a client of ODK writes: what was asked, from when to when. */
export interface Asked {
  event: string
  node: string
  start: number
  end: number
  before?: string
  after?: string
}

/** As ODK Collect writes audit.csv with changes tracked. */
export function auditFile(asked: Asked[]): string {
  const cell = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const line = ({ event, node, start, end, before = '', after = '' }: Asked) =>
    [event, node, `${start}`, end ? `${end}` : '', before, after].map(cell).join(',')
  return ['event,node,start,end,old-value,new-value', ...asked.map(line), ''].join('\n')
}

/**
 * Writes the visit, one write after the other; of several that wait only the newest is written. Files go together with the
 * form that names them, and those of a write that failed with the next one.
 */
export class Keeper {
  private waiting: Visit | null = null
  private moves: Move[] = []
  private running: Promise<void> | null = null

  constructor(
    private readonly cabinet: Cabinet,
    private readonly told: (problem: unknown) => void,
  ) {}

  /** Until everything is on the disk, or was told not to be. */
  async keep(visit: Visit, moves: Move[] = []): Promise<void> {
    this.waiting = visit
    this.moves.push(...moves)
    this.running ??= this.run()
    await this.settled()
  }

  async settled(): Promise<void> {
    while (this.running) await this.running
  }

  private async run(): Promise<void> {
    while (this.waiting) {
      const [visit, moves] = [this.waiting, this.moves]
      this.waiting = null
      this.moves = []
      try {
        await this.cabinet.move([{ shelf: 'visits', key: visit.id, value: visit }, ...moves])
        this.told(null)
      } catch (error) {
        this.moves.unshift(...moves)
        this.told(error)
      }
    }
    this.running = null
  }
}

/** Draft first, then what waits to be sent, then what is stored; the newest of each first. */
export function newest(visits: Visit[], household: string): Visit | undefined {
  const order: State[] = ['draft', 'stopped', 'queued', 'stored']
  const own = visits.filter((visit) => visit.household === household)
  return own.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.changedAt - a.changedAt)[0]
}
