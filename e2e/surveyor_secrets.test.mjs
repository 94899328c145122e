// What a surveyor's phone gives away: nothing that lies on its disk, nothing that the camera wrote, nothing once it is locked.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PIN, begin, choosePin, enrolled, office, phone, reopened, standIn, unlocked, walked } from './phone.mjs'

let all, house

before(async () => {
  all = await office()
  ;({ house } = all)
})
after(() => all?.stop())

/** Everything in the app's database, as text of its bytes. */
const onDisk = (page) => page.evaluate(async () => {
  const database = await new Promise((done, failed) => {
    const asked = indexedDB.open('chungtay-surveyor')
    asked.onerror = failed
    asked.onsuccess = () => done(asked.result)
  })
  const shelf = (name) => new Promise((done) => {
    const asked = database.transaction(name).objectStore(name).getAll()
    asked.onsuccess = () => done(asked.result)
  })
  const decoder = new TextDecoder()
  const text = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return decoder.decode(value)
    if (value instanceof CryptoKey) return `key ${value.extractable}`
    return value && typeof value === 'object' ? Object.values(value).map(text).join('\n') : `${value}`
  }
  const texts = []
  for (const name of database.objectStoreNames) texts.push(...(await shelf(name)).map(text))
  return texts.join('\n')
})

test('nothing that lies on the phone can be read without the PIN', async () => {
  const page = await phone(all)
  const { address } = await enrolled(all, 'Máy bị đọc trộm')
  await page.visit(address)
  await choosePin(page)
  const head = await page.locator('.household .who').first().innerText()
  await begin(page, 0)
  await page.getByText('Đã lưu trên máy').waitFor()
  await walked(page, 4)
  const disk = await onDisk(page)
  assert.ok(disk.length > 10_000, 'the visit, the form and the lists are there')
  for (const secret of [head, '<data', 'household_id', address.split('.').pop(), PIN]) assert.ok(!disk.includes(secret), `${secret} can be read`)
  assert.match(disk, /key false/, 'the browser lets its key out to nobody')
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))
  for (const secret of [head, address.split('.').pop(), PIN]) assert.ok(!kept.includes(secret))
  await page.context().close()
})

test('a photograph leaves the phone without what the camera wrote into it', async (t) => {
  const front = await standIn(house)
  t.after(() => front.stop())
  const page = await phone({ ...all, house: front })
  await page.visit((await enrolled(all, 'Máy có ảnh')).address)
  await choosePin(page)
  await begin(page, 1)
  await page.getByText('Đã lưu trên máy').waitFor()
  await walked(page)
  const photo = await photographed(page, 'GPS 11.5401,107.8073 Canon 0123456')
  assert.ok(photo.includes('GPS 11.5401'))
  await page.locator('.question input[type=file]').setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: photo })
  await page.locator('.picture img').waitFor()
  await page.locator('.finish').click()
  await page.locator('.household').first().waitFor()
  await page.locator('.counts').click()
  await page.getByText(/Đã lưu trên máy chủ lúc/).waitFor()
  const sent = Buffer.concat(front.sent)
  assert.ok(sent.includes(Buffer.from([0xff, 0xd8, 0xff])), 'a photograph was sent')
  for (const trace of ['GPS 11.5401', 'Canon', 'Exif', 'IMG_0001']) assert.ok(!sent.includes(trace), `${trace} was sent`)
  await page.context().close()
})

test('the app is locked by hand, when nobody touches it, and when it is opened again', async () => {
  const page = await phone(all)
  await page.clock.install()
  await page.visit((await enrolled(all, 'Máy để quên')).address)
  await choosePin(page)
  await begin(page, 2)
  await page.getByText('Đã lưu trên máy').waitFor()
  const asksPin = async (why) => {
    await page.locator('#pin').waitFor()
    assert.equal(await page.locator('.household, .question, .outgoing').count(), 0, why)
  }
  await page.clock.fastForward('14:00')
  assert.equal(await page.locator('#pin').count(), 0, 'a pause in the talk is no reason')
  await page.clock.fastForward('02:00')
  await asksPin('nobody touched it for a quarter of an hour')
  await page.fill('#pin', '999111')
  await page.locator('button[type=submit]').click()
  await page.locator('.problem').waitFor()
  await asksPin('a wrong PIN opens nothing')
  await unlocked(page)
  assert.equal(await page.locator('.household .badge', { hasText: 'Đang làm' }).count(), 1, 'nothing is lost by locking')
  await page.locator('.bar .icon').click()
  await page.getByRole('button', { name: 'Khóa ứng dụng' }).click()
  await asksPin('locked by hand')
  const again = await reopened(page.context(), house)
  await again.locator('#pin').waitFor()
  for (let wrong = 0; wrong < 5; wrong += 1) {
    await again.fill('#pin', `00011${wrong}`)
    await again.locator('button[type=submit]').click()
    await again.waitForFunction(() => !document.querySelector('#pin').value)
  }
  await again.getByText(/Đợi \d+ giây/).waitFor()
  assert.ok(await again.locator('button[type=submit]').isDisabled(), 'after five wrong ones each costs time')
  await page.context().close()
})

/** A photograph as a camera writes it: with a note of where and by which camera it was taken. */
async function photographed(page, note) {
  const plain = await page.evaluate(() => new Promise((done) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 })
    canvas.getContext('2d').fillRect(20, 20, 200, 100)
    canvas.toBlob(async (blob) => done([...new Uint8Array(await blob.arrayBuffer())]), 'image/jpeg')
  }))
  const content = Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(note)])
  const length = Buffer.alloc(2)
  length.writeUInt16BE(content.length + 2)
  return Buffer.concat([Buffer.from(plain.slice(0, 2)), Buffer.from([0xff, 0xe1]), length, content, Buffer.from(plain.slice(2))])
}
