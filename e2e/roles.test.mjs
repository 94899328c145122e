// The ten people of the demo city: what each comes for, what each may not see, and that every page of theirs is
// accessible and no wider than the screen, on a phone and a desk, light and dark.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DESK, PHONE, STAFF_PAGES, browser, demo, logIn, open, sideways, staffPage, violations } from './house.mjs'

let house, chromium

before(async () => {
  house = await demo(process.env.CHUNGTAY, 3000)
  chromium = await browser()
})
after(async () => {
  await chromium?.close()
  house?.stop()
})

/** A page of somebody who is logged in. */
async function of(user, options = {}, cookies = {}) {
  const page = await open(chromium, house, options, cookies)
  await logIn(page, house, user)
  return page
}

async function refused(page, paths) {
  for (const path of paths) {
    const answer = await page.visit(path)
    assert.equal(answer.status(), 403, path)
    assert.match(await page.locator('h1').innerText(), /không thuộc quyền/, path)
  }
}

/** The file of the first household of a list. */
async function firstFile(page, list) {
  await page.visit(list)
  await page.locator('tbody th a').first().click()
  await page.waitForURL(/\/households\/[0-9a-f-]+/)
  return new URL(page.url()).pathname
}

/** Everything of a file that is folded, opened. */
const unfold = (page) => page.evaluate(() => document.querySelectorAll('main details').forEach((one) => (one.open = true)))

const words = async (page, selector = 'main') => (await page.locator(selector).innerText()).replaceAll(/\s+/g, ' ')

test('a surveyor finds a household of the own village, and sees why it is poor and what was answered last time', async () => {
  const page = await of('rasoat', { viewport: PHONE, isMobile: true, hasTouch: true })
  await page.visit('/households')
  const villages = await page.locator('#by-village option').count()
  assert.ok(villages <= 2, 'one village, and all of it')
  const head = await page.locator('tbody th a').first().innerText()
  await page.fill('#q', head)
  await page.getByRole('button', { name: 'Tìm' }).click()
  await page.getByRole('link', { name: head }).first().click()
  assert.equal(await page.locator('h1').innerText(), head)
  assert.equal(await page.locator('form[action*="/changes/"]').count(), 0, 'a surveyor changes nothing here')
  await refused(page, ['/overview', '/imports', '/admin', '/households/export.csv'])
  await page.context().close()
})

test('a commune officer records that a family moved, and takes it back', async () => {
  const page = await of('congchuc')
  const file = await firstFile(page, '/households?outcome=poor')
  await page.locator('summary', { hasText: 'Chuyển nơi ở' }).click()
  const form = page.locator('form[action*="/changes/move"]')
  await form.locator('[name=village]').selectOption({ index: 1 })
  await form.locator('[name=address]').fill('Nhà mới đầu ngõ')
  await form.locator('[name=on]').fill('2026-02-01')
  await form.locator('[name=reason]').fill('đơn xin chuyển')
  await form.getByRole('button').click()
  await page.locator('.ct-life', { hasText: 'Nhà mới đầu ngõ' }).waitFor()
  assert.match(await words(page, '.ct-life'), /01\/02\/2026 Chuyển đến Nhà mới đầu ngõ/)
  await unfold(page)
  const undo = page.locator('form[action*="/undo/"]').first()
  await undo.locator('[name=reason]').fill('ghi nhầm hộ')
  await undo.getByRole('button').click()
  await page.locator('[aria-labelledby=time-title] s').first().waitFor({ state: 'attached' })
  assert.equal(new URL(page.url()).pathname, file)
  assert.doesNotMatch(await words(page, '.ct-life'), /Nhà mới/)
  await unfold(page)
  assert.match(await words(page, '[aria-labelledby=views-title]'), /\(congchuc\)/)
  await refused(page, ['/admin', '/admin/audit', '/admin/users'])
  await page.context().close()
})

test('a commune officer merges two households without scripts, and takes it back', async () => {
  const page = await of('congchuc', { javaScriptEnabled: false, viewport: PHONE })
  await page.visit('/households?outcome=not_poor')
  const names = await page.locator('tbody th a').allInnerTexts()
  const other = names.find((name) => name !== names[0])
  const file = await firstFile(page, '/households?outcome=not_poor')
  await page.getByRole('link', { name: 'Nhập hộ này vào hộ khác' }).click()
  await page.fill('#q', other)
  await page.getByRole('button', { name: 'Tìm hộ nhận' }).click()
  assert.ok(!decodeURIComponent(page.url()).includes(other), 'a name stands in no address')
  await page.locator('main .ct-list a', { hasText: other }).first().click()
  assert.match(await words(page), new RegExp(`${other} vẫn là chủ hộ`))
  await page.locator('[name^=relation-]').first().selectOption('sibling')
  await page.fill('[name=reason]', 'về ở chung')
  await page.getByRole('button', { name: 'Xem lại trước khi ghi' }).click()
  assert.match(await words(page), /Sẽ ghi.*Anh, chị, em/)
  await page.getByRole('button', { name: 'Ghi việc nhập hộ' }).click()
  assert.equal(new URL(page.url()).pathname, file)
  assert.match(await words(page), /Hộ này đã nhập vào hộ số/)
  await page.getByRole('link', { name: 'Xem hộ đã nhập vào' }).click()
  assert.match(await words(page, '.ct-life'), /nhập vào hộ này/)
  await page.visit(file)
  await page.locator('summary', { hasText: 'Ai đã ghi gì' }).click()
  await page.locator('summary', { hasText: 'Hoàn tác' }).first().click()
  const undo = page.locator('form[action*="/undo/"]').first()
  await undo.locator('[name=reason]').fill('nhầm hộ')
  await undo.getByRole('button').click()
  assert.doesNotMatch(await words(page), /Hộ này đã nhập vào/)
  await page.context().close()
})

test('a commune officer adds a paper to a file, takes it down again, and hears what is wrong with another', async () => {
  const page = await of('congchuc', { javaScriptEnabled: false })
  await firstFile(page, '/households?outcome=poor')
  await page.getByRole('link', { name: 'Thêm giấy tờ' }).click()
  const send = async (name, content) => {
    await page.selectOption('[name=kind]', 'evidence')
    await page.fill('[name=title]', 'Giấy chứng sinh')
    await page.setInputFiles('[name=file]', { name, mimeType: 'application/pdf', buffer: Buffer.from(content) })
    await page.getByRole('button', { name: 'Thêm vào hồ sơ' }).click()
  }
  await send('anh.png', '%PDF-1.4 thử')
  assert.match(await words(page, '[role=alert]'), /“anh\.png” \(\d+ B\) thật ra là PDF/)
  await send('giay.pdf', '%PDF-1.4 thử')
  assert.match(await words(page, '[aria-labelledby=papers-title]'), /Giấy chứng sinh.*PDF/)
  const [taken] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^Tải về/ }).click()])
  assert.match(taken.suggestedFilename(), /giay\.pdf$/)
  await page.locator('summary', { hasText: 'Gỡ' }).click()
  const remove = page.locator('form[action$="/remove"]')
  await remove.locator('[name=reason]').fill('quét nhầm')
  await remove.getByRole('button').click()
  assert.match(await words(page, '[aria-labelledby=papers-title]'), /Chưa có giấy tờ nào/)
  await page.context().close()
})

test('a commune leader reads a result with its reason and its article', async () => {
  const page = await of('chutich')
  await page.visit('/overview')
  await firstFile(page, '/households?outcome=poor')
  await unfold(page)
  const said = await words(page)
  for (const wanted of ['Hộ nghèo', 'Cách ngưỡng bao xa', 'Kết quả sẽ khác nếu', 'Vì sao', '07/2021/NĐ-CP, Điều 3']) {
    assert.ok(said.includes(wanted), wanted)
  }
  await refused(page, ['/imports', '/admin'])
  await page.context().close()
})

test('a department officer goes from the province to a ward and takes its list away', async () => {
  const page = await of('congchucso')
  await page.visit('/overview')
  assert.ok((await page.locator('main table a').count()) > 0, 'places open')
  await page.visit('/households?commune=24823&outcome=poor')
  const [list] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'CSV' }).click(),
  ])
  assert.match(list.suggestedFilename(), /\.csv$/)
  await refused(page, ['/imports', '/admin/users', '/admin/audit'])
  await page.context().close()
})

test('a leader of the programme sees the years, opens a household, and takes nothing away', async () => {
  const page = await of('lanhdao')
  await page.visit('/overview')
  assert.match(await words(page), /2025/)
  await firstFile(page, '/households')
  assert.equal(await page.locator('form[action*="/changes/"]').count(), 0)
  await refused(page, ['/households/export.csv', '/imports', '/admin'])
  await page.context().close()
})

test('an officer of the Front sees the near-poor of the ward and no other ward', async () => {
  const page = await of('mattran')
  await page.visit('/households?outcome=near_poor')
  assert.ok((await page.locator('tbody th a').count()) > 0)
  assert.ok((await page.locator('#by-commune option').count()) <= 2, 'one ward, and all of it')
  await page.visit('/households?commune=24820')
  assert.equal(await page.locator('tbody th a').count(), 0)
  await refused(page, ['/households/export.xlsx', '/imports', '/admin'])
  await page.context().close()
})

test('an inspector opens a file, and the file says so; the log says the rest', async () => {
  const page = await of('thanhtra')
  await firstFile(page, '/households?order=deprivations')
  await unfold(page)
  assert.match(await words(page, '[aria-labelledby=views-title]'), /\(thanhtra\)/)
  await page.visit('/admin/audit')
  assert.ok((await page.locator('tbody tr').count()) > 0)
  await refused(page, ['/imports'])
  assert.equal(await page.locator('form[action*="/grants"]').count(), 0)
  await page.context().close()
})

test('a partner sees figures and nobody by name', async () => {
  const page = await of('doitac')
  await page.visit('/overview')
  assert.match(await page.locator('h1').innerText(), /Tổng quan/)
  await refused(page, ['/households', '/households/export.csv', '/imports', '/admin', '/admin/audit'])
  await page.context().close()
})

test('an auditor opens an entry of the log with its proof', async () => {
  const page = await of('kiemtoan')
  await page.visit('/admin/audit')
  await page.locator('tbody a[href^="/admin/audit/"]').first().click()
  assert.match(page.url(), /\/admin\/audit\/\d+/)
  assert.ok((await words(page)).length > 100)
  await refused(page, ['/imports'])
  assert.equal(await page.locator('form[action*="/grants"]').count(), 0)
  await page.context().close()
})

test('an administrator adds somebody, and sees no household', async () => {
  const page = await of('quantri')
  await page.visit('/admin/users')
  await page.locator('main [name=login]').fill('nguoi.moi')
  await page.locator('main [name=name]').fill('Người Mới')
  await page.locator('main form', { has: page.locator('[name=login]') }).getByRole('button').click()
  assert.match(await words(page, 'body'), /Người Mới/)
  await refused(page, ['/households', '/overview', '/imports'])
  await page.context().close()
})

test('an administrator seals a campaign from the page and sees it listed when it is done', async () => {
  const page = await of('quantri')
  await page.visit('/admin/snapshots')
  const sealed = page.locator('#sealed tbody tr')
  const before = await sealed.count()
  await page.locator('main [name=reason]').fill('khóa sổ thử')
  await page.locator('main form[action="/admin/snapshots"] button').click()
  await page.locator('#works [data-state=sealed]').waitFor()
  await page.visit('/admin/snapshots')
  assert.equal(await sealed.count(), before + 1)
  assert.match(await words(page, '#sealed tbody tr:first-child'), /khóa sổ thử/)
  await page.context().close()
})

for (const theme of ['light', 'dark']) {
  for (const [place, viewport] of [['a phone', PHONE], ['a desk', DESK]]) {
    test(`every staff page is accessible, quiet and no wider than ${place} in the ${theme} theme`, async () => {
      const language = (theme === 'light') === (viewport === PHONE) ? 'vi' : 'en'
      for (const [user, paths] of Object.entries(STAFF_PAGES)) {
        const page = await of(user, { viewport }, { 'ct-theme': theme, 'ct-lang': language })
        for (const wanted of paths) {
          const path = await staffPage(page, wanted)
          const answer = await page.visit(path)
          assert.equal(answer.status(), 200, `${wanted} of ${user}`)
          assert.deepEqual(await violations(page), [], `${wanted} of ${user}`)
          assert.ok((await sideways(page)) <= 0, `${wanted} of ${user} is wider than the screen`)
          assert.deepEqual(page.complaints, [], `${wanted} of ${user}`)
        }
        await page.context().close()
      }
    })
  }
}

test('a passkey is added, opens the door without a password, and opens nothing once it is removed', async () => {
  // Browsers have passkeys at a name, not at a number.
  const named = { ...house, url: house.url.replace('127.0.0.1', 'localhost') }
  const byNumber = await open(chromium, house)
  await byNumber.visit('/login')
  assert.equal(await byNumber.locator('[data-passkey-door] button').isVisible(), false, 'not at a number')
  await byNumber.context().close()

  const page = await open(chromium, named)
  const devices = await page.context().newCDPSession(page)
  await devices.send('WebAuthn.enable')
  const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await logIn(page, named, 'congchuc')
  await page.visit('/account')
  await page.fill('#passkey-name', 'Máy ở phòng họp')
  await page.fill('#passkey-present', named.users.find((known) => known.user === 'congchuc').password)
  await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click()
  assert.deepEqual(await violations(page), [])
  await page.getByRole('button', { name: 'Tạo khóa trên thiết bị này' }).click()
  await page.getByText('Máy ở phòng họp', { exact: true }).waitFor()
  assert.match(await words(page), /Đã thêm khóa truy cập/)

  const leave = async () => {
    await page.locator('main form[action="/logout"] button, .ct-title form[action="/logout"] button').first().click()
    await page.visit('/login')
  }
  const door = page.getByRole('button', { name: 'Đăng nhập bằng khóa truy cập' })
  await leave()
  assert.deepEqual(await violations(page), [])
  await door.click()
  await page.waitForURL((url) => url.pathname === '/households')
  await page.visit('/account')
  assert.match(await words(page), /Máy ở phòng họp thêm .+ dùng gần nhất/)

  // Whoever holds the device and is not its owner stays outside.
  await leave()
  await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await door.click()
  await page.getByText('Thiết bị chưa làm xong').waitFor()
  await devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
  await door.click()
  await page.waitForURL((url) => url.pathname === '/households')

  await page.visit('/account')
  await page.getByRole('button', { name: 'Gỡ khóa truy cập Máy ở phòng họp' }).click()
  await page.getByText('Chưa có khóa truy cập nào').waitFor()
  await leave()
  await door.click()
  await page.getByText('có thể đã bị gỡ').waitFor()
  assert.deepEqual(page.complaints.filter((said) => !/status of 422/.test(said)), [])
  await page.context().close()
})
