// The app: what is open, what is known, and what a person can do. Screens show it; everything that lasts is in the cabinet.
import { computed, reactive, shallowRef } from 'vue'
import { Cabinet, emptied, lock, type Move } from './keep/cabinet'
import { isFull, keptForGood, room, watchBattery } from './keep/room'
import { canSeal, NotOurs, openedFile, sealedFile } from './keep/vault'
import { Failed, type OnServer, onServer, type Pairing, paired, type Papers, papers, type Trouble } from './server/server'
import { type Household, households } from './visit/lists'
import { deliver } from './visit/outbox'
import { fileKey, newest, type Visit } from './visit/visits'
import { clock, type Key, type Language, said } from './words'

export type Screen = 'opening' | 'insecure' | 'pair' | 'pin' | 'list' | 'visit' | 'outbox' | 'settings'

interface Settings {
  language: Language
  /** 1 to 3. */
  size: number
  /** One question a screen. */
  isEasy: boolean
}

const SETTINGS = 'surveyor-settings'
/** Nobody touched the phone for so long: it locks itself. */
const LOCKS_AFTER = 15 * 60_000
/** Between two tries to send, without anybody pressing anything. */
const TRIES_EVERY = 60_000

export const app = reactive({
  screen: 'opening' as Screen,
  settings: settingsOf(localStorage.getItem(SETTINGS)),
  /** The household whose visit is open. */
  household: null as string | null,
  visits: [] as Visit[],
  unreadable: 0,
  server: null as OnServer | null,
  isOnline: navigator.onLine,
  isRevoked: false,
  isRefreshing: false,
  fetchedAt: 0,
  trouble: null as Trouble | null,
  battery: null as number | null,
  littleRoom: null as number | null,
  isKeptForGood: false,
  sending: null as { visit: string; share: number } | null,
  /** A newer version waits. */
  update: null as ServiceWorker | null,
  /** What the browser offers for installing. */
  install: null as (Event & { prompt: () => Promise<unknown> }) | null,
  notice: null as string | null,
})

/** Large and never changed in place. */
export const paper = shallowRef<Papers | null>(null)
export const list = shallowRef<Household[]>([])
let cabinet: Cabinet | null = null
let pairing: Pairing | null = null
/** The pairing that a code brought, until the PIN is chosen. */
let brought: Pairing | null = null

export const t = (key: Key, values?: Record<string, string | number>) => said(app.settings.language, key, values)
export const at = (instant: number) => clock(app.settings.language, instant)
export const opened = (): Cabinet => {
  if (!cabinet) throw new Error('locked')
  return cabinet
}

function settingsOf(text: string | null): Settings {
  const usual: Settings = { language: 'vi', size: 2, isEasy: true }
  try {
    return { ...usual, ...(JSON.parse(text ?? '{}') as Partial<Settings>) }
  } catch {
    return usual
  }
}

export function set(change: Partial<Settings>): void {
  Object.assign(app.settings, change)
  localStorage.setItem(SETTINGS, JSON.stringify(app.settings))
  document.documentElement.lang = app.settings.language
  document.documentElement.dataset['size'] = `${app.settings.size}`
}

export async function start(): Promise<void> {
  set({})
  if (!canSeal()) {
    app.screen = 'insecure'
    return
  }
  brought = fromAddress()
  app.screen = (await lock()) ? 'pin' : 'pair'
  watch()
}

/** What a scanned code put behind the address; it is taken out of the address at once. */
function fromAddress(): Pairing | null {
  const [, project, token] = /^#pair=([\w-]+)\.([0-9a-f]+)$/.exec(location.hash) ?? []
  if (location.hash) history.replaceState(null, '', location.pathname)
  return project && token ? { project, token } : null
}

export const isBrought = () => brought !== null

function watch(): void {
  addEventListener('online', () => {
    app.isOnline = true
    void settle()
  })
  addEventListener('offline', () => (app.isOnline = false))
  addEventListener('hashchange', () => {
    brought = fromAddress() ?? brought
    if (brought && cabinet) void pair(null, null)
  })
  setInterval(() => void settle(), TRIES_EVERY)
  void watchBattery((percent) => (app.battery = percent))
  let touched = Date.now()
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, () => (touched = Date.now()), { passive: true })
  const lockIfIdle = () => {
    if (cabinet && Date.now() - touched > LOCKS_AFTER) lockNow()
  }
  setInterval(lockIfIdle, 30_000)
  document.addEventListener('visibilitychange', lockIfIdle)
}

/** Ends what is open and forgets the key. What was typed is on the disk already. */
export function lockNow(): void {
  cabinet = pairing = paper.value = null
  Object.assign(app, { visits: [], server: null, household: null, screen: 'pin' })
  list.value = []
}

/** Lets this phone in: by the code typed, or the one that was scanned; with a PIN on a phone that has none. */
export async function pair(code: string | null, pin: string | null): Promise<void> {
  const new_ = code ? await paired(code) : brought
  if (!new_) return
  if (!cabinet && pin) cabinet = await Cabinet.create(pin)
  if (!cabinet) return
  await cabinet.put('papers', 'pairing', new_)
  brought = null
  pairing = new_
  app.isRevoked = false
  await afterOpening()
}

/** The code is exchanged before the PIN is asked: a wrong one is told at once. */
export async function exchange(code: string): Promise<void> {
  brought = await paired(code.toUpperCase().replaceAll(/[^0-9A-Z]/g, ''))
}

export async function unlock(pin: string): Promise<boolean> {
  cabinet = await Cabinet.open(pin)
  if (!cabinet) return false
  if (brought) await pair(null, null)
  else await afterOpening()
  return true
}

export async function erase(): Promise<void> {
  await emptied()
  lockNow()
  app.screen = 'pair'
}

async function afterOpening(): Promise<void> {
  const { values, unreadable } = await opened().all<Visit>('visits')
  Object.assign(app, { visits: values, unreadable })
  pairing = (await opened().read<Pairing>('papers', 'pairing')) ?? null
  show((await opened().read<Papers>('papers', 'papers')) ?? null)
  app.screen = 'list'
  app.isKeptForGood = await keptForGood()
  await look()
  if (app.isOnline) void refresh()
}

function show(found: Papers | null): void {
  paper.value = found
  list.value = found ? households(found) : []
  app.fetchedAt = found?.fetchedAt ?? 0
}

/** Whether there is room for what comes. */
export async function look(): Promise<void> {
  const { isLittle, left } = await room()
  app.littleRoom = isLittle ? Math.round((left ?? 0) / (1 << 20)) : null
}

/** Loads form and lists anew, and what the server has; then sends what waits. */
export async function refresh(): Promise<void> {
  if (!pairing || app.isRefreshing) return
  app.isRefreshing = true
  try {
    const found = await papers(pairing, paper.value ?? undefined)
    const moves: Move[] = [{ shelf: 'papers', key: 'papers', value: found }]
    // A visit that is begun goes on in the form in which it began.
    const old = paper.value
    const isBegun = app.screen === 'visit' || app.visits.some((visit) => visit.state === 'draft' && visit.version === old?.version)
    if (old && old.version !== found.version && isBegun) {
      // Only the form: a list must not outlive the next one.
      moves.push({ shelf: 'papers', key: `papers/${old.version}`, value: { ...old, households: '', members: '' } })
    }
    await opened().move(moves)
    show(found)
    app.trouble = null
  } catch (error) {
    await failed(error)
  } finally {
    app.isRefreshing = false
  }
  await settle()
}

/** The households of the list, and those of begun visits that the office has meanwhile taken off it: nothing begun is out of reach. */
export const homes = computed<Household[]>(() => {
  const listed = new Set(list.value.map((one) => one.id))
  const drafts = app.isRevoked ? [] : app.visits.filter((visit) => visit.state === 'draft' && !listed.has(visit.household))
  const others = drafts.map(({ household: id, label, village, of }) => of ?? { id, number: '', head: label, address: '', label, village, members: [], last: {} })
  return [...list.value, ...others]
})

/** The papers with which a visit was begun. */
export async function papersOf(visit: Visit): Promise<Papers | null> {
  if (!paper.value || paper.value.version === visit.version) return paper.value
  return (await opened().read<Papers>('papers', `papers/${visit.version}`)) ?? paper.value
}

async function failed(error: unknown): Promise<void> {
  if (!(error instanceof Failed)) throw error
  app.trouble = error.trouble
  if (error.trouble === 'revoked') {
    // Whoever was taken off keeps no list of households; what was not sent stays, sealed.
    app.isRevoked = true
    if (paper.value) await opened().move([{ shelf: 'papers', key: 'papers', remove: true }])
    show(null)
  }
}

let isSettling = false

/** Sends what waits, one visit after the other, and counts on both sides. */
export async function settle(isAsked = false): Promise<void> {
  if (!cabinet || !pairing || isSettling || app.isRevoked) return
  isSettling = true
  try {
    for (const visit of [...app.visits]) {
      if (visit.state === 'queued' || (isAsked && visit.state === 'stopped')) await send(visit)
    }
    if (app.isOnline) app.server = await onServer(pairing)
    app.trouble = null
  } catch (error) {
    await failed(error)
  } finally {
    app.sending = null
    isSettling = false
  }
}

/** The server will never take it as it is: a person must look. */
const FINAL: Trouble[] = ['differs', 'too-large', 'refused', 'not-the-same']

async function send(visit: Visit): Promise<void> {
  if (!pairing) return
  try {
    app.sending = { visit: visit.id, share: 0 }
    const receipt = await deliver(opened(), pairing, visit, (share) => (app.sending = { visit: visit.id, share }))
    // The photographs are at the commune now, each under its hash; the phone needs its room.
    const files: Move[] = visit.files.map(({ name }) => ({ shelf: 'files', key: fileKey(visit, name), remove: true }))
    const { problem: _, ...stored } = { ...visit, state: 'stored' as const, receipt, changedAt: Date.now() }
    await keep(stored, files)
  } catch (error) {
    if (!(error instanceof Failed) || !FINAL.includes(error.trouble)) throw error
    const words = error.words || (error.trouble === 'refused' ? '' : t(error.trouble as Key))
    await keep({ ...visit, state: 'stopped', problem: words })
  }
}

/** Writes a visit, with what changes together with it, and shows it. */
export async function keep(visit: Visit, together: Move[] = []): Promise<void> {
  await opened().move([{ shelf: 'visits', key: visit.id, value: visit }, ...together])
  const place = app.visits.findIndex((one) => one.id === visit.id)
  if (place < 0) app.visits.push(visit)
  else app.visits[place] = visit
}

export async function discard(visit: Visit): Promise<void> {
  const files: Move[] = visit.files.map(({ name }) => ({ shelf: 'files', key: fileKey(visit, name), remove: true }))
  await opened().move([{ shelf: 'visits', key: visit.id, remove: true }, ...files])
  app.visits = app.visits.filter((one) => one.id !== visit.id)
}

export const visitOf = (household: string) => newest([...app.visits], household)
export const unsent = computed(() => app.visits.filter((visit) => visit.state === 'queued' || visit.state === 'stopped'))
const finished = computed(() => app.visits.filter((visit) => visit.state !== 'draft'))

/** Finished on the phone, stored at the commune of these, and as the server counts them. */
export const counts = computed(() => {
  const has = new Set(app.server?.received.filter((one) => one.state !== 'waiting').map((one) => one.instance))
  const receipted = (visit: Visit) => visit.state === 'stored' && visit.receipt !== undefined
  const stored = finished.value.filter((visit) => receipted(visit) || has.has(visit.instance)).length
  return { phone: finished.value.length, stored, waiting: finished.value.length - stored }
})

/** What the badge of a household says. */
export function stateOf(household: string): Key {
  const visit = visitOf(household)
  if (visit?.state === 'stored' || !visit) {
    const known = app.server?.received.filter((one) => one.household === household || one.instance === visit?.instance)
    const last = known?.at(-1)?.state
    if (last === 'attention') return 'state-attention'
    if (last === 'recorded') return 'state-recorded'
    if (last || visit) return 'state-stored'
  }
  return visit ? (`state-${visit.state}` as Key) : 'state-none'
}

interface Exported {
  visit: Visit
  files: { name: string; base64: string }[]
}

/** A file with everything that was not sent, which opens with the PIN. */
export async function exported(pin: string): Promise<{ file: Blob; count: number } | null> {
  if (!(await Cabinet.open(pin))) return null
  const content: Exported[] = []
  for (const visit of unsent.value) {
    const files = await Promise.all(
      visit.files.map(async ({ name }) => ({ name, base64: base64(await opened().bytes(fileKey(visit, name))) })),
    )
    content.push({ visit: JSON.parse(JSON.stringify(visit)) as Visit, files })
  }
  return { file: await sealedFile(pin, content), count: content.length }
}

/** Takes in what another phone could not send; what is here already is left as it is. */
export async function imported(pin: string, file: Blob): Promise<{ count: number; had: number } | 'wrong-pin' | 'not-ours'> {
  let content: Exported[] | null
  try {
    content = await openedFile<Exported[]>(pin, file)
  } catch (error) {
    if (error instanceof NotOurs) return 'not-ours'
    throw error
  }
  if (!content) return 'wrong-pin'
  let count = 0
  for (const { visit, files } of content) {
    if (app.visits.some((one) => one.id === visit.id)) continue
    const bytes = (text: string) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)).buffer
    const moves: Move[] = files.map((one) => ({ shelf: 'files', key: fileKey(visit, one.name), bytes: bytes(one.base64) }))
    await keep({ ...visit, state: 'queued' }, moves)
    count += 1
  }
  void settle()
  return { count, had: content.length - count }
}

function base64(bytes: ArrayBuffer | undefined): string {
  let text = ''
  // In parts: a call takes only so many arguments.
  for (let at = 0; at < (bytes?.byteLength ?? 0); at += 0x8000) text += String.fromCharCode(...new Uint8Array(bytes as ArrayBuffer, at, Math.min(0x8000, (bytes as ArrayBuffer).byteLength - at)))
  return btoa(text)
}

/** In the words of the person: what went wrong while keeping something. */
export const keepingFailed = (error: unknown): Key => (isFull(error) ? 'full' : 'keep-failed')
