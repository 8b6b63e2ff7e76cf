/** Runs in the page: the lowest contrast of any text with what is behind it (WCAG 2.2, 1.4.3). */
export function lowestContrast(): number {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  const paint = (layers: readonly string[]) => {
    canvas.fillStyle = 'white';
    canvas.fillRect(0, 0, 1, 1);
    for (const layer of layers) {
      canvas.fillStyle = layer;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (color: readonly number[]) => {
    const [red, green, blue] = color.map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  let lowest = Number.POSITIVE_INFINITY;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement!;
    if (!walker.currentNode.textContent!.trim() || element.closest('script, [hidden]')) continue;
    const behind: string[] = [];
    for (let at: Element | null = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
    const paper = luminance(paint(behind));
    const ink = luminance(paint([...behind, getComputedStyle(element).color]));
    lowest = Math.min(lowest, (Math.max(paper, ink) + 0.05) / (Math.min(paper, ink) + 0.05));
  }
  return lowest;
}
