// A drawing as a PNG file: drawn once more on a canvas, with its title above, as large as a slide. Loaded when asked for.
import { TitleComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([CanvasRenderer, TitleComponent])

const WIDTH = 1280
const HEIGHT = 640
/** Room for the title above the drawing. */
const TITLE = 56

/** Hands the picture to the browser as a file. */
export function picture(options, title, name) {
  const style = getComputedStyle(document.body)
  const font = style.fontFamily
  const place = document.createElement('div')
  const chart = init(place, null, { renderer: 'canvas', width: WIDTH, height: HEIGHT, devicePixelRatio: 2 })
  const lower = (part) => part && { ...part, top: (part.top ?? 0) + TITLE }
  chart.setOption({
    ...options,
    textStyle: { ...options.textStyle, fontFamily: font },
    title: { text: title, left: 16, top: 14, textStyle: { color: options.textStyle.color, fontFamily: font, fontSize: 20 } },
    grid: lower(options.grid),
    legend: lower(options.legend),
    series: options.series.map((series) => (series.type === 'sankey' ? lower(series) : series)),
  })
  const link = document.createElement('a')
  link.href = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: style.backgroundColor })
  link.download = name
  link.click()
  chart.dispose()
}
