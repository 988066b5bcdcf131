import type { Plugin } from 'esbuild';

/** What the SDK asks for credentials after the environment, in which Lambda puts them: nothing of it ever runs there. */
const others = /^@aws-sdk\/credential-provider-(ini|login|process|sso|web-identity)$/;

/** Leaves the ways out by which only people's machines find credentials: a twentieth of every bundle. */
export const lambdaCredentials: Plugin = {
  name: 'lambda-credentials',
  setup(build) {
    build.onResolve({ filter: others }, ({ path }) => ({ path, namespace: 'lambda-credentials' }));
    build.onLoad({ filter: /.*/, namespace: 'lambda-credentials' }, ({ path }) => ({
      contents: `throw new Error('no credentials in the environment; ${path} is not part of this bundle');`,
      loader: 'js',
    }));
  },
};
