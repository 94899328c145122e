// A review by law through its pages: the board, opening one and its roster, a village from its meeting to the list on the web, complaints
// and what the chair determines. With PICTURES=folder every page on the way is kept as a picture, in four looks.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { DESK, PHONE, browser, demo, logIn, open, sideways, violations } from './house.mjs'

const { PICTURES } = process.env
let house, chromium, officer, leader, ward

before(async () => {
  if (PICTURES) mkdirSync(PICTURES, { recursive: true })
  house = await demo(process.env.CHUNGTAY, 3000)
  chromium = await browser()
  officer = await open(chromium, house)
  leader = await open(chromium, house)
  await logIn(officer, house, 'congchuc')
  await logIn(leader, house, 'chutich')
  await officer.visit('/review')
  ward = await officer.locator('main table a[href^="/review/"]').first().getAttribute('href')
})
after(async () => {
  await chromium?.close()
  house?.stop()
})

/** A page on a phone and at a desk, light and dark, in both languages: nothing is cut off and axe has nothing to say. */
async function look(page, name) {
  const { url } = house
  const keep = (await page.context().cookies(url)).filter(({ name }) => name === 'ct-theme' || name === 'ct-lang')
  for (const [label, viewport, theme, language] of [
    ['390-light-vi', PHONE, 'light', 'vi'],
    ['390-dark-en', PHONE, 'dark', 'en'],
    ['1440-dark-vi', DESK, 'dark', 'vi'],
    ['1440-light-vi', DESK, 'light', 'vi'],
  ]) {
    await page.setViewportSize(viewport)
    await page.context().addCookies([{ name: 'ct-theme', value: theme, url }, { name: 'ct-lang', value: language, url }])
    await page.goto(page.url(), { waitUntil: 'load' })
    if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}-${label}.png`, fullPage: true })
    assert.deepEqual(await violations(page), [], `${name} ${label}`)
    assert.ok((await sideways(page)) <= 0, `${name} ${label}`)
  }
  await page.context().clearCookies({ name: 'ct-lang' })
  await page.context().addCookies(keep)
  await page.goto(page.url(), { waitUntil: 'load' })
}

/** The first village of the ward in a step. */
async function villageIn(step) {
  await officer.visit(ward)
  const line = officer.locator('section[aria-labelledby=villages] li', { has: officer.locator('.badge', { hasText: step }) })
  return line.first().locator('a').first().getAttribute('href')
}

test('the board shows a living review, and the day begins with what is mine', async () => {
  await officer.visit('/review')
  assert.ok((await officer.locator('.ct-walk-now .ct-cell').count()) >= 3, 'villages are at different steps')
  assert.ok((await officer.locator('.ct-late').count()) > 0, 'a complaint waits too long')
  await look(officer, 'board')
  await officer.visit('/review/today')
  await officer.getByText('Phúc tra và trả lời khiếu nại').first().waitFor()
  await look(officer, 'today')
  await officer.visit(ward)
  await officer.getByText('Đang trễ hạn').waitFor()
  await look(officer, 'one')
  await officer.visit(`${ward}/roster`)
  await look(officer, 'roster')
})

test('a review in between is opened; a household asks, is put on the roster and withdraws', async () => {
  await officer.visit('/review/new')
  await look(officer, 'new')
  await officer.check('input[value="monthly-2021"]')
  await officer.fill('#month', '13')
  await officer.locator('main form button').click()
  await officer.locator('.ct-told').waitFor()
  assert.ok(await officer.isChecked('input[value="monthly-2021"]'), 'what was chosen is still there')
  const now = new Date(Date.now() + 7 * 3600_000)
  const begun = now.getUTCDate() >= 15 ? now : new Date(now.getTime() - 20 * 86_400_000)
  await officer.fill('#year', String(begun.getUTCFullYear()))
  await officer.fill('#month', String(begun.getUTCMonth() + 1))
  await officer.locator('main form button').click()
  await officer.waitForURL(/\/review\/[0-9a-f-]{36}$/)
  const monthly = new URL(officer.url()).pathname
  await officer.visit('/households')
  const head = (await officer.locator('main tbody a[href^="/households/"]').first().innerText()).trim()
  await officer.visit(`${monthly}/roster`)
  await officer.fill('#q', head)
  await officer.locator('button[value=search]').click()
  await officer.locator('#ask').waitFor()
  assert.ok(!officer.url().includes(encodeURIComponent(head.split(' ')[0])), 'no name in the address')
  await officer.locator('form:has(#form) input[name=household]').first().check()
  await officer.locator('button[value=ask]').click()
  await officer.getByText('Đã ghi: Đưa hộ vào danh sách rà soát').waitFor()
  await officer.getByText('Trong danh sách: 1 hộ').waitFor()
  await look(officer, 'asked')
  // Taking it out needs a reason; it stays to be seen.
  await officer.locator('summary', { hasText: 'Đưa ra khỏi đợt' }).click()
  await officer.locator('select[name=why]').selectOption('withdrew')
  await officer.locator('form:has(button[value=leave]) input[name=reason]').fill('hộ rút giấy đề nghị')
  await officer.locator('button[value=leave]').click()
  await officer.getByText('1 hộ không còn trong đợt').waitFor()
})

test('a village holds its meeting, its list hangs and is on the web for its code', async () => {
  const village = await villageIn('Họp dân')
  await officer.visit(village)
  await look(officer, 'village')
  await officer.visit(`${village}/meeting`)
  for (const box of await officer.locator('input[name=attending]').all()) await box.check()
  await officer.fill('#present', '40')
  const votes = officer.locator('fieldset.ct-vote:has(input[name=household]:checked) input[name^=agree-]')
  for (const vote of await votes.all()) await vote.fill('12')
  if (await votes.count()) await officer.getByText('12/40 người dự họp đồng ý – chưa đủ 50%').first().waitFor()
  for (const vote of await votes.all()) await vote.fill('35')
  if (await votes.count()) await officer.getByText('35/40 người dự họp đồng ý – đủ 50%').first().waitFor()
  await officer.locator('button[value=hold]').click()
  await officer.getByText('Đã ghi: Họp dân').waitFor()
  await look(officer, 'meeting')
  for (const box of await officer.locator('input[name=signed_by]').all()) await box.check()
  await officer.setInputFiles('input[name=scan]', { name: 'biên bản.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 bien ban') })
  await officer.locator('button[value=minutes]').click()
  await officer.getByText('Đã ghi: Nộp biên bản họp đã ký').waitFor()
  await officer.locator('a[href*="/files/"]').first().waitFor()
  await look(officer, 'minutes')
  await officer.visit(village)
  await officer.locator('button[value=pass]').click()
  await officer.getByText('Đã ghi: Chuyển sang bước sau').waitFor()
  await officer.visit(`${village}/posting`)
  await look(officer, 'posting')
  // Not at every place: refused with its article, and what was marked is still marked.
  await officer.locator('input[name=place]').first().check()
  await officer.locator('main form button.btn-lg').click()
  await officer.locator('.ct-told').waitFor()
  assert.ok(await officer.locator('input[name=place]').first().isChecked())
  for (const box of await officer.locator('input[name=place], input[name=announced]').all()) await box.check()
  // What hangs is photographed with the phone, at each place.
  const buffer = await officer.screenshot({ type: 'jpeg' })
  for (const field of await officer.locator('input[type=file][capture=environment]').all())
    await field.setInputFiles({ name: 'ảnh.jpg', mimeType: 'image/jpeg', buffer })
  await officer.locator('main form button.btn-lg').click()
  await officer.getByText('Đã ghi: Niêm yết danh sách').waitFor()
  await look(officer, 'posted')
  const photographs = officer.locator('section.ct-now a[href*="/files/"]')
  assert.ok((await photographs.count()) >= 2, 'one of each place')
  const taken = await officer.request.get(house.url + (await photographs.first().getAttribute('href')))
  assert.equal(taken.headers()['content-type'], 'image/jpeg')
  assert.equal(taken.headers()['cache-control'], 'no-store')
  const address = await officer.locator('a[href*="/posted/"]').first().getAttribute('href')
  const anybody = await open(chromium, house)
  await anybody.goto(address)
  await anybody.getByText('Danh sách niêm yết kết quả rà soát').first().waitFor()
  await look(anybody, 'public')
  await anybody.goto(`${address.slice(0, -3)}AAA`)
  await anybody.getByText('không còn niêm yết').first().waitFor()
})

test('a complaint that is late is seen as late; the chair determines what the law leaves open', async () => {
  await officer.visit(`${ward}/complaints`)
  assert.ok((await officer.locator('.ct-late').count()) > 0)
  await look(officer, 'complaints')
  await officer.visit(`${ward}/recognition`)
  await officer.getByText('Kiểm tra trước khi ký').waitFor()
  await look(officer, 'recognition')
  await leader.visit(ward)
  const form = leader.locator('#what-opinion_by form')
  await form.locator('select').selectOption('nobody')
  await form.locator('input[name=reason]').fill('Chưa có văn bản giao cấp nào cho ý kiến thay cấp huyện.')
  await form.locator('button').click()
  await leader.getByText('Đã ghi: Xác nhận nội dung pháp luật chưa rõ').waitFor()
  await look(leader, 'determined')
  // The leader is offered nothing that is the officer's.
  await leader.visit(`${ward}/roster`)
  assert.equal(await leader.locator('button[value=enroll]').count(), 0)
})

test('feedback without a name is kept apart from complaints, looked into, and an earlier day shows the review as it was', async () => {
  await officer.visit(`${ward}/complaints`)
  await officer.getByText('Ghi một phản ánh').click()
  await officer.locator('#f-village').selectOption({ index: 1 })
  await officer.fill('#f-words', 'Có người gọi điện, nói một nhà đầu xóm có cửa hàng lớn.')
  await officer.locator('button[value=take]').click()
  await officer.getByText('không nêu tên').first().waitFor()
  await look(officer, 'feedback')
  const settle = officer.locator('form:has(button[value=settle])')
  await officer.locator('details:has(button[value=settle]) summary').click()
  await settle.getByLabel('Không có cơ sở').check()
  await settle.locator('textarea').fill('Đã đến xem cùng trưởng thôn: không có cửa hàng nào.')
  await officer.locator('button[value=settle]').click()
  await officer.getByText('1 phản ánh đã xem xét').waitFor()
  await officer.visit('/review/watched')
  await look(officer, 'watched')
  const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10)
  await officer.visit(ward)
  await officer.getByText('Xem lại tình hình một ngày trước đây').click()
  await officer.fill('#known', day)
  await officer.locator('form:has(#known) button').click()
  await officer.getByText('Tình hình như đã biết đến hết ngày').waitFor()
  assert.equal(await officer.locator('main form[method=post]').count(), 0, 'nothing can be done in the past')
  await look(officer, 'known')
})

test('no page of the review complains in the browser', () => {
  // What is refused on purpose is told with 409 and 422.
  const serious = [...officer.complaints, ...leader.complaints].filter((line) => !/status of (409|422)/.test(line))
  assert.deepEqual(serious, [])
})
