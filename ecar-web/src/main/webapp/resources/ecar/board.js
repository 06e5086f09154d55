/* The board: a card is dragged to the lane of a state that may follow, or sent there by its dialog.
   Which states may follow stands at the card; whether the step is taken decides the garage. */
(() => {
  'use strict';
  const { $, $$, load, base } = window.ecar;
  const dialog = $('#board-move');
  const refused = $('#board-refused');
  const form = $('form', dialog);
  const words = (element, name) => (element.dataset[name] ?? '').split(' ').filter(Boolean);
  const lane = state => $(`.lane[data-state="${state}"]`);
  let card = null;

  /** Takes the step and loads the board anew; returns the sentence of a refusal, or null. */
  async function step(tile, to, reason) {
    let refusal = null;
    refused.hidden = true;
    const answer = await fetch(new URL(`api/v1/orders/${tile.dataset.id}/transitions`, base), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'If-Match': `"${tile.dataset.version}"`, 'Accept-Language': document.documentElement.lang },
      body: JSON.stringify({ to, reason: reason || null }),
    }).catch(() => null);
    if (answer?.ok) {
      const said = $('#board-said');
      said.textContent = said.dataset.moved.replace('{0}', tile.dataset.number).replace('{1}', $('.state', lane(to) ?? document)?.textContent ?? to);
    } else {
      const problem = await answer?.json().catch(() => null);
      refusal = problem?.violations?.[0]?.rule ?? problem?.detail ?? $('#offline').textContent;
    }
    await load(location.href, [$('#board')]).catch(() => {});
    return refusal;
  }
  async function drop(tile, to) {
    const refusal = await step(tile, to);
    refused.textContent = tile.dataset.number + ': ' + refusal;
    refused.hidden = !refusal;
  }
  function offer(to) {
    const next = words(card, 'next');
    for (const option of form.to.options) option.hidden = option.disabled = !next.includes(option.value);
    form.to.value = next.includes(to) ? to : next[0];
    needs();
  }
  function warn(sentence) {
    const warning = $('#board-move-refused');
    warning.textContent = sentence ?? '';
    warning.hidden = !sentence;
  }

  function ask(tile, to) {
    card = tile;
    $('[data-number]', dialog).textContent = tile.dataset.number;
    offer(to);
    form.reason.value = '';
    warn(null);
    dialog.showModal();
    (to ? form.reason : form.to).focus();
  }
  function needs() {
    const needed = words(card, 'reason').includes(form.to.value);
    form.reason.required = needed;
    $('[data-needed]', form).hidden = !needed;
  }
  form.to.addEventListener('change', needs);
  $('[data-close]', dialog).addEventListener('click', () => dialog.close());
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const refusal = await step(card, form.to.value, form.reason.value.trim());
    if (!refusal) { dialog.close(); return; }
    // What is typed stays, and counts for what stands on the board now.
    card = $(`.tile[data-id="${card.dataset.id}"]`) ?? card;
    offer(form.to.value);
    warn(refusal);
  });

  document.addEventListener('click', event => {
    const move = event.target.closest('[data-move]');
    if (move) ask(move.closest('.tile'));
  });

  let dragged = null;
  document.addEventListener('dragstart', event => {
    dragged = event.target.closest?.('.tile') ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', dragged.dataset.number);
    document.body.classList.add('dragging');
    const next = words(dragged, 'next');
    for (const each of $$('.lane')) each.classList.add(next.includes(each.dataset.state) ? 'may' : 'may-not');
  });
  document.addEventListener('dragover', event => {
    const over = event.target.closest?.('.lane.may');
    $$('.lane.over').forEach(each => each.classList.toggle('over', each === over));
    if (dragged && over) { event.preventDefault(); over.classList.add('over'); }
  });
  document.addEventListener('drop', event => {
    const to = event.target.closest?.('.lane.may')?.dataset.state;
    if (!dragged || !to) return;
    event.preventDefault();
    if (words(dragged, 'reason').includes(to)) ask(dragged, to); else drop(dragged, to);
  });
  document.addEventListener('dragend', () => {
    dragged = null;
    document.body.classList.remove('dragging');
    $$('.lane').forEach(each => each.classList.remove('may', 'may-not', 'over'));
    document.dispatchEvent(new CustomEvent('ecar:dropped'));
  });
})();
