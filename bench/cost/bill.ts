import { prices, units, type PriceName } from './prices.ts';
import type { Usage } from './usage.ts';

/** US dollars, part by part. */
export interface Bill {
  readonly parts: readonly { readonly name: string; readonly usd: number }[];
  readonly total: number;
}

/** What a usage costs. */
export function billOf(usage: Usage): Bill {
  const parts = Object.entries(usage).map(([name, amounts]) => ({
    name,
    usd: Object.entries(amounts).reduce(
      (sum, [price, amount]) => sum + costOf(price as PriceName, amount),
      0,
    ),
  }));
  return { parts, total: parts.reduce((sum, { usd }) => sum + usd, 0) };
}

function costOf(price: PriceName, amount: number): number {
  return (prices[price].usd * amount) / units[price];
}
