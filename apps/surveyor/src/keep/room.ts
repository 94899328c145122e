// Room on the phone's disk, and its battery.

/** Less than this is left: the person is told before a photograph no longer fits. */
const LITTLE = 60 << 20

export interface Room {
  isLittle: boolean
  /** Bytes that are left, if the browser says so. */
  left?: number
}

/** Asks the browser not to clear what the app keeps when the phone runs out of room. */
export async function keptForGood(): Promise<boolean> {
  return (await navigator.storage?.persisted?.()) || ((await navigator.storage?.persist?.()) ?? false)
}

export async function room(): Promise<Room> {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {}
  if (quota === undefined || usage === undefined) return { isLittle: false }
  return { isLittle: quota - usage < LITTLE, left: quota - usage }
}

/** Whether something failed because the disk is full. */
export const isFull = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError'

interface Battery extends EventTarget {
  level: number
  charging: boolean
}

/** Says when the battery is nearly empty (where the browser tells). */
export async function watchBattery(say: (percent: number | null) => void): Promise<void> {
  const battery = await (navigator as { getBattery?: () => Promise<Battery> }).getBattery?.()
  if (!battery) return
  const look = () => say(battery.level <= 0.15 && !battery.charging ? Math.round(battery.level * 100) : null)
  battery.addEventListener('levelchange', look)
  battery.addEventListener('chargingchange', look)
  look()
}
