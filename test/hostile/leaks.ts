import { createHash } from 'node:crypto';

/** What one input is planted with: its name, so that a leak says whence it came, and what nothing else ends with. */
export function canaryOf(input: string): string {
  const hash = createHash('sha256').update(input).digest('hex');
  return `CANARY-in-${input.replaceAll(/[^\w.]/g, '-')}-${hash}`;
}

/** The ways in which a text hides a secret: as it is, for a URL, in base64 at any offset, in hexadecimal, half of it. */
function formsOf(secret: string): string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.from(`${' '.repeat(offset)}${secret}`).toString('base64');
    // The first and last characters depend on what stands around.
    return text.slice(offset === 0 ? 0 : 4, -4);
  });
  return [
    secret,
    secret.slice(-Math.ceil(secret.length / 2)),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    Buffer.from(secret).toString('hex'),
  ];
}

/** The secrets that an output holds in any form. */
export function leaksIn(output: string | Buffer, secrets: readonly string[]): string[] {
  const text = output.toString();
  return secrets.filter((secret) => formsOf(secret).some((form) => text.includes(form)));
}
