// A surveyor's phone for the journeys: let in by the office, with a PIN, walked through a household.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PHONE, browser, demo, logIn, open } from './house.mjs'

export const PIN = '274913'
export const PHOTO = new URL('../docs/tour/file-phone.webp', import.meta.url).pathname

/** A demo with a published form and a surveyor who has every household; `office` is where a clerk sits. */
export async function office() {
  const folder = mkdtempSync(join(tmpdir(), 'surveyor-'))
  const house = await demo(process.env.CHUNGTAY, 400, ['--data', folder])
  const chromium = await browser()
  const stop = async () => {
    await chromium.close()
    house.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { house, chromium, folder, stop, ...(await opened(chromium, house)) }
  } catch (error) {
    await stop()
    throw error
  }
}

async function opened(chromium, house) {
  const clerk = await open(chromium, house)
  await logIn(clerk, house, 'congchuc')
  await clerk.visit('/field')
  await clerk.locator('main a[href^="/field/"]').first().click()
  const board = new URL(clerk.url()).pathname
  await clerk.locator(`form[action="${board}/form"] button`).first().click()
  await clerk.waitForLoadState()
  await clerk.visit(`${board}/share`)
  await clerk.check('input[name=which][value=all]')
  await clerk.locator('input[name=user]').first().check()
  await clerk.locator('main form button').last().click()
  await clerk.locator('#plan').waitFor()
  await clerk.locator(`button[formaction="${board}/assignments"]`).click()
  await clerk.waitForURL((url) => url.pathname === board)
  return { clerk, board }
}

/** Lets a phone in; gives the address in its code, and the code for those that cannot scan. */
export async function enrolled({ clerk, board }, label) {
  await clerk.visit(board)
  await clerk.locator('summary').evaluateAll((all) => all.forEach((one) => (one.parentElement.open = true)))
  const form = clerk.locator(`form[action="${board}/devices"]`)
  await form.locator('select[name=user]').selectOption({ index: 1 })
  await form.locator('[name=label]').fill(label)
  await form.locator('button').click()
  await clerk.waitForURL(/devices$/)
  const token = (await clerk.locator('code').allTextContents()).find((text) => /^[0-9a-f]{64}$/.test(text))
  return { code: await clerk.locator('.ct-code').innerText(), address: `/surveyor/#pair=${board.split('/').pop()}.${token}` }
}

export async function phone({ chromium, house }, options = {}) {
  const page = await open(chromium, house, { viewport: PHONE, isMobile: true, hasTouch: true, serviceWorkers: 'allow', ...options })
  page.on('dialog', (dialog) => dialog.accept())
  return page
}

/** The app opened anew on the same phone, as after the tab died. */
export async function reopened(context, house) {
  const page = await context.newPage()
  page.on('dialog', (dialog) => dialog.accept())
  await page.goto(`${house.url}/surveyor/`)
  return page
}

export async function choosePin(page) {
  await page.fill('#pin', PIN)
  await page.fill('#again', PIN)
  await page.locator('button[type=submit]').click()
  await page.locator('.household').first().waitFor()
}

export async function unlocked(page) {
  await page.fill('#pin', PIN)
  await page.locator('button[type=submit]').click()
  await page.locator('.household').first().waitFor()
}

/** The app is on the phone: from now on it opens without a signal. */
export const installed = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => new Promise((done) => {
  const look = () => (navigator.serviceWorker.controller ? done() : setTimeout(look, 50))
  look()
})))

/** Presses something that leads to another step; it comes when the answer is on the disk. */
export async function onward(page, button) {
  const step = page.locator('main[data-step]')
  const before = await step.getAttribute('data-step')
  await button.click()
  await page.waitForFunction((was) => document.querySelector('main[data-step]')?.dataset.step !== was, before)
}

export const next = (page) => onward(page, page.locator('footer.steps button.main'))

/** Walks through a household, answering what is easy; stops at the end, or after so many steps. */
export async function walked(page, steps = 1000) {
  for (let at = 0; at < steps; at += 1) {
    if (await page.locator('.finish').count()) return
    const same = page.locator('.last button.main')
    if (await same.count()) {
      await onward(page, same.first())
      continue
    }
    const choice = page.locator('.question .choice input[type=radio]')
    if ((await choice.count()) && !(await page.locator('.choice.chosen').count())) await choice.first().check()
    const number = page.locator('.question > input[inputmode=numeric], .question > input[inputmode=decimal]')
    if ((await number.count()) && !(await number.first().inputValue())) await number.first().fill('20')
    await next(page)
  }
}

export async function begin(page, at) {
  await page.locator('.household').nth(at).click()
  await page.locator('main h1').waitFor()
}

/** How many photographs and signatures lie on the phone. */
export const photographs = (page) => page.evaluate(() => new Promise((done, failed) => {
  const asked = indexedDB.open('chungtay-surveyor')
  asked.onerror = failed
  asked.onsuccess = () => {
    const count = asked.result.transaction('files').objectStore('files').count()
    count.onsuccess = () => done(count.result)
  }
}))

/** Stands between phone and server: can give another build of the app, and has seen what was sent. */
export async function standIn(house) {
  const front = { build: 'old', sent: [] }
  const server = createServer((from, to) => {
    const headers = { ...from.headers, ...(from.url.startsWith('/surveyor/') ? { 'accept-encoding': 'identity' } : {}) }
    const further = request(house.url + from.url, { method: from.method, headers }, async (answer) => {
      const isApp = from.url === '/surveyor/' || from.url === '/surveyor/service-worker.js'
      if (front.build === 'old' || !isApp) {
        to.writeHead(answer.statusCode, answer.headers)
        answer.pipe(to)
        return
      }
      const text = Buffer.concat(await answer.toArray()).toString()
      const other = text.replace(/(<title>)[^<]*/, '$1Chung Tay, bản mới').replace(/(const VERSION = ')/, `$1${front.build}-`)
      const body = front.build === 'half' ? other.replace('const FILES = [', 'const FILES = ["/surveyor/assets/missing.js", ') : other
      const { 'content-length': _, etag: __, ...rest } = answer.headers
      to.writeHead(200, rest)
      to.end(body)
    })
    if (from.url.endsWith('/submission')) from.on('data', (bytes) => front.sent.push(bytes))
    further.on('error', () => to.destroy())
    from.pipe(further)
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  front.url = `http://127.0.0.1:${server.address().port}`
  front.stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return front
}
