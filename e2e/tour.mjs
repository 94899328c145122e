// The pictures of the README, taken from the demo city: node e2e/tour.mjs FOLDER
import { mkdirSync, statSync } from 'node:fs'
import { DESK, PHONE, browser, demo, logIn, open, staffPage } from './house.mjs'

const LARGEST = 120_000
const folder = process.argv[2] ?? 'docs/tour'
mkdirSync(folder, { recursive: true })
const city = await demo(process.env.CHUNGTAY)
const chromium = await browser()

/** One screen: who looks at what, on which screen. `to` is scrolled to the top. */
const SCREENS = [
  ['overview', 'lanhdao', '/overview', DESK],
  ['households', 'congchuc', '/households?outcome=poor&order=deprivations', DESK],
  ['file-phone', 'rasoat', '/households/{poor}', PHONE],
  ['file', 'chutich', '/households/{near_poor}', DESK, '#since-title'],
  ['law', 'chutich', '/law/standards/vn-2022', DESK],
  ['audit', 'kiemtoan', '/admin/audit', DESK],
]
for (const [name, user, wanted, viewport, to] of SCREENS) {
  const page = await open(chromium, city, { viewport }, { 'ct-theme': 'light', 'ct-lang': 'vi' })
  await logIn(page, city, user)
  await page.goto(city.url + (await staffPage(page, wanted)), { waitUntil: 'networkidle' })
  if (to) await page.locator(to).evaluate((heading) => heading.closest('section').scrollIntoView({ block: 'start' }))
  const path = `${folder}/${name}.png`
  await page.screenshot({ path })
  if (statSync(path).size > LARGEST) console.log(`${path} is larger than ${LARGEST} bytes`)
  await page.context().close()
}
await chromium.close()
city.stop()
