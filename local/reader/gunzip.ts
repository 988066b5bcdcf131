import { crc32, inflateRawSync } from 'node:zlib';

import { Unreadable, errorCode } from './unreadable.ts';

/**
 * True for bytes that begin as gzip does (RFC 1952: 1f 8b). A lone 1f counts: it is a gzip file cut after one byte,
 * and no JSON begins so.
 */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && (bytes.length === 1 || bytes[1] === 0x8b);
}

/**
 * Unpacks all members of a gzip file.
 *
 * Member by member, because Node's own gunzip forgives what follows the first one: a second member cut after a few
 * bytes would pass as harmless padding, and its records would be missing without a word.
 *
 * @param limit the most bytes the unpacked text may have
 * @throws Unreadable when it is cut off, damaged, followed by something else than zero bytes, or unpacks to more
 */
export function gunzip(bytes: Uint8Array, limit: number): Buffer {
  const members: Buffer[] = [];
  let size = 0;
  let at = 0;
  do {
    const data = endOfHeader(bytes, at);
    const { content, consumed } = inflate(bytes.subarray(data), limit - size, limit, likelySize(bytes));
    const trailer = data + consumed;
    if (trailer + 8 > bytes.length) throw cutOff();
    const view = new DataView(bytes.buffer, bytes.byteOffset + trailer, 8);
    if (view.getUint32(0, true) !== crc32(content) || view.getUint32(4, true) !== content.length) {
      throw new Unreadable('the gzip data is damaged (its checksum does not match)');
    }
    members.push(content);
    size += content.length;
    at = trailer + 8;
  } while (at < bytes.length && !onlyZeros(bytes, at));
  const only = members.length === 1 ? members[0] : undefined;
  return only ?? Buffer.concat(members, size);
}

/** The bound on what a file may unpack to, in words. */
export function tooLarge(limit: number): Unreadable {
  const size = limit >= 1024 * 1024 ? `${Math.floor(limit / (1024 * 1024))} MiB` : `${limit} bytes`;
  return new Unreadable(`it holds more than ${size} of text; split it into smaller files`);
}

// RFC 1952, section 2.3: ten fixed bytes, then what the flags announce.
function endOfHeader(bytes: Uint8Array, start: number): number {
  const [HEADER_CRC, EXTRA, NAME, COMMENT, RESERVED] = [2, 4, 8, 16, 0xe0];
  if (bytes[start] !== 0x1f || (start + 1 < bytes.length && bytes[start + 1] !== 0x8b)) {
    throw new Unreadable('the gzip data is followed by something that is not gzip');
  }
  if (start + 10 > bytes.length) throw cutOff();
  const flags = bytes[start + 3] ?? 0;
  if (bytes[start + 2] !== 8 || (flags & RESERVED) !== 0) throw damaged();
  let at = start + 10;
  if (flags & EXTRA) {
    if (at + 2 > bytes.length) throw cutOff();
    at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  }
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = bytes.indexOf(0, at);
    if (end === -1) throw cutOff();
    at = end + 1;
  }
  if (flags & HEADER_CRC) at += 2;
  if (at > bytes.length) throw cutOff();
  return at;
}

/** One piece of memory of the right size is cheaper than many put together; what a file promises is only a hint. */
const [smallestChunk, largestChunk] = [64 * 1024, 64 * 1024 * 1024];

/** The last four bytes of a file of one member tell how much it unpacks to (RFC 1952); deflate packs 1032 : 1 at best. */
function likelySize(bytes: Uint8Array): number {
  if (bytes.length < 18) return smallestChunk;
  const told = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  return Math.max(smallestChunk, Math.min(told + 1, bytes.length * 1032, largestChunk));
}

function inflate(
  bytes: Uint8Array,
  room: number,
  limit: number,
  chunkSize: number,
): { content: Buffer; consumed: number } {
  try {
    // `info` makes Node return the engine too, which knows how much of the input it took; the types do not say so.
    const { buffer, engine } = inflateRawSync(bytes, {
      info: true,
      maxOutputLength: Math.max(room, 1),
      chunkSize,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    if (buffer.length > room) throw tooLarge(limit);
    return { content: buffer, consumed: engine.bytesWritten };
  } catch (error) {
    switch (errorCode(error)) {
      case null:
        throw error;
      case 'ERR_BUFFER_TOO_LARGE':
        throw tooLarge(limit);
      case 'Z_BUF_ERROR':
        throw cutOff();
      default:
        throw damaged();
    }
  }
}

function onlyZeros(bytes: Uint8Array, start: number): boolean {
  for (let at = start; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}

function cutOff(): Unreadable {
  return new Unreadable('the gzip data is cut off');
}

function damaged(): Unreadable {
  return new Unreadable('the gzip data is damaged');
}
