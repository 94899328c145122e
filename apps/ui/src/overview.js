// The drawings of the overview: lines over the years and streams between two of them. The tables below say the same.
import { LineChart, SankeyChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([AriaComponent, GridComponent, LegendComponent, LineChart, SankeyChart, SVGRenderer, TooltipComponent])

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
/** Each grade has its own sign, too: colour alone tells nothing. */
const SIGNS = { first: 'rect', middle: 'diamond', last: 'emptyCircle', open: 'emptyTriangle' }
const LINES = { first: 'solid', middle: 'dashed', last: 'solid', open: 'dotted' }
const shade = (grade) => colour(`--ct-${grade}`)

/** Draws the figure from the JSON that the server put into it. */
export function draw(figure) {
  const drawing = JSON.parse(figure.querySelector('script[type="application/json"]').textContent)
  if ((drawing.years ?? drawing.links).length < 2) return
  const place = document.createElement('div')
  place.className = drawing.kind === 'flow' ? 'ct-stream' : 'ct-chart'
  figure.prepend(place)
  const chart = init(place, null, { renderer: 'svg' })
  const paint = () => chart.setOption(options(drawing, figure.dataset.overview, place.clientWidth < 560))
  paint()
  new ResizeObserver(() => {
    chart.resize()
    paint()
  }).observe(place)
  document.addEventListener('ct:theme', paint)
  const button = figure.querySelector('[data-png]')
  if (!button) return
  button.hidden = false
  button.addEventListener('click', async () => {
    const { picture } = await import('./picture.js')
    picture(options(drawing, figure.dataset.overview, false), figure.dataset.overview, button.dataset.png)
  })
}

function options(drawing, description, narrow) {
  const text = colour('--tblr-body-color')
  const number = new Intl.NumberFormat(drawing.locale)
  const shown = (value) => `${number.format(value)} ${drawing.unit}`
  return {
    aria: { enabled: true, description },
    animation: false,
    textStyle: { fontFamily: 'inherit', color: text },
    tooltip: { trigger: drawing.kind === 'flow' ? 'item' : 'axis', renderMode: 'richText', valueFormatter: shown },
    ...(drawing.kind === 'flow' ? streams(drawing, text, narrow) : lines(drawing, text, number)),
  }
}

function lines({ years, lines }, text, number) {
  const line = colour('--tblr-border-color')
  return {
    legend: { top: 0, itemGap: 24, textStyle: { color: text, fontSize: 14 } },
    grid: { left: 64, right: 24, top: 52, bottom: 32 },
    xAxis: { type: 'category', data: years, axisLabel: { color: text, fontSize: 13 }, axisLine: { lineStyle: { color: line } } },
    yAxis: {
      type: 'value',
      axisLabel: { color: text, fontSize: 13, formatter: (value) => number.format(value) },
      splitLine: { lineStyle: { color: line } },
    },
    series: lines.map(({ name, grade, values }) => ({
      name,
      type: 'line',
      symbol: SIGNS[grade],
      symbolSize: 10,
      itemStyle: { color: shade(grade) },
      lineStyle: { width: 3, type: LINES[grade] },
      data: values,
    })),
  }
}

function streams({ nodes, links }, text, narrow) {
  return {
    series: [
      {
        type: 'sankey',
        left: 8,
        right: narrow ? 8 : 190,
        top: 12,
        bottom: 12,
        nodeGap: 16,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        lineStyle: { color: 'gradient', opacity: 0.35 },
        label: { color: text, fontSize: narrow ? 11 : 13, width: narrow ? 110 : 180, overflow: 'break' },
        data: nodes.map(({ name, grade }) => ({
          name,
          itemStyle: { color: shade(grade) },
          // On a narrow screen the names of the last column stand inside the picture.
          ...(narrow && links.every((link) => link.source !== name) ? { label: { position: 'left' } } : {}),
        })),
        links,
      },
    ],
  }
}
