import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { html } from '../../../handlers/page/html.ts';
import { page } from '../../../handlers/page/page.ts';

const made = page({
  title: 'Incident <1>',
  kind: 'Incident',
  facts: [{ label: 'Opened by', value: 'ana & bo' }],
  contents: [{ id: 'reads', label: 'Reads' }],
  body: html`<section id="reads"></section>`,
});

it('allows its own style and script by hash, and nothing else', () => {
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(made) ?? [];
  const hash = (name: string) => {
    const [, text = ''] = new RegExp(`<${name}>([^]*)</${name}>`).exec(made) ?? [];
    return `sha256-${createHash('sha256').update(text).digest('base64')}`;
  };
  expect(policy.replaceAll('&#39;', "'").split('; ')).toEqual([
    "default-src 'none'",
    `style-src '${hash('style')}'`,
    `script-src '${hash('script')}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

it('names nothing outside of itself', () => {
  expect(made).not.toMatch(/https?:|url\(|@import|<link|<img|<iframe/);
});

it('escapes its title, and says that times are UTC', () => {
  expect(made).toContain('<title>Incident &lt;1&gt; · Glasswatch</title>');
  expect(made).toContain('<dd>ana &amp; bo</dd>');
  expect(made).toContain('All times are UTC.');
});
