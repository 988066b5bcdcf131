import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ownNames } from '../../config/names.ts';
import type { Config } from '../../config/schema.ts';
import { arnOf, withoutSuffix, type Secret, type SecretReference } from '../../detections/event/secret.ts';
import type { SecretDirectory } from '../../detections/event/secret-directory.ts';
import type { Clock } from './ports.ts';

/** How long an answer holds, ms: a secret can be deleted and made anew under its name. */
const holdsMs = 300_000;
/** Answers that are kept at most; the oldest go first. */
const mostKept = 1_000;

/**
 * Asks Secrets Manager, in the Region of the secret, what the caller's words for it stand for. Only in the account and the
 * Regions that are watched: a caller types whatever he likes, and no Region of his choice becomes a host name. What cannot
 * be found keeps the words that it has.
 */
export class SecretsManagerDirectory implements SecretDirectory {
  readonly #config: Config;
  readonly #client: (region: string) => Promise<SecretsManagerClient>;
  readonly #clock: Clock;
  readonly #answers = new Map<string, { readonly secret: Promise<Secret>; readonly until: number }>();

  constructor(config: Config, client: (region: string) => Promise<SecretsManagerClient>, clock: Clock) {
    this.#config = config;
    this.#client = client;
    this.#clock = clock;
  }

  resolve(reference: SecretReference): Secret | Promise<Secret> {
    const { form, id } = reference;
    if (form === 'full-arn') return { arn: arnOf(reference), name: withoutSuffix(id) };
    if (!this.#isOurs(reference)) return { arn: arnOf(reference), name: id };
    const key = arnOf(reference);
    const now = this.#clock.now();
    const known = this.#answers.get(key);
    if (known !== undefined && now < known.until) return known.secret;
    const secret = this.#described(reference);
    this.#answers.delete(key);
    this.#answers.set(key, { secret, until: now + holdsMs });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > mostKept && oldest !== undefined) this.#answers.delete(oldest);
    return secret;
  }

  #isOurs({ partition, region, account }: SecretReference): boolean {
    const own = ownNames(this.#config);
    if (own === null) return false;
    const regions = [...(this.#config.regions ?? [own.homeRegion]), 'us-east-1'];
    return account === own.account && partition === own.partition && regions.includes(region);
  }

  async #described(reference: SecretReference): Promise<Secret> {
    const { form, id, region } = reference;
    const asNamed: Secret = { arn: arnOf(reference), name: id };
    try {
      const { DescribeSecretCommand } = await import('../deployed/sdk/secrets-manager.ts');
      const client = await this.#client(region);
      const SecretId = form === 'name' ? id : arnOf(reference);
      const { ARN, Name } = await client.send(new DescribeSecretCommand({ SecretId }));
      return ARN === undefined || Name === undefined ? asNamed : { arn: ARN, name: Name };
    } catch {
      return asNamed;
    }
  }
}
