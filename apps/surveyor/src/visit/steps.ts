// What is shown one after the other: each section on a screen, or each question in the easy mode.
import type { AnyNode, Person, Question, RootNode } from './engine'
import { isEmpty, isQuestion, leaves, nameOf, optionsOf, peopleOf, shown } from './engine'

export interface Step {
  key: string
  kind: 'questions' | 'people' | 'result' | 'ending'
  title: string
  /** The row of a member, from 0; nothing for the household. */
  member?: number
  questions: Question[]
}

/** Sections that the app shows in its own way. */
const RESULT = '/data/result'
const ENDING = '/data/ending'

type Group = Extract<AnyNode, { nodeType: 'group' }>
const labelOf = (node: AnyNode) => node.currentState.label?.asString ?? ''

/** `chosen` are the questions that the list of households has answered already. */
export function stepsOf(root: RootNode, easy: boolean, chosen: string[]): Step[] {
  const steps: Step[] = []
  const add = (of: AnyNode, title: string, member?: number) => {
    const questions = shown(of).filter((one) => !chosen.includes(one.currentState.reference))
    const where = member === undefined ? {} : { member }
    if (!easy) {
      if (questions.length > 0) steps.push({ key: of.currentState.reference, kind: 'questions', title, questions, ...where })
      return
    }
    // Notes are read together with the question before them.
    for (const question of questions) {
      const before = steps.at(-1)
      if (question.nodeType === 'note' && before?.kind === 'questions' && before.member === member) before.questions.push(question)
      else steps.push({ key: question.currentState.reference, kind: 'questions', title, questions: [question], ...where })
    }
  }
  for (const node of root.currentState.children as readonly AnyNode[]) {
    const { reference, relevant } = node.currentState
    if (!relevant) continue
    if (reference === RESULT) steps.push({ key: reference, kind: 'result', title: labelOf(node), questions: shown(node) })
    else if (reference === ENDING) steps.push({ key: reference, kind: 'ending', title: labelOf(node), questions: shown(node) })
    else if (node.nodeType === 'repeat-range:uncontrolled') {
      steps.push({ key: reference, kind: 'people', title: labelOf(node), questions: [] })
      const rows = node.currentState.children as readonly Person[]
      rows.forEach((row, member) => {
        for (const part of parts(row)) add(part, labelOf(part), member)
      })
    } else if (node.nodeType === 'group') add(node, labelOf(node))
    else if (isQuestion(node)) steps.push({ key: reference, kind: 'questions', title: '', questions: [node] })
  }
  return steps
}

/** The sections of a member. Who of last year it is, is chosen on the screen of all members. */
const parts = (row: Person): Group[] => (row.currentState.children as readonly AnyNode[]).filter((one): one is Group => one.nodeType === 'group')

/** How many of the questions that are asked are answered. */
export function answered(root: RootNode, chosen: string[]): { done: number; all: number } {
  const asked = stepsOf(root, false, chosen)
    .filter((step) => step.kind === 'questions')
    .flatMap((step) => step.questions.filter((one) => one.nodeType !== 'note'))
  return { done: asked.filter((one) => !isEmpty(one)).length, all: asked.length }
}

/** What a member is called: by the name that the form has, else as last year's list says it, else by number. */
export function called(row: Person, at: number, ofNumber: (at: number) => string): { label: string; isKnown: boolean } {
  const answers = leaves(row)
  const known = answers.find((node) => nameOf(node) === 'member_no')
  const chosen = known?.nodeType === 'select' ? known.currentState.value[0] : undefined
  const listed = known?.nodeType === 'select' && chosen ? optionsOf(known).find((one) => one.value === chosen) : undefined
  const name = answers.find((node) => nameOf(node) === 'full_name')?.currentState.value
  return { label: (typeof name === 'string' && name) || (listed?.label.asString ?? ofNumber(at + 1)), isKnown: chosen !== undefined }
}

export const rowsOf = (root: RootNode) => (peopleOf(root)?.currentState.children ?? []) as readonly Person[]
