import { type Operation } from '../host/types.ts';
import { type Crawler } from './crawl-life.ts';
import { type Ctx } from './kit.ts';
export declare function crawlerNamed(ctx: Ctx, given: string): Crawler;
export declare const crawlerOperations: Readonly<Record<string, Operation>>;
