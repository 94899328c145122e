// The pictures of the README, taken from the demo city: node e2e/tour.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs'
import { DESK, PHONE, browser, demo, logIn, open, staffPage } from './house.mjs'

const LARGEST = 120_000
const folder = process.argv[2] ?? 'docs/tour'
mkdirSync(folder, { recursive: true })
const city = await demo(process.env.CHUNGTAY)
const chromium = await browser()

/** A picture that is quick to load: a third of the bytes of a PNG. */
async function asWebp(png) {
  const page = await chromium.newPage()
  const written = await page.evaluate(async (source) => {
    const image = new Image()
    image.src = source
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.width
    canvas.height = image.height
    canvas.getContext('2d').drawImage(image, 0, 0)
    return canvas.toDataURL('image/webp', 0.82)
  }, `data:image/png;base64,${png.toString('base64')}`)
  await page.close()
  return Buffer.from(written.split(',')[1], 'base64')
}

/** One screen: who looks at what, on which screen. `to` is scrolled to the top. */
const SCREENS = [
  ['overview', 'lanhdao', '/overview', DESK],
  ['households', 'congchuc', '/households?outcome=poor&order=deprivations', DESK, '[role=status]'],
  ['file-phone', 'rasoat', '/households/{poor}', PHONE],
  ['file', 'chutich', '/households/{poor}', DESK, 'h2[id$=lines-title]'],
  ['law', 'chutich', '/law/standards/vn-2022', DESK],
  ['audit', 'kiemtoan', '/admin/audit', DESK],
]
for (const [name, user, wanted, viewport, to] of SCREENS) {
  const page = await open(chromium, city, { viewport }, { 'ct-theme': 'light', 'ct-lang': 'vi' })
  await logIn(page, city, user)
  await page.goto(city.url + (await staffPage(page, wanted)), { waitUntil: 'networkidle' })
  if (to) await page.locator(to).first().evaluate((found) => (found.closest('section') ?? found).scrollIntoView({ block: 'start' }))
  const picture = await asWebp(await page.screenshot())
  if (picture.length > LARGEST) throw new Error(`${name} has ${picture.length} bytes, more than ${LARGEST}`)
  writeFileSync(`${folder}/${name}.webp`, picture)
  await page.context().close()
}
await chromium.close()
city.stop()
