/* Regions with data-follow="SECONDS" are loaded anew that often while somebody looks; empty for never. */
(() => {
  'use strict';
  const regions = () => [...document.querySelectorAll('[data-follow]')];
  async function follow() {
    if (!document.hidden) {
      const log = document.querySelector('.log');
      const atEnd = log && log.scrollTop + log.clientHeight > log.scrollHeight - 8;
      try { await window.ecar.load(location.href, regions()); } catch { /* the next round tries again */ }
      const now = document.querySelector('.log');
      if (now && atEnd) now.scrollTop = now.scrollHeight;
    }
    later();
  }
  function later() {
    const seconds = Math.min(Infinity, ...regions().map(region => Number(region.dataset.follow) || Infinity));
    if (Number.isFinite(seconds)) setTimeout(follow, seconds * 1000);
  }
  later();
})();
