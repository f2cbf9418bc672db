import type { Json, Pipeline, Sources, Target } from '@millrace/core';
import { apply, destroy, planDeploy, providerMap, resolveRefs, type Means, type ObjectStore } from '@millrace/deploy';
import { glueProvidersOn, type GluePort } from '@millrace/glue';
import { stateMachineProvider, type SfnPort } from '@millrace/sfn';
import { physical, workloadProvidersOn, type GlueCalls, type TextObjects } from '@millrace/workload';
import { site, type Account } from './account.ts';

/** Ends the command: it sees no answer any more and makes no call. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** What befalls the nth call when it has had its effect: the command dies, or only the answer is lost and the client calls again. */
export type Mishap = 'crash' | 'lost answer';

/** One command, as a process of its own: it counts its AWS calls, and one of them may suffer a mishap. */
export class Command {
  calls = 0;
  writes = 0;
  dead = false;
  readonly #account: Account;
  readonly #mishap: { readonly at: number; readonly what: Mishap } | null;
  #draws = 0;

  constructor(account: Account, mishap: { readonly at: number; readonly what: Mishap } | null = null) {
    this.#account = account;
    this.#mishap = mishap;
  }

  async deploy(version: Version): Promise<void> {
    const { pipeline, target } = version;
    const compiled = target.compile(pipeline, site, version.sources);
    if (compiled.resources.length === 0) throw new Error(compiled.problems.map(({ message }) => message).join('\n'));
    const means = this.#means(pipeline);
    const desired = resolveRefs(compiled.resources, site);
    const owner = physical(site, pipeline).owner;
    const { changes, problems } = await planDeploy({ ...means, owner, desired });
    if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
    // The pipeline is plain JSON by its type's own definition.
    await apply({ ...means, changes, desired, deployment: { owner, target: target.id, pipeline: JSON.parse(JSON.stringify(pipeline)) as Json } });
  }

  async destroy({ pipeline }: Version): Promise<void> {
    await destroy({ ...this.#means(pipeline), owner: physical(site, pipeline).owner });
  }

  #means(pipeline: Pipeline): Means {
    // In process the same names and shapes travel as on the wire; each port types the part of them that it uses.
    const on = (service: string) => (operation: string, input: Json): Promise<unknown> => this.#call(service, operation, input);
    const glue = { call: on('glue') } as unknown as GluePort & GlueCalls;
    const states = { states: on('sfn'), glue: on('glue') } as unknown as SfnPort;
    const { clock } = this.#account;
    return {
      providers: providerMap([...workloadProvidersOn(glue, this.#objects(), site), ...glueProvidersOn(glue, site, clock), stateMachineProvider(states, site)]),
      store: this.#store(),
      location: { bucket: site.scripts, key: physical(site, pipeline).manifestKey },
      clock,
      random: () => ((this.#draws = (this.#draws * 16807 + 11) % 2147483647) / 2147483647),
    };
  }

  async #call(service: string, operation: string, input: Json): Promise<unknown> {
    if (this.dead) throw new Crash();
    const mine = (this.calls += 1);
    if (!/^(Get|List|Describe|Head)/.test(operation)) this.writes += 1;
    const send = (): Promise<Json> => this.#account.host.call(service, operation, input);
    const answer = send();
    await Promise.allSettled([answer]);
    const struck = this.#mishap?.at === mine ? this.#mishap.what : null;
    if (struck === 'crash') this.dead = true;
    if (this.dead) throw new Crash();
    return struck === 'lost answer' ? await send() : await answer;
  }

  async #s3(operation: string, input: Json): Promise<S3Answer> {
    // The fields that the three users below read are those of S3's answers.
    return (await this.#call('s3', operation, input)) as S3Answer;
  }

  #objects(): TextObjects {
    return {
      get: (Bucket, Key) => orNull(this.#s3('GetObject', { Bucket, Key }).then(({ Body = '', Metadata = {} }) => ({ text: Body, metadata: Metadata }))),
      put: async (Bucket, Key, Body, Metadata) => void (await this.#s3('PutObject', { Bucket, Key, Body, Metadata })),
      remove: async (Bucket, Key) => void (await this.#s3('DeleteObject', { Bucket, Key })),
    };
  }

  #store(): ObjectStore {
    return {
      get: (Bucket, Key) => orNull(this.#s3('GetObject', { Bucket, Key }).then(({ Body = '', ETag = '' }) => ({ text: Body, etag: ETag }))),
      put: async (Bucket, Key, Body, { ifMatch, ifNoneMatch } = {}) => {
        const conditions = { ...(ifMatch === undefined ? {} : { IfMatch: ifMatch }), ...(ifNoneMatch === undefined ? {} : { IfNoneMatch: ifNoneMatch }) };
        try {
          await this.#s3('PutObject', { Bucket, Key, Body, ...conditions });
          return true;
        } catch (error) {
          if (named(error, 'PreconditionFailed')) return false;
          throw error;
        }
      },
      remove: async (Bucket, Key) => void (await this.#s3('DeleteObject', { Bucket, Key })),
      list: async (Bucket, Prefix) => ((await this.#s3('ListObjectsV2', { Bucket, Prefix })).Contents ?? []).map(({ Key }) => Key),
    };
  }
}

/** What is deployed: a pipeline, its scripts and where it goes. */
export interface Version {
  readonly pipeline: Pipeline;
  readonly sources: Sources;
  readonly target: Target;
}

interface S3Answer {
  readonly Body?: string;
  readonly ETag?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
  readonly Contents?: readonly { readonly Key: string }[];
}

const named = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (named(error, 'NoSuchKey')) return null;
    throw error;
  }
}
