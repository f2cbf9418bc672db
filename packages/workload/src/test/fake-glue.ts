import { createHash } from 'node:crypto';
import type { Json } from '@millrace/core';
import type { GlueCalls, GlueOperation, TextObjects } from '../port.ts';

type Thing = Readonly<Record<string, Json>>;
const NAMED = (name: string): Error => Object.assign(new Error(name), { name });

export interface FakeGlue extends GlueCalls {
  readonly calls: string[];
  readonly jobs: Map<string, Thing>;
  readonly crawlers: Map<string, Thing>;
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const list = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);
const done = (_effect: unknown): Thing => ({});

/** Glue as far as jobs and crawlers go: an update of a job replaces it, answers hold what AWS adds, roles lose their ARN on crawlers. */
export function fakeGlue(): FakeGlue {
  const [jobs, crawlers, tags] = [new Map<string, Thing>(), new Map<string, Thing>(), new Map<string, Thing>()];
  const calls: string[] = [];
  const get = (all: Map<string, Thing>, name: Json | undefined): Thing => {
    const found = all.get(text(name));
    if (found === undefined) throw NAMED('EntityNotFoundException');
    return found;
  };
  const part = (input: Thing, name: string): Thing => {
    const inner = input[name];
    return typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Thing) : {}; // an object that is no list: Thing
  };
  const tagged = (kind: string, { Tags, Name, ...rest }: Thing): Thing => {
    tags.set(`arn:aws:glue:eu-west-1:123456789012:${kind}/${text(Name)}`, part({ Tags: Tags ?? {} }, 'Tags'));
    return { ...rest, ...(Name === undefined ? {} : { Name }) };
  };
  const batch = (all: Map<string, Thing>, names: Json | undefined, member: string, shown = (thing: Thing): Thing => thing): Thing => {
    const asked = Array.isArray(names) ? names.map(String) : [];
    return {
      [member]: asked.flatMap((name) => { const one = all.get(name); return one === undefined ? [] : [shown({ ...one, CreatedOn: 1 })]; }),
      [`${member}NotFound`]: asked.filter((name) => !all.has(name)),
    };
  };
  const operations: Readonly<Record<GlueOperation, (input: Thing) => Thing>> = {
    GetJob: ({ JobName }) => ({ Job: { ...get(jobs, JobName), CreatedOn: 1, LastModifiedOn: 2, AllocatedCapacity: 0, JobMode: 'SCRIPT', JobRunQueuingEnabled: false, Connections: {} } }),
    BatchGetJobs: ({ JobNames }) => batch(jobs, JobNames, 'Jobs'),
    BatchGetCrawlers: ({ CrawlerNames }) => batch(crawlers, CrawlerNames, 'Crawlers', (crawler) => ({ ...crawler, Role: text(crawler['Role']).replace(/^.*role\//, ''), State: 'READY' })),
    GetDatabase: () => { throw NAMED('EntityNotFoundException'); },
    GetTable: () => { throw NAMED('EntityNotFoundException'); },
    CreateDatabase: () => ({}),
    CreateJob: (input) => done(jobs.set(text(input['Name']), tagged('job', input))),
    UpdateJob: (input) => {
      get(jobs, input['JobName']);
      jobs.set(text(input['JobName']), { ...part(input, 'JobUpdate'), Name: input['JobName'] ?? '' });
      return {};
    },
    DeleteJob: ({ JobName }) => done(jobs.delete(text(JobName))),
    GetCrawler: ({ Name }) => {
      const crawler = get(crawlers, Name);
      return {
        Crawler: {
          ...crawler, Role: text(crawler['Role']).replace(/^.*role\//, ''), Targets: { JdbcTargets: [], ...part(crawler, 'Targets') }, Classifiers: [], State: 'READY',
          RecrawlPolicy: { RecrawlBehavior: 'CRAWL_EVERYTHING' }, LineageConfiguration: { CrawlerLineageSettings: 'DISABLE' }, Version: 1,
        },
      };
    },
    CreateCrawler: (input) => done(crawlers.set(text(input['Name']), tagged('crawler', input))),
    UpdateCrawler: (input) => done(crawlers.set(text(input['Name']), { ...get(crawlers, input['Name']), ...input })),
    DeleteCrawler: ({ Name }) => {
      get(crawlers, Name);
      crawlers.delete(text(Name));
      return {};
    },
    GetTags: ({ ResourceArn }) => ({ Tags: { ...tags.get(text(ResourceArn)), 'cost-centre': '42' } }),
    UntagResource: (input) => done(tags.set(text(input['ResourceArn']), Object.fromEntries(Object.entries(tags.get(text(input['ResourceArn'])) ?? {}).filter(([name]) => !list(input['TagsToRemove']).includes(name))))),
    TagResource: (input) => done(tags.set(text(input['ResourceArn']), { ...tags.get(text(input['ResourceArn'])), ...part(input, 'TagsToAdd') })),
  };
  return {
    calls,
    jobs,
    crawlers,
    call: async (operation, input) => {
      calls.push(operation);
      return operations[operation](part({ input }, 'input'));
    },
  };
}

export function fakeObjects(): TextObjects & { readonly all: Map<string, { text: string; metadata: Readonly<Record<string, string>> }> } {
  const all = new Map<string, { text: string; metadata: Readonly<Record<string, string>> }>();
  return {
    all,
    get: async (bucket, key) => all.get(`${bucket}/${key}`) ?? null,
    put: async (bucket, key, text, metadata) => void all.set(`${bucket}/${key}`, { text, metadata }),
    remove: async (bucket, key) => void all.delete(`${bucket}/${key}`),
    list: async (bucket, prefix) => new Map([...all].filter(([name]) => name.startsWith(`${bucket}/${prefix}`)).map(([name, { text }]) => [name.slice(bucket.length + 1), createHash('md5').update(text).digest('hex')])),
  };
}
