import { parseArn } from '../../config/arn.ts';
import { asksByReference, secretReferencePrefix } from '../event/parameter.ts';
import { withoutSuffix } from '../event/secret.ts';
import type { EventPattern, PatternNode } from '../pattern/objects.ts';

const ofSecretsManager = { eventSource: ['secretsmanager.amazonaws.com'] };

const isDenied = { errorCode: [{ prefix: 'AccessDenied' }] };

/** More decoys would take more rules with wildcards than a bus can spare of its 30 (aws-facts, section 8). */
const mostNamed = 20;

/** Whatever reads a secret or is denied: what a config with many decoys has to look at. */
const anyRead: readonly EventPattern[] = [
  {
    detail: {
      ...ofSecretsManager,
      $or: [{ eventName: ['GetSecretValue', 'BatchGetSecretValue'] }, isDenied],
    },
  },
  { detail: { requestParameters: asksByReference } },
];

/**
 * What may name a decoy, in whatever words: which secret is meant is decided from the resolved ARN. One pattern for each
 * field, so that a long list of decoys is cut by one list at a time. None where there are no decoys; where there are many,
 * every read. A batch by filter names no secret; each secret that it hands out has an event of its own (aws-facts,
 * section 6).
 */
export function decoyPatterns(decoys: readonly string[]): EventPattern[] {
  if (decoys.length === 0) return [];
  if (decoys.length > mostNamed) return [...anyRead];
  const named = decoys.flatMap(wordsFor);
  return [
    {
      detail: {
        ...ofSecretsManager,
        $or: [{ eventName: ['GetSecretValue'] }, isDenied],
        requestParameters: { secretId: named.map(whole) },
      },
    },
    { detail: { ...ofSecretsManager, requestParameters: { secretIdList: named.map(whole) } } },
    {
      detail: {
        ...ofSecretsManager,
        ...isDenied,
        errorMessage: named.filter(isShortest).map(inDenial),
      },
    },
    { detail: { requestParameters: { name: named.map(byReference) } } },
    { detail: { requestParameters: { names: named.map(byReference) } } },
  ];
}

/** How a caller writes a secret: by its name, or by an ARN that begins with a text or holds one. */
type Words = { readonly name: string } | { readonly arn: string } | { readonly inArn: string };

/**
 * The words for a decoy. What follows its name in an ARN is a suffix, a field, or the end of a longer name. A decoy's own ARN
 * may lack its suffix and end in what looks like one, so its name is taken either way.
 */
function wordsFor(decoy: string): Words[] {
  const id = parseArn(decoy)?.resource.replace(/^secret:/, '');
  if (id === undefined) return [{ name: decoy }, { inArn: `:secret:${decoy}` }];
  return [...new Set([id, withoutSuffix(id)])]
    .map((name): Words => ({ name }))
    .concat({ arn: withoutSuffix(decoy) });
}

function whole(words: Words): PatternNode {
  if ('name' in words) return words.name;
  return 'arn' in words ? { prefix: words.arn } : { wildcard: `*${words.inArn}*` };
}

/** Whether no other name begins it: where a text may go on, the shorter name says all. */
function isShortest(words: Words, _index: number, all: readonly Words[]): boolean {
  if (!('name' in words)) return true;
  return !all.some(
    (other) => 'name' in other && other.name !== words.name && words.name.startsWith(other.name),
  );
}

function inDenial(words: Words): PatternNode {
  if ('name' in words) return { wildcard: `* on resource: ${words.name}*` };
  return { wildcard: `*${'arn' in words ? words.arn : words.inArn}*` };
}

function byReference(words: Words): PatternNode {
  if ('name' in words) return `${secretReferencePrefix}${words.name}`;
  return 'arn' in words
    ? { prefix: `${secretReferencePrefix}${words.arn}` }
    : { wildcard: `${secretReferencePrefix}*${words.inArn}*` };
}
