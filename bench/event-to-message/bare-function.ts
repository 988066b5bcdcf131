import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

/** The calls that the alert function makes of an opening, before, beside and after its message. */
const [before, after] = [5, 5] as const;

const { WEBHOOK = '', WITH_CALLS } = process.env;
const [dynamo, sns] = [new DynamoDBClient(), new SNSClient()];
const key = (eventID: string) => ({
  TableName: 'glasswatch-ledger',
  Key: { pk: { S: `bare#${eventID}` }, sk: { S: 'call' } },
});

const write = (eventID: string) =>
  dynamo.send(
    new UpdateItemCommand({
      ...key(eventID),
      UpdateExpression: 'ADD calls :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );

/** Posts the event's id, and does nothing else; WITH_CALLS: makes as many calls as the alert function, to no purpose. */
export async function handler({ Records }: { Records: { body: string }[] }): Promise<void> {
  for (const { body } of Records) {
    const { eventID } = (JSON.parse(body) as { detail: { eventID: string } }).detail;
    const post = () => fetch(WEBHOOK, { method: 'POST', body: `event ${eventID}` });
    if (WITH_CALLS === undefined) await post();
    else await withCalls(eventID, WITH_CALLS, post);
  }
}

async function withCalls(eventID: string, TopicArn: string, post: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < before; n += 1) await write(eventID);
  await Promise.all([
    sns.send(new PublishCommand({ TopicArn, Message: eventID })),
    dynamo.send(new GetItemCommand(key(eventID))).then(post),
  ]);
  for (let n = 0; n < after; n += 1) await write(eventID);
}
