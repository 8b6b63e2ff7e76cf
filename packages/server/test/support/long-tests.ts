/** Proofs run in a short form by default, and as long as they are stated with MAAZA_LONG_TESTS=1. */
export const isLong = process.env.MAAZA_LONG_TESTS === '1';
export const times = (short: number, long: number): number => (isLong ? long : short);
