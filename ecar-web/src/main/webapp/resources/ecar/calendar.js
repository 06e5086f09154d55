/* The calendar: places appointments by their minutes, lets one be dragged to another time, bay,
   technician or day, and does the same by a dialog. The garage decides; what it refuses is said. */
(() => {
  'use strict';
  const { $, $$, load, later, base } = window.ecar;
  const STEP = 15;
  const refused = $('#calendar-refused');
  const said = $('#calendar-said');
  const dialog = $('#slot');
  const form = $('form', dialog);
  const calendar = () => $('#calendar');
  const two = number => String(number).padStart(2, '0');
  const instant = local => local ? local + (local.length === 16 ? ':00' : '') + calendar().dataset.offset : null;
  const numberOr = value => value ? Number(value) : null;

  // ── placing ────────────────────────────────────────────
  function place() {
    const first = Number(calendar().dataset.first) * 60;
    const whole = Number(calendar().dataset.last) * 60 - first;
    const share = minutes => Math.min(100, Math.max(0, (minutes - first) / whole * 100));
    for (const strip of $$('.hours .column .strip')) {
      strip.style.setProperty('--hours', whole / 60);
      const open = (strip.dataset.open ?? '').split(' ').filter(Boolean).map(span => span.split('-').map(Number));
      let until = first;
      for (const [from, to] of [...open, [first + whole, first + whole]]) {
        if (from > until) strip.prepend(shade(share(until), share(from)));
        until = Math.max(until, to);
      }
      const now = Number(strip.dataset.now);
      if (now >= first && now <= first + whole) {
        const line = document.createElement('div');
        line.className = 'now';
        line.style.insetBlockStart = share(now) + '%';
        strip.append(line);
      }
      const ends = [];
      const slots = $$('.slot', strip).sort((a, b) => a.dataset.from - b.dataset.from);
      for (const slot of slots) {
        let lane = ends.findIndex(end => end <= Number(slot.dataset.from));
        if (lane < 0) lane = ends.length;
        ends[lane] = Number(slot.dataset.to);
        slot.dataset.lane = lane;
      }
      for (const each of [...slots, ...$$('.away', strip)]) {
        each.style.insetBlockStart = share(each.dataset.from) + '%';
        each.style.blockSize = share(each.dataset.to) - share(each.dataset.from) + '%';
        if (each.dataset.lane !== undefined) {
          each.style.insetInlineStart = each.dataset.lane / ends.length * 100 + '%';
          each.style.inlineSize = 100 / ends.length + '%';
        }
      }
    }
    $('.hours .scale .strip')?.style.setProperty('--hours', whole / 60);
  }
  function shade(from, to) {
    const closed = document.createElement('div');
    closed.className = 'closed';
    closed.style.insetBlockStart = from + '%';
    closed.style.blockSize = to - from + '%';
    return closed;
  }
  place();
  document.addEventListener('ecar:loaded', place);

  // ── asking the garage ──────────────────────────────────
  async function send(method, path, body, version) {
    const headers = { 'Content-Type': 'application/json', 'Accept-Language': document.documentElement.lang };
    if (version !== undefined) headers['If-Match'] = `"${version}"`;
    const answer = await fetch(new URL('api/v1/' + path, base), { method, headers, body: JSON.stringify(body) }).catch(() => null);
    if (answer?.ok) return null;
    const problem = await answer?.json().catch(() => null);
    const violations = problem?.violations ?? [];
    return { violations, sentence: violations.map(each => each.rule).join(' ') || problem?.detail || $('#offline').textContent };
  }
  const again = () => load(location.href, [calendar()]).catch(() => {});
  function tell(slot, sentence) {
    said.textContent = sentence.replace('{0}', slot);
  }
  const wanted = (slot, change) => ({
    vehicleId: Number(slot.dataset.vehicle),
    bayId: numberOr(slot.dataset.bay),
    technicianId: numberOr(slot.dataset.technician),
    skill: slot.dataset.skill || null,
    work: $('.what', slot).textContent,
    start: instant(slot.dataset.start),
    end: instant(slot.dataset.end),
    ...change,
  });
  async function move(slot, change) {
    refused.hidden = true;
    const problem = await send('PUT', 'appointments/' + slot.dataset.id, wanted(slot, change), slot.dataset.version);
    if (problem) {
      refused.textContent = $('.plate', slot).textContent + ': ' + problem.sentence;
      refused.hidden = false;
    } else {
      tell($('.plate', slot).textContent, said.dataset.moved);
    }
    await again();
  }

  // ── dragging ───────────────────────────────────────────
  let dragged = null;
  let grip = 0;
  const target = event => event.target.closest?.('[data-day]');
  document.addEventListener('dragstart', event => {
    dragged = event.target.closest?.('.slot[draggable="true"]') ?? null;
    if (!dragged) return;
    grip = event.clientY - dragged.getBoundingClientRect().top;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', dragged.dataset.id);
    document.body.classList.add('dragging');
  });
  document.addEventListener('dragover', event => {
    const over = target(event);
    $$('.over', calendar()).forEach(each => each.classList.toggle('over', each === over));
    if (dragged && over) { event.preventDefault(); over.classList.add('over'); }
  });
  document.addEventListener('drop', event => {
    const over = target(event);
    if (!dragged || !over) return;
    event.preventDefault();
    const length = new Date(dragged.dataset.end) - new Date(dragged.dataset.start);
    let time = dragged.dataset.start.slice(11);
    if (over.matches('.strip')) {
      const box = over.getBoundingClientRect();
      const first = Number(calendar().dataset.first) * 60;
      const whole = Number(calendar().dataset.last) * 60 - first;
      const minutes = Math.round((first + (event.clientY - grip - box.top) / box.height * whole) / STEP) * STEP;
      const kept = Math.max(0, Math.min(24 * 60 - STEP, minutes));
      time = two(Math.floor(kept / 60)) + ':' + two(kept % 60);
    }
    const start = over.dataset.day + 'T' + time;
    const change = { start: instant(start), end: instant(plus(start, length)) };
    change[calendar().dataset.by + 'Id'] = numberOr(over.dataset.holder);
    move(dragged, change);
  });
  document.addEventListener('dragend', () => {
    dragged = null;
    document.body.classList.remove('dragging');
    $$('.over').forEach(each => each.classList.remove('over'));
    document.dispatchEvent(new CustomEvent('ecar:dropped'));
  });
  /** Adds to a local time without the browser's own zone: the garage's zone counts. */
  function plus(local, millis) {
    return new Date(Date.parse(local + ':00Z') + millis).toISOString().slice(0, 16);
  }

  // ── the dialog ─────────────────────────────────────────
  let chosen = null;
  let vehicle = null;
  /** Says each broken rule beside its field, and what has none above the form. */
  function show(problem) {
    $$('.refusal', form).forEach(each => each.remove());
    $$('[aria-invalid]', form).forEach(each => { each.removeAttribute('aria-invalid'); each.removeAttribute('aria-describedby'); });
    const above = [];
    for (const { field, rule } of problem?.violations ?? []) {
      const input = field === 'vehicleId' ? text : form.elements[field];
      const place = input?.closest('.field');
      if (!place || place.hidden) { above.push(rule); continue; }
      const said = document.createElement('span');
      said.className = 'ui-message-error refusal';
      said.id = input.id + '-refused';
      said.textContent = rule;
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-describedby', said.id);
      place.append(said);
    }
    const sentence = problem && problem.violations.length === 0 ? problem.sentence : above.join(' ');
    $('#slot-refused').textContent = sentence ?? '';
    $('#slot-refused').hidden = !sentence;
  }
  const vehicles = $('#slot-vehicles');
  const text = $('#slot-vehicle');
  /** Chooses the skill of an appointment, also one that nobody has any more. */
  function require(skill) {
    if (!form.skill || !skill) return;
    if (![...form.skill.options].some(each => each.value === skill)) form.skill.add(new Option(skill, skill));
    form.skill.value = skill;
  }
  function open(slot) {
    chosen = slot;
    vehicle = slot ? Number(slot.dataset.vehicle) : null;
    show(null);
    const title = $('#slot-title');
    title.textContent = slot ? title.dataset.move : title.dataset.book;
    $$('[data-new]', form).forEach(each => { each.hidden = slot !== null; });
    $$('[data-old]', form).forEach(each => { each.hidden = slot === null; });
    vehicles.replaceChildren();
    form.reset();
    if (slot) {
      $('[data-plate]', form).textContent = $('.plate', slot).textContent;
      $('[data-who]', form).textContent = $('.who-is', slot).textContent;
      $('[data-receive]', form).href = 'reception.xhtml?appointment=' + slot.dataset.id;
      form.work.value = $('.what', slot).textContent;
      form.start.value = slot.dataset.start;
      form.end.value = slot.dataset.end;
      form.bayId.value = slot.dataset.bay;
      form.technicianId.value = slot.dataset.technician ?? '';
      require(slot.dataset.skill);
    } else {
      const day = $('[data-day]')?.dataset.day;
      const hour = new Date().getHours() + 1;
      form.start.value = day + 'T' + two(Math.min(17, Math.max(8, hour))) + ':00';
      form.end.value = plus(form.start.value, 3600000);
    }
    dialog.showModal();
    (slot ? form.start : text).focus();
  }
  form.start.addEventListener('change', () => { if (form.start.value && form.end.value <= form.start.value) form.end.value = plus(form.start.value, 3600000); });
  document.addEventListener('click', event => {
    const slot = event.target.closest('.slot');
    if (slot?.dataset.state === 'ARRIVED' && slot.dataset.order) location.assign('order.xhtml?id=' + slot.dataset.order);
    else if (slot && $('#book')) open(slot);
    else if (event.target.closest('#book')) open(null);
  });
  $('[data-close]', form).addEventListener('click', () => dialog.close());
  async function ended(problem, sentence) {
    show(problem);
    if (problem) {
      // What is typed stays, and counts for what stands in the calendar now.
      await again();
      if (chosen) chosen = $(`.slot[data-id="${chosen.dataset.id}"]`, calendar()) ?? chosen;
      return;
    }
    const plate = chosen ? $('.plate', chosen).textContent : text.value;
    dialog.close();
    refused.hidden = true;
    tell(plate, sentence);
    await again();
  }
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const body = {
      vehicleId: vehicle,
      bayId: numberOr(form.bayId.value),
      technicianId: numberOr(form.technicianId.value),
      skill: (form.skill ? form.skill.value : chosen?.dataset.skill) || null,
      work: form.work.value,
      start: instant(form.start.value),
      end: instant(form.end.value),
    };
    const problem = chosen
      ? await send('PUT', 'appointments/' + chosen.dataset.id, body, chosen.dataset.version)
      : await send('POST', 'appointments', body);
    await ended(problem, chosen ? said.dataset.moved : said.dataset.booked);
  });
  for (const button of $$('[data-do]', form)) {
    button.addEventListener('click', async () => {
      if (!window.confirm(button.dataset.ask)) return;
      await ended(await send('POST', `appointments/${chosen.dataset.id}/${button.dataset.do}`, {}), said.dataset.moved);
    });
  }
  text.addEventListener('input', later(200, async () => {
    vehicle = null;
    const typed = text.value.trim();
    if (typed.length < 2) { vehicles.replaceChildren(); return; }
    const answer = await fetch(new URL('api/v1/vehicles?size=6&q=' + encodeURIComponent(typed), base)).catch(() => null);
    if (!answer?.ok || text.value.trim() !== typed) return;
    const found = await answer.json();
    vehicles.replaceChildren(...(found.items ?? found).map(each => {
      const offer = document.createElement('button');
      offer.type = 'button';
      offer.className = 'button pick';
      offer.setAttribute('role', 'option');
      offer.textContent = [each.plate, each.make, each.model, '·', each.customerName].filter(Boolean).join(' ');
      offer.addEventListener('click', () => { vehicle = each.id; text.value = each.plate; vehicles.replaceChildren(); text.setAttribute('aria-expanded', 'false'); form.work.focus(); });
      return offer;
    }));
    text.setAttribute('aria-expanded', String(vehicles.childElementCount > 0));
  }));
})();
