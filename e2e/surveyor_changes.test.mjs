// What changes under a surveyor's phone: the form, the list, the app itself, the disk, the receipts. Nothing begun is lost.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PHOTO, begin, choosePin, enrolled, installed, next, office, onward, phone, photographs, reopened, standIn, unlocked, walked } from './phone.mjs'

let all, house, clerk, board

before(async () => {
  all = await office()
  ;({ house, clerk, board } = all)
})
after(() => all?.stop())

const toList = async (page) => {
  await page.locator('.bar .icon').first().click()
  await page.locator('.household').first().waitFor()
}
const where = (page) => page.locator('main[data-step]').getAttribute('data-step')
const answered = (page) => page.locator('.where span').first().innerText()
const isKept = (page) => page.getByText('Đã lưu trên máy').waitFor()

/** Finishes the open visit; it is stored on the server when this is done. */
async function sent(page) {
  await walked(page)
  await page.locator('.finish').click()
  await page.locator('.household').first().waitFor()
  await page.locator('.counts').click()
  await page.getByText(/Đã lưu trên máy chủ lúc/).first().waitFor()
}

test('a begun form is finished in its version although the office has published a newer one', async () => {
  const page = await phone(all)
  await page.visit((await enrolled(all, 'Máy có phiếu cũ')).address)
  await choosePin(page)
  await begin(page, 0)
  await isKept(page)
  await walked(page, 6)
  const [step, done] = [await where(page), await answered(page)]
  await toList(page)

  // The next version of the form, with other words in it, as a phone would be given it.
  let version
  const newer = async (route) => {
    const response = await route.fetch()
    const text = await response.text()
    version ??= /<version>([^<]+)</.exec(text)?.[1]
    const body = text.replaceAll(version, `${version}-moi`).replaceAll('Họ và tên chủ hộ', 'Họ tên chủ hộ, câu mới')
    await route.fulfill({ response, body })
  }
  await page.route('**/formList', newer)
  await page.route(/\/forms\/.*\.xml/, newer)
  await page.locator('.foot button').click()
  await page.getByText('Đang tải danh sách').waitFor({ state: 'detached' })
  await page.locator('.household').nth(1).click()
  await page.getByText('Họ tên chủ hộ, câu mới').waitFor()
  await toList(page)

  // Even after the app was closed and opened again.
  const again = await reopened(page.context(), house)
  await page.close()
  await again.route('**/formList', newer)
  await again.route(/\/forms\/.*\.xml/, newer)
  await unlocked(again)
  await begin(again, 0)
  await isKept(again)
  assert.equal(await where(again), step, 'it opens where it was left')
  assert.equal(await answered(again), done, 'with every answer')
  await again.locator('.bar .icon').last().click()
  await again.locator('.contents .card').first().click()
  await again.getByText('Họ và tên chủ hộ').waitFor()
  let form
  again.on('request', (one) => one.url().endsWith('/submission') && (form ??= one.postDataBuffer()?.toString()))
  await sent(again)
  assert.match(form, new RegExp(`<data[^>]* version="${version}"`), 'what is sent names the old version')
  await clerk.visit(`${board}/forms`)
  assert.equal(await clerk.locator('.ct-papers > li', { hasText: 'Đã phân loại' }).count(), 1, 'the office reads it like any other')
  await again.context().close()
})

test('a begun visit stays within reach when the office takes its household off the list', async () => {
  const page = await phone(all)
  await page.visit((await enrolled(all, 'Máy bị rút hộ')).address)
  await choosePin(page)
  await begin(page, 1)
  await isKept(page)
  await walked(page, 4)
  const [step, done, head] = [await where(page), await answered(page), await page.locator('.bar .title').innerText()]
  await toList(page)
  const listed = await page.locator('.household').count()
  const shorter = async (route) => {
    const response = await route.fetch({ headers: { ...route.request().headers(), 'if-none-match': '' } })
    const rows = (await response.text()).split('\n')
    rows.splice(2, 1)
    await route.fulfill({ response, headers: { ...response.headers(), etag: '"shorter"' }, body: rows.join('\n') })
  }
  await page.route('**/households.csv', shorter)
  await page.locator('.foot button').click()
  await page.getByText('Đang tải danh sách').waitFor({ state: 'detached' })
  assert.equal(await page.locator('.household').count(), listed, 'still as many: the begun one is among them')
  await page.locator('.household', { hasText: 'Đang làm' }).click()
  await isKept(page)
  assert.deepEqual([await where(page), await answered(page), await page.locator('.bar .title').innerText()], [step, done, head])
  await sent(page)
  await page.context().close()
})

test('a new version of the app waits until the person takes it, and the begun visit goes on in it', async (t) => {
  const front = await standIn(house)
  t.after(() => front.stop())
  const page = await phone({ ...all, house: front })
  await page.visit((await enrolled(all, 'Máy được nâng cấp')).address)
  await choosePin(page)
  await installed(page)
  await begin(page, 2)
  await isKept(page)
  await walked(page, 5)
  const looked = () => page.evaluate(() => navigator.serviceWorker.getRegistration().then((one) => one.update()).catch(() => {}))
  const waits = () => page.evaluate(() => navigator.serviceWorker.getRegistration().then((one) => !!one.waiting))
  const caches = () => page.evaluate(() => globalThis.caches.keys())
  const old = await caches()

  // A build of which a file is missing is none.
  front.build = 'half'
  await looked()
  await page.waitForTimeout(1500)
  assert.equal(await waits(), false)
  front.build = 'new'
  await looked()
  while (!(await waits())) await page.waitForTimeout(100)
  assert.equal(await page.locator('.banner', { hasText: 'bản mới' }).count(), 0, 'nobody is disturbed in a question')
  await next(page)
  const [step, done] = [await where(page), await answered(page)]
  await toList(page)
  assert.doesNotMatch(await page.title(), /bản mới/)
  await page.getByRole('button', { name: 'Dùng bản mới' }).click()
  await page.locator('#pin').waitFor()
  assert.match(await page.title(), /bản mới/)
  assert.deepEqual((await caches()).map((name) => name === old[0]), [false], 'only the new one is kept')
  await page.context().setOffline(true)
  await page.reload()
  await unlocked(page)
  assert.match(await page.title(), /bản mới/, 'without a signal, too')
  await begin(page, 2)
  await isKept(page)
  assert.deepEqual([await where(page), await answered(page)], [step, done], 'the visit goes on where it was')
  await page.context().close()
})

test('the next question comes only when the answer is on the disk: a tab killed at that moment loses nothing', async () => {
  const page = await phone(all)
  await page.visit((await enrolled(all, 'Máy có đĩa chậm')).address)
  await choosePin(page)
  await begin(page, 0)
  await isKept(page)
  const text = page.locator('.question textarea').first()
  while (!(await text.count())) await next(page)
  const step = await where(page)
  await page.evaluate(() => {
    const seal = SubtleCrypto.prototype.encrypt
    SubtleCrypto.prototype.encrypt = async function (...given) {
      await new Promise((done) => setTimeout(done, 1500))
      return seal.apply(this, given)
    }
  })
  await text.fill('Nhà cuối xóm')
  await onward(page, page.locator('footer.steps button.main'))
  const again = await reopened(page.context(), house)
  await page.close()
  await unlocked(again)
  await begin(again, 0)
  await again.locator('footer.steps button').first().click()
  await again.locator(`main[data-step="${step}"]`).waitFor()
  assert.equal(await again.locator('.question textarea').first().inputValue(), 'Nhà cuối xóm')
  await again.context().close()
})

test('a photograph for which there was no room is kept with the next try', async () => {
  const page = await phone(all)
  await page.visit((await enrolled(all, 'Máy hết chỗ cho ảnh')).address)
  await choosePin(page)
  await begin(page, 2)
  await isKept(page)
  await walked(page)
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype
    globalThis.isFull = true
    IDBObjectStore.prototype.put = function (...given) {
      if (globalThis.isFull) throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, given)
    }
  })
  await page.locator('.question input[type=file]').setInputFiles(PHOTO)
  await page.getByText(/câu trả lời mới nhất CHƯA lưu được/).waitFor()
  await page.evaluate(() => (globalThis.isFull = false))
  await page.getByRole('button', { name: 'Lưu lại' }).click()
  await isKept(page)
  const again = await reopened(page.context(), house)
  await page.close()
  await unlocked(again)
  await begin(again, 2)
  await again.locator('.picture img').waitFor()
  assert.ok(await again.locator('.picture img').evaluate((one) => one.decode().then(() => one.naturalWidth)), 'and can be looked at')
  await again.context().close()
})

test('a receipt that does not name every part with its hash takes nothing off the phone', async () => {
  const page = await phone(all)
  await page.visit((await enrolled(all, 'Máy có biên nhận sai')).address)
  await choosePin(page)
  await begin(page, 1)
  await isKept(page)
  await walked(page)
  await page.locator('.question input[type=file]').setInputFiles(PHOTO)
  await page.locator('.picture img').waitFor()
  const lies = [
    (text) => text.replace(/(name="photo[^"]*" sha256=")[0-9a-f]/, (_, before) => `${before}x`),
    (text) => text.replace(/<(\w+:)?stored name="photo[^>]*>/, ''),
  ]
  let lie = lies[0]
  await page.route('**/submission', async (route) => {
    const response = await route.fetch()
    const text = await response.text()
    await route.fulfill({ response, body: /isComplete="true"/.test(text) ? lie(text) : text })
  })
  await page.locator('.finish').click()
  await page.locator('.household').first().waitFor()
  await page.locator('.counts').click()
  const problem = page.locator('.outgoing .problem', { hasText: 'nội dung không giống' })
  await problem.waitFor()
  assert.ok((await photographs(page)) > 0, 'the photograph is still here')
  lie = lies[1]
  const answer = page.waitForResponse('**/submission')
  await page.locator('button.main', { hasText: 'Gửi ngay' }).click()
  await answer
  await page.locator('.outgoing .progress').waitFor({ state: 'detached' })
  await problem.waitFor()
  assert.ok((await photographs(page)) > 0, 'still')
  await page.unroute('**/submission')
  await page.locator('button.main', { hasText: 'Gửi ngay' }).click()
  await page.getByText(/Đã lưu trên máy chủ lúc/).waitFor()
  assert.equal(await photographs(page), 0, 'an honest receipt frees the room')
  await page.context().close()
})
