// Pictures of every page for people to look at: phone and desk, light and dark, Vietnamese and English.
// node e2e/pictures.mjs FOLDER [PART OF A PATH]; the pages of staff are those of the demo city.
import { mkdirSync } from 'node:fs'
import { PAGES, STAFF_PAGES, answerForOnePerson, browser, demo, logIn, open, serve, staffPage } from './house.mjs'

const [folder = 'tmp/pictures', only = ''] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const house = await serve(process.env.CHUNGTAY)
const chromium = await browser()
const LOOKS = [
  ['390-light-vi', { width: 390, height: 844 }, 'light', 'vi'],
  ['390-dark-en', { width: 390, height: 844 }, 'dark', 'en'],
  ['1440-light-en', { width: 1440, height: 900 }, 'light', 'en'],
  ['1440-dark-vi', { width: 1440, height: 900 }, 'dark', 'vi'],
]
for (const [look, viewport, theme, language] of LOOKS) {
  const context = await chromium.newContext({ viewport, locale: 'vi-VN', reducedMotion: 'reduce' })
  const cookies = { 'ct-theme': theme, 'ct-lang': language }
  await context.addCookies(Object.entries(cookies).map(([name, value]) => ({ name, value, url: house.url })))
  const page = await context.newPage()
  const shoot = (name) => page.screenshot({ path: `${folder}/${name}-${look}.png`, fullPage: true })
  for (const path of PAGES.filter((path) => path.includes(only))) {
    await page.goto(house.url + path, { waitUntil: 'networkidle' })
    await shoot(path.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'home')
  }
  if ('/law/try/result'.includes(only)) {
    await page.goto(`${house.url}/law/try`, { waitUntil: 'networkidle' })
    await answerForOnePerson(page)
    await page.getByRole('button', { name: language === 'vi' ? 'Xem kết quả' : 'Show the result' }).click()
    await page.check('input[name="m1.social_allowance"][value="elderly"]')
    await page.check('input[name="m1.able_to_work"][value="no"]')
    await page.getByRole('button', { name: language === 'vi' ? 'Xem kết quả' : 'Show the result' }).click()
    await page.waitForLoadState('networkidle')
    await shoot('law-try-result')
  }
  await context.close()
}
house.stop()
const city = await demo(process.env.CHUNGTAY, 3000)
for (const [look, viewport, theme, language] of LOOKS) {
  for (const [user, paths] of Object.entries(STAFF_PAGES)) {
    const wanted = paths.filter((path) => path.includes(only))
    if (!wanted.length) continue
    const page = await open(chromium, city, { viewport }, { 'ct-theme': theme, 'ct-lang': language })
    await logIn(page, city, user)
    for (const path of wanted) {
      const found = await staffPage(page, path)
      await page.goto(city.url + found, { waitUntil: 'networkidle' })
      const name = `${user}${path}`.replaceAll(/[^a-z0-9]+/g, '-').replace(/-$/, '')
      await page.screenshot({ path: `${folder}/${name}-${look}.png`, fullPage: true })
    }
    await page.context().close()
  }
}
await chromium.close()
city.stop()
