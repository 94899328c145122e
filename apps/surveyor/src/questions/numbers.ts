// Numbers as people in Vietnam type them: 1.200.000 and 40,5.

/** A whole number; nothing if it is none. Dots and spaces between thousands are read over. */
export function whole(text: string): bigint | null {
  const digits = text.replaceAll(/[\s.,]/g, '')
  return /^-?\d{1,18}$/.test(digits) && /^-?(\d+|\d{1,3}([.,\s]\d{3})+)$/.test(text.trim()) ? BigInt(digits) : null
}

/** A number with a part behind the comma (or the point, if there is no comma); nothing if it is none. */
export function decimal(text: string): number | null {
  const tidy = text.trim().replaceAll(/\s/g, '')
  const plain = tidy.includes(',') ? tidy.replaceAll('.', '').replace(',', '.') : tidy
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(plain) ? Number(plain) : null
}

/** With dots between thousands and a comma before the rest. */
export function grouped(text: string): string {
  const [before = '', after] = text.split('.')
  const dotted = before.replaceAll(/\B(?=(\d{3})+(?!\d))/g, '.')
  return after === undefined ? dotted : `${dotted},${after}`
}

/** A day of the calendar as the form writes it; nothing if there is no such day. */
export function day(d: string, m: string, y: string): string | null {
  const [dd, mm, yyyy] = [Number(d), Number(m), Number(y)]
  if (![d, m, y].every((part) => /^\d+$/.test(part.trim())) || yyyy < 1000 || yyyy > 9999) return null
  const date = new Date(Date.UTC(yyyy, mm - 1, dd))
  if (date.getUTCMonth() !== mm - 1 || date.getUTCDate() !== dd) return null
  return date.toISOString().slice(0, 10)
}
