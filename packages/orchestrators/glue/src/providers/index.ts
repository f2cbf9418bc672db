import type { Clock, Provider } from '@millrace/deploy';
import type { GluePort } from '../port.ts';
import type { Place } from './shared.ts';
import { triggerProvider } from './trigger.ts';
import { workflowProvider } from './workflow.ts';

/** The providers of this target on any port: an in-process server, a double. */
export const providersOn = (port: GluePort, place: Place, clock: Clock): readonly Provider[] => [workflowProvider(port, place), triggerProvider(port, place, clock)];
