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
    text = String(text);
    if (text.length > 200) text = text.slice(0, 200) + '...';
    return text.replace(/[&<>"']/g, function (c) { return '&#' + c.charCodeAt(0) + ';'; });
  }
  // Numbers that are read come as texts; only the ends of axes are written here.
  function texts(joined) {
    var before = '';
    return joined.split('|').map(function (text) { return before = text || before; });
  }
  function tick(number) { return number.toLocaleString('en-US', { maximumSignificantDigits: 4 }); }
  function element(tag, text) {
    var made = document.createElement(tag);
    made.textContent = text;
    return made;
  }

  // What is shown stands in the address, so that a link shows the same. `at` is where a link of the
  // page led to; alone it is written as any anchor.
  var KEYS = ['cell', 'year', 'by', 'theme', 'at'];
  var state = {};
  var follow = [];
  function readAddress() {
    var hash = location.hash.replace(/^#/, '');
    (hash && hash.indexOf('=') < 0 ? 'at=' + hash : hash).split('&').forEach(function (part) {
      var cut = part.indexOf('=');
      if (KEYS.indexOf(part.slice(0, cut)) < 0) return;
      try { state[part.slice(0, cut)] = decodeURIComponent(part.slice(cut + 1)); } catch (error) { /* no such value */ }
    });
  }
  function writeAddress() {
    var keys = Object.keys(state);
    var text = keys.map(function (k) { return k + '=' + encodeURIComponent(state[k]); }).join('&');
    if (keys.join() === 'at') text = encodeURIComponent(state.at);
    try { history.replaceState(null, '', '#' + text); } catch (error) { /* some viewers refuse */ }
  }
  function remember(key, value) {
    state[key] = value;
    writeAddress();
  }
  function goThere() {
    var there = state.at && get(state.at);
    if (!there) return;
    var folded = there.closest('details');
    if (folded) folded.open = true;
    there.scrollIntoView();
  }
  readAddress();
  window.addEventListener('hashchange', function () {
    if (!location.hash) return;
    delete state.at;
    readAddress();
    follow.forEach(function (show) { show(); });
    goThere();
    writeAddress();
  });

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
  follow.push(function () {
    if (state.theme) setTheme(state.theme === 'dark' ? 'dark' : 'light', false);
  });
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
    var line = null;
    table.querySelectorAll('tbody td:not(.total)').forEach(function (cell) {
      cell.classList.add('c');
      if (cell.parentNode !== line) cells.push([]);
      line = cell.parentNode;
      cell.dataset.r = cells.length - 1;
      cell.dataset.q = cells[cells.length - 1].push(cell) - 1;
      cell.tabIndex = -1;
    });
    data.constraints.forEach(function (row) { row.texts = texts(row.shown); });
    var pinned = null;
    var show = function (r, q) {
      var row = data.constraints[r];
      var y = Math.floor(q / 4);
      get('why-what').textContent = row.name + ', ' + data.years[y] + ' Q' + (q % 4 + 1);
      get('why-share').textContent = row.texts[q];
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
      row.roots[q].slice(0, 4).forEach(function (root) { add(data.causes[root[0]], root[1]); });
      add('Unmet, all together', data.unmet[q] + ' ' + data.unit + '-years');
      if (row.gain && row.gain[y] !== null) {
        var less = row.gain[y].charAt(0) === '-';
        var noise = row.gain[y].indexOf('(') > 0;
        add(row.tried + (less ? ' would leave by the end of ' : ' would add by the end of ') + data.years[y] +
          (less && !noise ? ': ' + data.why_less : ''),
          row.gain[y].replace(/^-?(\S+)/, '$1 ' + data.unit + (less ? ' less' : '')));
      }
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
    var start = data.start || [0, 0];
    select(start[0], start[1], false);
    var showCell = function () {
      var cut = (state.cell || '').lastIndexOf('.');
      data.constraints.forEach(function (row, r) {
        if (cut > 0 && row.id === state.cell.slice(0, cut)) select(r, +state.cell.slice(cut + 1), false);
      });
    };
    follow.push(showCell);
    showCell();
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
        node.querySelector('.use').textContent = goods.use[y];
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
    var showYear = function () {
      if (data.years.indexOf(+state.year) >= 0) slider.value = data.years.indexOf(+state.year);
      setYear(+slider.value);
    };
    follow.push(showYear);
    showYear();
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
    var showStack = function () {
      if (tabs.querySelector('[aria-pressed=true]') && !state.by) return;
      pick(Object.keys(data.stacks).indexOf(state.by) >= 0 ? state.by : first);
    };
    follow.push(showStack);
    showStack();
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
    return data.held[q] || '';
  }
  function base(unit, months) {
    var soft = css('--soft');
    return {
      animation: false, textStyle: { fontFamily: 'system-ui, sans-serif', color: css('--ink') },
      grid: { left: 52, right: window.innerWidth < 700 ? 14 : 190, top: 14, bottom: 46 },
      xAxis: { type: 'category', data: months, boundaryGap: false, axisLine: { lineStyle: { color: css('--edge') } },
        axisTick: { show: false },
        axisLabel: { color: soft, hideOverlap: true,
          interval: function (i, month) { return /-01$/.test(month); },
          formatter: function (month) { return month.slice(0, 4); } } },
      yAxis: { type: 'value', axisLabel: { color: soft, formatter: function (v) { return unit === '%' ? v + ' %' : tick(v); } },
        splitLine: { lineStyle: { color: css('--edge') } } },
      dataZoom: [{ type: 'inside', zoomOnMouseWheel: 'ctrl' },
        { type: 'slider', height: 12, bottom: 8, borderColor: css('--edge'), backgroundColor: 'transparent', fillerColor: css('--faint'),
          showDataShadow: false, brushSelect: false, moveHandleSize: 0, handleSize: '120%', labelFormatter: '',
          handleStyle: { color: css('--card'), borderColor: soft } }],
      aria: { enabled: true }
    };
  }
  function tooltipOption(formatter) {
    return { trigger: 'axis', confine: true, backgroundColor: css('--card'), borderColor: css('--edge'),
      textStyle: { color: css('--ink'), fontSize: 12 }, formatter: formatter,
      extraCssText: 'max-width:min(340px,85vw);white-space:normal;overflow-wrap:anywhere' };
  }
  // Dotted lines with names above the plot, in rows of which none lies on another.
  function markLines(lines, option, width) {
    var plot = width - option.grid.left - option.grid.right;
    var ends = [];
    var data = lines.marks.map(function (mark) {
      var part = Math.max(0, lines.months.indexOf(mark.month)) / Math.max(1, lines.months.length - 1);
      var wide = 7 * mark.name.length;
      var align = part < 0.3 ? 'left' : part > 0.7 ? 'right' : 'center';
      var left = part * plot - (align === 'left' ? 0 : align === 'right' ? wide : wide / 2);
      var row = 0;
      while (ends[row] > left) row += 1;
      ends[row] = left + wide + 8;
      return { xAxis: mark.month, label: { formatter: function () { return mark.name; }, color: css('--soft'), position: 'end',
        align: align, distance: [0, 6], offset: [0, -15 * row] } };
    });
    option.grid.top = 16 + 15 * ends.length;
    return { silent: true, symbol: 'none', lineStyle: { color: css('--soft'), type: 'dotted' }, data: data };
  }
  // Lines with bands. A band is a clear layer up to its low edge and a pale one from there to its high edge.
  function linesOption(id, place) {
    var lines = data.lines[id];
    var option = base(lines.unit, lines.months);
    var shown = lines.layers.map(function (layer) { return texts(layer.shown); });
    var ranges = lines.bands.map(function (band) { return texts(band.shown); });
    option.series = [];
    if (id === 'supply' && logarithmic) option.yAxis.type = 'log';
    lines.bands.forEach(function (band, i) {
      var color = css('--' + band.css);
      var edge = { type: 'line', stack: 'band' + i, symbol: 'none', silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } };
      option.series.push(Object.assign({ data: band.low }, edge));
      option.series.push(Object.assign({ data: band.high.map(function (high, m) { return high - band.low[m]; }),
        areaStyle: { color: color, opacity: 0.17 } }, edge));
    });
    lines.layers.forEach(function (layer, i) {
      var color = css('--' + layer.css);
      var other = layer.named === false;
      var series = { name: layer.name, type: 'line', data: layer.values, showSymbol: false, z: other ? 1 : 2,
        lineStyle: { color: color, width: other ? 1 : 2, type: layer.css === 'demand' ? 'dashed' : 'solid' }, itemStyle: { color: color } };
      if (i === 0 && lines.marks.length) series.markLine = markLines(lines, option, place.offsetWidth);
      option.series.push(series);
    });
    option.tooltip = tooltipOption(function (points) {
      var m = points[0].dataIndex;
      var rows = [];
      var others = 0;
      lines.layers.forEach(function (layer, i) {
        if (layer.named === false) {
          others += 1;
          return;
        }
        rows.push([layer.name, shown[i][m]]);
        lines.bands.forEach(function (band, b) {
          if (band.css === layer.css) rows.push([band.name, ranges[b][m]]);
        });
      });
      return tooltip(rows, points[0].axisValue, lines.unit,
        id === 'supply' ? heldBack(points[0].axisValue) : others ? 'and ' + others + ' more, in the table below' : '');
    });
    return option;
  }
  function stackOption(id) {
    var stack = data.stacks[id];
    var option = base(shares ? '%' : stack.unit, stack.months);
    var shown = stack.layers.map(function (layer) { return texts(shares ? layer.parts : layer.shown); });
    var sums = stack.months.map(function (m, i) {
      return stack.layers.reduce(function (sum, layer) { return sum + layer.values[i]; }, 0);
    });
    option.series = stack.layers.map(function (layer) {
      var values = shares ? layer.values.map(function (v, i) { return sums[i] > 0 ? v / sums[i] * 100 : 0; }) : layer.values;
      var color = css('--' + layer.css);
      return { name: layer.name, type: 'line', stack: 'all', data: values, showSymbol: false, lineStyle: { width: 0.7, color: css('--card') },
        itemStyle: { color: color }, areaStyle: { color: color, opacity: 1 }, emphasis: { focus: 'series' } };
    });
    if (shares) option.yAxis.max = 100;
    option.tooltip = tooltipOption(function (points) {
      return tooltip(points.slice().reverse().map(function (p) { return [p.seriesName, shown[p.seriesIndex][p.dataIndex]]; }),
        points[0].axisValue, shares ? '' : stack.unit, '');
    });
    return option;
  }
  // Names at the right end, at least a line apart: each with the value that it stands at.
  function nameAtEnd(chart, labels) {
    if (window.innerWidth < 700) return;
    labels.forEach(function (label) { label.y = chart.convertToPixel({ yAxisIndex: 0 }, label.at); });
    labels.sort(function (a, b) { return a.y - b.y; });
    labels.forEach(function (label, i) { if (i && label.y < labels[i - 1].y + 15) label.y = labels[i - 1].y + 15; });
    var lowest = chart.getHeight() - 48;
    labels.reverse().forEach(function (label, i) {
      label.y = Math.min(label.y, i ? labels[i - 1].y - 15 : lowest);
    });
    var x = chart.getWidth() - 182;
    chart.setOption({ graphic: labels.map(function (label, i) {
      return { type: 'group', id: 'label' + i, left: x, top: label.y - 7, silent: true, children: [
        { type: 'rect', shape: { x: 0, y: 2, width: 8, height: 10, r: 2 }, style: { fill: label.color } },
        { type: 'text', style: { x: 13, y: 0, text: label.name, fill: css('--ink'), font: '600 12px system-ui, sans-serif',
          width: 168, overflow: 'truncate' } }] };
    }) });
  }
  function nameLines(chart, id) {
    nameAtEnd(chart, data.lines[id].layers.filter(function (layer) { return layer.named !== false; }).map(function (layer) {
      var last = layer.values.length - 1;
      return { name: layer.name.slice(0, 60), value: texts(layer.shown)[last], color: css('--' + layer.css), at: layer.values[last] };
    }).map(function (label) {
      var most = 21 - label.value.length;
      label.name = (label.name.length > most ? label.name.slice(0, most - 1) + '\u2026' : label.name) + ' ' + label.value;
      return label;
    }));
  }
  function nameLayers(chart, option) {
    var below = 0;
    nameAtEnd(chart, option.series.map(function (series) {
      var last = series.data[series.data.length - 1];
      below += last;
      return { name: series.name, color: series.itemStyle.color, at: below - last / 2 };
    }));
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
        if (!chart) chart = figure.chart = echarts.init(place, null, { renderer: 'svg' });
        chart.resize();
        var option = data.lines[id] ? linesOption(id, place) : stackOption(id);
        chart.setOption(option, true);
        if (data.stacks[id]) nameLayers(chart, option);
        else nameLines(chart, id);
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

  if (state.at) goThere();

  // Downloads
  function save(name, type, text) { saveBlob(name, new Blob([text], { type: type })); }
  function saveBlob(name, blob) {
    var link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
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
  function chartRows(id) {
    var chart = data.lines[id] || data.stacks[id];
    var rows = [['month'].concat(chart.layers.map(function (layer) { return layer.name; }))];
    (chart.bands || []).forEach(function (band) { rows[0].push(band.names[0], band.names[1]); });
    chart.months.forEach(function (month, m) {
      var row = [month].concat(chart.layers.map(function (layer) { return layer.values[m]; }));
      (chart.bands || []).forEach(function (band) { row.push(band.low[m], band.high[m]); });
      rows.push(row);
    });
    return rows;
  }
  function shareRows() {
    var rows = [['year', 'quarter', 'constraint', 'share']];
    data.constraints.forEach(function (row) {
      row.share.forEach(function (share, q) { rows.push([data.years[Math.floor(q / 4)], q % 4 + 1, row.id, share]); });
    });
    return rows;
  }
  function goodsRows() {
    var rows = [['year', 'goods', 'unit', 'arrived', 'used', 'binds']];
    data.goods.forEach(function (goods) {
      data.years.forEach(function (year, y) {
        rows.push([year, goods.id, goods.unit, goods.arrived[y], goods.used[y] === null ? '' : goods.used[y], goods.binds[y] ? 'yes' : 'no']);
      });
    });
    return rows;
  }
  function lotRows() {
    var rows = [['year', 'order', 'buyer', 'seller', 'commodity', 'quantity', 'unit', 'placed', 'promised', 'delivered', 'critical']];
    data.lots.forEach(function (lot) {
      rows.push(lot.map(function (field) { return field === null ? '' : field === true ? 'yes' : field === false ? 'no' : field; }));
    });
    return rows;
  }
  function outputRows() {
    var rows = [['output', 'fiftieth', 'value']];
    data.outputs.forEach(function (output) {
      output.values.forEach(function (value, i) { rows.push([output.name, i + 1, value]); });
    });
    return rows;
  }
  // A table of the page, with the exact numbers where it has them.
  function tableRows(table) {
    return Array.prototype.map.call(table.querySelectorAll('tr'), function (row) {
      return Array.prototype.map.call(row.children, function (cell) {
        var exact = cell.querySelector('data');
        return exact ? +exact.value : cell.textContent;
      });
    });
  }
  function rowsOf(id) {
    if (id === 'chain') return goodsRows();
    if (id === 'lots') return lotRows();
    if (id === 'outputs') return outputRows();
    return id === 'observed' ? tableRows(document.querySelector('#observed table')) : chartRows(id);
  }
  // A picture that stands alone: the styles of the page go into it, and the ground it lay on.
  var STYLES = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-size', 'font-weight', 'font-family', 'text-anchor', 'visibility', 'display'];
  var SVG = 'http://www.w3.org/2000/svg';
  function styled(svg) {
    var copy = svg.cloneNode(true);
    var from = [svg].concat(Array.prototype.slice.call(svg.querySelectorAll('*')));
    var to = [copy].concat(Array.prototype.slice.call(copy.querySelectorAll('*')));
    from.forEach(function (element, i) {
      var style = getComputedStyle(element);
      STYLES.forEach(function (name) {
        var value = style.getPropertyValue(name);
        if (value) to[i].style.setProperty(name, value);
      });
    });
    var size = svg.getBoundingClientRect();
    copy.setAttribute('width', Math.round(size.width));
    copy.setAttribute('height', Math.round(size.height));
    return copy;
  }
  // Several pictures in one, each where it lies on the page, with the words that name it.
  function sheet(svgs) {
    var all = document.createElementNS(SVG, 'svg');
    var parts = [];
    svgs.forEach(function (svg) {
      var of = svg.closest('figure, details');
      parts.push([styled(svg), svg]);
      (of ? of.querySelectorAll('summary, figcaption, .ends span') : []).forEach(function (words) {
        var text = document.createElementNS(SVG, 'text');
        text.textContent = words.textContent;
        text.setAttribute('style', 'font:12px system-ui,sans-serif;dominant-baseline:hanging;fill:' + getComputedStyle(words).color);
        parts.push([text, words]);
      });
    });
    var boxes = parts.map(function (part) { return part[1].getBoundingClientRect(); });
    var edge = function (of, side) { return of.apply(null, boxes.map(function (box) { return box[side]; })); };
    var left = edge(Math.min, 'left') - 8;
    var top = edge(Math.min, 'top') - 8;
    parts.forEach(function (part, i) {
      part[0].setAttribute('x', Math.round(boxes[i].left - left));
      part[0].setAttribute('y', Math.round(boxes[i].top - top));
      all.appendChild(part[0]);
    });
    all.setAttribute('width', Math.round(edge(Math.max, 'right') - left + 8));
    all.setAttribute('height', Math.round(edge(Math.max, 'bottom') - top + 8));
    return all;
  }
  // What is folded has a size, too, and lies on what is not.
  function isOpen(element) { return !element.closest('details:not([open])') && element.getBoundingClientRect().width > 0; }
  function pictureOf(id) {
    var figure = document.querySelector('[data-chart="' + id + '"]');
    var svgs = Array.prototype.slice.call(figure.querySelectorAll('svg'));
    if (svgs.length && !svgs.some(isOpen) && svgs[0].closest('details')) svgs[0].closest('details').open = true;
    var shown = svgs.filter(isOpen);
    if (!shown.length) return null;
    var made = figure.classList.contains('figure') || id === 'chain' ? styled(shown[0]) : sheet(shown);
    made.style.background = css('--card');
    made.setAttribute('xmlns', SVG);
    return { text: new XMLSerializer().serializeToString(made), width: +made.getAttribute('width'), height: +made.getAttribute('height') };
  }
  function savePng(name, picture) {
    var image = new Image();
    image.onload = function () {
      var canvas = document.createElement('canvas');
      canvas.width = 2 * picture.width;
      canvas.height = 2 * picture.height;
      var context = canvas.getContext('2d');
      context.fillStyle = css('--card');
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (blob) { saveBlob(name, blob); });
    };
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(picture.text);
  }
  document.querySelectorAll('[data-save]').forEach(function (button) {
    button.addEventListener('click', function () {
      var kind = button.dataset.save;
      var id = button.dataset.of;
      if (kind === 'json') return save('report-data.json', 'application/json', JSON.stringify(data));
      if (kind === 'shares') return save('shares.csv', 'text/csv', csv(shareRows()));
      if (kind === 'csv') return save(id + '.csv', 'text/csv', csv(rowsOf(id)));
      var picture = pictureOf(id);
      if (!picture) return null;
      return kind === 'svg' ? save(id + '.svg', 'image/svg+xml', picture.text) : savePng(id + '.png', picture);
    });
  });
}());
