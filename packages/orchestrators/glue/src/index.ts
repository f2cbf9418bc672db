export { glueTarget, connectWith } from './target.ts';
export type { ConnectOptions } from './target.ts';
export { glueProviders } from './aws/adapter.ts';
export { providersOn as glueProvidersOn } from './providers/index.ts';
export { capabilities as glueCapabilities } from './capabilities.ts';
export { helperCost, type HelperCost, type HelperPrice } from '@millrace/facts';
export { glueCatalogue } from './catalogue.ts';
export type { GlueCalls, GluePort } from './port.ts';
