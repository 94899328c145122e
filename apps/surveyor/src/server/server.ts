// What the app asks the server for, by the OpenRosa addresses that any other client uses, and one of its own.
// The phone shows its token in a header: never in an address.

/** How this phone was let in. */
export interface Pairing {
  project: string
  token: string
}

/** The form and the lists of the surveyor, with the marks by which the server says “nothing new”. */
export interface Papers {
  formId: string
  version: string
  title: string
  xform: string
  households: string
  members: string
  tags: Record<string, string>
  fetchedAt: number
}

/** What the server has of this phone. */
export interface OnServer {
  campaign: string
  surveyor: string
  received: { instance: string; household: string | null; state: ServerState; at: number }[]
}
export type ServerState = 'waiting' | 'received' | 'assessed' | 'attention' | 'recorded'

export interface Receipt {
  message: string
  /** Milliseconds, by the server's clock. */
  receivedAt: number
  isComplete: boolean
  stored: { name: string; sha256: string }[]
  missing: string[]
}

export type Trouble =
  /** No way to the server. */
  | 'offline'
  /** The phone was taken off, or the surveyor's role ended. */
  | 'revoked'
  /** The campaign has no form yet. */
  | 'no-form'
  /** The server asks to come again. */
  | 'busy'
  /** It has this visit with other answers. */
  | 'differs'
  /** Too large for it. */
  | 'too-large'
  /** Anything else; its words are beside it. */
  | 'refused'
  /** What it says it stored is not what was sent. */
  | 'not-the-same'

export class Failed extends Error {
  constructor(
    readonly trouble: Trouble,
    readonly words = '',
  ) {
    super(trouble)
  }
}

const OF_STATUS: Record<number, Trouble> = { 401: 'revoked', 403: 'revoked', 404: 'no-form', 409: 'differs', 413: 'too-large', 429: 'busy', 503: 'busy' }
/** A server that does not answer in this time is not there. */
const PATIENCE = 30_000

const headersOf = ({ token }: Pairing) => ({ Authorization: `Bearer ${token}`, 'X-OpenRosa-Version': '1.0' })

function failure(status: number, body: string): Failed {
  const words = new DOMParser().parseFromString(body, 'text/xml').querySelector('OpenRosaResponse > message')
  // Whatever stands between phone and server may answer, too; only our own envelope says that a phone was taken off.
  const trouble = OF_STATUS[status] ?? (status >= 500 ? 'busy' : 'refused')
  const isOurs = words !== null || body.includes('"chungtay.')
  return new Failed(trouble === 'revoked' && !isOurs ? 'busy' : trouble, words?.textContent ?? '')
}

async function asked(pairing: Pairing, path: string, tag?: string): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, {
      headers: { ...headersOf(pairing), ...(tag ? { 'If-None-Match': tag } : {}) },
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(PATIENCE),
    })
  } catch {
    throw new Failed('offline')
  }
  if (!response.ok && response.status !== 304) throw failure(response.status, await response.text())
  return response
}

const pathOf = (url: string) => new URL(url, location.href).pathname
const textOf = (of: Element | Document, name: string) => of.getElementsByTagName(name)[0]?.textContent ?? ''
const xml = (text: string) => new DOMParser().parseFromString(text, 'text/xml')

/** The newest form with its lists; what is as before is not sent again. */
export async function papers(pairing: Pairing, before?: Papers): Promise<Papers> {
  const root = `/v1/projects/${pairing.project}`
  const listed = [...xml(await (await asked(pairing, `${root}/formList`)).text()).getElementsByTagName('xform')].at(-1)
  if (!listed) throw new Failed('no-form')
  const [formId, version] = [textOf(listed, 'formID'), textOf(listed, 'version')]
  const known = before?.formId === formId && before.version === version ? before : undefined
  const tags: Record<string, string> = {}
  const fetched = async (name: string, path: string, old?: string) => {
    const response = await asked(pairing, path, old === undefined ? undefined : known?.tags[name])
    tags[name] = response.headers.get('ETag') ?? ''
    return response.status === 304 && old !== undefined ? old : await response.text()
  }
  const xform = await fetched('xform', pathOf(textOf(listed, 'downloadUrl')), known?.xform)
  const manifest = textOf(listed, 'manifestUrl')
  const lists: Record<string, string> = {}
  if (manifest) {
    for (const file of xml(await (await asked(pairing, pathOf(manifest))).text()).getElementsByTagName('mediaFile')) {
      const name = textOf(file, 'filename')
      const old = name === 'households.csv' ? known?.households : known?.members
      lists[name] = await fetched(name, pathOf(textOf(file, 'downloadUrl')), old)
    }
  }
  return {
    formId,
    version,
    title: textOf(listed, 'name'),
    xform,
    households: lists['households.csv'] ?? '',
    members: lists['members.csv'] ?? '',
    tags,
    fetchedAt: Date.now(),
  }
}

/** What the server has of this phone, counted there. */
export async function onServer(pairing: Pairing): Promise<OnServer> {
  return (await asked(pairing, `/v1/projects/${pairing.project}/mine`)).json()
}

/** Exchanges the code that the office read out for this phone's own token. */
export async function paired(code: string): Promise<Pairing> {
  let response: Response
  try {
    const body = JSON.stringify({ code })
    const headers = { 'Content-Type': 'application/json' }
    response = await fetch('/v1/pair', { method: 'POST', body, headers, credentials: 'omit', signal: AbortSignal.timeout(PATIENCE) })
  } catch {
    throw new Failed('offline')
  }
  if (!response.ok) throw new Failed(response.status === 429 || response.status >= 500 ? 'busy' : 'refused')
  return response.json()
}

export interface Part {
  name: string
  type: string
  bytes: ArrayBuffer
}

/** Sends the form and perhaps one file; says how far it is. */
export function sent(pairing: Pairing, form: string, file: Part | null, progress: (share: number) => void): Promise<Receipt> {
  const body = new FormData()
  body.append('xml_submission_file', new Blob([form], { type: 'text/xml' }), 'submission.xml')
  if (file) body.append(file.name, new Blob([file.bytes], { type: file.type }), file.name)
  return new Promise((resolve, reject) => {
    // Not fetch: it does not say how much of a photograph is through.
    const request = new XMLHttpRequest()
    request.open('POST', `/v1/projects/${pairing.project}/submission`)
    for (const [name, value] of Object.entries(headersOf(pairing))) request.setRequestHeader(name, value)
    request.timeout = 5 * 60_000
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0)
    request.onerror = request.ontimeout = request.onabort = () => reject(new Failed('offline'))
    request.onload = () => {
      const { status, responseText } = request
      if (status === 201 || status === 202) resolve(receipt(responseText))
      else reject(failure(status, responseText))
    }
    request.send(body)
  })
}

function receipt(text: string): Receipt {
  const document = xml(text)
  const [found] = document.getElementsByTagNameNS('*', 'receipt')
  const [said] = document.getElementsByTagNameNS('*', 'submissionMetadata')
  // A page that a hotel's network puts in between is no receipt.
  if (!found) throw new Failed('busy')
  const all = (name: string) => [...found.getElementsByTagNameNS('*', name)]
  return {
    message: document.querySelector('message')?.textContent ?? '',
    receivedAt: Date.parse(said?.getAttribute('submissionDate') ?? ''),
    isComplete: said?.getAttribute('isComplete') === 'true',
    stored: all('stored').map((one) => ({ name: one.getAttribute('name') ?? '', sha256: one.getAttribute('sha256') ?? '' })),
    missing: all('missing').map((one) => one.getAttribute('name') ?? ''),
  }
}
