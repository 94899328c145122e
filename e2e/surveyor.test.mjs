// A surveyor's day on a phone: let in, without a signal, the tab killed in the middle, sent, counted on both sides.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { after, before, test } from 'node:test'
import { sideways, violations } from './house.mjs'
import { PHOTO, PIN, begin, choosePin, enrolled, installed, next, office, phone, reopened, unlocked, walked } from './phone.mjs'

let all, house, clerk, board

before(async () => {
  all = await office()
  ;({ house, clerk, board } = all)
})
after(() => all?.stop())

const badges = (page) => page.locator('.household .badge').allInnerTexts()

test('a phone is let in by a code that is read out, once', async () => {
  const { code } = await enrolled(all, 'Máy gõ mã')
  const page = await phone(all)
  await page.visit('/surveyor/')
  await page.fill('#code', 'AAAA AAAA')
  await page.locator('button[type=submit]').click()
  assert.match(await page.locator('.problem').innerText(), /không đúng/)
  await page.fill('#code', code.toLowerCase())
  await page.locator('button[type=submit]').click()
  await page.locator('#pin').waitFor()
  await page.fill('#pin', '111111')
  await page.fill('#again', '111111')
  await page.locator('button[type=submit]').click()
  assert.match(await page.locator('.problem').innerText(), /dễ đoán/)
  await choosePin(page)
  assert.deepEqual(await violations(page), [])
  await page.context().close()
  const again = await phone(all)
  await again.visit('/surveyor/')
  await again.fill('#code', code)
  await again.locator('button[type=submit]').click()
  assert.match(await again.locator('.problem').innerText(), /đã dùng/)
  await again.context().close()
})

test('three households are filled without a signal, the tab dies in one, and all three have receipts', async () => {
  const { address } = await enrolled(all, 'Máy của ông Ba')
  let page = await phone(all)
  await page.visit(address)
  await choosePin(page)
  assert.equal(new URL(page.url()).hash, '', 'the token does not stay in the address')
  await installed(page)
  const context = page.context()
  await context.setOffline(true)
  for (const at of [0, 1]) {
    await begin(page, at)
    await walked(page)
    if (at === 0) {
      await page.locator('.question input[type=file]').setInputFiles(PHOTO)
      await page.locator('.picture img').waitFor()
    }
    assert.deepEqual(await violations(page), [])
    await page.locator('.finish').click()
    await page.locator('.household').first().waitFor()
  }
  await begin(page, 2)
  await walked(page, 12)
  const where = await page.locator('main h1').innerText()
  const answered = await page.locator('.where span').first().innerText()
  await page.getByText('Đã lưu trên máy').waitFor()
  await page.close()

  page = await reopened(context, house)
  await page.fill('#pin', '000111')
  await page.locator('button[type=submit]').click()
  assert.match(await page.locator('.problem').innerText(), /Chưa đúng/)
  await unlocked(page)
  assert.deepEqual((await badges(page)).slice(0, 3), ['Chờ gửi', 'Chờ gửi', 'Đang làm'])
  await begin(page, 2)
  assert.equal(await page.locator('main h1').innerText(), where, 'it opens where it was left')
  assert.equal(await page.locator('.where span').first().innerText(), answered, 'with every answer')
  await walked(page)
  await page.locator('.finish').click()
  await page.locator('.household').first().waitFor()

  await context.setOffline(false)
  await page.locator('.counts').click()
  const stored = page.getByText(/Đã lưu trên máy chủ lúc \d\d:\d\d/)
  await stored.nth(2).waitFor()
  assert.equal(await stored.count(), 3)
  assert.match(await page.locator('main').innerText(), /Máy và xã khớp nhau/)
  assert.ok((await sideways(page)) <= 0)

  await clerk.visit(`${board}/forms`)
  assert.equal(await clerk.locator('.ct-papers > li', { hasText: 'Đã phân loại' }).count(), 3, 'the office sees them assessed')
  await context.close()
})

test('the server dies in the middle of an upload: nothing is lost and nothing is there twice', async () => {
  const { address } = await enrolled(all, 'Máy gặp mất điện')
  const page = await phone(all)
  await page.visit(address)
  await choosePin(page)
  const context = page.context()
  await context.setOffline(true)
  await begin(page, 0)
  await walked(page)
  await page.locator('.question input[type=file]').setInputFiles(PHOTO)
  await page.locator('.picture img').waitFor()
  await page.locator('.finish').click()
  await page.locator('.household').first().waitFor()
  // The form arrives, its photograph does not: the server is killed between the two.
  let posts = 0
  await page.route('**/submission', async (route) => {
    posts += 1
    if (posts === 2) {
      const ended = new Promise((done) => house.process.once('exit', done))
      house.process.kill('SIGKILL')
      await ended
    }
    // The page may have gone on to another request by then.
    await route.continue().catch(() => {})
  })
  await context.setOffline(false)
  await page.locator('.counts').click()
  await page.locator('.card .badge', { hasText: 'Chờ gửi' }).waitFor()
  while (posts < 2) await page.waitForTimeout(50)
  await page.unroute('**/submission')
  const { port } = new URL(house.url)
  house.process = spawn(process.env.CHUNGTAY, ['serve', '--data', all.folder, '--listen', `127.0.0.1:${port}`], { stdio: 'ignore' })
  house.stop = () => house.process.kill('SIGTERM')
  for (let tries = 0; tries < 200; tries += 1) {
    if (await fetch(`${house.url}/healthz`).then((answer) => answer.ok, () => false)) break
    await page.waitForTimeout(100)
  }
  await page.locator('button.main', { hasText: 'Gửi ngay' }).click()
  await page.getByText(/Đã lưu trên máy chủ lúc/).waitFor()
  await clerk.visit(`${board}/forms`)
  const rows = await clerk.locator('.ct-papers > li').count()
  assert.equal(rows, 4, 'three of before and this one, once')
  await context.close()
})

test('a phone that was taken off loses the list and keeps what was not sent', async () => {
  const { address } = await enrolled(all, 'Máy bị mất')
  const page = await phone(all)
  await page.visit(address)
  await choosePin(page)
  const context = page.context()
  await context.setOffline(true)
  await begin(page, 1)
  await walked(page)
  await page.locator('.finish').click()
  await page.locator('.household').first().waitFor()
  await clerk.visit(board)
  await clerk.locator('summary').evaluateAll((all) => all.forEach((one) => (one.parentElement.open = true)))
  const end = clerk.locator(`form[action="${board}/devices/end"]`).first()
  await end.locator('[name=reason]').fill('mất máy')
  await end.locator('button').click()
  await clerk.waitForLoadState()
  await context.setOffline(false)
  await page.getByText(/đã gỡ điện thoại này/).waitFor()
  assert.equal(await page.locator('.household').count(), 0)
  await page.locator('.counts').click()
  await page.locator('summary').click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Xuất ra tệp' }).click()
  await page.fill('#file-pin', PIN)
  await page.locator('details button[type=submit]').click()
  const file = await (await download).path()

  // Another phone takes it in and sends it.
  const second = await phone(all)
  await second.visit((await enrolled(all, 'Máy thay')).address)
  await choosePin(second)
  await second.locator('.counts').click()
  await second.locator('summary').click()
  await second.locator('details input[type=file]').setInputFiles(file)
  await second.fill('#file-pin', PIN)
  await second.locator('details button[type=submit]').click()
  await second.getByText(/Đã lưu trên máy chủ lúc/).waitFor()
  await context.close()
  await second.context().close()
})

test('a phone that is full says so, keeps the answer on the screen, and keeps it for good once there is room', async () => {
  const { address } = await enrolled(all, 'Máy đầy')
  const page = await phone(all)
  await page.visit(address)
  await choosePin(page)
  await begin(page, 1)
  const devtools = await page.context().newCDPSession(page)
  const room = (quotaSize) => devtools.send('Storage.overrideQuotaForOrigin', { origin: house.url, ...(quotaSize ? { quotaSize } : {}) })
  const text = page.locator('.question textarea').first()
  while (!(await text.count())) await next(page)
  await page.getByText('Đã lưu trên máy').waitFor()
  await room(1)
  // The browser believes for half a minute what it knew of the room.
  await page.waitForTimeout(31_000)
  await text.fill(`Hộ đã chuyển nhà ${'rất xa '.repeat(100)}`)
  await page.getByText(/Máy đã đầy: câu trả lời mới nhất CHƯA lưu được/).waitFor()
  await page.locator('footer.steps button.main').click()
  await page.waitForTimeout(500)
  assert.match(await text.inputValue(), /^Hộ đã chuyển nhà/, 'no other question while this answer is not kept')
  await room()
  await page.getByRole('button', { name: 'Lưu lại' }).click()
  await page.getByText('Đã lưu trên máy').waitFor()
  await page.reload()
  await unlocked(page)
  await begin(page, 1)
  assert.match(await page.locator('.question textarea').first().inputValue(), /^Hộ đã chuyển nhà/)
  await page.context().close()
})

test('every screen of the app is accessible and fits a phone, in both languages and in the dark', async () => {
  const { address } = await enrolled(all, 'Máy để xem')
  for (const colorScheme of ['light', 'dark']) {
    const page = await phone(all, { colorScheme })
    await page.visit(colorScheme === 'light' ? address : (await enrolled(all, 'Máy tối')).address)
    if (colorScheme === 'dark') await page.getByRole('button', { name: 'English' }).click()
    const look = async (screen) => {
      assert.deepEqual(await violations(page), [], screen)
      assert.ok((await sideways(page)) <= 0, screen)
    }
    await look('pairing')
    await choosePin(page)
    await look('list')
    await page.locator('.bar .icon').click()
    await look('settings')
    await page.locator('input[type=checkbox]').uncheck()
    await page.locator('.bar .icon').click()
    await begin(page, 1)
    await look('a section')
    for (let at = 0; at < 40 && !(await page.locator('.finish').count()); at += 1) {
      if (await page.locator('.outcome, .person').count()) await look('result or people')
      await next(page)
    }
    await look('ending')
    await page.locator('.bar .icon').last().click()
    await look('contents')
    assert.deepEqual(page.complaints, [])
    await page.context().close()
  }
})
