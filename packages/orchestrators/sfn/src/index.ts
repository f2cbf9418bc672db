export { sfnTarget, connectWith } from './target.ts';
export type { ConnectOptions } from './target.ts';
export { sfnProviders } from './aws/adapter.ts';
export { sfnProvidersOn } from './providers/index.ts';
export { capabilities as sfnCapabilities } from './capabilities.ts';
export { sfnCatalogue } from './catalogue.ts';
export type { Crawl, Execution, GlueCalls, JobRun, SfnPort, StatesCalls } from './port.ts';
