// The official tables from sealed figures: a department officer goes from the reviews to a table, a ward, a cell and its
// households, and takes a workbook away. With PICTURES=folder every page on the way is kept as a picture, in four looks.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { DESK, PHONE, browser, counted, demo, logIn, look as lookAt, open } from './house.mjs'

const { PICTURES } = process.env
let house, chromium, page

before(async () => {
  if (PICTURES) mkdirSync(PICTURES, { recursive: true })
  house = await demo(process.env.CHUNGTAY, 1500)
  chromium = await browser()
  page = await open(chromium, house)
  await logIn(page, house, 'congchucso')
})
after(async () => {
  await chromium?.close()
  house?.stop()
})

async function look(name) {
  await lookAt(page, house, name, counted)
  assert.deepEqual(page.complaints, [], name)
}

const follow = async (link) => {
  await page.visit(await link.getAttribute('href'))
  await counted(page)
}

test('the reviews say what is sealed, and a review lists its tables with what does not agree', async () => {
  await page.visit('/reports')
  await look('reports')
  await follow(page.locator('main tbody a[href^="/reports/"]').first())
  assert.equal(await page.locator('section[aria-labelledby=tables] tbody tr').count(), 13)
  assert.match(await page.locator('section[aria-labelledby=compared]').textContent(), /khớp|lệch/)
  await look('review')
})

test('every table has its official numbers, scrolls inside its region and keeps its first column', async () => {
  const tables = await page.locator('section[aria-labelledby=tables] tbody th a').evaluateAll((links) => links.map((a) => a.getAttribute('href')))
  assert.equal(tables.length, 13)
  for (const [at, href] of tables.entries()) {
    await page.visit(href)
    await counted(page)
    const codes = await page.locator('.ct-codes td').allTextContents()
    assert.deepEqual(codes.slice(0, 2), ['A', 'B'])
    assert.doesNotMatch(await page.locator('main').textContent(), /Unknown localization/)
    await look(`table-${at + 1}`)
    await page.setViewportSize(PHONE)
    const stays = await page.evaluate(() => {
      const region = document.querySelector('.ct-official-scroll')
      const left = () => document.querySelector('tbody .ct-stuck').getBoundingClientRect().left
      region.scrollLeft = 200
      const moved = region.scrollLeft
      return moved === 0 || left() <= region.getBoundingClientRect().left + 1
    })
    assert.ok(stays, `${href}: the place scrolls away`)
    await page.setViewportSize(DESK)
  }
})

test('a table goes down to the villages of a ward, and a cell opens the households that it counts', async () => {
  await page.visit('/reports')
  await follow(page.locator('main tbody a[href^="/reports/"]').first())
  await follow(page.locator('section[aria-labelledby=tables] tbody th a').first())
  await follow(page.locator('.ct-official tbody th a').last())
  assert.ok(await page.locator('.breadcrumb-item').count() >= 3)
  await look('villages')
  const cell = page.locator('.ct-official tbody tr').first().locator('td.ct-num a').nth(2)
  const shown = Number((await cell.textContent()).replace(/\D/g, ''))
  await follow(cell)
  assert.equal(Number((await page.locator('main p').first().textContent()).match(/^\s*([\d.]+) hộ/)[1].replace('.', '')), shown)
  await look('cell')
  await follow(page.locator('main tbody th a').first())
  assert.match(new URL(page.url()).pathname, /^\/households\//)
})

test('the tables of a programme area are those of the wards that an administrator wrote down', async () => {
  const keeper = await open(chromium, house)
  await logIn(keeper, house, 'quantri')
  await keeper.visit('/admin/areas')
  await keeper.getByLabel('Tên địa bàn').fill('Hai phường')
  const wards = keeper.locator('input[name=unit]')
  for (const at of [0, 1]) await wards.nth(at).check()
  await keeper.locator('button[value=add]').click()
  await keeper.getByRole('heading', { name: 'Hai phường' }).waitFor()
  await lookAt(keeper, house, 'areas')
  await page.visit('/reports')
  await follow(page.locator('main tbody a[href^="/reports/"]').first())
  await follow(page.getByRole('link', { name: 'Hai phường' }))
  await look('area-review')
  await follow(page.locator('section[aria-labelledby=tables] tbody th a').first())
  await page.getByText('Hai phường, năm').first().waitFor()
  assert.equal(await page.locator('.ct-official tbody th a').count(), 2, 'one row a ward, and their sum')
  await look('area-table')
})

test('the workbook of a table and of all of them is taken away', async () => {
  await page.visit('/reports')
  await follow(page.locator('main tbody a[href^="/reports/"]').first())
  for (const ending of ['xlsx', 'zip']) {
    const link = page.locator(`main a[href*="/files/mau-bieu.${ending}"]`)
    const path = house.url + (await link.getAttribute('href'))
    let answer = await page.request.get(path)
    while (answer.status() === 202) answer = await page.request.get(path)
    assert.equal(answer.status(), 200)
    assert.equal((await answer.body()).subarray(0, 2).toString(), 'PK')
  }
  const taken = page.waitForEvent('download')
  await page.locator('main a[href*="/files/bieu-08.xlsx"]').click()
  const file = await (await taken).path()
  assert.equal(readFileSync(file).subarray(0, 2).toString(), 'PK')
})
