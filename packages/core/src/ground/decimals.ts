/** A number as `coefficient × 10^-scale`, so that sums of prices are exact. */
interface ExactDecimal {
  readonly coefficient: bigint;
  readonly scale: number;
}

/** @returns the shortest decimal that JavaScript prints for the number, exactly; undefined where it is not finite */
function toExact(value: number): ExactDecimal | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) return undefined;
  const [, sign, whole, decimals = '', exponent = '0'] = match;
  const scale = decimals.length - Number(exponent);
  const digits = BigInt(`${sign}${whole}${decimals}`);
  return scale >= 0 ? { coefficient: digits, scale } : { coefficient: digits * 10n ** BigInt(-scale), scale: 0 };
}

/**
 * Whether `values` add up to `total` within `tolerance`, in exact decimal arithmetic: 0.1 + 0.2 is 0.3.
 * @returns the difference `sum − total` as a number, and whether it is within the tolerance; undefined where a value is not finite
 */
export function compareSum(
  values: readonly number[],
  total: number,
  tolerance: number,
): { difference: number; isWithin: boolean } | undefined {
  const exact = [...values, total, tolerance].map(toExact);
  if (exact.some((decimal) => decimal === undefined)) return undefined;
  const scale = Math.max(...exact.map((decimal) => decimal!.scale));
  const scaled = exact.map((decimal) => decimal!.coefficient * 10n ** BigInt(scale - decimal!.scale));
  const limit = scaled.pop()!;
  const wanted = scaled.pop()!;
  const difference = scaled.reduce((sum, each) => sum + each, 0n) - wanted;
  const magnitude = difference < 0n ? -difference : difference;
  return { difference: Number(`${difference}e-${scale}`), isWithin: magnitude <= limit };
}
