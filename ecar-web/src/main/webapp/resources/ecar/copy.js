/* Copies what stands in the element that data-copy names. */
(() => {
  'use strict';
  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch {
      // Without TLS there is no clipboard: what is selected is copied by hand.
      getSelection().selectAllChildren(source);
      return;
    }
    const said = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = said; }, 2000);
  });
})();
