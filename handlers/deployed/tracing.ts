import type { Tracer } from '@aws-lambda-powertools/tracer';

let tracer: Tracer | null = null;

/**
 * Runs the work of one invocation as a subsegment of its trace. The tracer is loaded with the first invocation that is
 * traced: most are not, and it is the heaviest of what a function loads. It captures no HTTP calls (a webhook's URL is its
 * password), no answers, and of errors only that there was one.
 */
export async function traced<Result>(service: string, work: () => Promise<Result>): Promise<Result> {
  if (process.env._X_AMZN_TRACE_ID?.includes('Sampled=1') !== true) return work();
  tracer ??= await newTracer(service);
  const segment = tracer.getSegment();
  const part = segment?.addNewSubsegment(`## ${service}`);
  if (segment === undefined || part === undefined) return work();
  tracer.setSegment(part);
  tracer.annotateColdStart();
  tracer.addServiceNameAnnotation();
  try {
    return await work();
  } catch (error) {
    part.addFaultFlag();
    throw error;
  } finally {
    part.close();
    tracer.setSegment(segment);
  }
}

async function newTracer(serviceName: string): Promise<Tracer> {
  const { Tracer: PowertoolsTracer } = await import('@aws-lambda-powertools/tracer');
  return new PowertoolsTracer({ serviceName, captureHTTPsRequests: false });
}
