import { describe, expect, it } from 'vitest';
import { awsCommand } from '../../../../detections/event/command.ts';
import { clipped } from '../../../../handlers/alert/render/clip.ts';
import { harmless, harmlessJson } from '../../../../handlers/alert/render/harmless.ts';
import { hiddenIn } from '../../../hostile/texts.ts';

/** Every code point there is, halves of surrogate pairs included. */
function* codePoints(): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code += 1) yield String.fromCodePoint(code);
}

describe('text made harmless', () => {
  it('has escapes for all that is hidden, and holds no such character itself', () => {
    for (const character of codePoints()) {
      if (hiddenIn(character).length === 0) continue;
      if (harmless(character) !== `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
        expect.fail(`U+${(character.codePointAt(0) ?? 0).toString(16)} is shown as it is`);
      if (hiddenIn(harmlessJson(character)).length > 0 || JSON.parse(harmlessJson(character)) !== character)
        expect.fail(`U+${(character.codePointAt(0) ?? 0).toString(16)} is not the same in JSON`);
    }
  });

  it('is the same text where people can read it', () => {
    for (const text of ['prod/db_v2.main@x+=,-', 'Zoë Müller', '文書 שלום', '🙂', 'a  b', '<&>"\'`$\\']) {
      expect(harmless(text)).toBe(text);
    }
  });

  it('shows no character otherwise than a command has it: a command has none that is shown as something else', () => {
    for (const character of codePoints()) {
      if ((harmless(character) === character) === (awsCommand(character) === null))
        expect.fail(`U+${(character.codePointAt(0) ?? 0).toString(16)}`);
    }
  });
});

describe('clipped text', () => {
  it('is whole up to its limit, and says where it is cut', () => {
    expect(clipped('abcde', 5)).toBe('abcde');
    expect(clipped('abcdef', 5)).toBe('abcd…');
  });

  it('keeps surrogate pairs whole or leaves them out', () => {
    expect(clipped('abc🙂ef', 5)).toBe('abc…');
    expect(clipped('ab🙂def', 5)).toBe('ab🙂…');
  });
});
