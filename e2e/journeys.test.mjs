// What people do with the pages, in a real browser: with and without scripts, on a phone, light and dark, by keyboard.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PAGES, PHONE, answerForOnePerson, browser, open as opened, serve, sideways, violations } from './house.mjs'

let house, chromium
const open = (options, cookies) => opened(chromium, house, options, cookies)

before(async () => {
  house = await serve(process.env.CHUNGTAY)
  chromium = await browser()
})
after(async () => {
  await chromium?.close()
  house?.stop()
})

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
