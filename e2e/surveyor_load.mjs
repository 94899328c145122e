// node e2e/surveyor_load.mjs BINARY
// What the surveyors' app costs: bytes of the first load as they travel, and how long a household takes to open on a phone
// that is four times slower than this machine, with 200 households of last year's answers on its list: from the tap until the
// first question is painted and the page takes the next touch, and until the members' answers of last year are filled in and
// everything is on the disk. Prints medians, and where one opening spends its time.
import { availableParallelism, loadavg } from 'node:os'
import { DESK, PHONE, browser, demo, logIn, open } from './house.mjs'

const HOUSEHOLDS = 200
const PEOPLE = 5
const OPENINGS = 7
/** How long somebody looks at the list before the next household; the app reads the form meanwhile. */
const LOOKS = 1500
const house = await demo(process.argv[2], 400)
const chromium = await browser()
const office = await open(chromium, house, { viewport: DESK })
await logIn(office, house, 'congchuc')
await office.visit('/field')
await office.locator('main a[href^="/field/"]').first().click()
const board = new URL(office.url()).pathname
await office.locator(`form[action="${board}/form"] button`).first().click()
await office.waitForLoadState()
await office.locator('summary').evaluateAll((all) => all.forEach((one) => (one.parentElement.open = true)))
const form = office.locator(`form[action="${board}/devices"]`)
await form.locator('select[name=user]').selectOption({ index: 1 })
await form.locator('[name=label]').fill('Máy đo')
await form.locator('button').click()
await office.waitForURL(/devices$/)
const token = (await office.locator('code').allTextContents()).find((text) => /^[0-9a-f]{64}$/.test(text))

const page = await open(chromium, house, { viewport: PHONE, isMobile: true, hasTouch: true })
const devtools = await page.context().newCDPSession(page)
await devtools.send('Network.enable')
let bytes = 0
devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
await page.route('**/households.csv', async (route) => route.fulfill(await filled(route, households)))
await page.route('**/members.csv', async (route) => route.fulfill(await filled(route, members)))
await page.visit(`/surveyor/#pair=${board.split('/').pop()}.${token}`)
await page.waitForLoadState('networkidle')
console.log(`first load: ${(bytes / 1024).toFixed(0)} KB`)
await page.fill('#pin', '274913')
await page.fill('#again', '274913')
await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
await page.locator('button[type=submit]').click()
await page.locator('.household').nth(HOUSEHOLDS - 1).waitFor()

const median = (times) => Math.round([...times].sort((a, b) => a - b)[Math.floor(times.length / 2)])
const said = (what, times) => {
  const slowest = Math.round(Math.max(...times.map(({ asked }) => asked)))
  console.log(`  ${what}: ${median(times.map(({ asked }) => asked))} ms, kept after ${median(times.map(({ kept }) => kept))} ms (median of ${times.length}, slowest ${slowest} ms)`)
}
console.log(`4 times slower processor, ${HOUSEHOLDS} households, ${PEOPLE} people each; from the tap to the first question:`)
let at = 0
for (const [mode, isEasy] of [['one question a screen', true], ['one section a screen', false]]) {
  console.log(mode)
  if (!isEasy) {
    await page.locator('.bar .icon').click()
    await page.locator('input[type=checkbox]').uncheck()
    await page.locator('.bar .icon').click()
  }
  const from = at
  await page.waitForTimeout(LOOKS)
  said(isEasy ? 'the very first household' : 'the first one in this mode', [await opened(at++)])
  await page.waitForTimeout(LOOKS)
  const times = []
  while (times.length < OPENINGS) {
    times.push(await opened(at++))
    await page.waitForTimeout(LOOKS)
  }
  said('a further household', times)
  const hasty = []
  while (hasty.length < 3) hasty.push(await opened(at++))
  said('tapped as soon as the list is there', hasty)
  const begun = []
  for (let again = from; again < from + 3; again += 1) {
    await page.waitForTimeout(LOOKS)
    begun.push(await opened(again))
  }
  said('a visit that was begun', begun)
  const { usedSize } = await devtools.send('HeapProfiler.collectGarbage').then(() => devtools.send('Runtime.getHeapUsage'))
  console.log(`  memory in use afterwards: ${(usedSize / (1 << 20)).toFixed(0)} MB`)
}
await devtools.send('Profiler.enable')
await devtools.send('Profiler.start')
const { kept } = await opened(at)
const { profile } = await devtools.send('Profiler.stop')
console.log(`one opening until it is kept, ${Math.round(kept)} ms: ${spent(profile)}`)
console.log(`load of this machine meanwhile: ${loadavg()[1].toFixed(1)} on ${availableParallelism()} processors`)
await chromium.close()
house.stop()

/** Opens a household and leaves it again. Timed in the page, so that the wire to it does not count. */
async function opened(at) {
  const times = await page.evaluate((at) => new Promise((done) => {
    const begun = performance.now()
    let asked
    const look = () => {
      const isKept = document.querySelector('.kept')?.textContent.startsWith('✓')
      if (asked && isKept) return done({ asked, kept: performance.now() - begun })
      if (asked || !document.querySelector('main .question')) return setTimeout(look, 4)
      // The frame is painted, and what waits behind it has had its turn.
      requestAnimationFrame(() => setTimeout(() => {
        asked = performance.now() - begun
        look()
      }))
    }
    document.querySelectorAll('.household')[at].click()
    look()
  }), at)
  await page.locator('.bar .icon').first().click()
  await page.locator('.household').first().waitFor()
  return times
}

/** Where the time of a profile went. */
function spent({ nodes, samples, timeDeltas }) {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]))
  const own = new Map([['(garbage collector)', 'clearing memory'], ['(program)', 'the browser itself'], ['(idle)', 'waiting']])
  const sums = new Map()
  samples.forEach((id, at) => {
    const name = own.get(names.get(id)) ?? 'scripts'
    sums.set(name, (sums.get(name) ?? 0) + timeDeltas[at] / 1000)
  })
  return [...sums].sort((a, b) => b[1] - a[1]).map(([name, ms]) => `${name} ${Math.round(ms)} ms`).join(', ')
}

/** The list that the server gives, with its columns, filled with other rows. */
async function filled(route, rows) {
  const response = await route.fetch()
  const [header] = (await response.text()).split('\n')
  const names = header.trim().split(',')
  const lines = rows().map((row) => names.map((name) => row[name] ?? '').join(','))
  return { status: 200, headers: { etag: '"measured"' }, contentType: 'text/csv', body: [header.trim(), ...lines, ''].join('\n') }
}

function households() {
  return Array.from({ length: HOUSEHOLDS }, (_, at) => ({ name: `h${at}`, label: `Hộ ${at}`, number: at, village: `Thôn ${at % 5}`, members: PEOPLE, zone: 'rural', head_name: `Nguyễn Văn ${at}`, dwelling_area: 40 + at, toilet_type: 'septic', uses_internet: 1, wall_durable: 1, main_water_source: 'tap', electricity_kwh: 30 }))
}

function members() {
  return Array.from({ length: HOUSEHOLDS * PEOPLE }, (_, at) => ({ household_id: `h${Math.floor(at / PEOPLE)}`, name: (at % PEOPLE) + 1, label: `Người ${at % PEOPLE}`, full_name: `Trần Thị ${at}`, sex: 'female', birth_date: `${1950 + (at % 60)}-03-0${1 + (at % 9)}`, has_health_insurance: 1, ethnic_group: '01' }))
}
