import { canary } from '../../hostile/token-places.ts';
import { hopOf, type WireCall } from './wire.ts';

type Refusal = 'refuse' | 'throttle' | 'fail';

/** How services say no (their API references, "Common errors"); SNS speaks XML. */
const codes: Readonly<Record<'dynamodb' | 'sns' | 'json', Record<Refusal, readonly [number, string]>>> = {
  dynamodb: {
    refuse: [400, 'AccessDeniedException'],
    throttle: [400, 'ProvisionedThroughputExceededException'],
    fail: [500, 'InternalServerError'],
  },
  sns: {
    refuse: [403, 'AuthorizationError'],
    throttle: [429, 'Throttled'],
    fail: [500, 'InternalError'],
  },
  json: {
    refuse: [400, 'AccessDeniedException'],
    throttle: [400, 'ThrottlingException'],
    fail: [500, 'InternalServiceError'],
  },
};

/** A service's refusal of a call. It quotes what was asked, as some of AWS's do, and holds what no log may repeat. */
export function refusal(kind: Refusal, call: WireCall) {
  const service =
    hopOf(call) === 'sns.publish'
      ? 'sns'
      : call.target?.startsWith('DynamoDB') === true
        ? 'dynamodb'
        : 'json';
  const [status, code] = codes[service][kind];
  const words = `refused with ${canary}: ${call.body.slice(0, 200)}`;
  if (service === 'sns') {
    const text = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const body = `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
    return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
  }
  const body = JSON.stringify({ __type: `com.amazonaws#${code}`, message: words });
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: Buffer.from(body) };
}
