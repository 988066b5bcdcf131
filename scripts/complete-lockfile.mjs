// Completes package-lock.json with the platform builds that a registry mirror does not have. npm leaves such optional
// packages out of the lockfile it writes, npm 11 then refuses that lockfile, and other platforms would get no build.
// Run it after every change of dependencies (docs/decisions.md, "Lockfile").
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));

/** `…-linux-arm64-musl` → what npm asks of a platform. */
function platformOf(name) {
  const [, os, cpu, libc] = /-(linux|darwin|win32|freebsd)-(x64|arm64)(?:-(musl|gnu))?$/.exec(name) ?? [];
  if (os === undefined) throw new Error(`${name}: the name does not tell its platform`);
  const libcName = libc === 'musl' ? 'musl' : 'glibc';
  return { cpu: [cpu], os: [os], ...(os === 'linux' ? { libc: [libcName] } : {}) };
}

const added = [];
for (const [path, { optionalDependencies = {}, inBundle = false }] of Object.entries(lock.packages)) {
  // What a package brings inside its own tarball is as complete as its author made it.
  if (path === '' || inBundle) continue;
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
    if (places.some((place) => place in lock.packages)) continue;
    const { cpu, os, libc } = platformOf(name);
    lock.packages[`node_modules/${name}`] = { version, cpu, ...(libc ? { libc } : {}), optional: true, os };
    added.push(name);
  }
}
const sorted = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
writeFileSync(file, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
console.log(added.length === 0 ? 'the lockfile is complete' : `added: ${added.join(', ')}`);
