// node e2e/surveyor_load.mjs BINARY
// What the surveyors' app costs: bytes of the first load as they travel, and how long a household takes to open on a phone
// that is four times slower than this machine, with 200 households of last year's answers on its list. Prints medians.
import { DESK, PHONE, browser, demo, logIn, open } from './house.mjs'

const HOUSEHOLDS = 200
const PEOPLE = 5
const OPENINGS = 7
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
await page.locator('button[type=submit]').click()
await page.locator('.household').nth(HOUSEHOLDS - 1).waitFor()
await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
for (const [mode, isEasy] of [['one question a screen', true], ['one section a screen', false]]) {
  if (!isEasy) {
    await page.locator('.bar .icon').click()
    await page.locator('input[type=checkbox]').uncheck()
    await page.locator('.bar .icon').click()
  }
  // The first one opens the form, too.
  const opened = async (at) => {
    const begun = performance.now()
    await page.locator('.household').nth(at).evaluate((one) => one.click())
    await page.locator('main h1').waitFor()
    const took = performance.now() - begun
    await page.locator('.bar .icon').first().click()
    await page.locator('.household').first().waitFor()
    return took
  }
  const first = await opened(isEasy ? 0 : 50)
  const times = []
  for (let at = 1; at <= OPENINGS; at += 1) times.push(await opened(isEasy ? at : 50 + at))
  times.sort((a, b) => a - b)
  const middle = times[Math.floor(times.length / 2)]
  console.log(`${mode}: first household ${Math.round(first)} ms, median of ${OPENINGS} further ones ${Math.round(middle)} ms, slowest ${Math.round(times.at(-1))} ms (4 times slower processor, ${HOUSEHOLDS} households, ${PEOPLE} people each)`)
}
await chromium.close()
house.stop()

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
