import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '..', '..', '.cache', 'engines');

/** Where an installed engine lies. */
export interface Engine {
  /** For java -cp: its jars and our compiled main. */
  readonly classpath: string;
  /** A folder for java.io.tmpdir. */
  readonly temporary: string;
}

/**
 * Installs a Java engine: the jars that `test/engines/<name>/pom.xml` names, from Maven Central, and the Java sources
 * beside it, compiled, all under .cache/engines. What is there already for the same files is used again. Throws with
 * one sentence if Java or Maven is missing and cannot be installed.
 */
export function installEngine(name: string): Engine {
  const sources = join(here, name);
  const jars = join(cache, 'jars', name);
  const classes = join(cache, 'classes', name);
  const temporary = join(cache, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const engine = { classpath: `${classes}:${join(jars, '*')}`, temporary };

  const stamp = join(cache, `${name}.stamp`);
  const hash = hashOf(sources);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return engine;
  rmSync(jars, { recursive: true, force: true });
  rmSync(classes, { recursive: true, force: true });

  need('java', 'openjdk-17-jdk-headless');
  need('javac', 'openjdk-17-jdk-headless');
  need('mvn', 'maven');
  say(`installing ${name} from Maven Central into ${jars} (about 80 s if nothing is cached)`);
  run('mvn', [
    ...['-B', '-ntp', '-q', '-Dstyle.color=never', '-f', join(sources, 'pom.xml')],
    ...[`-Dmaven.repo.local=${join(cache, 'm2')}`, `-DoutputDirectory=${jars}`, '-DincludeScope=runtime'],
    'dependency:copy-dependencies',
  ]);
  const java = readdirSync(sources).filter((file) => file.endsWith('.java'));
  run('javac', ['-d', classes, '-cp', join(jars, '*'), ...java.map((file) => join(sources, file))]);
  writeFileSync(stamp, hash);
  return engine;
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

/** Makes sure that a command is there, through apt-get if need be. */
function need(command: string, debianPackage: string): void {
  if (spawnSync('which', [command]).status === 0) return;
  say(`${command} is missing: installing Debian's ${debianPackage}`);
  const asked = [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', debianPackage],
  ];
  const installed = asked.every((args) => spawnSync('apt-get', args, { stdio: 'inherit' }).status === 0);
  if (!installed || spawnSync('which', [command]).status !== 0) {
    throw new Error(
      `${command} is missing and apt-get could not install ${debianPackage}: install it by hand.`,
    );
  }
}

function run(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

/** To the terminal itself: vitest would hold back and frame what goes through console. */
function say(sentence: string): void {
  process.stderr.write(`engines: ${sentence}\n`);
}
