/* The inspection under the car: what is seen at a point is sent as soon as it is tapped or noted. */
(() => {
  'use strict';
  const { $, ask, refuse, load } = window.ecar;
  document.addEventListener('change', async event => {
    const point = event.target.closest('[data-point]');
    if (!point || event.target.matches('[data-upload]')) return;
    const result = $('input[type="radio"]:checked', point)?.value;
    // A note alone says nothing yet: it goes along with the result.
    if (!result) { $('input[type="radio"]', point)?.focus(); return; }
    const problem = await ask('PUT', point.dataset.point, JSON.stringify({ result, note: $('.note', point).value.trim() || null }));
    refuse(problem);
    if (!problem) await load(location.href, [document.getElementById('inspection')]).catch(() => {});
  });
})();
