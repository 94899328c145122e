// A whole yearly review of a ward, from its roster to its certificates and its report, day by day: the server is stopped and started
// again on later days, as the clocks of the law run. With PICTURES=folder every page on the way is kept as a picture.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { DESK, PHONE, browser, logIn, open, overDays, sideways, violations } from './house.mjs'

const { PICTURES } = process.env
/** Of one person who lives in need of much, of little, and of nothing. */
const POOR = { income: 900_000, water: 'surface', toilet: 'none', internet: 0, insured: 0 }
const NEAR_POOR = { income: 900_000, water: 'tap', toilet: 'septic', internet: 1, insured: 1 }
const NOT_POOR = { income: 9_000_000, water: 'tap', toilet: 'septic', internet: 1, insured: 1 }
let ward, chromium, review, campaign, phone
const people = {}
/** The two tổ dân phố of the journey: each with the household that the ward manages, and two that ask. */
const first = {}
const other = {}

before(async () => {
  if (PICTURES) mkdirSync(PICTURES, { recursive: true })
  ward = await overDays(process.env.CHUNGTAY, 1000, '2025-09-03')
  chromium = await browser()
  for (const user of ['congchuc', 'congchuc2', 'chutich', 'congchucso']) people[user] = await open(chromium, ward)
  await logsIn('congchuc', 'chutich')
})
after(async () => {
  await chromium?.close()
  await ward?.stop()
})

async function logsIn(...users) {
  for (const user of users) {
    await people[user].context().clearCookies({ name: 'ct-session' })
    await logIn(people[user], ward, user)
  }
}

/** The next day of the journey has come. */
async function day(date, ...users) {
  await ward.goes(date)
  await logsIn(...users)
}

/** A page as it is now: nothing is cut off on a phone, and axe has nothing to say. */
async function look(page, name) {
  for (const [label, viewport] of [['390', PHONE], ['1440', DESK]]) {
    await page.setViewportSize(viewport)
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${label}.png`, fullPage: true })
    assert.ok((await sideways(page)) <= 0, `${name} ${label}`)
  }
  assert.deepEqual(await violations(page), [], name)
}

const told = (page, words) => page.locator('.ct-told', { hasText: words }).waitFor()
const done = (page, what) => page.locator('.ct-just', { hasText: `Đã ghi: ${what}` }).waitFor()

/** What a link gives to take away. */
async function taken(page, link) {
  const coming = page.waitForEvent('download')
  await link.first().click()
  const download = await coming
  if (PICTURES) await download.saveAs(`${PICTURES}/${download.suggestedFilename()}`)
  return readFileSync(await download.path())
}

/** The words of a paper. */
function words(pdf) {
  assert.equal(pdf.subarray(0, 4).toString(), '%PDF')
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' }).replace(/\s+/g, ' ')
}

const isDocx = (bytes) => assert.equal(bytes.subarray(0, 2).toString(), 'PK')

/** A button or link of a page, and the page that comes. */
async function press(page, where) {
  const came = page.waitForEvent('load')
  await (typeof where === 'string' ? page.locator(where) : where).first().click()
  await came
}

/** The village goes on to its next step. */
async function passes(village) {
  const officer = people.congchuc
  await officer.visit(village.href)
  await press(officer, 'button[value=pass]')
  await done(officer, 'Chuyển sang bước sau')
}

/** The phone of a surveyor: what it sends for a household, as ODK Collect would. */
async function letsIn(label, surveyor) {
  const officer = people.congchuc
  await officer.visit(campaign)
  await officer.locator('summary').evaluateAll((all) => all.forEach((each) => (each.parentElement.open = true)))
  const form = officer.locator(`form[action="${campaign}/devices"]`)
  const whom = form.locator('select[name=user] option', { hasText: surveyor })
  await form.locator('select[name=user]').selectOption(await whom.first().getAttribute('value'))
  await form.locator('[name=label]').fill(label)
  await form.locator('button').click()
  await officer.waitForURL(/devices$/)
  const token = (await officer.locator('code').allTextContents()).find((text) => /^[0-9a-f]{64}$/.test(text))
  const base = () => `${ward.url}/v1/key/${token}/projects/${campaign.split('/').pop()}`
  const get = async (path) => (await fetch(base() + path, { headers: { connection: 'close' } })).text()
  const list = await get('/formList')
  const tag = (name) => list.match(new RegExp(`<${name}>([^<]*)</${name}>`))[1]
  const [id, version] = [tag('formID'), tag('version')]
  return async (head, { income, water, toilet, internet, insured }) => {
    const [names, ...rows] = (await get(`/forms/${id}/households.csv`)).trim().split('\n')
    const row = rows.find((line) => line.includes(head))
    assert.ok(row, `${head} is not on the phone's list: ${rows.length} households`)
    const household = row.split(',')[names.split(',').indexOf('name')]
    const xml = `<data id="${id}" version="${version}"><visit><household_id>${household}</household_id></visit>
<income_per_capita>${income}</income_per_capita><dwelling_area>45</dwelling_area><wall_durable>1</wall_durable><column_durable>1</column_durable>
<roof_durable>1</roof_durable><main_water_source>${water}</main_water_source><toilet_type>${toilet}</toilet_type>
<uses_internet>${internet}</uses_internet><information_devices>tv</information_devices><member><birth_date>1984-05-01</birth_date>
<social_allowance>none</social_allowance><has_health_insurance>${insured}</has_health_insurance><able_to_work>1</able_to_work>
<work_status>own_farm</work_status></member><meta><instanceID>uuid:${crypto.randomUUID()}</instanceID></meta></data>`
    const body = new FormData()
    body.append('xml_submission_file', new Blob([xml], { type: 'text/xml' }), 'form.xml')
    const headers = { 'X-OpenRosa-Version': '1.0', connection: 'close' }
    const answer = await fetch(`${base()}/submission`, { method: 'POST', body, headers })
    assert.equal(answer.status, 201, await answer.text())
  }
}

test('03/9: the ward opens its review, settles what the law leaves open, and makes its roster', async () => {
  const [officer, leader] = [people.congchuc, people.chutich]
  await officer.visit('/review')
  await officer.getByText('Chưa có đợt rà soát nào').waitFor()
  await officer.visit('/review/new')
  await officer.check('input[value="yearly-2021"]')
  await press(officer, 'main form button')
  await officer.waitForURL(/\/review\/[0-9a-f-]{36}$/)
  review = new URL(officer.url()).pathname
  await look(officer, '01-opened')

  // Nobody knows by the law who gives the opinion now: the chair settles it, with a reason.
  assert.equal(await officer.locator('#what-opinion_by form').count(), 0, 'that is not the officer’s')
  await leader.visit(review)
  const form = leader.locator('#what-opinion_by form')
  await form.locator('select').selectOption('province_department')
  await form.locator('input[name=reason]').fill('Công văn phân công của UBND tỉnh (bản thử)')
  await form.locator('button').click()
  await done(leader, 'Xác nhận nội dung pháp luật chưa rõ')
  await look(leader, '02-determined')

  await officer.visit(`${review}/roster`)
  const managed = officer.locator('#enroll fieldset:has(input:checked)')
  assert.equal(await managed.count(), 2, 'managed households in two villages')
  for (const [at, village] of [first, other].entries()) {
    village.name = (await managed.nth(at).locator('legend').innerText()).trim()
    village.managed = (await managed.nth(at).locator('label:has(input:checked) strong').innerText()).trim()
  }
  await look(officer, '03-suggested')
  await press(officer, 'button[value=enroll]')
  await done(officer, 'Đưa hộ vào danh sách rà soát')

  // Two households of each village ask, with Mẫu 01; Phiếu A sends one of them home.
  for (const village of [first, other]) {
    await officer.visit('/households')
    const options = await officer.locator('#by-village option').all()
    for (const option of options) if ((await option.innerText()).trim() === village.name) village.id = await option.getAttribute('value')
    await officer.visit(`/households?village=${village.id}`)
    const inVillage = officer.url()
    const unseen = officer.locator('tbody tr', { hasText: 'Chưa rà soát' }).locator('th a')
    village.asked = (await unseen.allInnerTexts()).slice(0, 2).map((head) => head.trim())
    for (const head of village.asked) {
      await officer.goto(inVillage)
      const number = (await officer.locator('tbody th', { hasText: head }).locator('.text-secondary').innerText()).trim()
      await officer.visit(`${review}/roster`)
      await officer.fill('#q', number.replace(/\D/g, ''))
      await officer.locator('button[value=search]').click()
      await officer.locator('form:has(#form) label', { hasText: head }).first().click()
      await officer.selectOption('#form', { index: 0 })
      await press(officer, 'button[value=ask]')
      await done(officer, 'Đưa hộ vào danh sách rà soát')
    }
  }
  await officer.locator('#screen').waitFor()
  await look(officer, '04-asked')
  await officer.visit(review)
  assert.equal(await officer.locator(`form[action="${review}/pass"]`).count(), 0, 'not before Phiếu A')
  await officer.visit(`${review}/roster`)
  const home = first.asked[1]
  for (const head of [...first.asked, ...other.asked]) {
    const line = officer.locator('section[aria-labelledby=screen] li', { hasText: head })
    await line.locator(`button[value=${head === home ? 'no' : 'yes'}]`).click()
    await line.waitFor({ state: 'detached' })
  }
  await officer.visit(review)
  await press(officer, `form[action="${review}/pass"] button`)
  await officer.locator('h2#villages').waitFor()
  await look(officer, '05-survey')
  await press(officer, 'form[action$="/pass-empty"] button')
  assert.equal(await officer.locator('form[action$="/pass-empty"]').count(), 0, 'villages without a household keep nobody waiting')
  for (const village of [first, other]) {
    village.href = `${review}/villages/${village.id}`
    assert.equal(await officer.locator(`section[aria-labelledby=villages] a[href="${village.href}"]`).count(), 1)
  }
})

test('03/9: households are asked, their forms are recorded, and the score says what they are', async () => {
  const officer = people.congchuc
  await officer.visit(first.href)
  await look(officer, '06-village-survey')
  await officer.visit('/field')
  await press(officer, officer.locator('main a[href^="/field/"]', { hasText: 'Rà soát định kỳ năm 2025' }))
  campaign = new URL(officer.url()).pathname
  await press(officer, `form[action="${campaign}/form"] button`)
  for (const village of [first, other]) {
    await officer.visit(`${campaign}/share`)
    await officer.locator('#village').selectOption(village.id)
    await officer.check('input[name=which][value=all]')
    await officer.locator('label', { hasText: 'Rà soát viên thứ hai' }).locator('input').check()
    await officer.locator('main form button').last().click()
    await officer.locator('#plan').waitFor()
    await officer.locator(`button[formaction="${campaign}/assignments"]`).click()
    await officer.waitForURL((url) => url.pathname === campaign)
  }
  phone = await letsIn('Máy của rà soát viên', 'Rà soát viên thứ hai')
  await phone(first.asked[0], POOR)
  await phone(other.asked[0], NOT_POOR)
  await phone(other.asked[1], NOT_POOR)
  await recorded(3)
  await look(officer, '07-forms')
  for (const village of [first, other]) {
    await officer.visit(village.href)
    await look(officer, `08-survey-${village === first ? 'first' : 'other'}`)
    await press(officer, 'button[value=survey]')
    await done(officer, 'Khảo sát hộ')
    await passes(village)
    await press(officer, 'button[value=classify]')
    await done(officer, 'Phân loại hộ')
    await passes(village)
  }
  await look(officer, '09-classified')
  await officer.visit(first.href)
  const line = officer.locator('section[aria-labelledby=cases] li', { hasText: first.asked[0] })
  await line.locator('.ct-outcome', { hasText: 'Hộ nghèo' }).waitFor()
})

/** The officer records the forms that have come; so many are recorded then. */
async function recorded(count) {
  const officer = people.congchuc
  await officer.visit(`${campaign}/forms`)
  const button = officer.locator(`form[action="${campaign}/record"] button`)
  await press(officer, button)
  assert.equal(await officer.locator('.ct-papers > li', { hasText: 'Đã ghi kết quả' }).count(), count)
}

/** Records a meeting of a village: how many were there and how many of them agree to each household that must be voted on. */
async function meets(village, present, agree) {
  const officer = people.congchuc
  await officer.visit(`${village.href}/meeting`)
  for (const box of await officer.locator('input[name=attending]').all()) await box.check()
  await officer.fill('#present', String(present))
  const votes = officer.locator('fieldset.ct-vote:has(input[name=household]:checked) input[name^=agree-]')
  for (const vote of await votes.all()) await vote.fill(String(agree))
  await officer.locator('button[value=hold]').click()
}

/** The signed minutes of the village's newest meeting are there. */
async function signsMinutes() {
  const officer = people.congchuc
  for (const box of await officer.locator('input[name=signed_by]').all()) await box.check()
  await officer.locator('button[value=minutes]').click()
  await done(officer, 'Nộp biên bản họp đã ký')
}

/** Hangs the village's list; gives the address behind its QR code. */
async function posts(village) {
  const officer = people.congchuc
  await officer.visit(`${village.href}/posting`)
  for (const box of await officer.locator('input[name=place], input[name=announced]').all()) await box.check()
  await officer.locator('main form button.btn-lg').click()
  await done(officer, 'Niêm yết danh sách')
  return officer.locator('a[href*="/posted/"]').first().getAttribute('href')
}

test('05/9: more votes than people are refused; below 50% a household is asked again; the other list hangs', async () => {
  await day('2025-09-05', 'congchuc')
  const officer = people.congchuc
  await officer.visit(`${first.href}/meeting`)
  const empty = words(await taken(officer, officer.locator('a[href$="/minutes/next-pdf"]')))
  assert.ok(empty.includes(first.asked[0]), empty)
  await meets(first, 20, 30)
  await told(officer, '30 ý kiến nhưng chỉ có 20 người dự họp')
  await look(officer, '10-meeting-refused')
  await officer.fill('#present', '40')
  await officer.locator('fieldset.ct-vote:has(input[name=household]:checked) input[name^=agree-]').first().fill('12')
  await officer.locator('#tally', { hasText: '12/40 người dự họp đồng ý – chưa đủ 50%' }).waitFor()
  await officer.locator('button[value=hold]').click()
  await done(officer, 'Họp dân')
  const minutes = words(await taken(officer, officer.locator('a[href$="/minutes/0-pdf"]')))
  assert.ok(minutes.includes(first.asked[0]) && minutes.includes('40') && minutes.includes('12'), minutes)
  isDocx(await taken(officer, officer.locator('a[href$="/minutes/0-docx"]')))
  await signsMinutes()
  await look(officer, '11-meeting-failed')

  // There is no way around it: no next step, only the survey again.
  await officer.visit(first.href)
  assert.equal(await officer.locator('button[value=pass]').count(), 0, 'a refused result cannot go on')
  await look(officer, '12-village-back')
  await press(officer, 'button[value=back]')
  await phone(first.asked[0], NEAR_POOR)
  await takesOver(first.asked[0], 'khảo sát lại theo ý kiến cuộc họp')
  await officer.visit(first.href)
  await press(officer, 'button[value=survey]')
  await done(officer, 'Khảo sát hộ')
  await passes(first)
  await press(officer, 'button[value=classify]')
  await done(officer, 'Phân loại hộ')
  const line = officer.locator('section[aria-labelledby=cases] li', { hasText: first.asked[0] })
  await line.locator('.ct-outcome', { hasText: 'Hộ cận nghèo' }).waitFor()
  await passes(first)

  // The other village has nobody to vote on: its meeting hears the results, and its list hangs.
  await meets(other, 35, 30)
  await done(officer, 'Họp dân')
  await signsMinutes()
  await passes(other)
  await officer.visit(`${other.href}/posting`)
  await look(officer, '13-posting')
  other.address = await posts(other)
  await look(officer, '14-posted')
  const printed = words(await taken(officer, officer.locator('a[href*="/posting/"][download].btn-primary')))
  for (const head of [other.managed, ...other.asked]) assert.ok(printed.includes(head), head)
  assert.ok(printed.includes('10/9/2025') || printed.includes('10/09/2025'), 'three working days, over the weekend')
  const anybody = await open(chromium, ward)
  await anybody.goto(other.address)
  await anybody.getByText('Niêm yết đến hết ngày').waitFor()
  await anybody.getByText(other.managed).waitFor()
  await look(anybody, '15-public')
  await anybody.context().close()
})

/** A second form of a household has come: a person lays both side by side, and says that the new one holds. */
async function takesOver(head, reason) {
  const officer = people.congchuc
  await officer.visit(`${campaign}/forms`)
  await press(officer, officer.locator('.ct-papers > li', { hasText: head }).filter({ hasText: 'cần người so sánh' }).locator('a'))
  await press(officer, officer.locator('main a[href$="/compare"]'))
  const rows = officer.locator('fieldset.ct-differs')
  for (let at = 0; at < (await rows.count()); at += 1) await rows.nth(at).locator('input[value=a]').check()
  await officer.fill('#reason', reason)
  await press(officer, 'button[name=do][value=record]')
}

test('08/9: the meeting agrees to what was asked again, and that list hangs; somebody complains about the other', async () => {
  await day('2025-09-08', 'congchuc')
  const officer = people.congchuc
  await meets(first, 38, 25)
  await done(officer, 'Họp dân')
  await signsMinutes()
  await passes(first)
  first.address = await posts(first)

  await officer.visit(`${review}/complaints`)
  await officer.fill('#q', other.asked[0])
  await officer.locator('button[value=search]').click()
  await officer.locator('form:has(#about) label', { hasText: other.asked[0] }).first().click()
  await officer.selectOption('#about', 'wrong_exclusion')
  await officer.selectOption('#from', 'citizen')
  await press(officer, 'button[value=receive]')
  await done(officer, 'Nhận khiếu nại')
  await officer.getByText('11/09/2025').first().waitFor()
  await look(officer, '20-complaint')
  await officer.visit('/review/today')
  await look(officer, '21-today')
})

test('10/9: the list hangs until the last minute of its last day, and is gone from the web in the first of the next', async () => {
  const anybody = await open(chromium, ward)
  await ward.goes('2025-09-10', '23:40')
  await anybody.goto(other.address)
  await anybody.getByText(other.managed).waitFor()
  await ward.goes('2025-09-11', '00:01')
  const answer = await anybody.goto(other.address)
  assert.equal(answer.status(), 404)
  await anybody.getByText('không còn niêm yết').first().waitFor()
  assert.equal(await anybody.getByText(other.managed).count(), 0)
  await look(anybody, '22-public-gone')
  await anybody.goto(first.address)
  await anybody.getByText(first.managed).waitFor()
  await anybody.context().close()
})

test('12/9: somebody else asks again, the complaint is answered, the new result hangs', async () => {
  await day('2025-09-12', 'congchuc', 'congchuc2')
  const [officer, second] = [people.congchuc, people.congchuc2]
  await officer.visit(review)
  await officer.locator('#late').waitFor()
  await look(officer, '23-late')
  await passes(first)
  await passes(other)

  // Whoever surveyed the household may not be the one who checks it again.
  await officer.visit(`${review}/complaints`)
  await look(officer, '24-recheck')
  await phone(other.asked[0], NEAR_POOR)
  await takesOver(other.asked[0], 'phúc tra theo khiếu nại')
  await officer.visit(`${review}/complaints`)
  await officer.locator('form.ct-act .ct-outcome', { hasText: 'Hộ cận nghèo' }).waitFor()
  await press(officer, 'button[value=recheck]')
  await told(officer, 'khảo sát')
  await look(officer, '25-recheck-refused')

  // So the officer goes, with a form on paper: two type it.
  await officer.visit(campaign)
  await press(officer, officer.locator('main a', { hasText: 'Rà soát viên thứ hai' }))
  await officer.locator('label', { hasText: other.asked[0] }).locator('input').check()
  await officer.fill('#reason', 'phúc tra theo khiếu nại')
  await press(officer, 'form[action$="/assignments/end"] button.btn-primary')
  await officer.visit(`${campaign}/entries`)
  await officer.fill('#q', other.asked[0])
  await press(officer, 'form[action$="/entries/search#find"] button')
  await officer.locator('label', { hasText: other.asked[0] }).locator('input[name=household]').first().check()
  await press(officer, `form[action="${campaign}/entries"] button`)
  await officer.locator('#answers').waitFor()
  const entry = new URL(officer.url()).pathname
  await look(officer, '26-typing')
  await types(officer)
  await second.visit(entry)
  await types(second)
  await takesOver(other.asked[0], 'phúc tra theo khiếu nại, phiếu giấy')

  await officer.visit(`${review}/complaints`)
  await press(officer, 'button[value=recheck]')
  await done(officer, 'Phúc tra')
  await officer.locator('textarea[name=reason]').fill('Đã phúc tra: hộ thiếu hụt dưới ba chỉ số, thu nhập dưới chuẩn; công nhận là hộ cận nghèo.')
  await look(officer, '27-answer')
  await press(officer, 'button[value=answer]')
  await done(officer, 'Trả lời khiếu nại')
  const letter = words(await taken(officer, officer.locator('a[href$="/pdf"]')))
  assert.ok(letter.includes(other.asked[0]) && letter.includes('hộ cận nghèo'), letter)
  isDocx(await taken(officer, officer.locator('a[href$="/docx"]')))
  await look(officer, '28-answered')

  // The result that changed has not hung yet: the village cannot go on before it did.
  await officer.visit(other.href)
  assert.equal(await officer.locator('button[value=pass]').count(), 0)
  await look(officer, '29-repost')
  await posts(other)
  await officer.getByText('17/09/2025').first().waitFor()
  await passes(first)
})

/** Types the answers of the paper form. */
async function types(page) {
  const choose = (name, value) => page.check(`input[name="${name}"][value="${value}"]`)
  await choose('h.zone', 'urban')
  await page.fill('[name="h.income_per_capita"]', '900.000')
  await page.fill('[name="h.dwelling_area"]', '45')
  for (const part of ['wall', 'column', 'roof']) await choose(`h.${part}_durable`, 'yes')
  await choose('h.main_water_source', 'tap')
  await choose('h.toilet_type', 'septic')
  await choose('h.uses_internet', 'yes')
  await choose('h.information_devices', 'tv')
  const people = await page.locator('input[name^="m"][name$=".birth_date"]').count()
  for (let at = 1; at <= people; at += 1) {
    await page.fill(`[name="m${at}.birth_date"]`, '1984-05-01')
    await choose(`m${at}.social_allowance`, 'none')
    await choose(`m${at}.has_health_insurance`, 'yes')
    await choose(`m${at}.able_to_work`, 'yes')
    await choose(`m${at}.work_status`, 'own_farm')
  }
  await press(page, 'button[name=do][value=done]')
}

test('18/9: every list has hung; the department is asked for its opinion', async () => {
  await day('2025-09-18', 'congchuc', 'chutich')
  const [officer, leader] = [people.congchuc, people.chutich]
  await passes(other)
  await officer.visit(review)
  await officer.locator('h2#now', { hasText: 'Báo cáo, xin ý kiến' }).waitFor()
  await officer.visit(`${review}/recognition`)
  await look(officer, '30-opinion')
  await press(officer, 'button[value=ask]')
  await done(officer, 'Báo cáo, xin ý kiến')
  await officer.getByText('25/09/2025').first().waitFor()
  await leader.visit(`${review}/recognition`)
  assert.equal(await leader.locator('button[value=give]').count(), 0, 'it is not the ward’s to give')
})

test('22/9: the department agrees; the officer proposes, the chair signs, and everybody has a paper', async () => {
  await day('2025-09-22', 'congchuc', 'chutich', 'congchucso')
  const [officer, leader, department] = [people.congchuc, people.chutich, people.congchucso]
  await department.visit('/review/today')
  await look(department, '31-today-department')
  await department.visit(`${review}/recognition`)
  await look(department, '32-give')
  await department.locator('input[name=agrees][value=yes]').check()
  await press(department, 'button[value=give]')
  await done(department, 'Cho ý kiến')
  await leader.visit(review)
  await press(leader, `form[action="${review}/pass"] button`)
  await done(leader, 'Chuyển sang bước sau')

  await officer.visit(`${review}/recognition`)
  await officer.getByText('Mọi việc của các bước trước đã xong').waitFor()
  await look(officer, '33-checks')
  const draft = words(await taken(officer, officer.locator('a[href$="/decision/pdf"]')))
  assert.ok(draft.includes(first.asked[0]) && draft.includes(other.asked[0]), draft)
  await press(officer, 'button[value=propose]')
  await done(officer, 'Trình dự thảo quyết định')
  await look(officer, '34-proposed')
  // Whoever proposes does not sign: nothing is offered, and what is sent all the same is refused.
  assert.equal(await officer.locator('form[action$="/signature"]').count(), 0)
  const field = (name) => officer.locator(`main input[name=${name}]`).first().inputValue()
  const paper = { name: 'quyet-dinh.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 (bản thử)') }
  const own = await officer.request.post(`${ward.url}${review}/signature`, {
    multipart: { number: '45/QĐ-UBND', signed_on: '2025-09-22', seen: await field('seen'), hash: await field('hash'), scan: paper },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  assert.equal(own.status(), 422)
  await leader.visit(`${review}/recognition`)
  await look(leader, '35-sign')
  await signs(leader)
  await done(leader, 'Ký quyết định công nhận')
  await look(leader, '36-signed')
  await leader.visit(review)
  await press(leader, `form[action="${review}/pass"] button`)
  await done(leader, 'Chuyển sang bước sau')
})

async function signs(page) {
  await page.fill('#number', '45/QĐ-UBND')
  await page.locator('#scan').setInputFiles({ name: 'quyet-dinh.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 (bản thử)') })
  await press(page, 'form[action$="/signature"] button')
}

test('22/9: certificates, answers to whoever is not recognised, the report; and all of it is checked again', async () => {
  const [officer, leader] = [people.congchuc, people.chutich]
  await officer.visit(`${review}/recognition`)
  await look(officer, '40-certify')
  // They are made beside the pages; what was printed is then recorded as issued.
  await officer.visit(`${review}/certificates`)
  await officer.getByText('phần mềm chưa cấp giấy').click()
  await officer.getByLabel('Tất cả các hộ này').waitFor()
  await look(officer, '39-certificates')
  await press(officer, 'button[value=make]')
  await officer.locator('[data-state=done]').waitFor({ timeout: 60_000 })
  await look(officer, '40-made')
  const certificates = words(await taken(officer, officer.locator('a[href*="/certificates/"]').first()))
  await press(officer, 'button[value=issue]')
  await done(officer, 'Cấp giấy chứng nhận')
  await officer.visit(`${review}/recognition`)
  for (const head of [first.managed, first.asked[0], other.managed, other.asked[0]]) assert.ok(certificates.includes(head), head)
  assert.ok(!certificates.includes(other.asked[1]), 'nobody has a certificate who is not poor')
  for (let left = await officer.locator('button[value=answer]').count(); left > 0; left -= 1) {
    await officer.locator('textarea[name=reason]').first().fill('Thu nhập của hộ trên chuẩn cận nghèo.')
    await press(officer, 'button[value=answer]')
    await done(officer, 'Trả lời hộ không đủ điều kiện')
    assert.equal(await officer.locator('button[value=answer]').count(), left - 1)
  }
  await look(officer, '41-answered')
  await officer.visit(review)
  await press(officer, `form[action="${review}/pass"] button`)
  await officer.locator('h2#now', { hasText: 'Báo cáo kết quả' }).waitFor()
  await officer.visit(`${review}/recognition`)
  // It is sent on paper: from this server nothing goes up before the figures are sealed.
  await officer.getByText('Đã gửi bằng giấy?').click()
  await press(officer, 'button[value=report]')
  await done(officer, 'Gửi báo cáo')
  await look(officer, '42-reported')
  await leader.visit(review)
  await press(leader, `form[action="${review}/pass"] button`)
  await leader.getByText('Đợt rà soát này đã xong mọi việc').waitFor()
  await look(leader, '43-finished')
  await officer.visit('/review')
  await officer.locator('tr', { hasText: 'đã xong' }).first().waitFor()
  await look(officer, '44-board')

  // What the household is now stands in its file, with the decision.
  await officer.visit(`/households?village=${first.id}`)
  await press(officer, officer.locator('tbody a', { hasText: first.asked[0] }))
  await look(officer, '45-household')

  await ward.ends()
  const { code, out } = ward.runs('verify', '--campaign', campaign.split('/').pop())
  assert.equal(code, 0, out)
  assert.match(out, /khớp hết/)
})
