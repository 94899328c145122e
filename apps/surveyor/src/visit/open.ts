// One open visit: the form as it is being filled, and its draft, which follows every answer onto the disk.
import { computed, ref, shallowRef, triggerRef } from 'vue'
import { app, discard, homes, keep, keepingFailed, opened, papersOf, visitOf } from '../app'
import { type Move } from '../keep/cabinet'
import type { Key } from '../words'
import { begun, filled, formOf, leaves, nameOf, peopled, peopleOf, type Question, resumed, type RootNode, speak, type Upload, written } from './engine'
import { type Household, ofHousehold } from './lists'
import { answered, rowsOf, type Step, stepsOf } from './steps'
import { auditFile, fileKey, Keeper, type Visit } from './visits'

/** Where the form keeps what opens the visit. */
const VISIT = '/data/visit/'
const AUDIT = 'audit.csv'

export class OpenVisit {
  readonly root = shallowRef<RootNode>()
  readonly isKept = ref(true)
  /** The members of last year have their rows. */
  readonly isPeopled = ref(true)
  readonly trouble = shallowRef<unknown>()
  readonly keepProblem = ref<Key | null>(null)
  private readonly keeper: Keeper
  /** What must end before the visit is written: rows that are being filled in, a photograph that is being read. */
  private readonly under = new Set<Promise<unknown>>()
  private isClosed = false
  private seen = Date.now()
  /** Answers as they were when the screen came up, for what changed. */
  private readonly before = new Map<string, string>()

  private constructor(
    readonly household: Household,
    readonly visit: Visit,
  ) {
    this.keeper = new Keeper(opened(), (problem) => (this.keepProblem.value = problem === null ? null : keepingFailed(problem)))
    this.confirmed.value = [...visit.confirmed]
  }

  /** Opens the draft of a household, or begins a visit. */
  static async of(id: string): Promise<OpenVisit> {
    const draft = visitOf(id)
    const isDraft = draft?.state === 'draft'
    const household = (isDraft && draft.of) || homes.value.find((one) => one.id === id)
    if (!household) throw new Error('no household')
    const now = Date.now()
    const visit: Visit = isDraft
      ? (JSON.parse(JSON.stringify(draft)) as Visit)
      : { id: crypto.randomUUID(), household: id, label: household.head, village: household.village, state: 'draft', of: household, version: '', xml: '', instance: '', begunAt: now, changedAt: now, step: '', confirmed: [], asked: [], files: [] }
    const found = await papersOf(visit)
    if (!found) throw new Error('no form')
    const form = await formOf(found, ofHousehold(household))
    const one = new OpenVisit(household, visit)
    if (isDraft) {
      const files = await Promise.all(visit.files.map(async (file) => ({ ...file, bytes: (await opened().bytes(fileKey(visit, file.name))) ?? new ArrayBuffer(0) })))
      one.root.value = await resumed(form, visit.xml, files, app.settings.language)
    } else {
      visit.version = found.version
      one.root.value = begun(form, household, app.settings.language)
      one.during(one.people())
    }
    one.remember()
    void one.save()
    return one
  }

  /** Fills in the members while the first question is on the screen already. */
  private async people(): Promise<void> {
    if (!this.root.value) return
    this.isPeopled.value = false
    try {
      await peopled(this.root.value, this.household)
    } catch (error) {
      // A visit with half a household is not kept.
      this.isClosed = true
      this.trouble.value = error
      return
    }
    this.remember()
    this.isPeopled.value = true
  }

  /** Answers as they are before anybody was asked. */
  private remember(): void {
    if (!this.root.value) return
    for (const question of leaves(this.root.value)) {
      const { reference } = question.currentState
      if (!this.before.has(reference)) this.before.set(reference, written(question))
    }
  }

  private during(work: Promise<unknown>): void {
    this.under.add(work)
    void work.catch((error: unknown) => (this.keepProblem.value = keepingFailed(error))).finally(() => this.under.delete(work))
  }

  /** Questions that the list of households has answered already. */
  private readonly chosen = computed(() => {
    const names = Object.entries(this.household.last).filter(([, answer]) => answer !== '')
    return [`${VISIT}household_id`, ...names.map(([name]) => VISIT + name)]
  })
  readonly steps = computed<Step[]>(() => (this.root.value ? stepsOf(this.root.value, app.settings.isEasy, this.chosen.value) : []))
  readonly progress = computed(() => (this.root.value ? answered(this.root.value, this.chosen.value) : { done: 0, all: 0 }))
  readonly violations = computed(() => this.root.value?.validationState.violations ?? [])
  /** Answers of last time that nobody has gone through with the household. */
  readonly unreviewed = computed(() => {
    if (!this.root.value) return []
    const asked = stepsOf(this.root.value, false, this.chosen.value).flatMap((step) => step.questions)
    return asked.filter((one) => this.isPrefilled(one) && !this.isConfirmed(one))
  })

  /** What the household answered last time; nothing of a new member. */
  lastOf(question: Question): string | undefined {
    const row = /^\/data\/member\[(\d+)\]/.exec(question.currentState.reference)
    if (!row) return this.household.last[nameOf(question)]
    const person = this.root.value && rowsOf(this.root.value)[Number(row[1]) - 1]
    const known = person && leaves(person).find((node) => nameOf(node) === 'member_no')
    const name = known && written(known)
    return this.household.members.find((member) => member['name'] === name)?.[nameOf(question)]
  }

  private isPrefilled(question: Question): boolean {
    const last = this.lastOf(question)
    return question.nodeType !== 'note' && question.nodeType !== 'upload' && !!last && written(question) === last
  }

  isConfirmed(question: Question): boolean {
    return this.confirmed.value.includes(question.currentState.reference)
  }
  readonly confirmed = ref<string[]>([])

  confirm(questions: Question[]): void {
    const fresh = questions.filter((one) => this.isPrefilled(one) && !this.isConfirmed(one))
    this.confirmed.value.push(...fresh.map((one) => one.currentState.reference))
    void this.save()
  }

  /** Notes what changed, and keeps the draft. */
  answered(question: Question): void {
    const node = question.currentState.reference
    const after = written(question)
    const before = this.before.get(node) ?? ''
    if (after !== before) {
      const now = Date.now()
      const last = this.visit.asked.at(-1)
      // Typing one number is one answer, not six.
      if (last && last.node === node) Object.assign(last, { end: now, after })
      else this.visit.asked.push({ event: 'question', node, start: this.seen, end: now, before, after })
      this.before.set(node, after)
      this.seen = now
    }
    if (question.nodeType === 'upload') this.during(this.keepFile(question))
    else void this.save()
  }

  /** Keeps a photograph together with the form that names it. */
  private async keepFile(question: Upload): Promise<void> {
    const { value, instanceValue } = question.currentState
    const named = leaves(this.root.value as RootNode).filter((one): one is Upload => one.nodeType === 'upload')
    const names = named.map((one) => one.currentState.instanceValue)
    const gone = this.visit.files.filter((file) => !names.includes(file.name))
    const moves: Move[] = gone.map((file) => ({ shelf: 'files', key: fileKey(this.visit, file.name), remove: true }))
    this.visit.files = this.visit.files.filter((file) => names.includes(file.name))
    if (value) {
      moves.push({ shelf: 'files', key: fileKey(this.visit, instanceValue), bytes: await value.arrayBuffer() })
      this.visit.files.push({ name: instanceValue, type: value.type })
    }
    // Not awaited: saving waits for this.
    void this.save(moves)
  }

  addPerson(): void {
    if (!this.root.value) return
    peopleOf(this.root.value)?.addInstances()
    void this.save()
  }

  removePerson(at: number): void {
    if (!this.root.value) return
    peopleOf(this.root.value)?.removeInstances(at, 1)
    // Rows behind it have other numbers now.
    const isBefore = (reference: string) => Number(/^\/data\/member\[(\d+)\]/.exec(reference)?.[1] ?? 0) <= at
    this.confirmed.value = this.confirmed.value.filter(isBefore)
    for (const reference of [...this.before.keys()]) if (!isBefore(reference)) this.before.delete(reference)
    this.remember()
    void this.save()
  }

  /** Another question is wanted: it comes when everything until here is on the disk. */
  async at(step: string): Promise<boolean> {
    const before = this.visit.step
    this.visit.step = step
    await this.save()
    if (this.keepProblem.value !== null) this.visit.step = before
    else this.seen = Date.now()
    return this.keepProblem.value === null
  }

  inLanguage(): void {
    if (!this.root.value) return
    speak(this.root.value, app.settings.language)
    triggerRef(this.root)
  }

  /** Until it is on the disk. Files go together with the form that names them. */
  async save(moves: Move[] = []): Promise<void> {
    this.isKept.value = false
    await this.settled()
    if (!this.root.value || this.isClosed) return
    const xml = filled(this.root.value)
    Object.assign(this.visit, { xml, instance: instanceOf(xml), confirmed: [...this.confirmed.value], changedAt: Date.now() })
    const copy = JSON.parse(JSON.stringify(this.visit)) as Visit
    await this.keeper.keep(copy, moves)
    const place = app.visits.findIndex((one) => one.id === copy.id)
    if (place < 0) app.visits.push(copy)
    else app.visits[place] = copy
    this.isKept.value = this.keepProblem.value === null
  }

  private async settled(): Promise<void> {
    while (this.under.size > 0) await Promise.allSettled(this.under)
  }

  /** Closes the visit: from now on it waits to be sent, and nobody changes it any more. Whether it is on the disk like that. */
  async finish(): Promise<boolean> {
    if (!this.root.value || !(await this.at(this.visit.step))) return false
    const payload = await this.root.value.prepareInstancePayload()
    const sent = payload.data[0].get('xml_submission_file')
    const audit = new TextEncoder().encode(auditFile(this.visit.asked))
    const xml = (await sent.text()).replace(/<audit\s*\/>|<audit\s*>\s*<\/audit>/, `<audit>${AUDIT}</audit>`)
    const files = xml.includes(`>${AUDIT}</audit>`) ? [...this.visit.files, { name: AUDIT, type: 'text/csv' }] : this.visit.files
    const { of: _, ...draft } = JSON.parse(JSON.stringify(this.visit)) as Visit
    const done: Visit = { ...draft, state: 'queued', xml, instance: instanceOf(xml), files, changedAt: Date.now(), asked: [] }
    this.isClosed = true
    try {
      await keep(done, [{ shelf: 'files', key: fileKey(done, AUDIT), bytes: audit.buffer }])
    } catch (error) {
      this.isClosed = false
      this.keepProblem.value = keepingFailed(error)
    }
    return this.isClosed
  }

  async discard(): Promise<void> {
    await this.settled()
    this.isClosed = true
    await this.keeper.settled()
    await discard(this.visit)
  }
}

const instanceOf = (xml: string) => /<(?:\w+:)?instanceID>([^<]*)</.exec(xml)?.[1] ?? ''
