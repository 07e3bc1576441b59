// Only enhances: the page is complete without this script. Texts from the data are set as text, or
// escaped where a library wants HTML.
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('report-data').textContent);
  var root = document.documentElement;
  var HAVE = typeof echarts !== 'undefined';
  root.classList.add('scripts');

  function get(id) { return document.getElementById(id); }
  function css(name) { return getComputedStyle(root).getPropertyValue(name).trim(); }
  function escaped(text) {
    return String(text).replace(/[&<>"']/g, function (c) { return '&#' + c.charCodeAt(0) + ';'; });
  }
  function percent(share) {
    return share <= 0 ? '0 %' : share < 0.005 ? '< 1 %' : Math.round(share * 100) + ' %';
  }
  function readable(number) {
    var size = Math.abs(number);
    return size >= 99.95 ? Math.round(number).toLocaleString('en-US')
      : number.toFixed(size >= 0.995 || size < 0.005 ? 1 : 2);
  }
  function element(tag, text) {
    var made = document.createElement(tag);
    made.textContent = text;
    return made;
  }

  // What is shown stands in the address, so that a link shows the same.
  var state = {};
  location.hash.replace(/^#/, '').split('&').forEach(function (part) {
    var pair = part.split('=');
    if (pair.length === 2) state[pair[0]] = decodeURIComponent(pair[1]);
  });
  function remember(key, value) {
    state[key] = value;
    var text = Object.keys(state).map(function (k) { return k + '=' + encodeURIComponent(state[k]); }).join('&');
    try { history.replaceState(null, '', '#' + text); } catch (error) { /* some viewers refuse */ }
  }

  // Theme
  var redraw = [];
  function setTheme(theme, keep) {
    root.setAttribute('data-theme', theme);
    var button = get('theme');
    if (button) button.textContent = theme === 'dark' ? 'Light' : 'Dark';
    if (keep) {
      remember('theme', theme);
      try { localStorage.setItem('chokepoint-theme', theme); } catch (error) { /* file: may refuse */ }
    }
    redraw.forEach(function (draw) { draw(); });
  }
  var stored = null;
  try { stored = localStorage.getItem('chokepoint-theme'); } catch (error) { /* file: may refuse */ }
  var wanted = state.theme || stored ||
    (window.matchMedia && matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  setTheme(wanted === 'dark' ? 'dark' : 'light', false);
  get('theme').addEventListener('click', function () {
    setTheme(root.getAttribute('data-theme') === 'dark' ? 'light' : 'dark', true);
  });
  get('print').addEventListener('click', function () { window.print(); });
  var onScreen = null;
  window.addEventListener('beforeprint', function () {
    onScreen = root.getAttribute('data-theme');
    root.setAttribute('data-theme', 'light');
  });
  window.addEventListener('afterprint', function () { if (onScreen) root.setAttribute('data-theme', onScreen); });

  // Ribbon
  var table = get('ribbon');
  if (table) {
    var cells = [];
    table.querySelectorAll('td.c').forEach(function (cell) {
      var r = +cell.dataset.r;
      (cells[r] = cells[r] || [])[+cell.dataset.q] = cell;
      cell.tabIndex = -1;
    });
    var pinned = null;
    var show = function (r, q) {
      var row = data.constraints[r];
      var y = Math.floor(q / 4);
      get('why-what').textContent = row.name + ', ' + data.years[y] + ' Q' + (q % 4 + 1);
      get('why-share').textContent = percent(row.share[q]);
      get('why-of').textContent = 'of what became short in the quarter';
      get('why-text').textContent = row.why[y] || 'Nothing became short because of it in ' + data.years[y] + '.';
      var facts = get('why-facts');
      facts.textContent = '';
      row.sources.forEach(function (name) {
        var chip = element('a', name);
        chip.href = '#source-' + name;
        chip.addEventListener('click', function () { if (get('sources')) get('sources').open = true; });
        facts.appendChild(chip);
      });
      var numbers = get('why-numbers');
      numbers.textContent = '';
      var add = function (name, value) {
        numbers.appendChild(element('dt', name));
        numbers.appendChild(element('dd', value));
      };
      row.roots[q].slice(0, 4).forEach(function (root) { add(root[0], percent(root[1])); });
      add('Unmet, all together', data.unmet[q] + ' ' + data.unit + '-years');
      if (row.gain && row.gain[y] !== null)
        add(data.change + ' more of it adds by the end of ' + data.years[y], row.gain[y].replace(/^\S+/, '$& ' + data.unit));
    };
    var select = function (r, q, focus) {
      if (!cells[r] || !cells[r][q]) return;
      if (pinned) {
        pinned.removeAttribute('aria-selected');
        pinned.tabIndex = -1;
      }
      pinned = cells[r][q];
      pinned.setAttribute('aria-selected', 'true');
      pinned.tabIndex = 0;
      if (focus) pinned.focus();
      show(r, q);
    };
    table.addEventListener('click', function (event) {
      var cell = event.target.closest('td.c');
      if (!cell) return;
      select(+cell.dataset.r, +cell.dataset.q, true);
      remember('cell', data.constraints[+cell.dataset.r].id + '.' + cell.dataset.q);
    });
    table.addEventListener('mouseover', function (event) {
      var cell = event.target.closest('td.c');
      if (cell) show(+cell.dataset.r, +cell.dataset.q);
    });
    table.addEventListener('mouseleave', function () {
      if (pinned) show(+pinned.dataset.r, +pinned.dataset.q);
    });
    table.addEventListener('keydown', function (event) {
      var step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0],
        Home: [0, -1e6], End: [0, 1e6] }[event.key];
      if (!step || !pinned) return;
      event.preventDefault();
      var clamp = function (value, most) { return Math.max(0, Math.min(most, value)); };
      var r = clamp(+pinned.dataset.r + step[0], cells.length - 1);
      var q = clamp(+pinned.dataset.q + step[1], cells[0].length - 1);
      select(r, q, true);
      remember('cell', data.constraints[r].id + '.' + q);
    });
    var start = [0, 0];
    data.constraints.forEach(function (row, r) {
      row.share.forEach(function (share, q) {
        if (share > data.constraints[start[0]].share[start[1]]) start = [r, q];
      });
    });
    if (state.cell) {
      var at = state.cell.lastIndexOf('.');
      data.constraints.forEach(function (row, r) {
        if (row.id === state.cell.slice(0, at)) start = [r, +state.cell.slice(at + 1)];
      });
    }
    select(start[0], start[1], false);
  }

  // Supply graph
  var graph = get('graph');
  if (graph && data.goods.length) {
    var bar = +graph.querySelector('.bar').getAttribute('width');
    var slider = get('year');
    var setYear = function (y) {
      get('year-out').textContent = data.years[y];
      get('also').textContent = data.binding[y] ? 'Binding: ' + data.binding[y] : 'Nothing binds.';
      graph.querySelectorAll('.node').forEach(function (node) {
        var goods = data.goods[+node.dataset.n];
        node.classList.toggle('binds', goods.binds[y]);
        node.querySelector('.flow').textContent = goods.flow[y];
        node.querySelector('.use').textContent = goods.used[y] === null ? '' : percent(goods.used[y]);
        node.querySelector('.fill').setAttribute('width', bar * Math.max(0, Math.min(1, goods.used[y] || 0)));
        node.querySelector('title').textContent = goods.name + ', made by ' + goods.sellers.join(', ') +
          (goods.lead[y] === null ? '' : '; ' + goods.lead[y] + ' months from order to delivery');
      });
      graph.querySelectorAll('.pipe').forEach(function (pipe) {
        pipe.classList.toggle('hot', data.goods[+pipe.dataset.from].binds[y]);
      });
    };
    slider.addEventListener('input', function () {
      setYear(+slider.value);
      remember('year', data.years[+slider.value]);
    });
    if (state.year && data.years.indexOf(+state.year) >= 0) slider.value = data.years.indexOf(+state.year);
    setYear(+slider.value);
    var timer = null;
    get('play').addEventListener('click', function () {
      if (timer) {
        clearInterval(timer);
        timer = null;
      } else {
        if (+slider.value === data.years.length - 1) slider.value = 0;
        timer = setInterval(function () {
          if (+slider.value >= data.years.length - 1) return get('play').click();
          slider.value = +slider.value + 1;
          setYear(+slider.value);
        }, 900);
      }
      get('play').textContent = timer ? 'Stop' : 'Play';
    });
  }

  // Which division of what is online
  var tabs = get('online-tabs');
  var shares = false;
  if (tabs) {
    var pick = function (id) {
      tabs.querySelectorAll('button[data-stack]').forEach(function (button) {
        button.setAttribute('aria-pressed', String(button.dataset.stack === id));
        get('stack-' + button.dataset.stack).hidden = button.dataset.stack !== id;
      });
      redraw.forEach(function (draw) { draw(); });
    };
    tabs.addEventListener('click', function (event) {
      if (event.target.dataset.stack) {
        pick(event.target.dataset.stack);
        remember('by', event.target.dataset.stack);
      }
    });
    var first = tabs.querySelector('button[data-stack]').dataset.stack;
    pick(data.stacks[state.by] ? state.by : first);
    if (HAVE) {
      get('online-share').addEventListener('click', function () {
        shares = !shares;
        get('online-share').setAttribute('aria-pressed', String(shares));
        redraw.forEach(function (draw) { draw(); });
      });
    } else {
      get('online-share').hidden = true;
    }
  }

  // Interactive charts
  function tooltip(rows, month, unit, after) {
    return '<b>' + escaped(month) + '</b><br>' + rows.map(function (row) {
      return escaped(row[0]) + ': <b>' + escaped(row[1]) + '</b> ' + escaped(unit);
    }).join('<br>') + (after ? '<br><span style="opacity:.8">' + escaped(after) + '</span>' : '');
  }
  function heldBack(month) {
    var q = (+month.slice(0, 4) - data.years[0]) * 4 + Math.floor((+month.slice(5) - 1) / 3);
    var parts = data.constraints.filter(function (row) { return row.share[q] >= 0.05; })
      .sort(function (a, b) { return b.share[q] - a.share[q]; }).slice(0, 3)
      .map(function (row) { return row.name + ' ' + percent(row.share[q]); });
    return parts.length ? 'Held back by ' + parts.join(', ') : '';
  }
  function base(unit) {
    var soft = css('--soft');
    return {
      animation: false, textStyle: { fontFamily: 'system-ui, sans-serif', color: css('--ink') },
      grid: { left: 52, right: window.innerWidth < 700 ? 14 : 170, top: 14, bottom: 46 },
      xAxis: { type: 'category', data: data.months, boundaryGap: false, axisLine: { lineStyle: { color: css('--edge') } },
        axisTick: { show: false },
        axisLabel: { color: soft, hideOverlap: true,
          interval: function (i, month) { return /-01$/.test(month); },
          formatter: function (month) { return month.slice(0, 4); } } },
      yAxis: { type: 'value', axisLabel: { color: soft, formatter: function (v) { return unit === '%' ? v + ' %' : readable(v).replace(/\.0$/, ''); } },
        splitLine: { lineStyle: { color: css('--edge') } } },
      dataZoom: [{ type: 'inside', zoomOnMouseWheel: 'ctrl' },
        { type: 'slider', height: 12, bottom: 8, borderColor: css('--edge'), backgroundColor: 'transparent', fillerColor: css('--faint'),
          showDataShadow: false, brushSelect: false, moveHandleSize: 0, handleSize: '120%', labelFormatter: '',
          handleStyle: { color: css('--card'), borderColor: soft } }],
      aria: { enabled: true }
    };
  }
  function endLabel(name, color) {
    return { show: window.innerWidth >= 700, formatter: function () { return name; }, color: color, fontWeight: 600, distance: 6 };
  }
  function supplyOption() {
    var option = base(data.unit);
    option.series = [];
    if (logarithmic) option.yAxis.type = 'log';
    [['Wanted', data.demand, '--demand', 'dashed'], ['Online', data.online, '--online', 'solid']].forEach(function (line) {
      if (!line[1].length) return;
      var color = css(line[2]);
      option.series.push({ name: line[0], type: 'line', data: line[1], showSymbol: false, lineStyle: { color: color, width: 2, type: line[3] },
        itemStyle: { color: color }, endLabel: endLabel(line[0] + ' ' + readable(line[1][line[1].length - 1]), color) });
    });
    option.tooltip = { trigger: 'axis', backgroundColor: css('--card'), borderColor: css('--edge'), textStyle: { color: css('--ink'), fontSize: 12 },
      formatter: function (points) {
        return tooltip(points.map(function (p) { return [p.seriesName, readable(p.value)]; }), points[0].axisValue, data.unit, heldBack(points[0].axisValue));
      } };
    return option;
  }
  // Lines with bands. A band is a clear layer up to its low edge and a pale one from there to its high edge.
  function linesOption(id) {
    var lines = data.lines[id];
    var option = base(lines.unit);
    option.xAxis.data = lines.months;
    option.series = [];
    lines.bands.forEach(function (band, i) {
      var color = css('--' + band.css);
      var edge = { type: 'line', stack: 'band' + i, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } };
      option.series.push(Object.assign({ data: band.low }, edge));
      option.series.push(Object.assign({ data: band.high.map(function (high, m) { return high - band.low[m]; }),
        areaStyle: { color: color, opacity: 0.17 } }, edge));
    });
    lines.layers.forEach(function (layer) {
      var color = css('--' + layer.css);
      option.series.push({ name: layer.name, type: 'line', data: layer.values, showSymbol: false,
        lineStyle: { color: color, width: 2, type: layer.css === 'demand' ? 'dashed' : 'solid' }, itemStyle: { color: color },
        labelLayout: { moveOverlap: 'shiftY' },
        endLabel: endLabel(layer.name + ' ' + readable(layer.values[layer.values.length - 1]), css('--ink')) });
    });
    option.tooltip = { trigger: 'axis', backgroundColor: css('--card'), borderColor: css('--edge'), textStyle: { color: css('--ink'), fontSize: 12 },
      formatter: function (points) {
        return tooltip(points.filter(function (p) { return lines.layers.some(function (l) { return l.name === p.seriesName; }); })
          .map(function (p) { return [p.seriesName, readable(p.value)]; }), points[0].axisValue, lines.unit, '');
      } };
    return option;
  }
  function stackOption(id) {
    var stack = data.stacks[id];
    var option = base(shares ? '%' : data.unit);
    var sums = data.months.map(function (m, i) {
      return stack.layers.reduce(function (sum, layer) { return sum + layer.values[i]; }, 0);
    });
    option.series = stack.layers.map(function (layer) {
      var values = shares ? layer.values.map(function (v, i) { return sums[i] > 0 ? v / sums[i] * 100 : 0; }) : layer.values;
      var color = css('--' + layer.css);
      return { name: layer.name, type: 'line', stack: 'all', data: values, showSymbol: false, lineStyle: { width: 0.7, color: css('--card') },
        itemStyle: { color: color }, areaStyle: { color: color, opacity: 1 }, emphasis: { focus: 'series' } };
    });
    if (shares) option.yAxis.max = 100;
    option.tooltip = { trigger: 'axis', backgroundColor: css('--card'), borderColor: css('--edge'), textStyle: { color: css('--ink'), fontSize: 12 },
      formatter: function (points) {
        return tooltip(points.slice().reverse().map(function (p) {
          return [p.seriesName, shares ? p.value.toFixed(1) : readable(p.value)];
        }), points[0].axisValue, shares ? '%' : data.unit, '');
      } };
    return option;
  }
  // Names at the right end of the layers, at least a line apart.
  function nameLayers(chart, option) {
    if (window.innerWidth < 700) return;
    var below = 0;
    var labels = option.series.map(function (series) {
      var last = series.data[series.data.length - 1];
      below += last;
      return { name: series.name, color: series.itemStyle.color, y: chart.convertToPixel({ yAxisIndex: 0 }, below - last / 2) };
    }).sort(function (a, b) { return a.y - b.y; });
    labels.forEach(function (label, i) { if (i && label.y < labels[i - 1].y + 15) label.y = labels[i - 1].y + 15; });
    var lowest = chart.getHeight() - 48;
    labels.reverse().forEach(function (label, i) {
      label.y = Math.min(label.y, i ? labels[i - 1].y - 15 : lowest);
    });
    var x = chart.getWidth() - 162;
    chart.setOption({ graphic: labels.map(function (label, i) {
      return { type: 'group', id: 'label' + i, left: x, top: label.y - 7, silent: true, children: [
        { type: 'rect', shape: { x: 0, y: 2, width: 8, height: 10, r: 2 }, style: { fill: label.color } },
        { type: 'text', style: { x: 13, y: 0, text: label.name, fill: css('--ink'), font: '600 12px system-ui, sans-serif' } }] };
    }) });
  }
  var logarithmic = false;
  if (get('supply-log')) {
    get('supply-log').hidden = !HAVE;
    get('supply-log').addEventListener('click', function () {
      logarithmic = !logarithmic;
      get('supply-log').setAttribute('aria-pressed', String(logarithmic));
      redraw.forEach(function (draw) { draw(); });
    });
  }
  if (HAVE) {
    document.querySelectorAll('.figure').forEach(function (figure) {
      var id = figure.dataset.chart;
      var place = figure.querySelector('.live');
      var chart = null;
      figure.classList.add('drawn');
      var draw = function () {
        if (!place.offsetWidth) return;
        if (!chart) chart = echarts.init(place, null, { renderer: 'svg' });
        chart.resize();
        var option = id === 'supply' ? supplyOption() : data.lines[id] ? linesOption(id) : stackOption(id);
        chart.setOption(option, true);
        if (data.stacks[id]) nameLayers(chart, option);
      };
      redraw.push(draw);
      draw();
    });
    var waiting = null;
    window.addEventListener('resize', function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () { redraw.forEach(function (draw) { draw(); }); }, 120);
    });
  }

  // Downloads
  function save(name, type, text) {
    var link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: type }));
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }
  function csv(rows) {
    return rows.map(function (row) {
      return row.map(function (field) {
        var text = String(field);
        if (typeof field === 'string' && /^[=+\-@]/.test(text)) text = "'" + text;  // no formula for a spreadsheet
        return /[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
      }).join(',');
    }).join('\n') + '\n';
  }
  document.querySelectorAll('[data-save]').forEach(function (button) {
    button.addEventListener('click', function () {
      if (button.dataset.save === 'json') return save('report-data.json', 'application/json', JSON.stringify(data));
      if (button.dataset.save === 'months')
        return save('months.csv', 'text/csv', csv([['month', 'online', 'wanted']].concat(data.months.map(function (m, i) {
          return [m, data.online[i], data.demand.length ? data.demand[i] : ''];
        }))));
      var rows = [['year', 'quarter', 'constraint', 'share']];
      data.constraints.forEach(function (row) {
        row.share.forEach(function (share, q) { rows.push([data.years[Math.floor(q / 4)], q % 4 + 1, row.id, share]); });
      });
      save('shares.csv', 'text/csv', csv(rows));
    });
  });
}());
