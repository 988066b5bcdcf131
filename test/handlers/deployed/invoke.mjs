// Loads a bundle as Lambda does, and hands it what the parent sends.
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';

const begin = performance.now();
let handler;
try {
  ({ handler } = await import(process.argv[2]));
  process.send({ answer: 'ready', ms: performance.now() - begin });
} catch (error) {
  process.send({ error: `${error.name}: ${error.message}`, ms: performance.now() - begin });
  process.disconnect();
}

process.on('message', async ({ event, remaining }) => {
  const start = performance.now();
  const memory = () => process.memoryUsage.rss();
  try {
    const context = { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => remaining };
    const answer = await handler(event, context);
    process.send({ answer, ms: performance.now() - start, memory: memory() });
  } catch (error) {
    // Lambda writes name, message, stack and fields of an error into the log; this shows its causes too.
    console.error(inspect(error, { depth: 9, showHidden: true }));
    process.send({ error: error.name, ms: performance.now() - start, memory: memory() });
  }
});
