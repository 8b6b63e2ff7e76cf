/** Runs in the page. Without it all items are shown, and open and close by themselves. */
export const browserScript = `
(() => {
  const items = [...document.querySelectorAll('.item')].map((element) => ({ element, words: element.textContent.toLowerCase(), kinds: element.dataset.kinds.split(' ') }));
  const search = document.getElementById('search');
  const set = document.getElementById('set');
  const buttons = [...document.querySelectorAll('button[data-kind]')];
  const count = document.getElementById('count');
  const none = document.getElementById('none');
  const isOn = (button) => button.getAttribute('aria-pressed') === 'true';

  function filter() {
    const wanted = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const kinds = buttons.filter(isOn).map((button) => button.dataset.kind);
    let shown = 0;
    for (const item of items) {
      const fits = (set.value === '' || item.element.dataset.set === set.value)
        && (kinds.length === 0 || kinds.some((kind) => item.kinds.includes(kind)))
        && wanted.every((word) => item.words.includes(word));
      item.element.hidden = !fits;
      if (fits) shown++;
    }
    count.textContent = String(shown);
    none.hidden = shown > 0;
  }

  function toggle(button) {
    button.setAttribute('aria-pressed', String(!isOn(button)));
    filter();
  }

  function showAll() {
    search.value = '';
    set.value = '';
    for (const button of buttons) button.setAttribute('aria-pressed', 'false');
    filter();
  }

  for (const button of buttons) button.addEventListener('click', () => toggle(button));
  search.addEventListener('input', filter);
  set.addEventListener('input', filter);
  document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());

  function move(step) {
    const shown = items.filter(({ element }) => !element.hidden).map(({ element }) => element.querySelector('summary'));
    if (shown.length === 0) return;
    const current = document.activeElement && document.activeElement.closest('.item');
    const at = current ? shown.indexOf(current.querySelector('summary')) : step > 0 ? -1 : shown.length;
    const next = shown[Math.max(0, Math.min(shown.length - 1, at + step))];
    next.focus();
    next.scrollIntoView({ block: 'nearest' });
  }

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = event.target instanceof Element && event.target.matches('input, select');
    if (event.key === 'Escape') return showAll();
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (event.target === set) return;
      event.preventDefault();
      return move(event.key === 'ArrowDown' ? 1 : -1);
    }
    if (isTyping) return;
    if (event.key === '/') {
      event.preventDefault();
      search.focus();
      return;
    }
    const button = buttons[Number(event.key) - 1];
    if (button) toggle(button);
  });
  filter();
})();
`;
