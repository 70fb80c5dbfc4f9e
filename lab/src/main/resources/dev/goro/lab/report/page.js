// Draws the charts, as SVG: again when the page's width changes, when the system turns light or dark, and for paper.
'use strict';
(() => {
  const charts = JSON.parse(document.getElementById('data').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');

  // Colours that those who do not see all colours can tell apart (after Okabe and Ito), for both backgrounds.
  const COLOURS = {
    light: ['#0072b2', '#d55e00', '#009e73', '#aa4499', '#8a6d00', '#56b4e9', '#7a3e00', '#666666'],
    dark: ['#4aa8e0', '#f0803c', '#2cc295', '#d47fc4', '#e0c040', '#9ad4f5', '#c98b52', '#a8b0b8'],
  };
  const PREFIXES = { ns: [1000, ['ns', 'µs', 'ms', 's']], B: [1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']] };

  const variable = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  /** A value as a reader wants it: three digits, and the prefix that suits it. */
  function show(value, unit) {
    const [step, names] = PREFIXES[unit] || [1, ['']];
    let i = 0;
    while (i < names.length - 1 && Math.abs(value) >= step * 0.9995) {
      value /= step;
      i++;
    }
    const size = Math.abs(value);
    const digits = size >= 99.95 || Number.isInteger(value) ? 0 : size < 9.995 ? 2 : 1;
    const number = value.toLocaleString('en-US', { minimumFractionDigits: 0, maximumFractionDigits: digits });
    if (unit === '1/s') return number + '/s';
    return PREFIXES[unit] ? number + ' ' + names[i] : number + (unit === '%' ? ' %' : unit);
  }

  const spread = figure =>
    figure.samples > 1 ? ` (${show(figure.least, figure.unit)} – ${show(figure.greatest, figure.unit)})` : '';
  const told = figure => `<b>${show(figure.median, figure.unit)}</b>${spread(figure)}`;
  const escaped = text => text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);

  const ruler = document.createElement('canvas').getContext('2d');

  /** The width of the longest of some words, as the charts' axes write them. */
  function widest(words, size = 12) {
    ruler.font = `${size}px system-ui, sans-serif`;
    return Math.ceil(Math.max(0, ...words.map(w => ruler.measureText(w).width)));
  }

  /** What all charts share. */
  function common(look) {
    return {
      animation: false,
      color: look.colours,
      textStyle: { color: look.ink, fontFamily: 'system-ui, sans-serif' },
      aria: { enabled: true },
      tooltip: {
        confine: true,
        backgroundColor: look.page,
        borderColor: look.line,
        textStyle: { color: look.ink, fontSize: 12 },
      },
      legend: { top: 0, left: 0, itemGap: LEGEND.gap, textStyle: { color: look.ink }, inactiveColor: look.quiet },
    };
  }

  const LEGEND = { gap: 14, icon: 34, letter: 7, row: 24 };

  /** The height of the legend, whose names flow into as many rows as they need. */
  function legendHeight(names, look) {
    let rows = 1;
    let used = 0;
    for (const name of names) {
      const wide = LEGEND.icon + name.length * LEGEND.letter + LEGEND.gap;
      if (used > 0 && used + wide > look.width) {
        rows++;
        used = 0;
      }
      used += wide;
    }
    return rows * LEGEND.row;
  }

  /** The base of a logarithmic axis: of memory one whose powers are whole KiB and MiB. */
  const base = of => (of.unit === 'B' ? 4 : 10);

  function axis(of, look, more) {
    return {
      type: of.log ? 'log' : 'value',
      minInterval: of.unit === '' ? 1 : 0, // there is no half of a thing that is counted
      logBase: base(of),
      name: of.name + (of.log ? ', logarithmic' : ''),
      nameTextStyle: { color: look.quiet },
      axisLine: { show: true, lineStyle: { color: look.line } },
      axisTick: { show: false },
      axisLabel: { color: look.quiet, hideOverlap: true, formatter: value => show(value, of.unit) },
      splitLine: { lineStyle: { color: look.line, opacity: 0.6 } },
      ...more,
    };
  }

  /** Where an axis begins and ends, if it is for us to say: a logarithmic one at powers of its base, and never at or below 0. */
  function bounds(of, values, room) {
    if (!of.log) return of.unit === 'B' ? wholeSteps(Math.max(...values, 1)) : {};
    const positive = values.filter(v => v > 0);
    if (!positive.length) return {};
    const power = value => Math.log(value) / Math.log(base(of));
    const low = base(of) ** Math.floor(power(Math.min(...positive) * room) + 1e-9);
    const high = base(of) ** Math.ceil(power(Math.max(...positive)) - 1e-9);
    return { min: low, max: high > low ? high : low * base(of) };
  }

  /** What may stand at an axis: the powers of a logarithmic one; else no more than the values are wide. */
  function steps(of, values) {
    const { min, max } = bounds(of, values, 1);
    if (!of.log || min === undefined) return max === undefined ? values : [...values, max];
    const powers = [];
    for (let power = min; power <= max * 1.01; power *= base(of)) powers.push(power);
    return powers;
  }

  /** An axis of memory that is not logarithmic: its steps are powers of two. */
  function wholeSteps(most) {
    const interval = 2 ** Math.ceil(Math.log2(most / 6));
    return { min: 0, max: interval * Math.ceil(most / interval), interval };
  }

  /** The height of a chart that fits on a page of paper. */
  const PAGE = 800;

  function bars(chart, look) {
    const values = chart.series.flatMap(s => s.figures).filter(f => f)
      .flatMap(f => [f.median, f.least, f.greatest]);
    const { min: low } = bounds(chart.axis, values, 0.5);
    const drawable = value => (chart.axis.log && value <= 0 ? low : value); // 0 is nowhere on a logarithmic axis
    let pitch = 20;
    let gap = 14;
    if (look.onPaper && chart.categories.length * (chart.series.length * pitch + gap) > PAGE) {
      pitch = 11; // so that it stays on one page
      gap = 6;
    }
    const perCategory = chart.series.length * pitch + gap;
    const thick = { barMaxWidth: pitch - 2, barGap: '12%' };
    const narrow = look.width < 560;
    const above = legendHeight(chart.series.map(s => s.name), look) + 12;
    const drawn = [];
    chart.series.forEach((series, place) => {
      drawn.push({
        type: 'bar',
        name: series.name,
        ...thick,
        data: series.figures.map(f => f && (chart.axis.log && f.median <= 0 ? null : f.median)),
      });
      drawn.push({
        type: 'custom',
        name: series.name,
        silent: true,
        tooltip: { show: false },
        encode: { x: [1, 2], y: 0 },
        data: series.figures.map((f, i) => f && [i, drawable(f.least), drawable(f.greatest)]).filter(d => d),
        z: 3,
        renderItem: (_, api) => {
          const bar = api.barLayout({ ...thick, count: chart.series.length })[place];
          const figure = series.figures[api.value(0)];
          const from = api.coord([api.value(1), api.value(0)]);
          const to = api.coord([api.value(2), api.value(0)]);
          const y = from[1] + bar.offsetCenter;
          const label = { type: 'text', x: to[0] + 6, y,
            style: { text: show(figure.median, figure.unit), fill: look.ink, fontSize: Math.min(11, pitch - 1), verticalAlign: 'middle' } };
          if (figure.samples === 1) return label;
          const line = (x1, y1, x2, y2) =>
            ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: look.ink, lineWidth: 1.2, opacity: 0.75 } });
          return { type: 'group', children: [
            line(from[0], y, to[0], y), line(from[0], y - 4, from[0], y + 4), line(to[0], y - 4, to[0], y + 4), label] };
        },
      });
    });
    const labels = Math.min(widest(chart.categories) + 2, narrow ? look.width * 0.34 : 260);
    return {
      height: chart.categories.length * perCategory + above + 64,
      option: {
        grid: { left: labels + 12, right: 14 + widest(values.map(v => show(v, chart.axis.unit)), 11), top: above, bottom: 52 },
        xAxis: axis(chart.axis, look, { nameLocation: 'middle', nameGap: 30, ...bounds(chart.axis, values, 0.5),
          splitNumber: narrow ? 3 : 5 }),
        yAxis: {
          type: 'category',
          data: chart.categories,
          inverse: true,
          axisLine: { lineStyle: { color: look.line } },
          axisTick: { show: false },
          axisLabel: { color: look.ink, width: labels, lineHeight: 16, overflow: 'break', interval: 0 },
        },
        tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: points =>
          escaped(points[0].name) + points.filter(p => p.seriesType === 'bar').map(p => {
            const f = chart.series.find(s => s.name === p.seriesName).figures[p.dataIndex];
            return f ? `<br>${p.marker}${escaped(p.seriesName)} ${told(f)}` : '';
          }).join('') },
        series: drawn,
      },
    };
  }

  const PLUS = 'path://M-1,-3h2v2h2v2h-2v2h-2v-2h-2v-2h2z';

  function lines(chart, look) {
    const points = chart.series.flatMap(s => s.points);
    const narrow = look.width < 560;
    const above = legendHeight(chart.series.map(s => s.name), look) + 38;
    const symbols = ['circle', 'rect', 'triangle', 'diamond', PLUS, 'arrow', 'roundRect'];
    const heights = points.flatMap(p => [p.y.median, p.y.least, p.y.greatest]);
    const left = 16 + widest(steps(chart.y, heights).map(h => show(h, chart.y.unit)));
    const right = Math.max(26, 6 + widest([show(bounds(chart.x, points.map(p => p.x), 1).max ?? 0, chart.x.unit)]) / 2);
    const drawn = [];
    chart.series.forEach((series, i) => {
      const behind = chart.series.length - 1 - i; // those that are drawn first are wider, and so seen below the others
      const positive = p => (!chart.y.log || p.y.median > 0) && (!chart.x.log || p.x > 0);
      drawn.push({
        type: chart.joined ? 'line' : 'scatter',
        name: series.name,
        symbol: symbols[i % symbols.length],
        symbolSize: 8 + 2.5 * behind,
        lineStyle: { width: 2 + 1.5 * behind },
        data: series.points.filter(positive).map(p => [p.x, p.y.median]),
      });
      drawn.push({
        type: 'custom',
        name: series.name,
        silent: true,
        tooltip: { show: false },
        encode: { x: 0, y: [1, 2] },
        data: series.points.filter(positive).filter(p => p.y.samples > 1 && p.y.least > 0)
          .map(p => [p.x, p.y.least, p.y.greatest]),
        renderItem: (_, api) => {
          const from = api.coord([api.value(0), api.value(1)]);
          const to = api.coord([api.value(0), api.value(2)]);
          const colour = look.colours[i % look.colours.length];
          const line = (x1, y1, x2, y2) =>
            ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: colour, lineWidth: 1.2 } });
          return { type: 'group', children: [line(from[0], from[1], to[0], to[1]),
            line(from[0] - 4, from[1], from[0] + 4, from[1]), line(to[0] - 4, to[1], to[0] + 4, to[1])] };
        },
      });
    });
    return {
      height: (narrow ? 240 : 320) + above,
      option: {
        grid: { left, right, top: above, bottom: 52 },
        xAxis: axis(chart.x, look, { nameLocation: 'middle', nameGap: 30, splitNumber: narrow ? 3 : 6,
          ...bounds(chart.x, points.map(p => p.x), 1) }),
        yAxis: axis(chart.y, look, { nameLocation: 'end', nameTextStyle: { color: look.quiet, align: 'left',
          padding: [0, 0, 0, 8 - left] }, ...bounds(chart.y, heights, 1) }),
        tooltip: { trigger: 'item', formatter: p => {
          const point = chart.series.find(s => s.name === p.seriesName).points.find(q => q.x === p.value[0]);
          return `${escaped(chart.x.name)}: ${show(point.x, chart.x.unit)}<br>${p.marker}${escaped(p.seriesName)} ${told(point.y)}`;
        } },
        series: drawn,
      },
    };
  }

  function timeline(chart, look) {
    const narrow = look.width < 560;
    const labels = Math.min(widest(chart.rows) + 2, narrow ? look.width * 0.34 : 220);
    const rowHeight = chart.rows.length > 24 ? 18 : 26;
    const above = legendHeight(chart.kinds, look) + 16;
    const first = chart.spans.reduce((least, s) => Math.min(least, s.from), Infinity);
    const end = chart.spans.reduce((most, s) => Math.max(most, s.to), 0);
    const begin = first < end / 5 ? 0 : first;
    return {
      height: chart.rows.length * rowHeight + above + 64,
      option: {
        grid: { left: labels + 12, right: 26, top: above, bottom: 52 },
        xAxis: axis({ name: 'time', unit: 'ns', log: false }, look,
          { min: begin, max: end, nameLocation: 'middle', nameGap: 30, splitNumber: narrow ? 3 : 6,
            axisLabel: { color: look.quiet, showMaxLabel: false, formatter: value => show(value, 'ns') } }),
        yAxis: {
          type: 'category',
          data: chart.rows,
          inverse: true,
          axisLine: { lineStyle: { color: look.line } },
          axisTick: { show: false },
          splitLine: { show: true, lineStyle: { color: look.line, opacity: 0.6 } },
          axisLabel: { color: look.ink, width: labels, overflow: 'truncate', interval: 0 },
        },
        tooltip: { trigger: 'item', formatter: p => {
          const span = chart.spans[p.value[3]];
          return `${escaped(chart.rows[span.row])}<br>${p.marker}${escaped(chart.kinds[span.kind])}<br>`
            + `${show(span.from, 'ns')} + <b>${show(span.to - span.from, 'ns')}</b>`
            + (span.label ? `<br>${escaped(span.label)}` : '');
        } },
        series: chart.kinds.map((kind, k) => ({
          type: 'custom',
          name: kind,
          encode: { x: [1, 2], y: 0 },
          data: chart.spans.map((s, i) => [s.row, s.from, s.to, i]).filter(d => chart.spans[d[3]].kind === k),
          renderItem: (params, api) => {
            const from = api.coord([api.value(1), api.value(0)]);
            const to = api.coord([api.value(2), api.value(0)]);
            const height = rowHeight * 0.62;
            const shape = echarts.graphic.clipRectByRect(
              { x: from[0], y: from[1] - height / 2, width: Math.max(to[0] - from[0], 1.2), height },
              params.coordSys);
            return shape && { type: 'rect', shape, style: { fill: api.visual('color') } };
          },
        })),
      },
    };
  }

  const KINDS = { bars, lines, timeline };
  const drawn = new Map();

  function draw(place, onPaper) {
    const chart = charts[place.dataset.chart];
    place.style.width = ''; // what it was on paper is not what it is on the screen
    const look = {
      onPaper,
      width: onPaper ? 680 : place.clientWidth,
      colours: COLOURS[dark.matches && !onPaper ? 'dark' : 'light'],
      page: onPaper ? '#ffffff' : variable('--page'),
      ink: onPaper ? '#000000' : variable('--ink'),
      quiet: onPaper ? '#444444' : variable('--quiet'),
      line: onPaper ? '#bbbbbb' : variable('--line'),
    };
    const base = common(look);
    const { height, option } = KINDS[chart.type](chart, look);
    place.style.height = height + 'px';
    place.style.width = onPaper ? look.width + 'px' : '';
    drawn.get(place)?.dispose();
    const picture = echarts.init(place, null, { renderer: 'svg', width: look.width, height });
    picture.setOption({ ...base, ...option, tooltip: { ...base.tooltip, ...option.tooltip },
      aria: { enabled: true, label: { description: `${chart.title}. ${chart.about} The table below holds the same.` } } });
    place.setAttribute('role', 'img');
    drawn.set(place, picture);
  }

  const places = [...document.querySelectorAll('[data-chart]')];
  const drawAll = onPaper => places.forEach(place => draw(place, onPaper));
  drawAll(false);

  /** Tables that are wider than the page can be scrolled by keys, too. */
  function reachTables() {
    for (const table of document.querySelectorAll('.table')) {
      const wide = table.scrollWidth > table.clientWidth;
      for (const [name, value] of [['tabindex', '0'], ['role', 'region'],
        ['aria-label', table.querySelector('caption').textContent]]) {
        if (wide) table.setAttribute(name, value);
        else table.removeAttribute(name);
      }
    }
  }
  reachTables();
  document.querySelectorAll('details').forEach(details => details.addEventListener('toggle', reachTables));

  let width = document.documentElement.clientWidth;
  addEventListener('resize', () => {
    if (document.documentElement.clientWidth !== width) {
      width = document.documentElement.clientWidth;
      drawAll(false);
      reachTables();
    }
  });
  dark.addEventListener('change', () => drawAll(false));
  addEventListener('beforeprint', () => drawAll(true));
  addEventListener('afterprint', () => drawAll(false));
})();
