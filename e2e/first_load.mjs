// What the first visit of a page costs: bytes over the wire with an empty cache, as Chromium counts them.
// node e2e/first_load.mjs ADDRESS OF A DEMO [USER] [PASSWORD]
import { browser } from './house.mjs'

const [url, login = 'congchuc', password = 'vi-nguoi-ngheo-2026'] = process.argv.slice(2)
/** Without charts. */
const MOST_KB = 150
const chromium = await browser()

/** A context of its own has an empty cache; who is logged in brings only the cookie. */
async function measured(path, cookies) {
  const context = await chromium.newContext({ locale: 'vi-VN', viewport: { width: 390, height: 844 } })
  await context.addCookies(cookies)
  const page = await context.newPage()
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  const kinds = new Map()
  const bytes = { Document: 0, Stylesheet: 0, Script: 0, Font: 0, Other: 0 }
  network.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId)
    bytes[kind in bytes ? kind : 'Other'] += encodedDataLength
  })
  await page.goto(url + path, { waitUntil: 'networkidle' })
  await context.close()
  return bytes
}

const context = await chromium.newContext({ locale: 'vi-VN' })
const page = await context.newPage()
await page.goto(`${url}/login`)
await page.fill('[name=login]', login)
await page.fill('[name=password]', password)
await page.click('main button[type=submit]')
await page.goto(`${url}/households`)
const file = await page.locator('tbody th a').first().getAttribute('href')
const cookies = await context.cookies()
await context.close()

const PAGES = [
  ['log-in', '/login', []],
  ['household list', '/households', cookies],
  ['household file', file, cookies],
  ['law page', '/law/standards/vn-2022', []],
  ['overview (with charts)', '/overview', cookies],
]
const kb = (n) => (n / 1000).toFixed(1)
let over = false
console.log('| page | HTML | styles | scripts | fonts | other | sum, kB |\n|---|---:|---:|---:|---:|---:|---:|')
for (const [name, path, who] of PAGES) {
  const bytes = await measured(path, who)
  const sum = Object.values(bytes).reduce((a, b) => a + b, 0)
  console.log(`| ${name} | ${Object.values(bytes).map(kb).join(' | ')} | ${kb(sum)} |`)
  if (!name.includes('charts') && sum > MOST_KB * 1000) over = true
}
await chromium.close()
if (over) {
  console.error(`a page without charts is over ${MOST_KB} kB`)
  process.exit(1)
}
