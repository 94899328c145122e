// The office's work in the field: paper forms typed twice and settled, two visits merged, second interviews compared.
// With PICTURES=folder every page on the way is kept as a picture, in four looks.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { browser, demo, logIn, look as lookAt, open, violations } from './house.mjs'

const { PICTURES } = process.env
let house, chromium, board, one, two, merged

before(async () => {
  if (PICTURES) mkdirSync(PICTURES, { recursive: true })
  house = await demo(process.env.CHUNGTAY, 300)
  chromium = await browser()
  one = await open(chromium, house)
  two = await open(chromium, house)
  await logIn(one, house, 'congchuc')
  await logIn(two, house, 'congchuc2')
  await one.visit('/field')
  await one.locator('main a[href^="/field/"]').first().click()
  board = new URL(one.url()).pathname
  await one.locator(`form[action="${board}/form"] button`).first().click()
  await one.waitForLoadState()
})
after(async () => {
  await chromium?.close()
  house?.stop()
})

const look = (page, name) => lookAt(page, house, name)

/** Answers that decide, for one person, on the page of a typed form. */
async function typed(page, { toilet, income }) {
  const choose = (name, value) => page.check(`input[name="${name}"][value="${value}"]`)
  await choose('h.zone', 'rural')
  await page.fill('[name="h.income_per_capita"]', income)
  await page.fill('[name="h.dwelling_area"]', '45')
  for (const part of ['wall', 'column', 'roof']) await choose(`h.${part}_durable`, 'yes')
  await choose('h.main_water_source', 'surface')
  await choose('h.toilet_type', toilet)
  await choose('h.uses_internet', 'no')
  await choose('h.information_devices', 'tv')
  await page.fill('[name="m1.birth_date"]', '1984-05-01')
  await choose('m1.has_health_insurance', 'yes')
}

const saved = (page) => page.locator('button[name=do][value=done]').click()

test('a paper form is typed by two officers who do not see each other and settled by the second', async () => {
  await one.visit('/households')
  const head = (await one.locator('main tbody a[href^="/households/"]').first().innerText()).trim()
  await one.visit(`${board}/entries`)
  await one.fill('#q', head)
  await one.locator('form[action$="/entries/search#find"] button').click()
  await one.locator('input[name=household]').first().check()
  await one.locator(`form[action="${board}/entries"] button`).click()
  await one.locator('#answers').waitFor()
  const entry = new URL(one.url()).pathname
  await look(one, 'typing')
  await typed(one, { toilet: 'none', income: '1.000.000' })
  await saved(one)
  await one.getByText('chờ người khác nhập lần hai').first().waitFor()

  await two.visit(entry)
  assert.equal(await two.locator('[name="h.income_per_capita"]').inputValue(), '', 'the second one sees nothing of the first')
  await typed(two, { toilet: 'septic', income: '2.000.000' })
  await saved(two)
  await two.locator('#differ').waitFor()
  await look(two, 'settle')
  const fields = two.locator('fieldset.ct-differs')
  assert.equal(await fields.count(), 2, (await fields.locator('legend').allInnerTexts()).join('; '))
  for (let at = 0; at < 2; at += 1) await fields.nth(at).locator('input[value=b]').check()
  await two.locator('form[action$="/settle"] button.btn-primary').click()
  await two.waitForLoadState()
  await two.visit(`${board}/entries`)
  assert.equal(await two.locator('#closed').count(), 1)
  await look(two, 'entries')
  await one.visit(`${board}/forms`)
  assert.equal(await one.locator('.ct-papers > li').count(), 1, 'a settled paper form has come like one from a phone')
})

test('what is typed while an earlier answer is on its way to the server is not lost', async () => {
  const page = await open(chromium, house)
  await page.visit('/law/try')
  await page.route('**/law/try**', async (route) => {
    await new Promise((go) => setTimeout(go, 700))
    await route.continue()
  })
  const renewed = page.waitForResponse((answer) => answer.url().includes('/law/try') && answer.request().method() === 'POST')
  await page.check('input[name="h.toilet_type"][value="none"]')
  const income = page.locator('[name="h.income_per_capita"]')
  await income.pressSequentially('1500000', { delay: 200 })
  await renewed
  await page.waitForTimeout(300)
  assert.equal(await income.inputValue(), '1500000')
  assert.ok(await page.isChecked('input[name="h.toilet_type"][value="none"]'))
})

/** Lets a phone of a surveyor in; what it says to the server. */
async function phone(label, at) {
  await one.visit(board)
  await one.locator('summary').evaluateAll((all) => all.forEach((each) => (each.parentElement.open = true)))
  const form = one.locator(`form[action="${board}/devices"]`)
  await form.locator('select[name=user]').selectOption({ index: at })
  await form.locator('[name=label]').fill(label)
  await form.locator('button').click()
  await one.waitForURL(/devices$/)
  const token = (await one.locator('code').allTextContents()).find((text) => /^[0-9a-f]{64}$/.test(text))
  const base = `${house.url}/v1/key/${token}/projects/${board.split('/').pop()}`
  const get = async (path) => (await fetch(base + path)).text()
  const list = await get('/formList')
  const tag = (name) => list.match(new RegExp(`<${name}>([^<]*)</${name}>`))[1]
  const [id, version] = [tag('formID'), tag('version')]
  return {
    households: async () => {
      const [names, ...rows] = (await get(`/forms/${id}/households.csv`)).trim().split('\n')
      const column = names.split(',').indexOf('name')
      return rows.map((row) => row.split(',')[column])
    },
    send: async (household, { toilet, income, insured = '1' }) => {
      const xml = `<data id="${id}" version="${version}"><visit><household_id>${household}</household_id></visit>
<income_per_capita>${income}</income_per_capita><dwelling_area>45</dwelling_area><wall_durable>1</wall_durable><column_durable>1</column_durable>
<roof_durable>1</roof_durable><main_water_source>surface</main_water_source><toilet_type>${toilet}</toilet_type><uses_internet>0</uses_internet>
<information_devices>tv</information_devices><member><birth_date>1984-05-01</birth_date><social_allowance>none</social_allowance>
<has_health_insurance>${insured}</has_health_insurance><able_to_work>1</able_to_work><work_status>own_farm</work_status></member>
<meta><instanceID>uuid:${crypto.randomUUID()}</instanceID></meta></data>`
      const body = new FormData()
      body.append('xml_submission_file', new Blob([xml], { type: 'text/xml' }), 'form.xml')
      const answer = await fetch(`${base}/submission`, { method: 'POST', body, headers: { 'X-OpenRosa-Version': '1.0' } })
      assert.equal(answer.status, 201, await answer.text())
    },
  }
}

test('two visits of one household are laid side by side and a person picks answer by answer', async () => {
  await one.visit(`${board}/share`)
  await one.check('input[name=which][value=all]')
  await one.locator('input[name=user]').first().check()
  await one.locator('main form button').last().click()
  await one.locator('#plan').waitFor()
  await one.locator(`button[formaction="${board}/assignments"]`).click()
  await one.waitForURL((url) => url.pathname === board)
  const first = await phone('Máy một', 1)
  merged = (await first.households()).at(-1)
  await first.send(merged, { toilet: 'none', income: '1000000' })
  await first.send(merged, { toilet: 'septic', income: '1000000', insured: '0' })
  const second = one.locator('.ct-papers > li', { hasText: 'cần người so sánh' }).first()
  for (let tries = 0; tries < 60 && (await second.count()) === 0; tries += 1) {
    await one.waitForTimeout(500)
    await one.visit(`${board}/forms`)
  }
  await look(one, 'forms')
  await second.locator('a').first().click()
  await one.waitForLoadState()
  await look(one, 'form')
  await one.locator('main a[href$="/compare"]').first().click()
  await one.waitForLoadState()
  await look(one, 'merge')
  const rows = one.locator('fieldset.ct-differs')
  for (let at = 0; at < (await rows.count()); at += 1) await rows.nth(at).locator('input[value=b]').check()
  await one.fill('#reason', 'lần hai có mặt chủ hộ')
  await one.locator('button[name=do][value=record]').click()
  await one.waitForLoadState()
  await one.visit(`${board}/forms`)
  assert.ok((await one.locator('.ct-papers > li', { hasText: 'Đã ghi kết quả' }).count()) >= 1)
})

test('a household is asked again by somebody else, and both interviews stand side by side', async () => {
  await one.visit(`${board}/reinterviews`)
  await one.fill('#share', '100')
  await one.locator('form button.btn-primary').click()
  await one.waitForLoadState()
  await look(one, 'reinterviews')
  await one.locator(`form[action="${board}/reinterviews/draw"] button`).click()
  await one.waitForLoadState()
  assert.equal(await one.locator('.ct-mistake').allInnerTexts().then((all) => all.join()), '')
  const again = await phone('Máy ba', 2)
  assert.ok((await again.households()).includes(merged), 'drawn among households whose form has come')
  await again.send(merged, { toilet: 'septic', income: '1000000' })
  await one.visit(`${board}/reinterviews`)
  await one.locator('main .ct-papers a').first().click()
  await one.waitForLoadState()
  await look(one, 'interviews')
  assert.ok((await one.locator('tr').count()) > 12)
})

test('a surveyor passes the quiz drawn from the worked cases, and sees why after a mistake', async () => {
  const surveyor = await open(chromium, house)
  await logIn(surveyor, house, 'rasoat')
  await surveyor.visit('/training')
  await surveyor.locator('main a[href^="/training/"]').first().click()
  await surveyor.waitForLoadState()
  await look(surveyor, 'quiz')
  const asked = surveyor.locator('fieldset.ct-asked')
  for (let at = 0; at < (await asked.count()); at += 1) await asked.nth(at).locator('input').first().check()
  await surveyor.locator('main form button.btn-primary').click()
  await surveyor.locator('#result').waitFor()
  assert.deepEqual(await violations(surveyor), [])
  assert.ok((await surveyor.locator('.ct-mark').count()) >= 5)
  if (PICTURES) await surveyor.screenshot({ path: `${PICTURES}/quiz-result.png`, fullPage: true })
})
