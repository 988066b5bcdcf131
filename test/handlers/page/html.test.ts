import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../handlers/page/html.ts';
import { behindEscapes, hiddenIn, hostileText } from '../../hostile/texts.ts';

describe('html', () => {
  it('escapes texts in elements and in attributes', () => {
    const name = `"><script>alert('&')</script>`;
    expect(html`<td title="${name}">${name}</td>`.text).toBe(
      '<td title="&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;">&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</td>',
    );
  });

  it('takes its own HTML as it is, lists one after the other, and leaves nothing of what is absent', () => {
    const items = ['a', 'b'].map((one) => html`<li>${one}</li>`);
    expect(html`<ul>${items}${null}${undefined}${false}${0}</ul>`.text).toBe(
      '<ul><li>a</li><li>b</li>0</ul>',
    );
  });

  it('lets no text out of its place, whatever was written', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const inside = html`${text}`.text;
        expect(inside).not.toMatch(/[<>"']/);
        expect(hiddenIn(inside)).toEqual([]);
        expect(behindEscapes(read(inside))).toBe(
          text.replace(/\\u\{([0-9a-f]+)\}/g, (escape) => behindEscapes(escape)),
        );
      }),
    );
  });
});

/** What a browser reads of the entities. */
function read(text: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
}
