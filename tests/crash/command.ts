import type { Compiled, Json, Pipeline, Site, Sources, Target } from '@millrace/core';
import { apply, destroy, planDeploy, providerMap, resolveRefs, type Means, type ObjectStore, type Plan, type Resolved } from '@millrace/deploy';
import { glueProvidersOn, type GluePort } from '@millrace/glue';
import { sfnProvidersOn, type SfnPort } from '@millrace/sfn';
import { physical, workloadProvidersOn, type GlueCalls, type OtherCalls, type TextObjects } from '@millrace/workload';
import { site, type Account } from './account.ts';
import { refusalOf, type Refusal } from './refusals.ts';

/** Ends the command: it sees no answer any more and makes no call. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * What befalls the nth call. When it has had its effect: the command dies, or only the answer is lost and the client calls again. Instead of
 * its effect: the service throttles it, somebody changes the same thing, what it speaks of is not there for a moment; or the credentials
 * expire, for this call and all that follow.
 */
export type Mishap = 'crash' | 'lost answer' | Refusal;

/** One command, as a process of its own: it counts its AWS calls, and one of them may suffer a mishap. */
export class Command {
  calls = 0;
  writes = 0;
  /** Each call, in order. */
  readonly log: { readonly service: string; readonly operation: string }[] = [];
  dead = false;
  /** The mishap has befallen a call. */
  struck = false;
  readonly #account: Account;
  readonly #site: Site;
  readonly #mishap: { readonly at: number; readonly what: Mishap } | null;
  #draws = 0;
  /** Lets other commands make calls before each of this one. */
  readonly #pause: (() => Promise<void>) | null;

  constructor(account: Account, mishap: { readonly at: number; readonly what: Mishap } | null = null, options: { readonly pause?: () => Promise<void>; readonly seed?: number; readonly site?: Site } = {}) {
    this.#site = options.site ?? site;
    this.#account = account;
    this.#pause = options.pause ?? null;
    this.#draws = options.seed ?? 0;
    this.#mishap = mishap;
  }

  async deploy(version: Version): Promise<void> {
    const { pipeline, target } = version;
    const { means, desired, owner, changes, problems, recorded } = await this.plan(version);
    if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
    // The pipeline is plain JSON by its type's own definition.
    await apply({ ...means, changes, desired, recorded, deployment: { owner, target: target.id, pipeline: JSON.parse(JSON.stringify(pipeline)) as Json } });
  }

  async plan(version: Version): Promise<Plan & { readonly means: Means; readonly desired: readonly Resolved[]; readonly owner: string }> {
    const { pipeline } = version;
    const compiled = compiledFor(version, this.#site);
    if (compiled.resources.length === 0) throw new Error(compiled.problems.map(({ message }) => message).join('\n'));
    const means = this.#means(pipeline);
    const desired = resolveRefs(compiled.resources, this.#site);
    const owner = physical(this.#site, pipeline).owner;
    return { means, desired, owner, ...(await planDeploy({ ...means, owner, desired })) };
  }

  async createDatabase(Name: string): Promise<void> {
    await this.#call('glue', 'CreateDatabase', { DatabaseInput: { Name } });
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
    const others: OtherCalls = { call: (service, operation, input) => this.#call(service, operation, input) };
    return {
      providers: providerMap([...workloadProvidersOn(glue, this.#objects(), site, others), ...glueProvidersOn(glue, site, clock), ...sfnProvidersOn(states, site)]),
      store: this.#store(),
      location: { bucket: site.scripts, key: physical(site, pipeline).manifestKey },
      clock,
      random: () => ((this.#draws = (this.#draws * 16807 + 11) % 2147483647) / 2147483647),
    };
  }

  async #call(service: string, operation: string, input: Json): Promise<unknown> {
    if (this.dead) throw new Crash();
    const mine = (this.calls += 1);
    this.log.push({ service, operation });
    if (!/^(Get|BatchGet|List|Describe|Head)/.test(operation)) this.writes += 1;
    const what = this.#mishap !== null && (this.#mishap.at === mine || (this.#mishap.what === 'expired' && mine > this.#mishap.at)) ? this.#mishap.what : null;
    await this.#pause?.();
    const name = what === null || what === 'crash' || what === 'lost answer' ? null : refusalOf(what, service, operation);
    if (name !== null) {
      this.struck = true;
      throw Object.assign(new Error(`${String(what)}, by the test`), { name });
    }
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
      list: async (Bucket, Prefix) => new Map(((await this.#s3('ListObjectsV2', { Bucket, Prefix })).Contents ?? []).map(({ Key, ETag = '' }) => [Key, ETag.replaceAll('"', '')])),
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

const made = new WeakMap<Version, Map<Site, Compiled>>();

/** A compiler is pure, so hundreds of commands that deploy the same version share what it makes. */
function compiledFor(version: Version, where: Site): Compiled {
  const known = made.get(version) ?? new Map<Site, Compiled>();
  made.set(version, known);
  const compiled = known.get(where) ?? version.target.compile(version.pipeline, where, version.sources);
  known.set(where, compiled);
  return compiled;
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
  readonly Contents?: readonly { readonly Key: string; readonly ETag?: string }[];
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
