// The phone's own cabinet (IndexedDB): everything in it is sealed, except how to open it. What is put in is on the disk
// before the promise resolves: a battery that dies afterwards takes nothing with it.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { type Lock, type Sealed, Vault } from './vault'

interface Shelves extends DBSchema {
  lock: { key: 'lock'; value: Lock }
  /** The pairing, the form and its lists, settings: by name. */
  papers: { key: string; value: Sealed }
  /** One a visit: its form as far as it is filled, how far it has come. */
  visits: { key: string; value: Sealed }
  /** Photographs and signatures: visit/name. */
  files: { key: string; value: Sealed }
}

export type Shelf = 'papers' | 'visits'

let database: Promise<IDBPDatabase<Shelves>> | undefined

function opened(): Promise<IDBPDatabase<Shelves>> {
  database ??= openDB<Shelves>('chungtay-surveyor', 1, {
    upgrade(db) {
      for (const shelf of ['lock', 'papers', 'visits', 'files'] as const) db.createObjectStore(shelf)
    },
  })
  return database
}

const ON_DISK = { durability: 'strict' } as const

/** How the cabinet is locked; nothing if it is new. */
export async function lock(): Promise<Lock | undefined> {
  return (await opened()).get('lock', 'lock')
}

/** Something that is put in or taken away together with others. */
export type Move =
  | { shelf: Shelf; key: string; value: unknown }
  | { shelf: 'files'; key: string; bytes: ArrayBuffer }
  | { shelf: Shelf | 'files'; key: string; remove: true }

export class Cabinet {
  private constructor(private readonly vault: Vault) {}

  static async create(pin: string): Promise<Cabinet> {
    const { vault, lock } = await Vault.create(pin)
    const transaction = (await opened()).transaction('lock', 'readwrite', ON_DISK)
    await Promise.all([transaction.store.put(lock, 'lock'), transaction.done])
    return new Cabinet(vault)
  }

  static async open(pin: string): Promise<Cabinet | null> {
    const found = await lock()
    const vault = found && (await Vault.open(found, pin))
    return vault ? new Cabinet(vault) : null
  }

  async read<T>(shelf: Shelf, key: string): Promise<T | undefined> {
    const value = await (await opened()).get(shelf, key)
    return value && this.vault.read<T>(`${shelf}/${key}`, value)
  }

  /** Everything on a shelf. What cannot be opened is left where it is and counted. */
  async all<T>(shelf: Shelf): Promise<{ values: T[]; unreadable: number }> {
    const db = await opened()
    const transaction = db.transaction(shelf)
    const [keys, sealed] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()])
    const read = await Promise.allSettled(keys.map((key, at) => this.vault.read<T>(`${shelf}/${key}`, sealed[at] as Sealed)))
    const values = read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    return { values, unreadable: read.length - values.length }
  }

  async bytes(key: string): Promise<ArrayBuffer | undefined> {
    const value = await (await opened()).get('files', key)
    return value && this.vault.readBytes(`files/${key}`, value)
  }

  /** Puts in and takes away: all of it or nothing. */
  async move(moves: Move[]): Promise<void> {
    // Sealing takes time, and a transaction waits for nobody: seal first.
    const ready = await Promise.all(
      moves.map(async (move) => {
        const place = `${move.shelf}/${move.key}`
        if ('remove' in move) return { ...move, sealed: undefined }
        const sealed = 'bytes' in move ? this.vault.sealBytes(place, move.bytes) : this.vault.seal(place, move.value)
        return { ...move, sealed: await sealed }
      }),
    )
    const transaction = (await opened()).transaction(['papers', 'visits', 'files'], 'readwrite', ON_DISK)
    const steps = ready.map(({ shelf, key, sealed }) => {
      const store = transaction.objectStore(shelf)
      return sealed ? store.put(sealed, key) : store.delete(key)
    })
    await Promise.all([...steps, transaction.done])
  }

  put(shelf: Shelf, key: string, value: unknown): Promise<void> {
    return this.move([{ shelf, key, value }])
  }
}

/** Empties the phone: nothing is left of what was kept. */
export async function emptied(): Promise<void> {
  const transaction = (await opened()).transaction(['lock', 'papers', 'visits', 'files'], 'readwrite', ON_DISK)
  const shelves = (['lock', 'papers', 'visits', 'files'] as const).map((shelf) => transaction.objectStore(shelf).clear())
  await Promise.all([...shelves, transaction.done])
}
