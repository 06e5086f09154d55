/* What every page does: the menu, the keys, the search everywhere, lists and regions that are loaded
   anew without the page, what somebody typed and a lost session did not take, and the notice of a
   lost network. Pages work without it too, only with more clicks.

   data-list-form, data-list   a form that sends by GET, and the region with an id that shows its answer
   data-live="KIND KIND"       a region with an id that is loaded anew when others changed things of these kinds
   data-address="ADDRESS"      of the page, where an answer to a form does not have it; regions are loaded from there
   data-confirm="SENTENCE"     a button that asks first
   data-send="METHOD PATH"     a button that asks REST below api/v1/ (data-body: its JSON) and loads the regions data-region anew
   data-upload="PATH"          an input of files that are sent there one by one, then as above; data-most: bytes of a file at most,
                               data-too-large: what is said of a longer one */
(() => {
  'use strict';
  const PLACES = { t: 'today', c: 'calendar', b: 'board', o: 'orders', r: 'reception', k: 'customers', v: 'vehicles', p: 'parts', i: 'invoices' };
  const frame = document.querySelector('.frame');
  const base = new URL('.', new URL(document.currentScript.dataset.base ?? 'today.xhtml', document.baseURI));
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const later = (wait, work) => {
    let timer;
    return (...values) => { clearTimeout(timer); timer = setTimeout(() => work(...values), wait); };
  };

  // ── regions ────────────────────────────────────────────
  const busy = $('.underway');
  let waiting = 0;
  const wait = change => {
    waiting = Math.max(0, waiting + change);
    if (busy) busy.hidden = waiting === 0;
  };

  /** What was typed in a region and is on its way or not sent yet stays, unless the server has something newer. */
  function keepTyped(here, fresh) {
    for (const field of $$('input[type="text"][id], textarea[id]', here)) {
      const other = field.value !== field.defaultValue && fresh.querySelector('#' + CSS.escape(field.id));
      if (!other || (field !== document.activeElement && other.defaultValue !== field.defaultValue)) continue;
      other.value = field.value;
      other.setSelectionRange(field.selectionStart, field.selectionEnd);
    }
  }

  /** The number of the request that each region shows: of two whose answers cross, the one asked later counts. */
  const shown = new Map();
  let requests = 0;

  /** Loads the address and puts its regions in the place of those here; focus and what is being typed stay. */
  async function load(address, regions, signal) {
    const request = ++requests;
    wait(+1);
    try {
      const answer = await fetch(address, { headers: { Accept: 'text/html' }, signal });
      if (answer.redirected && new URL(answer.url).pathname.endsWith('/login.xhtml')) {
        location.assign(location.href);
        return null;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const { id } of regions) {
        // Another answer may have replaced the region meanwhile.
        const region = document.getElementById(id);
        const fresh = page.getElementById(id);
        if (!region || !fresh || shown.get(id) > request) continue;
        shown.set(id, request);
        const focused = region.contains(document.activeElement) ? document.activeElement.id : '';
        const scrolled = [region.scrollLeft, region.scrollTop];
        keepTyped(region, fresh);
        region.replaceWith(document.adoptNode(fresh));
        if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
        [fresh.scrollLeft, fresh.scrollTop] = scrolled;
        fresh.dispatchEvent(new CustomEvent('ecar:loaded', { bubbles: true }));
      }
      online(true);
      return page;
    } catch (failure) {
      if (failure.name === 'AbortError') return null;
      if (failure instanceof TypeError) online(false);
      throw failure;
    } finally {
      wait(-1);
    }
  }

  const offline = $('#offline');
  function online(is) {
    if (offline) offline.hidden = is;
  }
  addEventListener('offline', () => online(false));
  addEventListener('online', () => online(true));
  if (!navigator.onLine) online(false);

  // ── tables that become cards where there is no room ────
  /** Tells each figure its heading; the style shows it where the head of the table is hidden. */
  function headings(within) {
    for (const table of $$('table.folds', within)) {
      const heads = [...(table.tHead?.rows[0]?.cells ?? [])].map(head => $('.unseen', head) ? '' : head.textContent.trim());
      for (const row of [...table.tBodies].flatMap(body => [...body.rows])) {
        [...row.cells].forEach((cell, i) => {
          if (heads[i] && cell.classList.contains('num') && cell.textContent.trim()) cell.dataset.heading = heads[i];
        });
      }
    }
  }
  headings(document);
  addEventListener('ecar:loaded', event => headings(event.target));

  // What was refused in something that was folded is read at once.
  for (const refusal of $$('details:not([open]) .ui-message-error')) refusal.closest('details').open = true;

  // ── lists ──────────────────────────────────────────────
  let listing;
  async function list(address, add) {
    const regions = $$('[data-list]');
    if (regions.length === 0) { location.assign(address); return; }
    listing?.abort();
    listing = new AbortController();
    regions.forEach(region => region.classList.add('loading'));
    try {
      const page = await load(address, regions, listing.signal);
      if (!page) return;
      history[add ? 'pushState' : 'replaceState'](null, '', address);
    } catch (failure) {
      $$('[data-list]').forEach(region => region.classList.remove('loading'));
      if (!(failure instanceof TypeError)) location.assign(address);
    }
  }
  function addressOf(form) {
    const wanted = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== '') wanted.append(name, value);
    const order = new URL(location.href).searchParams;
    for (const name of ['sort', 'desc']) {
      wanted.delete(name);
      if (order.has(name)) wanted.set(name, order.get(name));
    }
    return location.pathname + (wanted.size ? '?' + wanted : '');
  }
  const typed = later(200, form => list(addressOf(form), false));
  document.addEventListener('input', event => {
    const form = event.target.closest('[data-list-form]');
    if (form) typed(form);
  });
  document.addEventListener('submit', event => {
    if (event.target.matches('[data-list-form]')) {
      event.preventDefault();
      list(addressOf(event.target), true);
    }
  });
  document.addEventListener('click', event => {
    const link = event.target.closest('[data-list] th a, [data-list] .pager a');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      list(link.href, true);
    }
  });
  if ($('[data-list]')) addEventListener('popstate', () => location.reload());

  /** The address of what is shown. A page that answers a refused form has that form's, which lacks what the page is of. */
  const here = () => new URL(location.search ? location.href : $('[data-address]')?.dataset.address ?? location.href, base);

  // ── what others changed ────────────────────────────────
  if ($('[data-live]') && frame) {
    const kinds = region => region.dataset.live.split(' ');
    let changed = new Set();
    const follow = later(150, async () => {
      const now = changed;
      changed = new Set();
      const regions = $$('[data-live]').filter(region => kinds(region).some(kind => now.has(kind)));
      if (regions.length === 0) return;
      if (document.hidden || document.body.classList.contains('dragging')) { now.forEach(kind => changed.add(kind)); return; }
      try { await load(here(), regions); } catch { now.forEach(kind => changed.add(kind)); }
    });
    const source = new EventSource(new URL('changes', base));
    source.addEventListener('changed', event => { event.data.split(' ').forEach(kind => changed.add(kind)); follow(); });
    // After a pause of the network nobody knows what was missed.
    source.addEventListener('error', () => $$('[data-live]').forEach(region => kinds(region).forEach(kind => changed.add(kind))));
    source.addEventListener('open', () => { online(true); if (changed.size) follow(); });
    document.addEventListener('visibilitychange', () => { if (!document.hidden && changed.size) follow(); });
    document.addEventListener('ecar:dropped', () => { if (changed.size) follow(); });
    addEventListener('pagehide', () => source.close());
  }

  // ── the search everywhere ──────────────────────────────
  const everywhere = $('[data-everywhere]');
  if (everywhere) {
    const input = $('input', everywhere);
    const offers = $('.offers', everywhere);
    let asked;
    const ask = later(180, async () => {
      const text = input.value.trim();
      asked?.abort();
      if (text.length < 2) { offers.hidden = true; return; }
      asked = new AbortController();
      try {
        const answer = await fetch(everywhere.action + '?q=' + encodeURIComponent(text), { signal: asked.signal });
        if (!answer.ok || answer.redirected) return;
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const found = page.getElementById('found');
        if (found && input.value.trim() === text) {
          offers.replaceChildren(...found.children);
          offers.hidden = false;
        }
      } catch (failure) {
        if (failure instanceof TypeError) online(false);
      }
    });
    input.addEventListener('input', ask);
    everywhere.addEventListener('keydown', event => {
      if (event.key === 'Escape') { offers.hidden = true; input.focus(); return; }
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      const stops = [input, ...$$('a', offers)];
      const next = stops[stops.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1)];
      if (!offers.hidden && next) { event.preventDefault(); next.focus(); }
    });
    document.addEventListener('click', event => { if (!everywhere.contains(event.target)) offers.hidden = true; });
    everywhere.addEventListener('focusout', event => { if (event.relatedTarget && !everywhere.contains(event.relatedTarget)) offers.hidden = true; });
  }

  // ── menu, account, confirmation ────────────────────────
  const side = $('.side');
  const menu = $('.menu');
  function openMenu(open) {
    side.classList.toggle('open', open);
    menu.setAttribute('aria-expanded', String(open));
    if (open) $('a', $('.nav'))?.focus(); else if (side.contains(document.activeElement)) menu.focus();
  }
  menu?.addEventListener('click', () => openMenu(!side.classList.contains('open')));
  document.addEventListener('click', event => {
    if (side?.classList.contains('open') && !side.contains(event.target) && !menu.contains(event.target)) openMenu(false);
    const who = $('.who[open]');
    if (who && !who.contains(event.target)) who.open = false;
    const asks = event.target.closest('[data-confirm]');
    if (asks && !window.confirm(asks.dataset.confirm)) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);

  // ── keys ───────────────────────────────────────────────
  const keys = $('#keys');
  const showKeys = () => { if (keys && !keys.open) keys.showModal(); };
  $('[data-keys]')?.addEventListener('click', showKeys);
  let going = 0;
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      if (side?.classList.contains('open')) openMenu(false);
      const who = $('.who[open]');
      if (who) { who.open = false; $('summary', who).focus(); }
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const primary = $('main .primary:not([disabled])');
      if (primary) { event.preventDefault(); primary.click(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select, [contenteditable], dialog[open]')) return;
    if (event.timeStamp - going < 1200 && PLACES[event.key]) {
      const link = $(`.nav a[href$="/${PLACES[event.key]}.xhtml"]`);
      if (link) { event.preventDefault(); link.click(); }
      going = -Infinity;
    } else if (event.key === 'g') {
      going = event.timeStamp;
    } else if (event.key === '/' && everywhere) {
      event.preventDefault();
      $('input', everywhere).select();
      $('input', everywhere).focus();
    } else if (event.key === '?') {
      event.preventDefault();
      showKeys();
    }
  });

  // ── what a lost session did not take ───────────────────
  const fields = 'input:not([type="hidden"]):not([type="password"]):not([type="file"]):not([type="submit"]), select, textarea';
  const kept = form => $$(fields, form).filter(field => field.name);
  // A page that says that a form was not taken: what was typed there is wanted again.
  if ($('.outside[data-lost="true"]') && sessionStorage.getItem('typing')) sessionStorage.setItem('lost', sessionStorage.getItem('typing'));
  if (frame) {
    const where = 'typed ' + location.pathname + location.search;
    const { visit, who } = frame.dataset;
    const read = (key = where) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
    const older = read();
    const lost = sessionStorage.getItem('lost') === where;
    sessionStorage.removeItem(where);
    if (lost) sessionStorage.removeItem('lost');
    // A page that comes in the same visit says that the server took what was typed on another one, or that it is not wanted any more.
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith('typed ') && key !== sessionStorage.getItem('lost') && read(key)?.visit === visit) sessionStorage.removeItem(key);
    }
    // With the page's own scripts in place: a field that asks in between is heard then.
    if (older && older.who === who && (lost || older.visit !== visit)) addEventListener('load', () => restore(older.values));

    function restore(values) {
      const left = new Map(Object.entries(values));
      const fill = () => {
        let filled = false;
        for (const field of $$('main form[method="post"]').flatMap(kept)) {
          if (!left.has(field.name)) continue;
          const value = left.get(field.name);
          left.delete(field.name);
          if (field.type === 'checkbox' || field.type === 'radio') field.checked = value === true || value === field.value;
          else if (field.value !== value) field.value = value; else continue;
          filled = true;
          field.dispatchEvent(new Event('change', { bubbles: true }));
          if (!field.dataset.waits && field.matches('[data-asks]')) break;
        }
        return filled;
      };
      if (fill()) $('#restored').hidden = false;
      // Fields that appear only after an answer get what was typed when they are there.
      const watch = new MutationObserver(() => { if (left.size) fill(); else watch.disconnect(); });
      watch.observe($('main'), { childList: true, subtree: true });
    }

    function keep(form) {
      const now = read() ?? { visit, who, values: {} };
      for (const field of kept(form)) now.values[field.name] = field.type === 'checkbox' ? field.checked : field.type === 'radio' ? (field.checked ? field.value : now.values[field.name]) : field.value;
      sessionStorage.setItem(where, JSON.stringify(now));
      sessionStorage.setItem('typing', where);
    }
    document.addEventListener('input', event => {
      const form = event.target.closest('main form[method="post"]');
      if (form) keep(form);
    });
    document.addEventListener('submit', event => {
      if (event.target.matches('main form[method="post"]')) keep(event.target);
    }, true);
  }

  // ── sending a form once ────────────────────────────────
  // Of a double click only the first is sent. Who stops the browser may send again after a while.
  const ONCE = 10000;
  let sending = -ONCE;
  document.addEventListener('submit', event => {
    if (event.defaultPrevented || !event.target.matches('form[method="post"]')) return;
    if (event.timeStamp - sending < ONCE) event.preventDefault(); else sending = event.timeStamp;
  });
  addEventListener('pageshow', () => { sending = -ONCE; });

  // ── asking REST ────────────────────────────────────────
  const refused = $('#refused');
  /** Asks REST; returns null when it was done, else the sentence of the refusal, in the page's language. */
  async function ask(method, path, body, headers = {}) {
    wait(+1);
    try {
      const answer = await fetch(new URL('api/v1/' + path, base), {
        method, body, headers: { 'Accept-Language': document.documentElement.lang, 'Content-Type': 'application/json', ...headers },
      });
      if (answer.ok) { online(true); return null; }
      if (answer.status === 401) { location.reload(); return ''; }
      const problem = await answer.json().catch(() => ({}));
      return problem.violations?.map(each => each.rule).join(' ') || problem.detail || problem.title || String(answer.status);
    } catch {
      online(false);
      return offline?.textContent ?? 'offline';
    } finally {
      wait(-1);
    }
  }
  function refuse(sentence) {
    if (!refused) return;
    refused.textContent = sentence ?? '';
    refused.hidden = !sentence;
    if (sentence) refused.scrollIntoView({ block: 'nearest' });
  }
  const regionsOf = element => (element.dataset.region ?? '').split(' ').map(id => document.getElementById(id)).filter(Boolean);
  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-send]');
    if (!button || event.defaultPrevented) return;
    const [method, path] = button.dataset.send.split(' ');
    const regions = regionsOf(button);
    button.disabled = true;
    const problem = await ask(method, path, button.dataset.body ?? '{}', button.dataset.version ? { 'If-Match': `"${button.dataset.version}"` } : {});
    button.disabled = false;
    refuse(problem);
    if (!problem) { if (regions.length) await load(here(), regions).catch(() => {}); else location.reload(); }
  });
  document.addEventListener('change', async event => {
    const input = event.target.closest('[data-upload]');
    if (!input) return;
    const regions = regionsOf(input);
    let problem = null;
    for (const file of input.files) {
      const path = input.dataset.upload + (input.dataset.upload.includes('?') ? '&' : '?') + 'name=' + encodeURIComponent(file.name);
      // The server would close the connection in the middle of it, and nobody would read why.
      if (file.size > Number(input.dataset.most)) problem ??= input.dataset.tooLarge.replace('{0}', file.name).replace('{1}', Math.floor(input.dataset.most / 1e6));
      problem ??= await ask('POST', path, file, { 'Content-Type': file.type || 'application/octet-stream' });
    }
    if (problem === null) input.value = '';
    refuse(problem);
    await load(here(), regions).catch(() => {});
  });

  window.ecar = Object.freeze({ ask, refuse, load, later, online, base, $, $$ });

  // PrimeFaces tells of its own requests by jQuery.
  window.jQuery?.(document).on('pfAjaxStart', () => wait(+1)).on('pfAjaxComplete', () => wait(-1)).on('pfAjaxError', () => online(navigator.onLine));
})();
