import { Terminal, type IBufferCell } from '@xterm/headless';

/** What a terminal shows and does when text is written to it. */
export interface Shown {
  /** What stands on the screen, a line for each newline that was written; spaces at the end are no text. */
  readonly lines: readonly string[];
  /** Whatever it did beside showing text: bells, titles, answers, moves, changes of mode. */
  readonly deeds: readonly string[];
  /** What of a line, from a column on, is not in the terminal's own colours, or bold or the like. */
  readonly styledFrom: (column: number, line: number) => string;
}

const columns = 500;
const rows = 24;

/** Writes text to a real terminal emulator that nothing else is written to. */
export async function screenOf(text: string): Promise<Shown> {
  const terminal = new Terminal({
    cols: columns,
    rows,
    scrollback: 10_000,
    convertEol: true,
    allowProposedApi: true,
  });
  const deeds: string[] = [];
  terminal.onBell(() => deeds.push('bell'));
  terminal.onTitleChange((title) => deeds.push(`title ${title}`));
  terminal.onData((data) => deeds.push(`answer ${JSON.stringify(data)}`));
  terminal.onBinary(() => deeds.push('answer in bytes'));
  // Colours are all that an alert may ask of a terminal.
  for (const control of text.replace(/\u001b\[\d+m/g, '').match(/(?!\n)\p{Cc}/gu) ?? []) {
    deeds.push(`control ${control.charCodeAt(0)}`);
  }
  const modes = JSON.stringify(terminal.modes);
  await new Promise<void>((resolve) => {
    terminal.write(text, resolve);
  });
  if (JSON.stringify(terminal.modes) !== modes) deeds.push('modes');
  const { active } = terminal.buffer;
  if (active.type !== 'normal') deeds.push('other screen');
  if (text.endsWith('\n') && active.cursorX !== 0) deeds.push('cursor');
  const starts: number[] = [];
  const lines: string[] = [];
  for (let y = 0; y <= active.baseY + active.cursorY; y += 1) {
    const line = active.getLine(y);
    if (line === undefined) throw new Error(`no line ${y}`);
    const shown = line.translateToString(true);
    if (line.isWrapped) lines.push(`${lines.pop() ?? ''}${shown}`);
    else {
      starts.push(y);
      lines.push(shown);
    }
  }
  // Below the cursor nothing may stand.
  for (let y = active.baseY + active.cursorY + 1; y < active.length; y += 1) {
    if (active.getLine(y)?.translateToString(true) !== '') deeds.push(`text in line ${y} below the cursor`);
  }
  if (lines.at(-1) === '') lines.pop();
  const cell = active.getNullCell();
  const styledFrom = (column: number, line: number) => {
    const styled: string[] = [];
    const start = starts[line] ?? 0;
    // What is styled anywhere in a long text is styled soon.
    const limit = Math.min(starts[line + 1] ?? active.length, start + 4);
    for (let y = start; y < limit; y += 1) {
      const shown = active.getLine(y);
      // A character takes two columns at most.
      const end = Math.min(columns, 2 * (shown?.translateToString(true).length ?? 0));
      for (let x = y === start ? column : 0; x < end; x += 1) {
        if (shown?.getCell(x, cell) !== undefined && !isPlain(cell)) styled.push(cell.getChars());
      }
    }
    return styled.join('');
  };
  return { lines, deeds, styledFrom };
}

/** Whether a cell shows its character in the terminal's own way. */
function isPlain(cell: IBufferCell): boolean {
  const style = cell.isBold() + cell.isDim() + cell.isItalic() + cell.isUnderline() + cell.isBlink();
  const hiding = cell.isInverse() + cell.isInvisible() + cell.isStrikethrough();
  return cell.isFgDefault() && cell.isBgDefault() && style + hiding === 0;
}

/** A line without its spaces: a wide character that does not fit moves on and leaves one behind. */
export function withoutSpaces(text: string): string {
  return text.replaceAll(' ', '');
}
