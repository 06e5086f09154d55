/* The pool's page: asks for the console's tables every two seconds while somebody looks at it. */
(() => {
  'use strict';
  const every = 2000;
  const when = document.getElementById('pool-when');
  const boxes = [...document.querySelectorAll('[data-show]')];
  let before = null;

  const rowsOf = answer => Array.isArray(answer) ? answer : answer.rows ?? answer.items ?? [];
  const isNumber = value => typeof value === 'number';

  function table(rows) {
    if (rows.length === 0) {
      const none = document.createElement('p');
      none.className = 'empty';
      none.textContent = '0';
      return none;
    }
    const names = Object.keys(rows[0]);
    const table = document.createElement('table');
    table.className = 'plain dense';
    const head = table.createTHead().insertRow();
    for (const name of names) {
      const cell = document.createElement('th');
      cell.scope = 'col';
      cell.textContent = name;
      if (isNumber(rows[0][name])) cell.className = 'num';
      head.append(cell);
    }
    const body = table.createTBody();
    for (const row of rows) {
      const line = body.insertRow();
      for (const name of names) {
        const cell = line.insertCell();
        cell.textContent = row[name] ?? '';
        if (isNumber(row[name])) cell.className = 'num';
      }
    }
    return table;
  }

  function sum(rows, name) {
    return rows.reduce((total, row) => total + Number(row[name] ?? 0), 0);
  }

  function figures(pools, stats) {
    const garage = rows => rows.filter(row => row.database !== 'pgbouncer');
    for (const figure of document.querySelectorAll('[data-sum]')) {
      figure.textContent = sum(garage(pools), figure.dataset.sum);
    }
    for (const figure of document.querySelectorAll('[data-rate]')) {
      const now = { at: performance.now(), count: sum(garage(stats), figure.dataset.rate) };
      if (before !== null) {
        figure.textContent = ((now.count - before.count) / (now.at - before.at) * 1000).toFixed(1);
      }
      before = now;
    }
  }

  async function show(name) {
    const answer = await fetch('api/v1/pool/' + name, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(String(answer.status));
    return rowsOf(await answer.json());
  }

  async function look() {
    try {
      const found = await Promise.all(boxes.map(box => show(box.dataset.show)));
      const byName = {};
      boxes.forEach((box, i) => {
        byName[box.dataset.show] = found[i];
        box.replaceChildren(table(found[i]));
      });
      figures(byName.pools, byName.stats);
      when.textContent = new Date().toLocaleTimeString(document.documentElement.lang);
      when.classList.remove('bad');
    } catch (failure) {
      when.textContent = when.dataset.failed + ' (' + failure.message + ')';
      when.classList.add('bad');
    }
  }

  async function watch() {
    if (!document.hidden) await look();
    setTimeout(watch, every);
  }
  watch();
})();
