package dev.goro.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Looks at a page of the lab in a browser, and says what is wrong with it. */
public final class Inspection {
  /**
   * For each chart: whether something is drawn of each of its series beyond its place in the
   * legend, what text is cut off, too small, or on top of other text; for the page: whether it is
   * wider than the window, and what has no name for a screen reader.
   */
  private static final String LOOK =
      """
      (() => {
        const wrong = [];
        const page = document.documentElement;
        if (page.scrollWidth > page.clientWidth) {
          wrong.push(`the page is ${page.scrollWidth} wide in a window of ${page.clientWidth}`);
        }
        const data = JSON.parse(document.getElementById('data').textContent);
        const places = [...document.querySelectorAll('[data-chart]')];
        if (places.length !== data.length) wrong.push(`${places.length} places for ${data.length} charts`);
        const colour = text => { // as the browser writes it
          const probe = document.createElement('i');
          probe.style.color = text;
          return probe.style.color;
        };
        places.forEach((place, i) => {
          const chart = data[i];
          const tell = what => wrong.push(`${place.closest('section').id}, "${chart.title}": ${what}`);
          const svg = place.querySelector('svg');
          if (!svg) return tell('is not drawn');
          if (place.getAttribute('role') !== 'img') tell('is no image to a screen reader');
          if (!(place.getAttribute('aria-label') || '').startsWith(chart.title)) tell('has no name');
          if (!place.parentElement.querySelector('details table')) tell('has no table');
          const box = svg.getBoundingClientRect();
          const picture = echarts.getInstanceByDom(place);
          const grid = picture.getModel().getComponent('grid').coordinateSystem.getRect();
          const marks = {};
          svg.querySelectorAll('path, rect').forEach(shape => {
            const b = shape.getBoundingClientRect();
            const x = (b.left + b.right) / 2 - box.left;
            const y = (b.top + b.bottom) / 2 - box.top;
            if (x < grid.x - 9 || x > grid.x + grid.width + 9 || y < grid.y - 9 || y > grid.y + grid.height + 9) return;
            const style = getComputedStyle(shape);
            for (const which of ['fill', 'stroke']) {
              if (style.visibility !== 'visible' || style.opacity * style[which + 'Opacity'] < 0.1) continue;
              const c = colour(shape.getAttribute(which) || '');
              marks[c] = (marks[c] || 0) + 1;
            }
          });
          const palette = picture.getOption().color.map(colour);
          (chart.kinds || chart.series.map(s => s.name)).forEach((name, k) => {
            const some = chart.kinds ? chart.spans.some(s => s.kind === k)
              : (chart.series[k].figures || chart.series[k].points).some(f => f && (f.y || f).median > 0);
            if (some && !marks[palette[k % palette.length]]) tell(`nothing is drawn of "${name}"`);
          });
          const dark = matchMedia('(prefers-color-scheme: dark)').matches;
          const ink = getComputedStyle(page).getPropertyValue('--ink').trim();
          const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim());
          if (!texts.some(t => colour(t.getAttribute('fill') || t.style.fill) === colour(ink))) {
            tell(`has no text in the colour of ${dark ? 'dark' : 'light'} ink`);
          }
          const boxes = texts.map(t => {
            if (/(…|\\.\\.\\.)$/.test(t.textContent)) tell(`"${t.textContent}" is cut short`);
            const size = parseFloat(getComputedStyle(t).fontSize);
            if (size < 11) tell(`"${t.textContent}" has ${size} pixels only`);
            const b = t.getBoundingClientRect();
            if (b.left < box.left - 1 || b.right > box.right + 1 || b.top < box.top - 1 || b.bottom > box.bottom + 1) {
              tell(`"${t.textContent}" is cut off`);
            }
            return { text: t.textContent, left: b.left, right: b.right, top: b.top, bottom: b.bottom };
          });
          boxes.forEach((a, k) => boxes.slice(k + 1).forEach(b => {
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (wide > 2 && high > 4) tell(`"${a.text}" lies on "${b.text}"`);
          }));
        });
        document.querySelectorAll('td[data-of]').forEach(cell => {
          const heading = getComputedStyle(cell, '::before');
          if (heading.content !== 'none' && heading.whiteSpace === 'nowrap') {
            wrong.push(`a cell's heading runs into its value: ${cell.dataset.of}`);
          }
        });
        document.querySelectorAll('.table').forEach(table => {
          if (table.scrollWidth > table.clientWidth && !(table.tabIndex === 0 && table.getAttribute('aria-label'))) {
            wrong.push(`a table that is too wide cannot be scrolled by keys: ${table.textContent.slice(0, 80)}`);
          }
        });
        return wrong;
      })()
      """;

  private Inspection() {}

  /** What is wrong, one thing a line; nothing if the page is right. */
  public static List<String> complaints(Chromium.Page page) {
    var all = new ArrayList<>(page.console());
    StreamSupport.stream(page.evaluate(LOOK).spliterator(), false)
        .map(JsonNode::asString)
        .forEach(all::add);
    return all;
  }

  /**
   * What cannot be reached with the tabulator, or does not open with enter: each chart's table
   * must.
   */
  public static List<String> complaintsOfTheKeyboard(Chromium.Page page) {
    int tables = page.evaluate("document.querySelectorAll('[data-chart]').length").asInt();
    int stops =
        page.evaluate("document.querySelectorAll('a[href], summary, [tabindex=\"0\"]').length")
            .asInt();
    for (int i = 0; i < stops; i++) {
      page.pressTab();
      if (page.evaluate("document.activeElement.tagName === 'SUMMARY'").asBoolean()) {
        page.pressEnter();
      }
    }
    int open = page.evaluate("document.querySelectorAll('details[open]').length").asInt();
    return open == tables
        ? List.of()
        : List.of("%d of %d tables were opened by the keyboard".formatted(open, tables));
  }
}
