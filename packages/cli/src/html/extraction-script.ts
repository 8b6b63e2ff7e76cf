/** Runs in the page. Without it the links still lead from each value to its place and back. */
export const extractionScript = `
(() => {
  const boxes = [...document.querySelectorAll('.box')];
  const marks = [...document.querySelectorAll('#text .mark')];
  /* Where a value has a frame on a page, that is its place before the words of the text. */
  const places = [...boxes, ...marks];
  const values = [...document.querySelectorAll('.value[data-values]')];
  const numbersOf = (element) => element.dataset.values.split(' ');
  const known = (target) => target instanceof Element ? target.closest('.box, .mark, .value[data-values]') : null;
  const isPlace = (element) => element.matches('.box, .mark');
  const stopsOf = (element) => (element && isPlace(element) ? (element.matches('.box') ? boxes : marks) : values).filter((stop) => stop.tabIndex === 0);
  let selected;

  function select(number) {
    if (number === selected) return;
    selected = number;
    for (const element of [...places, ...values]) element.classList.toggle('on', numbersOf(element).includes(number));
  }

  const placeOf = (number) => places.find((place) => numbersOf(place).includes(number));
  const valueOf = (number) => document.getElementById('v' + number);
  const show = (element) => element && element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  const reveal = (element) => {
    const folded = element && element.closest('details');
    if (folded) folded.open = true;
  };

  /* Of several values at one place, the one that is selected stays, so that going there and back ends where it began. */
  const chosenOf = (element) => numbersOf(element).includes(selected) ? selected : numbersOf(element)[0];

  document.addEventListener('focusin', ({ target }) => {
    const element = known(target);
    if (!element) return;
    const number = chosenOf(element);
    select(number);
    show(isPlace(element) ? valueOf(number) : placeOf(number));
  });

  document.addEventListener('mouseover', ({ target }) => {
    const element = known(target);
    if (element) select(chosenOf(element));
  });

  function follow(element) {
    const numbers = numbersOf(element);
    /* A second visit to a place with several values goes on to the next of them. */
    const at = numbers.indexOf(selected);
    const number = isPlace(element) && element.dataset.visited === selected ? numbers[(at + 1) % numbers.length] : chosenOf(element);
    if (isPlace(element)) element.dataset.visited = number;
    select(number);
    const other = isPlace(element) ? valueOf(number) : placeOf(number);
    reveal(other);
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
    const list = stopsOf(element);
    const at = element ? list.indexOf(element.tabIndex === 0 ? element : list.find((stop) => numbersOf(stop).includes(numbersOf(element)[0]))) : -1;
    const next = step === undefined ? list.at(edge) : list[Math.max(0, Math.min(list.length - 1, at + step))];
    if (!next) return;
    event.preventDefault();
    next.focus();
    show(next);
  });
})();
`;
