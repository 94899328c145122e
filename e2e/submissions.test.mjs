// Reports that go up: a ward sends, the province returns it with a comment, the ward sends again, it is accepted and added up; the key of the
// house is on its page. With PICTURES=folder every page on the way is kept as a picture, in four looks.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { browser, counted, demo, logIn, look as lookAt, open } from './house.mjs'

const { PICTURES } = process.env
let house, chromium, ward, province

before(async () => {
  if (PICTURES) mkdirSync(PICTURES, { recursive: true })
  house = await demo(process.env.CHUNGTAY, 1500)
  chromium = await browser()
  ward = await open(chromium, house)
  province = await open(chromium, house)
  await logIn(ward, house, 'congchuc')
  await logIn(province, house, 'congchucso')
})
after(async () => {
  await chromium?.close()
  house?.stop()
})

const look = (page, name) => lookAt(page, house, name, counted)

/** The ward prepares its report from the board and sends it. */
async function send(page, name) {
  await counted(page)
  if (name) await look(page, name)
  const seen = page.locator('input[name=acknowledged]')
  if (await seen.count()) await seen.check()
  await page.locator('main form button.btn-lg').click()
  await page.waitForURL(/\/reports\/submissions\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname
}

/** Whoever receives presses one of the buttons of a report. */
async function press(page, report, what) {
  await page.visit(report)
  await page.locator(`button[name=do][value=${what}]`).click()
  await page.waitForURL((url) => url.pathname === report)
}

test('a ward sends, the province returns with a comment, the ward sends again, it is accepted and added up', async () => {
  await ward.visit('/reports')
  await ward.locator('a[href="/reports/submissions"]').click()
  await look(ward, 'board-of-a-ward')
  await ward.locator('a[href^="/reports/submissions/new"]').first().click()
  const first = await send(ward, 'new')
  await ward.getByText('Đã gửi').first().waitFor()
  await province.visit(first)
  await look(province, 'sent')
  await press(province, first, 'receive')
  await province.locator('summary', { hasText: 'Trả lại kèm ý kiến' }).click()
  await province.fill('#comment', 'xem lại biểu 8 cột 4')
  await province.locator('details button[value=return]').click()
  await province.getByText('Bị trả lại, cần sửa').waitFor()
  await ward.visit(first)
  await ward.getByText('xem lại biểu 8 cột 4').first().waitFor()
  await look(ward, 'returned')
  await ward.locator('a', { hasText: 'Lập lại và gửi bản mới' }).click()
  await ward.getByText('xem lại biểu 8 cột 4').first().waitFor()
  const second = await send(ward)
  await press(province, second, 'receive')
  await press(province, second, 'accept')
  await province.visit('/reports/submissions')
  await look(province, 'board-of-a-province')
  await province.locator('a', { hasText: 'Tổng hợp báo cáo đã chấp nhận' }).click()
  await look(province, 'consolidate')
  const whole = await send(province)
  await province.getByText('Cộng từ 1 báo cáo').waitFor()
  await look(province, 'consolidated')
  for (const ending of ['bao-cao.docx', 'bao-cao.pdf', 'mau-bieu.xlsx']) {
    const [download] = await Promise.all([
      province.waitForEvent('download'),
      province.locator(`a[href="${whole}/files/${ending}"]`).click(),
    ])
    assert.ok(readFileSync(await download.path()).length > 1000, ending)
  }
  assert.deepEqual([...ward.complaints, ...province.complaints], [])
})

test('the key of the house is on its page, and a file that is none is told', async () => {
  await province.visit('/reports/exchange')
  await look(province, 'exchange')
  assert.match(await province.locator('code').first().textContent(), /^ct1-[0-9a-f]{136}$/)
  await province.setInputFiles('#file', { name: 'a.ctb', mimeType: 'application/octet-stream', buffer: Buffer.from('không phải') })
  await province.locator('main form[enctype] button').click()
  await province.getByText('không phải tệp trao đổi của Chung Tay').waitFor()
})
