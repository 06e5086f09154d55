/* The pool's page: asks for the console's tables every two seconds while somebody looks at it, and draws the last four minutes. */
(() => {
  'use strict';
  const every = 2000;
  const kept = 120;
  const byId = id => document.getElementById(id);
  const when = byId('pool-when');
  const said = byId('pool-said');
  const which = byId('which');
  const shown = byId('show-table');
  const advice = byId('show-advice');
  const past = { servers: [[], [], []], waits: [[], [], []] };
  let before = null;

  const isNumber = value => typeof value === 'number';

  function table(rows, none) {
    if (rows.length === 0) {
      const empty = document.createElement('p');
      empty.className = 'empty';
      empty.textContent = none;
      return empty;
    }
    const names = Object.keys(rows[0]);
    const made = document.createElement('table');
    made.className = 'plain dense';
    const head = made.createTHead().insertRow();
    for (const name of names) {
      const cell = document.createElement('th');
      cell.scope = 'col';
      cell.textContent = name;
      if (isNumber(rows[0][name])) cell.className = 'num';
      head.append(cell);
    }
    const body = made.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const name of names) {
        const cell = line.insertCell();
        cell.textContent = row[name] ?? '';
        if (isNumber(row[name])) cell.className = 'num';
      }
    }
    return made;
  }

  const sum = (rows, name) => rows.reduce((total, row) => total + Number(row[name] ?? 0), 0);
  const most = (rows, name) => rows.reduce((highest, row) => Math.max(highest, Number(row[name] ?? 0)), 0);
  const garage = rows => rows.filter(row => row.database !== 'pgbouncer');
  const millis = micros => (micros / 1000).toFixed(micros >= 100000 ? 0 : micros >= 1000 ? 1 : 2) + ' ms';

  function figures(pools, stats, waits) {
    for (const figure of document.querySelectorAll('[data-sum]')) figure.textContent = sum(pools, figure.dataset.sum);
    for (const figure of document.querySelectorAll('[data-wait]')) figure.textContent = millis(most(waits, figure.dataset.wait));
    for (const figure of document.querySelectorAll('[data-rate]')) {
      const now = { at: performance.now(), count: sum(stats, figure.dataset.rate) };
      if (before !== null) figure.textContent = ((now.count - before.count) / (now.at - before.at) * 1000).toFixed(1);
      before = now;
    }
  }

  function remember(curves, values) {
    curves.forEach((curve, i) => {
      curve.push(values[i]);
      if (curve.length > kept) curve.shift();
    });
  }

  function draw(id, curves, unit) {
    const top = Math.max(1, ...curves.flat());
    const paths = curves.map((curve, n) => {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('class', 'k' + (n + 1));
      const from = kept - curve.length;
      path.setAttribute('d', curve.map((value, i) => (i ? 'L' : 'M') + ((from + i) * 600 / (kept - 1)).toFixed(1) + ' ' + (156 - value / top * 150).toFixed(1)).join(''));
      return path;
    });
    byId(id).replaceChildren(...paths);
    document.querySelector('[data-top="' + id + '"]').textContent = 'max ' + unit(top);
  }

  async function show(name) {
    const answer = await fetch('api/v1/pool/' + name, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function look() {
    try {
      const name = which.value;
      const [pools, stats, histograms, sizes, chosen] = await Promise.all(['pools', 'stats', 'histograms', 'advice', name].map(show));
      const waits = garage(histograms).filter(row => row.timing === 'wait');
      figures(garage(pools), garage(stats), waits);
      remember(past.servers, ['sv_active', 'sv_idle', 'cl_waiting'].map(column => sum(garage(pools), column)));
      remember(past.waits, ['p50_us', 'p90_us', 'p99_us'].map(column => most(waits, column)));
      draw('curve-servers', past.servers, String);
      draw('curve-waits', past.waits, millis);
      advice.replaceChildren(table(sizes, advice.dataset.none));
      if (name === which.value) shown.replaceChildren(table(chosen, shown.dataset.none));
      when.textContent = new Date().toLocaleTimeString('fr', { timeZone: when.dataset.zone });
      when.classList.remove('bad');
    } catch (failure) {
      when.textContent = when.dataset.failed + ' (' + failure.message + ')';
      when.classList.add('bad');
    }
  }

  const commands = byId('pool-commands');
  async function command(button) {
    button.disabled = true;
    said.hidden = false;
    said.className = 'notice';
    said.textContent = '…';
    try {
      const answer = await fetch('api/v1/pool/' + button.dataset.pool, { method: 'POST' });
      if (!answer.ok) {
        const problem = await answer.json().catch(() => ({}));
        throw new Error(problem.detail ?? String(answer.status));
      }
      said.textContent = button.textContent + ': ' + commands.dataset.done;
    } catch (failure) {
      said.className = 'notice bad';
      said.textContent = button.textContent + ': ' + failure.message;
    }
    button.disabled = false;
    look();
  }
  commands.addEventListener('click', event => {
    const button = event.target.closest('[data-pool]');
    if (button) command(button);
  });
  which.addEventListener('change', look);

  async function watch() {
    if (!document.hidden) await look();
    setTimeout(watch, every);
  }
  watch();
})();
