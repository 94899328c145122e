// An office without a domain name: a browser that knows the server by a name of the office, before and after it installed the
// office's certificate. The name is not localhost, which browsers trust without any certificate.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { PHONE, browser, open as opened, sideways, violations } from './house.mjs'

const NAME = 'chungtay.xa.test'
const ANDROID = 'Mozilla/5.0 (Linux; Android 13; SM-A047F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'
const folder = mkdtempSync(join(tmpdir(), 'chungtay-trust-'))
let server, pages, door

const freePort = () =>
  new Promise((found) => {
    const taken = createServer().listen(0, '127.0.0.1', () => {
      const { port } = taken.address()
      taken.close(() => found(port))
    })
  })

/** A browser of somebody with a home of their own: what it trusts lies there. */
const at = (home) => {
  const place = join(folder, home)
  mkdirSync(join(place, '.pki/nssdb'), { recursive: true })
  return {
    place,
    trusts: (certificate) => {
      const database = `sql:${join(place, '.pki/nssdb')}`
      execFileSync('certutil', ['-d', database, '-N', '--empty-password'])
      if (certificate) execFileSync('certutil', ['-d', database, '-A', '-t', 'C,,', '-n', 'office', '-i', certificate])
    },
    launch: () => browser({ home: place, rules: `MAP ${NAME} 127.0.0.1` }),
  }
}

const visit = async (chromium, url, options = {}) => {
  const page = await opened(chromium, { url: '' }, { viewport: PHONE, isMobile: true, userAgent: ANDROID, ...options })
  await page.goto(url, { waitUntil: 'load' })
  return page
}

before(async () => {
  const port = await freePort()
  const asked = ['serve', '--data', join(folder, 'data'), '--listen', '127.0.0.1:0', '--own-certificate', NAME, '--trust-page', `127.0.0.1:${port}`]
  server = spawn(process.env.CHUNGTAY, asked, { stdio: ['ignore', 'ignore', 'pipe'] })
  const lines = []
  await new Promise((found, failed) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      lines.push(line)
      pages ??= line.match(/https:\/\/[^/ ]+/)?.[0]
      door ??= line.match(/http:\/\/[^ ]+\/trust/)?.[0]
      if (pages && door) found()
    })
    server.on('exit', (code) => failed(new Error(`chungtay serve ended with ${code}:\n${lines.join('\n')}`)))
  })
})
after(() => {
  server?.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

test('the key of the office lies in one file that only its owner reads', () => {
  assert.equal(statSync(join(folder, 'data/chungtay.authority')).mode & 0o777, 0o600)
  assert.equal(pages.replace(/:\d+$/, ''), `https://${NAME}`)
})

test('a phone that has not installed the certificate is told so, with what to do, and presses past no warning', async () => {
  const phone = at('stranger')
  phone.trusts(null)
  const chromium = await phone.launch()
  const page = await visit(chromium, door)
  await page.locator('.ct-trust-no').waitFor()
  assert.equal(await page.locator('.ct-trust-word:visible').innerText(), '✗ Điện thoại chưa tin máy chủ')
  assert.ok(await page.getByText('Vẫn cài đặt').isVisible(), 'the steps of this kind of phone are unfolded')
  assert.ok(!(await page.getByText('Đã tải về hồ sơ').isVisible()), 'those of another kind are not')
  assert.deepEqual(await violations(page), [])
  assert.ok((await sideways(page)) <= 0)
  assert.equal(await page.evaluate(() => globalThis.isSecureContext), false)
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByText('The phone does not trust the server yet').waitFor()
  await assert.rejects(visit(chromium, `${pages}/trust`), /ERR_CERT_AUTHORITY_INVALID/)
  // Who presses past the warning sees the test page, and it is not deceived.
  const past = await visit(chromium, `${pages}/trust`).catch(() => chromium.contexts().at(-1).pages().at(-1))
  await past.locator('#details-button').click()
  await past.locator('#proceed-link').click()
  await past.locator('[data-when]:not([hidden]).ct-trust-no').waitFor()
  assert.match(await past.locator('.ct-trust-no').innerText(), /bấm qua một lời cảnh báo/)
  await chromium.close()
})

test('a phone that has installed it is told that it trusts the server, and may work offline', async () => {
  const certificate = join(folder, 'chungtay.crt')
  const asked = await fetch(door.replace(NAME, '127.0.0.1').replace(/$/, '/chungtay.crt'))
  assert.equal(asked.headers.get('content-type'), 'application/x-x509-ca-cert')
  writeFileSync(certificate, Buffer.from(await asked.arrayBuffer()))
  const phone = at('surveyor')
  phone.trusts(certificate)
  const chromium = await phone.launch()
  const page = await visit(chromium, door)
  await page.locator('.ct-trust-yes').waitFor()
  assert.equal(await page.locator('.ct-trust-word:visible').innerText(), '✓ Điện thoại đã tin máy chủ')
  await page.getByRole('link', { name: 'Mở trang kiểm tra' }).click()
  await page.locator('.ct-trust-yes').waitFor()
  assert.equal(page.url(), `${pages}/trust`)
  assert.equal(await page.evaluate(() => globalThis.isSecureContext), true)
  const scope = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register('/trust/worker.js')
    return registration.scope
  })
  assert.equal(scope, `${pages}/trust/`)
  assert.deepEqual(await violations(page), [])
  assert.deepEqual(page.complaints, [])
  // The door stays open at the same name after the pages were seen.
  await page.goto(door)
  await page.locator('.ct-trust-yes').waitFor()
  await chromium.close()
})
