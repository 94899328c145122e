// A running server and a browser for the journeys: the program itself, Debian's Chromium, nothing from outside.
import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const PHONE = { width: 390, height: 844 }
export const DESK = { width: 1440, height: 900 }

/** Where a server that was started listens, once it says so. */
const address = (server, lines) =>
  new Promise((found, failed) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      lines.push(line)
      const said = line.match(/https?:\/\/[0-9.:]+\//)
      if (said) found(said[0].replace(/\/$/, ''))
    })
    server.on('exit', (code) => failed(new Error(`chungtay serve ended with ${code}:\n${lines.slice(-20).join('\n')}`)))
  })

/** Starts `chungtay serve` on a free port; gives its address and a way to stop it. */
export async function serve(binary) {
  const server = spawn(binary, ['serve', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const lines = []
  const url = await address(server, lines)
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

/** Everybody's password in the demo. */
const PASSWORD = 'vi-nguoi-ngheo-2026'

/**
 * A demo that is kept in a folder, over days: it is filled on the first morning, and `goes('2025-09-05')` stops the server and starts it
 * again on the morning of another day. Only its clock is another (libfaketime); whoever uses it logs in anew.
 */
export async function overDays(binary, households, morning) {
  const folder = mkdtempSync(join(tmpdir(), 'ct-days-'))
  const library = execFileSync('faketime', ['-m', '-f', '+0d', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' }).trim()
  let ahead
  const then = (day, time = '08:00') => {
    ahead = Math.round((Date.parse(`${day}T${time}:00+07:00`) - Date.now()) / 1000)
  }
  // How long something takes is measured with the true clock, and files keep their true times.
  const env = () => ({
    ...process.env, LD_PRELOAD: library, FAKETIME: `${ahead < 0 ? '' : '+'}${ahead}`, FAKETIME_DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1',
  })
  then(morning)
  const filled = ['demo', '--data', folder, '--fill-only', '--without-review', '--json', '--households', String(households)]
  execFileSync(binary, filled, { env: env(), stdio: ['ignore', 'ignore', 'pipe'] })
  const house = { folder, users: [], lines: [] }
  const start = (listen) => {
    house.process = spawn(binary, ['serve', '--data', folder, '--listen', listen], { env: env(), stdio: ['ignore', 'ignore', 'pipe'] })
    return address(house.process, house.lines)
  }
  /** Stops the server; what it keeps stays. */
  house.ends = () =>
    new Promise((end) => {
      if (house.process.exitCode !== null) return end()
      house.process.once('exit', end)
      house.process.kill('SIGTERM')
    })
  house.url = await start('127.0.0.1:0')
  /** The server is stopped and started again at another time. */
  house.goes = async (day, time) => {
    await house.ends()
    then(day, time)
    await start(new URL(house.url).host)
  }
  /** A command over the same data; gives its exit code and what it printed. */
  house.runs = (...asked) => {
    const { status, stdout, stderr } = spawnSync(binary, [...asked, '--data', folder], { env: env(), encoding: 'utf8' })
    return { code: status, out: stdout + stderr }
  }
  house.stop = async () => {
    await house.ends()
    rmSync(folder, { recursive: true, force: true })
  }
  return house
}

/** Logs somebody of the demo in. */
export async function logIn(page, house, user) {
  const { password } = house.users.find((known) => known.user === user) ?? { password: PASSWORD }
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
  await atRest(page)
  await page.evaluate(axe)
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    }),
  )
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(' | ')}`)
}

/** A page whose size was just changed is laid out anew, and what moves comes to its place. */
const atRest = (page) =>
  page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    const ends = (one) => one.effect?.getComputedTiming().endTime !== Infinity
    await Promise.all(document.getAnimations().filter(ends).map((one) => one.finished.catch(() => {})))
  })

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
    '/admin', '/admin/users', '/admin/users/{user}', '/admin/health', '/account', '/admin/snapshots', '/admin/points', '/admin/villages', '/admin/areas', '/admin/packs',
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

const LOOKS = [
  ['390-light-vi', PHONE, 'light', 'vi'],
  ['390-dark-en', PHONE, 'dark', 'en'],
  ['1440-dark-vi', DESK, 'dark', 'vi'],
  ['1440-light-vi', DESK, 'light', 'vi'],
]

/**
 * A page on a phone and at a desk, light and dark, in both languages: nothing is cut off, no word is missing, and axe has nothing to say.
 * With PICTURES=folder each is kept as a picture. `settled` waits for what comes after the page.
 */
export async function look(page, house, name, settled = async () => {}) {
  const { url } = house
  const { PICTURES } = process.env
  const keep = (await page.context().cookies(url)).filter(({ name }) => name === 'ct-theme' || name === 'ct-lang')
  for (const [label, viewport, theme, language] of LOOKS) {
    await page.setViewportSize(viewport)
    await page.context().addCookies([{ name: 'ct-theme', value: theme, url }, { name: 'ct-lang', value: language, url }])
    await page.goto(page.url(), { waitUntil: 'networkidle' })
    await settled(page)
    assert.doesNotMatch(await page.locator('main').textContent(), /Unknown localization/)
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${label}.png`, fullPage: true })
    assert.deepEqual(await violations(page), [], `${name} ${label}`)
    assert.ok((await sideways(page)) <= 0, `${name} ${label}`)
  }
  await page.context().clearCookies({ name: 'ct-lang' })
  await page.context().addCookies(keep)
  await page.goto(page.url(), { waitUntil: 'load' })
  await settled(page)
}

/** Waits while figures are counted: the page asks again by itself. */
export async function counted(page) {
  while (await page.locator('main form[action="/reports/stop"], main [role=status] progress').count()) {
    await page.waitForTimeout(500)
    await page.goto(page.url(), { waitUntil: 'load' })
  }
}
