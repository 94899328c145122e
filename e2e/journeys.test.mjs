// What people do with the pages, in a real browser: with and without scripts, on a phone, light and dark, by keyboard.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, test } from 'node:test'
import { PAGES, answerForOnePerson, browser, serve } from './house.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PHONE = { width: 390, height: 844 }
const DESK = { width: 1440, height: 900 }
let house, chromium

before(async () => {
  house = await serve(process.env.CHUNGTAY)
  chromium = await browser()
})
after(async () => {
  await chromium?.close()
  house?.stop()
})

/** A page that remembers what the browser complained about. */
async function open(options = {}, cookies = {}) {
  const context = await chromium.newContext({ locale: 'vi-VN', viewport: DESK, reducedMotion: 'reduce', ...options })
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: house.url })))
  const page = await context.newPage()
  page.complaints = []
  page.on('console', (message) => {
    // A page that is not there is a 404 on purpose.
    if (message.type() === 'error' && !message.text().includes('404')) page.complaints.push(message.text())
  })
  page.on('pageerror', (error) => page.complaints.push(String(error)))
  page.visit = (path) => page.goto(house.url + path, { waitUntil: 'load' })
  return page
}

async function violations(page) {
  await page.evaluate(axe)
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    }),
  )
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(' | ')}`)
}

const sideways = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

for (const theme of ['light', 'dark']) {
  test(`every page is accessible and quiet in the ${theme} theme`, async () => {
    const page = await open({}, { 'ct-theme': theme, 'ct-lang': theme === 'light' ? 'vi' : 'en' })
    for (const path of PAGES) {
      await page.visit(path)
      assert.deepEqual(await violations(page), [], path)
      assert.deepEqual(page.complaints, [], path)
    }
    await page.context().close()
  })
}

test('a dark system is dark without a script and without a choice', async () => {
  const page = await open({ colorScheme: 'dark', javaScriptEnabled: false })
  await page.visit('/law/standards/vn-2022')
  const ground = await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)
  assert.equal(ground, 'rgb(18, 23, 22)')
  await page.context().close()
})

test('no page is wider than a phone, in both languages', async () => {
  for (const language of ['vi', 'en']) {
    const page = await open({ viewport: PHONE, isMobile: true, hasTouch: true }, { 'ct-lang': language })
    for (const path of PAGES) {
      await page.visit(path)
      assert.ok((await sideways(page)) <= 0, `${path} in ${language} is wider than the screen`)
    }
    await page.context().close()
  }
})

test('without scripts a household is tried, corrected and explained', async () => {
  const page = await open({ javaScriptEnabled: false, viewport: PHONE })
  await page.visit('/')
  await page.getByRole('link', { name: 'Thử tính cho một hộ' }).click()
  await answerForOnePerson(page)
  await page.getByRole('button', { name: 'Xem kết quả' }).click()
  // The age opens further questions; what is missing is asked for by name.
  await page.getByRole('heading', { name: 'Còn cần trả lời' }).waitFor()
  await page.check('input[name="m1.social_allowance"][value="elderly"]')
  await page.check('input[name="m1.able_to_work"][value="no"]')
  await page.getByRole('button', { name: 'Xem kết quả' }).click()
  assert.match(await page.locator('.ct-verdict-label').innerText(), /Hộ nghèo/)
  assert.ok(!page.url().includes('income'), 'no answer is in the address')
  await page.getByRole('button', { name: 'English' }).click()
  assert.match(await page.locator('.ct-verdict-label').innerText(), /Poor household/)
  // A source opens on a tap.
  const source = page.locator('#verdict details.ct-cite').first()
  await source.locator('summary').click()
  assert.ok(await source.getByRole('link', { name: 'Open this document' }).isVisible())
  await page.context().close()
})

test('with scripts the result follows each answer, and the focus stays where it was', async () => {
  const page = await open()
  await page.visit('/law/try')
  await answerForOnePerson(page)
  await page.locator('#m1-age').blur()
  await page.locator('#verdict .ct-verdict-label').waitFor()
  const work = page.locator('input[name="m1.able_to_work"][value="no"]')
  await work.waitFor()
  await page.check('input[name="m1.social_allowance"][value="elderly"]')
  await work.check()
  await page.waitForFunction(() => /Hộ nghèo/.test(document.querySelector('.ct-verdict-label')?.textContent ?? ''))
  assert.equal(await page.evaluate(() => document.activeElement.name), 'm1.able_to_work')
  assert.deepEqual(await violations(page), [])
  assert.deepEqual(page.complaints, [])
  const kept = await page.evaluate(() => ({ ...localStorage, ...sessionStorage }))
  // htmx notes on which path it is; nothing typed stays in the browser.
  assert.deepEqual(kept, { 'htmx-current-path-for-history': '/law/try' })
  await page.context().close()
})

test('the theme changes at once and stays', async () => {
  const page = await open()
  await page.visit('/law')
  await page.locator('.ct-themes summary').click()
  await page.getByRole('link', { name: 'Nền tối' }).click()
  assert.equal(await page.locator('html').getAttribute('data-bs-theme'), 'dark')
  await page.waitForLoadState('networkidle')
  await page.visit('/glossary')
  assert.equal(await page.locator('html').getAttribute('data-bs-theme'), 'dark')
  await page.context().close()
})

test('the chart is drawn from its table, described, and comes only where there is one', async () => {
  const page = await open()
  const loaded = []
  page.on('request', (request) => loaded.push(request.url()))
  await page.visit('/glossary')
  assert.ok(!loaded.some((url) => url.includes('/chart-')), 'a page without charts loads none')
  await page.visit('/law')
  await page.locator('.ct-chart svg').waitFor()
  assert.ok(await page.locator('.ct-chart').getAttribute('aria-label'))
  assert.deepEqual(page.complaints, [])
  await page.context().close()
})

test('the keyboard alone reaches the content and the search', async () => {
  const page = await open()
  await page.visit('/units')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#content')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q')
  await page.keyboard.type('loc tan')
  await page.locator('#found').getByText('Xã Lộc Tân').first().waitFor()
  await page.context().close()
})
