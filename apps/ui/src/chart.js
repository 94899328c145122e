// Charts: read from the table beside them, drawn as SVG, with a description for screen readers. Loaded only when needed.
import { LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([AriaComponent, GridComponent, LegendComponent, LineChart, SVGRenderer, TooltipComponent])

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Draws the figure from the JSON that the server put into it. */
export function draw(figure) {
  const { unit, locale, series } = JSON.parse(figure.querySelector('script[type="application/json"]').textContent)
  const place = document.createElement('div')
  place.className = 'ct-chart'
  figure.prepend(place)
  const chart = init(place, null, { renderer: 'svg' })
  const number = new Intl.NumberFormat(locale)
  const paint = () => {
    const text = colour('--tblr-body-color')
    const line = colour('--tblr-border-color')
    chart.setOption({
      aria: { enabled: true, description: figure.dataset.chart },
      animation: false,
      color: [colour('--ct-chart-1'), colour('--ct-chart-2')],
      textStyle: { fontFamily: 'inherit', color: text },
      legend: { top: 0, itemGap: 28, itemWidth: 36, textStyle: { color: text, fontSize: 14 } },
      grid: { left: 88, right: 24, top: 44, bottom: 32 },
      tooltip: { trigger: 'axis', renderMode: 'richText', valueFormatter: (value) => `${number.format(value)} ${unit}` },
      xAxis: { type: 'time', axisLabel: { hideOverlap: true, color: text, fontSize: 13 }, axisLine: { lineStyle: { color: line } } },
      yAxis: {
        type: 'value',
        axisLabel: { color: text, fontSize: 13, formatter: (value) => number.format(value) },
        splitLine: { lineStyle: { color: line } },
      },
      series: series.map(({ name, points }, at) => ({
        name,
        type: 'line',
        step: 'end',
        symbol: at === 0 ? 'circle' : 'rect',
        symbolSize: 8,
        lineStyle: { width: 3, type: at === 0 ? 'solid' : 'dashed' },
        data: points,
      })),
    })
  }
  paint()
  new ResizeObserver(() => chart.resize()).observe(place)
  document.addEventListener('ct:theme', paint)
}
