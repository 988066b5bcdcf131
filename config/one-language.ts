import type { Plugin } from 'esbuild';

/** zod brings its messages in some fifty languages, which nothing here asks for and no bundler can see to be unused. */
export const oneLanguage: Plugin = {
  name: 'one-language',
  setup(build) {
    build.onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, () => ({
      contents: `export { default as en } from ${JSON.stringify('./en.js')};`,
      loader: 'js',
    }));
  },
};
