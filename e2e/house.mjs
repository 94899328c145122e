// A running server and a browser for the journeys: the program itself, Debian's Chromium, nothing from outside.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { chromium } from 'playwright-core'

/** Starts `chungtay serve` on a free port; gives its address and a way to stop it. */
export async function serve(binary) {
  const server = spawn(binary, ['serve', '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const lines = []
  const url = await new Promise((found, failed) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      lines.push(line)
      const address = line.match(/https?:\/\/[0-9.:]+\//)
      if (address) found(address[0].replace(/\/$/, ''))
    })
    server.on('exit', (code) => failed(new Error(`chungtay serve ended with ${code}:\n${lines.join('\n')}`)))
  })
  return { url, lines, stop: () => server.kill('SIGTERM') }
}

/** Debian's Chromium, or the one that CHROMIUM names. */
export async function browser() {
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path && existsSync(path),
  )
  if (!executablePath) throw new Error('There is no Chromium: sudo apt-get install chromium')
  const args = ['--disable-background-networking', '--disable-component-update', '--disable-gpu', '--no-first-run']
  // Chromium refuses its sandbox to root; a user keeps it.
  if (process.getuid?.() === 0) args.push('--no-sandbox')
  return chromium.launch({ executablePath, args })
}

/** Every page of the house that has a form of its own. */
export const PAGES = [
  '/',
  '/law',
  '/law?day=2031-01-01',
  '/law/standards/vn-2016',
  '/law/standards/vn-2022',
  '/law/standards/vn-2027',
  '/law/standards/vn-2022/cases?indicator=toilet',
  '/law/compare?a=vn-2022&b=vn-2027',
  '/law/documents',
  '/law/documents/nd-07-2021',
  '/law/try',
  '/law/try?standard=vn-2027',
  '/units',
  '/units?q=loc',
  '/units/provinces/68',
  '/units/communes/24823?day=2025-06-30',
  '/glossary',
  '/nothing-here',
]

/** Answers of an invented family; the form shows more questions as they are given. */
export async function answerForOnePerson(page) {
  const choose = (name, value) => page.check(`input[name="${name}"][value="${value}"]`)
  await choose('h.zone', 'rural')
  await page.fill('[name="h.income_per_capita"]', '1.200.000')
  await page.fill('[name="h.dwelling_area"]', '45')
  for (const part of ['wall', 'column', 'roof']) await choose(`h.${part}_durable`, 'yes')
  await choose('h.main_water_source', 'surface')
  await choose('h.toilet_type', 'none')
  await choose('h.uses_internet', 'yes')
  await choose('h.information_devices', 'tv')
  await page.fill('[name="m1.age"]', '67')
  await choose('m1.has_health_insurance', 'yes')
}
