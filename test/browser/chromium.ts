import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Nothing that chromium would look up by itself: no updates, no sync, no field trials. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts Debian's chromium; installs it through apt-get if it is missing. Throws with one sentence if that fails. */
export async function startChromium(): Promise<Browser> {
  if (!existsSync(executablePath)) install();
  return chromium.launch({ executablePath, args: flags });
}

function install(): void {
  process.stderr.write(
    "browser: chromium is missing: installing Debian's chromium and a font (about a minute)\n",
  );
  const asked = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
  ];
  const installed = asked.every((args) => spawnSync('apt-get', args, { stdio: 'ignore' }).status === 0);
  if (!installed || !existsSync(executablePath)) {
    throw new Error('chromium is missing and apt-get could not install it: install it by hand.');
  }
}
