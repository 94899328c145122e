// What lies on the phone is encrypted: with a key of its own, which is wrapped twice – by the PIN, and by a key that the
// browser never lets out. A copy of the files without the browser does not open, nor does the phone without the PIN.

/** Encrypted bytes with the number that was used once for them. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

/** What is stored to open the vault again. */
export interface Lock {
  salt: Uint8Array<ArrayBuffer>
  rounds: number
  wrapped: Sealed
  /** Not extractable: the browser uses it and gives it to nobody. */
  ofDevice: CryptoKey
}

/** As OWASP advises for PBKDF2 with SHA-256 (2023); a second or two on an old phone. */
const ROUNDS = 600_000
const bytesOf = new TextEncoder()

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))

async function ofPin(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', bytesOf.encode(pin), 'PBKDF2', false, ['deriveKey'])
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  return crypto.subtle.deriveKey(how, typed, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

async function sealed(key: CryptoKey, place: string, bytes: BufferSource): Promise<Sealed> {
  const iv = random(12)
  const how = { name: 'AES-GCM', iv, additionalData: bytesOf.encode(place) }
  return { iv, data: await crypto.subtle.encrypt(how, key, bytes) }
}

function unsealed(key: CryptoKey, place: string, { iv, data }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bytesOf.encode(place) }, key, data)
}

/** Whether this page may encrypt at all: only what came over a secure connection may. */
export const canSeal = () => globalThis.isSecureContext && !!globalThis.crypto?.subtle

/** An opened vault. Each thing is bound to its place: it does not open anywhere else. */
export class Vault {
  private constructor(private readonly key: CryptoKey) {}

  static async create(pin: string): Promise<{ vault: Vault; lock: Lock }> {
    const [salt, data] = [random(16), random(32)]
    const ofDevice = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    const lock = await locked(data, pin, salt, ofDevice)
    const vault = await Vault.of(data)
    data.fill(0)
    return { vault, lock }
  }

  /** The vault, or nothing if the PIN is not the right one. */
  static async open(lock: Lock, pin: string): Promise<Vault | null> {
    try {
      const inner = unpacked(await unsealed(lock.ofDevice, 'device', lock.wrapped))
      const data = await unsealed(await ofPin(pin, lock.salt, lock.rounds), 'pin', inner)
      return await Vault.of(new Uint8Array(data))
    } catch (error) {
      if (error instanceof DOMException && error.name === 'OperationError') return null
      throw error
    }
  }

  private static async of(data: Uint8Array<ArrayBuffer>): Promise<Vault> {
    return new Vault(await crypto.subtle.importKey('raw', data, 'AES-GCM', false, ['encrypt', 'decrypt']))
  }

  seal(place: string, value: unknown): Promise<Sealed> {
    return sealed(this.key, place, bytesOf.encode(JSON.stringify(value)))
  }

  async read<T>(place: string, value: Sealed): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await unsealed(this.key, place, value))) as T
  }

  sealBytes(place: string, bytes: BufferSource): Promise<Sealed> {
    return sealed(this.key, place, bytes)
  }

  readBytes(place: string, value: Sealed): Promise<ArrayBuffer> {
    return unsealed(this.key, place, value)
  }
}

async function locked(data: Uint8Array<ArrayBuffer>, pin: string, salt: Uint8Array<ArrayBuffer>, ofDevice: CryptoKey): Promise<Lock> {
  const inner = await sealed(await ofPin(pin, salt, ROUNDS), 'pin', data)
  return { salt, rounds: ROUNDS, wrapped: await sealed(ofDevice, 'device', packed(inner)), ofDevice }
}

function packed({ iv, data }: Sealed): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(iv.length + data.byteLength)
  bytes.set(iv)
  bytes.set(new Uint8Array(data), iv.length)
  return bytes
}

function unpacked(bytes: ArrayBuffer): Sealed {
  return { iv: new Uint8Array(bytes.slice(0, 12)), data: bytes.slice(12) }
}

/** A file that opens with the PIN alone, on any device: what was not sent, as the last resort. */
export async function sealedFile(pin: string, content: unknown): Promise<Blob> {
  const salt = random(16)
  const inner = packed(await sealed(await ofPin(pin, salt, ROUNDS), FILE_MARK, bytesOf.encode(JSON.stringify(content))))
  return new Blob([FILE_MARK, salt, inner], { type: 'application/octet-stream' })
}

/** What such a file holds; nothing if the PIN is not the right one. */
export async function openedFile<T>(pin: string, file: Blob): Promise<T | null> {
  const bytes = await file.arrayBuffer()
  const mark = bytesOf.encode(FILE_MARK).length
  if (new TextDecoder().decode(bytes.slice(0, mark)) !== FILE_MARK) throw new NotOurs()
  const key = await ofPin(pin, new Uint8Array(bytes.slice(mark, mark + 16)), ROUNDS)
  try {
    const text = new TextDecoder().decode(await unsealed(key, FILE_MARK, unpacked(bytes.slice(mark + 16))))
    return JSON.parse(text) as T
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return null
    throw error
  }
}

/** The file was not written by this app. */
export class NotOurs extends Error {}

const FILE_MARK = 'chungtay.unsent/1\n'

/** SHA-256 in hexadecimal digits, as the server's receipts say it. */
export async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
