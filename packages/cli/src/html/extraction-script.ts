/** Runs in the page. Without it the links still lead from each value to its place and back. */
export const extractionScript = `
(() => {
  const marks = [...document.querySelectorAll('#text .mark')];
  const values = [...document.querySelectorAll('.value[data-values]')];
  const numbersOf = (element) => element.dataset.values.split(' ');
  const known = (target) => target instanceof Element ? target.closest('.mark, .value[data-values]') : null;
  const stops = marks.filter((mark) => mark.tabIndex === 0);
  let selected;

  function select(number) {
    if (number === selected) return;
    selected = number;
    for (const element of [...marks, ...values]) element.classList.toggle('on', numbersOf(element).includes(number));
  }

  const markOf = (number) => marks.find((mark) => numbersOf(mark).includes(number));
  const valueOf = (number) => document.getElementById('v' + number);
  const show = (element) => element && element.scrollIntoView({ block: 'nearest', inline: 'nearest' });

  /* Of several values at one place, the one that is selected stays, so that going there and back ends where it began. */
  const chosenOf = (element) => numbersOf(element).includes(selected) ? selected : numbersOf(element)[0];

  document.addEventListener('focusin', ({ target }) => {
    const element = known(target);
    if (!element) return;
    const number = chosenOf(element);
    select(number);
    show(element.matches('.mark') ? valueOf(number) : markOf(number));
  });

  document.addEventListener('mouseover', ({ target }) => {
    const element = known(target);
    if (element) select(chosenOf(element));
  });

  function follow(element) {
    const isMark = element.matches('.mark');
    const numbers = numbersOf(element);
    /* A second visit to a place with several values goes on to the next of them. */
    const at = numbers.indexOf(selected);
    const number = isMark && element.dataset.visited === selected ? numbers[(at + 1) % numbers.length] : chosenOf(element);
    if (isMark) element.dataset.visited = number;
    select(number);
    const other = isMark ? valueOf(number) : markOf(number);
    if (other) other.focus();
    show(other);
  }

  document.addEventListener('click', (event) => {
    const element = known(event.target);
    if (!element || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    follow(element);
  });

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const element = known(document.activeElement);
    if (event.key === 'Escape') {
      if (element) element.blur();
      select(undefined);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const edge = { Home: 0, End: -1 }[event.key];
    if (step === undefined && (edge === undefined || !element)) return;
    const list = element && element.matches('.mark') ? stops : values;
    const at = element ? list.indexOf(element.tabIndex === 0 ? element : markOf(numbersOf(element)[0])) : -1;
    const next = step === undefined ? list.at(edge) : list[Math.max(0, Math.min(list.length - 1, at + step))];
    if (!next) return;
    event.preventDefault();
    next.focus();
    show(next);
  });
})();
`;
