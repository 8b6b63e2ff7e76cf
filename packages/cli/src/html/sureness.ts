/** How sure a value is, in three steps that can be told apart without colour. */
export function surenessClass(probability: number | undefined): '' | 'unsure' | 'doubtful' {
  if (probability === undefined || probability >= 0.9) return '';
  return probability >= 0.5 ? 'unsure' : 'doubtful';
}

/** 0.999 must not be shown as 1.00. */
export const formatProbability = (probability: number): string => (Math.floor(probability * 100) / 100).toFixed(2);
