// The form of the campaign, run by ODK's engine; our own interface stands over it.
import { loadForm, type AnyNode, type InstantiableLoadFormResult, type RootNode } from '@getodk/xforms-engine'
import { reactive } from 'vue'
import type { Papers } from '../server/server'
import type { Household, Lists } from './lists'

export type { AnyNode, RootNode }
type Loaded = InstantiableLoadFormResult
type Repeat = Extract<AnyNode, { nodeType: 'repeat-range:uncontrolled' }>
export type Person = Repeat['currentState']['children'][number]
export type Select = Extract<AnyNode, { nodeType: 'select' }>
export type Input = Extract<AnyNode, { nodeType: 'input' }>
export type Upload = Extract<AnyNode, { nodeType: 'upload' }>
export type Note = Extract<AnyNode, { nodeType: 'note' }>
export type Question = Select | Input | Upload | Note

/** Where the form keeps what the app itself must know (crates/forms/src/layout.rs). */
export const HOUSEHOLD = '/data/visit/household_id'
const KNOWN_MEMBER = 'member_no'

export interface File {
  name: string
  type: string
  bytes: ArrayBuffer
}

/** A form that cannot be opened, with what the engine says. */
export class Unusable extends Error {}

type Ready = (lists: Lists) => Promise<Loaded>

/** A form that is read and waits for its lists: for one visit, for the engine keeps every visit of a form as long as the form. */
let ready: { xform: string; open: Ready } | undefined

function read(xform: string): Ready {
  let give: (lists: Lists) => void = () => undefined
  const given = new Promise<Lists>((resolve) => (give = resolve))
  const fetchFormAttachment = async (url: { toString(): string }) => {
    const lists = await given
    const name = `${url}`.split('/').pop()
    const text = name === 'members.csv' ? lists.members || 'household_id,name,label\n' : lists.households || 'name,label\n'
    return new Response(text, { status: 200, headers: { 'content-type': 'text/csv' } })
  }
  const form = loadForm(xform, { fetchFormAttachment } as Parameters<typeof loadForm>[1])
  return async (lists) => {
    give(lists)
    const loaded = await form
    if (loaded.status === 'failure') throw new Unusable(loaded.error.message)
    return loaded
  }
}

let isWarm = false
/** When the phone has nothing else to do. */
const idle = () => new Promise((resolve) => (globalThis.requestIdleCallback ?? setTimeout)(resolve))

/** Reads the form while nobody waits for it. */
export async function prepare({ xform }: Papers): Promise<void> {
  await idle()
  if (ready?.xform !== xform) ready = { xform, open: read(xform) }
  if (isWarm) return
  isWarm = true
  // A visit that nobody sees: code that the browser meets for the first time takes it three times as long.
  await idle()
  const form = await read(xform)({ households: '', members: '' })
  await idle()
  form.createInstance({ stateFactory: reactive })
}

/** Opens the form with its lists. */
export function formOf({ xform }: Papers, lists: Lists): Promise<Loaded> {
  const open = ready?.xform === xform ? ready.open : read(xform)
  ready = undefined
  return open(lists)
}

/** A new visit: what the household answered last year is filled in. Its members are not there yet: {@link peopled}. */
export function begun(form: Loaded, household: Household, language: string): RootNode {
  const { root } = form.createInstance({ stateFactory: reactive })
  speak(root, language)
  const chosen = found(root, HOUSEHOLD) as Select | undefined
  chosen?.selectValue(household.id)
  return root
}

/** One row a member of last year, with what they answered. The screen gets its turn between two steps. */
export async function peopled(root: RootNode, household: Household): Promise<void> {
  const people = peopleOf(root)
  for (const [at, member] of household.members.entries()) {
    if (at >= (people?.currentState.children.length ?? 0)) {
      await turn()
      people?.addInstances()
    }
    await turn()
    const row = people?.currentState.children[at]
    const known = row && (leaves(row).find((node) => nameOf(node) === KNOWN_MEMBER) as Select | undefined)
    known?.selectValue(member['name'] ?? '')
  }
}

const turn = () => new Promise((resolve) => setTimeout(resolve))

/** A visit as it was left. */
export async function resumed(form: Loaded, xml: string, files: File[], language: string): Promise<RootNode> {
  const data = new FormData()
  data.append('xml_submission_file', new Blob([xml], { type: 'text/xml' }), 'xml_submission_file')
  for (const file of files) data.append(file.name, new Blob([file.bytes], { type: file.type }), file.name)
  type Data = Parameters<Loaded['restoreInstance']>[0]['data'][0]
  const { root } = await form.restoreInstance({ data: [data as unknown as Data] }, { stateFactory: reactive })
  speak(root, language)
  return root
}

export function speak(root: RootNode, language: string): void {
  const wanted = root.languages.find((one) => one.language.includes(`(${language})`))
  if (wanted && !wanted.isSyntheticDefault) root.setLanguage(wanted)
}

/** The form as far as it is filled. */
export const filled = (root: RootNode): string => root.instanceState.instanceXML

export const nameOf = (node: { currentState: { reference: string } }) =>
  (node.currentState.reference.split('/').pop() ?? '').replace(/\[\d+\]$/, '')

/** All questions and notes below a node, in order, shown or not. */
export function leaves(node: AnyNode): Question[] {
  const children = (node.currentState.children ?? []) as readonly AnyNode[]
  return children.flatMap((child) => {
    if (isQuestion(child)) return [child]
    return child.currentState.children ? leaves(child) : []
  })
}

export const isQuestion = (node: AnyNode): node is Question => ['input', 'select', 'upload', 'note'].includes(node.nodeType)

/** Those that are shown now. */
export const shown = (node: AnyNode): Question[] => leaves(node).filter((leaf) => leaf.currentState.relevant)

export function found(root: AnyNode, reference: string): AnyNode | undefined {
  const children = (root.currentState.children ?? []) as readonly AnyNode[]
  for (const child of children) {
    if (child.currentState.reference === reference) return child
    const below = found(child, reference)
    if (below) return below
  }
  return undefined
}

/** The rows of the household's members. */
export const peopleOf = (root: RootNode): Repeat | undefined =>
  root.currentState.children.find((node): node is Repeat => node.nodeType === 'repeat-range:uncontrolled')

/** An answer as last year's lists write it: what the two are compared by. */
export function written(node: Question): string {
  const value = node.currentState.value as unknown
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.join(' ')
  return value instanceof globalThis.File ? value.name : `${value}`
}

export const isEmpty = (node: Question) => written(node) === ''

/** What a note says. The engine writes a whole number of a decimal question as 42.0. */
export const said = (node: Note) => (node.currentState.label?.asString ?? '').replaceAll(/(\d)\.0(?!\d)/g, '$1')

/** The answers that a question offers now. */
export const optionsOf = (node: Select) => node.currentState.valueOptions as readonly { value: string; label: { asString: string } }[]

/** Last year's answer in words; nothing where there is none. */
export function lastInWords(node: Question, last: string | undefined): string {
  if (!last) return ''
  if (node.nodeType !== 'select') return last
  const label = (code: string) => optionsOf(node).find((one) => one.value === code)?.label.asString ?? code
  return last.split(' ').map(label).join('; ')
}
