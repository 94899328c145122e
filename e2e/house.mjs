// A running server and a browser for the journeys: the program itself, Debian's Chromium, nothing from outside.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const PHONE = { width: 390, height: 844 }
export const DESK = { width: 1440, height: 900 }

/** Starts `chungtay serve` on a free port; gives its address and a way to stop it. */
export async function serve(binary) {
  const server = spawn(binary, ['serve', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const lines = []
  const url = await new Promise((found, failed) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      lines.push(line)
      const address = line.match(/https?:\/\/[0-9.:]+\//)
      if (address) found(address[0].replace(/\/$/, ''))
    })
    server.on('exit', (code) => failed(new Error(`chungtay serve ended with ${code}:\n${lines.join('\n')}`)))
  })
  return { url, lines, stop: () => server.kill('SIGTERM') }
}

/** Starts `chungtay demo` with so many households and further options; gives its address, its log-ins and a way to stop it. */
export async function demo(binary, households, further = []) {
  const asked = ['demo', '--listen', '127.0.0.1:0', '--json', ...(households ? ['--households', String(households)] : []), ...further]
  const server = spawn(binary, asked, { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines = []
  createInterface({ input: server.stderr }).on('line', (line) => lines.push(line))
  const told = await new Promise((found, failed) => {
    createInterface({ input: server.stdout }).once('line', (line) => found(JSON.parse(line)))
    server.on('exit', (code) => failed(new Error(`chungtay demo ended with ${code}:\n${lines.join('\n')}`)))
  })
  return { url: told.url.replace(/\/$/, ''), users: told.users, lines, process: server, stop: () => server.kill('SIGTERM') }
}

/** Logs somebody of the demo in. */
export async function logIn(page, house, user) {
  const { password } = house.users.find((known) => known.user === user)
  await page.goto(`${house.url}/login`)
  await page.fill('[name=login]', user)
  await page.fill('[name=password]', password)
  await page.locator('main button[type=submit]').click()
  await page.waitForURL((url) => url.pathname !== '/login')
}

/** A page that remembers what the browser complained about. */
export async function open(chromium, house, options = {}, cookies = {}) {
  const context = await chromium.newContext({ locale: 'vi-VN', viewport: DESK, reducedMotion: 'reduce', ...options })
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: house.url })))
  const page = await context.newPage()
  page.complaints = []
  page.on('console', (message) => {
    // A page that is not there or not for the caller is refused on purpose.
    const isRefusal = /status of (403|404)/.test(message.text())
    if (message.type() === 'error' && !isRefusal) page.complaints.push(message.text())
  })
  page.on('pageerror', (error) => page.complaints.push(String(error)))
  page.visit = (path) => page.goto(house.url + path, { waitUntil: 'load' })
  return page
}

/** What axe finds against WCAG 2.2 AA. */
export async function violations(page) {
  await page.evaluate(axe)
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    }),
  )
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(' | ')}`)
}

/** By how much a page is wider than the screen. */
export const sideways = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Debian's Chromium, or the one that CHROMIUM names; `home` is where it finds what it trusts, `rules` where names lead. */
export async function browser({ home, rules } = {}) {
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path && existsSync(path),
  )
  if (!executablePath) throw new Error('There is no Chromium: sudo apt-get install chromium')
  const args = ['--disable-background-networking', '--disable-component-update', '--disable-gpu', '--no-first-run']
  // Chromium refuses its sandbox to root; a user keeps it.
  if (process.getuid?.() === 0) args.push('--no-sandbox')
  if (rules) args.push(`--host-resolver-rules=${rules}`)
  return chromium.launch({ executablePath, args, env: home ? { ...process.env, HOME: home } : process.env })
}

/** Every page of the house that has a form of its own. */
export const PAGES = [
  '/',
  '/law',
  '/law?day=2031-01-01',
  '/law/standards/vn-2016',
  '/law/standards/vn-2022',
  '/law/standards/vn-2027',
  '/law/standards/vn-2022/cases?indicator=toilet',
  '/law/compare?a=vn-2022&b=vn-2027',
  '/law/documents',
  '/law/documents/nd-07-2021',
  '/law/try',
  '/law/try?standard=vn-2027',
  '/units',
  '/units?q=loc',
  '/units/provinces/68',
  '/units/communes/24823?day=2025-06-30',
  '/glossary',
  '/trust',
  '/nothing-here',
]

/**
 * What everybody of the demo sees, by log-in name. `{poor}` or `{any}` is the first household of an outcome, or of any, in the list of
 * whoever may see it, `{entry}` the newest entry of the log, `{user}` one of the users.
 */
export const STAFF_PAGES = {
  rasoat: ['/review', '/review/today', '/households', '/households/{any}', '/account'],
  congchuc: ['/overview', '/review', '/review/today', '/households', '/households/{poor}', '/households/{none}', '/households/{poor}/documents', '/households/{poor}/merge', '/households/{poor}/merge/{near_poor}', '/imports', '/field', '/field/{campaign}', '/field/{campaign}/forms', '/field/{campaign}/share', '/field/{campaign}/roster', '/field/{campaign}/reinterviews', '/field/{campaign}/apart', '/field/{campaign}/entries'],
  chutich: ['/overview', '/review', '/review/today', '/households?outcome=poor', '/households/{near_poor}'],
  congchucso: ['/overview', '/reports/submissions', '/reports/exchange', '/households?order=deprivations', '/households/{undetermined}'],
  lanhdao: ['/overview', '/households'],
  mattran: ['/overview', '/households?outcome=near_poor'],
  thanhtra: ['/households/{poor}', '/admin', '/admin/audit'],
  doitac: ['/overview', '/account'],
  kiemtoan: ['/review', '/admin/audit', '/admin/audit/{entry}', '/admin/health'],
  quantri: [
    '/admin', '/admin/users', '/admin/users/{user}', '/admin/health', '/account', '/admin/snapshots', '/admin/points', '/admin/villages', '/admin/packs',
    '/admin/villages/{village}',
  ],
}

/** The address of a staff page, its parts in braces filled from lists. */
export async function staffPage(page, path) {
  const braces = path.match(/^(.*)\{(\w+)\}(.*)$/)
  if (!braces) return path
  const [, before, wanted, after] = braces
  if (before.includes('{')) {
    const other = (await staffPage(page, `/households/{${wanted}}`)).split('/').at(-1)
    return staffPage(page, before + other + after)
  }
  const lists = { any: ['/households', '/households/'], entry: ['/admin/audit', '/admin/audit/'], user: ['/admin/users', '/admin/users/'], village: ['/admin/villages', '/admin/villages/'], campaign: ['/field', '/field/'] }
  const [list, start] = lists[wanted] ?? [`/households?outcome=${wanted}`, '/households/']
  await page.visit(list)
  const link = page.locator(`main tbody a[href^="${start}"], main li a[href^="${start}"]`).first()
  if (!(await link.count())) throw new Error(`the demo has nothing for ${path}`)
  return (await link.getAttribute('href')) + after
}

/** Answers of an invented family; the form shows more questions as they are given. */
export async function answerForOnePerson(page) {
  const choose = (name, value) => page.check(`input[name="${name}"][value="${value}"]`)
  await choose('h.zone', 'rural')
  await page.fill('[name="h.income_per_capita"]', '1.200.000')
  await page.fill('[name="h.dwelling_area"]', '45')
  for (const part of ['wall', 'column', 'roof']) await choose(`h.${part}_durable`, 'yes')
  await choose('h.main_water_source', 'surface')
  await choose('h.toilet_type', 'none')
  await choose('h.uses_internet', 'yes')
  await choose('h.information_devices', 'tv')
  await page.fill('[name="m1.age"]', '67')
  await choose('m1.has_health_insurance', 'yes')
}
